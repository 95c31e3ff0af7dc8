"""Opening a cycle for a thousand people, whatever is clicked or killed."""

import time
from pathlib import Path
from uuid import uuid4

from sqlalchemy import insert

from tests.faults.town import Town, listed, terms, together
from tests.faults.work import nursery, until
from webapp.cases import opening
from webapp.core.db import db
from webapp.library import bundles
from webapp.people.models import Person, Post

THOUSAND = 1000
OPENED = 'select count(*) from "case"'


def settle(town: Town, number: int) -> None:
    """So many people under Bo, in few statements."""
    with town.at_work():
        people = [{"agency_id": town.agency.id, "nip": f"{10**17 + n}", "name": f"Warga {n}"} for n in range(number)]
        ids = list(db.session.scalars(insert(Person).returning(Person.id), people))
        post = {"agency_id": town.agency.id, "unit_id": town.unit.id, "title": "Analis", "supervisor_id": town.bo.id}
        db.session.execute(insert(Post), [{**post, "person_id": person} for person in ids])


def test_a_thousand_cases_are_opened_once_although_the_worker_is_killed_again_and_again(
    town: Town, tmp_path: Path
) -> None:
    settle(town, THOUSAND)
    with town.at_work():
        town.publish(bundles.shipped("appraisal"))
        opening.open_cycle(terms(), opening.Population(units=[town.unit.id]), actor=town.officer, key=uuid4())
    members = town.number("select count(*) from cycle_member")

    with nursery(town, tmp_path, "--concurrency", "4") as births:
        for share in (0.1, 0.35, 0.6, 0.85):
            until(lambda s=share: town.number(OPENED) >= s * members, 60)
            births.kill()
        until(lambda: town.number("select count(*) from cycle_member where state = 'waiting'") == 0, 60)

    assert members == THOUSAND + 4
    assert town.rows("select state, count(*) from cycle_member group by 1 order by 1") == [
        ("opened", THOUSAND + 3),
        ("refused", 1),  # Citra, who has no supervisor
    ]
    assert town.rows('select count(*), count(distinct employee_id) from "case"') == [(THOUSAND + 3, THOUSAND + 3)]
    assert town.rows("select count(*), count(distinct case_id), max(element) from task") == [
        (THOUSAND + 3, THOUSAND + 3, "draft_plan")
    ]
    assert town.number("select count(*) from incident") == 0, births.log[-3000:]


def test_twenty_clicks_open_one_cycle(town: Town) -> None:
    with town.at_work():
        town.publish(bundles.shipped("appraisal"))
    browser = town.browser(town.eka)
    page = browser.get("/cycles/new").text
    token, key = (
        page.split(f'name="{name}"', 1)[1].split('value="', 1)[1].split('"', 1)[0] for name in ("csrf_token", "key")
    )
    form = {
        "csrf_token": token,
        "key": key,
        "name": "Siklus 2026",
        "starts_on": "2026-01-01",
        "ends_on": "2026-12-31",
        "months": "3",
        "plan_due_on": "2026-03-01",
        "assessment_due_on": "2027-01-10",
        "population": "agency",
    }
    windows = [browser.twin() for _ in range(20)]

    began = time.monotonic()
    answers = together([lambda w=w: w.post("/cycles", data=form) for w in windows])

    assert time.monotonic() - began < 5
    assert {answer.status_code for answer in answers} == {303}
    assert len({answer.headers["Location"] for answer in answers}) == 1
    assert town.number("select count(*) from cycle") == 1
    assert town.number("select count(*) from cycle_member") == 4
    assert town.number("select count(*) from procrastinate_jobs where task_name = 'cases.open_chunk'") == 1
    assert browser.post("/cycles", data=form | {"key": str(uuid4())}).status_code == 422


def test_a_job_that_comes_again_after_people_have_moved_changes_nothing(town: Town) -> None:
    (leaver,) = town.people("Warga", 1)
    with town.at_work():
        town.publish(bundles.shipped("appraisal"))
        people = listed(town.ana, town.citra, leaver)
        cycle = opening.open_cycle(terms(), people, actor=town.officer, key=uuid4())
    town.do("update post set valid = '[2020-01-01, 2026-01-01)' where person_id = :leaver", leaver=leaver.id)
    chunk = [town.ana.id, town.citra.id, leaver.id]

    def deliver() -> None:
        with town.at_work():
            opening.open_cases(town.agency.id, cycle.id, chunk)

    together([deliver] * 4)
    told = "select person_id, state, problem from cycle_member order by person_id"
    once = town.rows(told)
    town.do("update post set supervisor_id = null where person_id = :ana", ana=town.ana.id)
    deliver()

    assert town.rows(told) == once
    assert set(once) == {
        (town.ana.id, "opened", None),
        (leaver.id, "refused", opening.NO_POST),
        (town.citra.id, "refused", opening.NO_SUPERVISOR),
    }
    assert town.number('select count(*) from "case"') == 1

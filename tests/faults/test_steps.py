"""What a step leaves behind when it fails in the middle."""

from uuid import uuid4

from tests.faults.town import Town, together
from tests.faults.trial_process import orders
from webapp.cases import incidents, mending
from webapp.core.errors import Refusal

WORDS = "Semua target triwulan tercapai"


class NotYet(Refusal):
    """The panel is not complete yet."""


def test_an_operation_that_fails_leaves_nothing_behind_but_the_text_and_an_incident(town: Town) -> None:
    town.open_case(town.ana, members=[town.bo])
    before = footprint(town)
    task = town.task("write_report")
    browser = town.browser(town.ana)
    form = browser.form_of(task) | {"words": WORDS}
    orders.failing = ZeroDivisionError("no member counted")

    windows = [browser.twin() for _ in range(3)]
    answers = together([lambda w=w: w.post(f"/tasks/{task}/completion", data=form) for w in windows])

    assert {answer.status_code for answer in answers} == {503}
    assert all(WORDS in answer.text for answer in answers)
    assert footprint(town) == before
    assert town.task("write_report") == task
    problems = town.rows("select problem from incident where resolved_at is null")
    assert set(problems) == {("ZeroDivisionError: no member counted",)}
    assert browser.get("/cycles").status_code == 403

    orders.failing = None
    assert browser.post(f"/tasks/{task}/completion", data=form).status_code == 303
    assert town.task("score", town.bo)


def test_an_operation_that_says_no_is_heard_and_is_no_incident(town: Town) -> None:
    town.open_case(town.ana, members=[town.bo])
    before = footprint(town)
    task = town.task("write_report")
    browser = town.browser(town.ana)
    orders.failing = NotYet()

    answer = browser.post(f"/tasks/{task}/completion", data=browser.form_of(task) | {"words": WORDS})

    assert answer.status_code == 409
    assert "The panel is not complete yet." in answer.text
    assert WORDS in answer.text
    assert footprint(town) == before
    assert town.number("select count(*) from incident") == 0


def test_an_incident_is_closed_once_however_often_it_is_retried(town: Town) -> None:
    case = town.open_case(town.ana, members=[town.bo])
    with town.at_work():
        incidents.record("trial.echo", {"agency_id": town.agency.id, "case_id": case}, RuntimeError("lost"))
    number = town.number("select id from incident")

    def retry() -> None:
        with town.at_work():
            found = mending.incident_for(number, actor=town.officer)
            incidents.retry(found, actor=town.officer, reason="The worker is back")

    together([retry] * 5)

    assert town.number("select count(*) from procrastinate_jobs where task_name = 'trial.echo'") == 1
    assert town.rows("select resolution, resolved_by from incident") == [("retried", town.eka.id)]


def test_a_key_cannot_be_used_by_another_person_or_for_other_words(town: Town) -> None:
    town.open_case(town.ana, members=[town.bo])
    task, key = town.task("write_report"), str(uuid4())
    ana = town.browser(town.ana)
    form = ana.form_of(task) | {"words": WORDS, "_key": key}
    assert ana.post(f"/tasks/{task}/completion", data=form).status_code == 303

    changed = ana.post(f"/tasks/{task}/completion", data=form | {"words": "Lain"})
    assert changed.status_code == 409
    assert "Lain" in changed.text
    bo, score = town.browser(town.bo), town.task("score", town.bo)
    borrowed = bo.post(f"/tasks/{score}/completion", data=bo.form_of(score) | {"words": WORDS, "_key": key})

    assert borrowed.status_code == 422
    assert town.rows("select person_id, answers from submission") == [(town.ana.id, {"words": WORDS})]


def footprint(town: Town) -> list[int]:
    """How much there is of everything that a step writes."""
    tables = ("submission", "event", "task", "timer", "procrastinate_jobs", "job_effect", "notice")
    return [town.number(f"select count(*) from {table}") for table in tables] + [
        town.number('select version from "case"')
    ]

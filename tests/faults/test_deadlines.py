"""Deadlines: none early, none twice, none forgotten."""

from datetime import datetime, timedelta
from uuid import uuid4

import psycopg
import pytest

from tests.faults.town import Town, actor_for, listed, terms, together
from tests.faults.trial_process import bundle, orders
from webapp.cases import incidents, mending, opening, service
from webapp.cases.jobs import fire_due_timers
from webapp.cases.models import Task
from webapp.cases.refusals import TaskClosed
from webapp.core import clock
from webapp.core.db import db

DAY = timedelta(days=1)
TOLD = "select count(*) from event where kind = 'deadline reached'"
ASKED = "select count(*) from procrastinate_jobs where task_name = 'cases.remind'"


@pytest.fixture
def opened(town: Town) -> datetime:
    """The moment at which twelve trials were opened."""
    crowd = town.people("Warga", 12)
    with town.at_work():
        town.publish(bundle())
        cycle = opening.open_cycle(terms(), listed(*crowd), actor=town.officer, key=uuid4())
        opening.open_cases(town.agency.id, cycle.id, [person.id for person in crowd])
    orders.members = [town.bo.id]
    return town.rows("select max(opened_at) from task")[0][0]


def sweep(town: Town, moment: datetime) -> int:
    """Look for due timers again and again until there are none."""
    fired, last = 0, 1
    with clock.at(moment), town.app.app_context():
        while last:
            last = fire_due_timers()
            fired += last
    return fired


def test_nothing_fires_a_moment_before_its_time(town: Town, opened: datetime) -> None:
    first = town.rows("select min(opened_at) from task")[0][0]
    assert sweep(town, first + 5 * DAY - timedelta(milliseconds=1)) == 0
    assert town.number(TOLD) == 0
    assert sweep(town, opened + 5 * DAY) == 12


def test_four_workers_that_look_at_once_fire_each_timer_once(town: Town, opened: datetime) -> None:
    reminded = sum(together([lambda: sweep(town, opened + 6 * DAY)] * 4))

    assert (reminded, town.number(TOLD), town.number(ASKED)) == (12, 12, 12)
    assert town.number("select count(*) from task where status = 'open' and element = 'write_report'") == 12

    expired = sum(together([lambda: sweep(town, opened + 11 * DAY)] * 4))

    assert (expired, town.number(TOLD), town.number(ASKED)) == (12, 24, 12)
    assert town.rows("select distinct element from task where status = 'open'") == [("score",)]
    assert town.number("select count(*) from timer") == 0


def test_after_a_long_downtime_both_deadlines_take_effect_once_and_in_order(town: Town, opened: datetime) -> None:
    assert sweep(town, opened + 90 * DAY) == 12
    assert sweep(town, opened + 91 * DAY) == 0

    assert (town.number(TOLD), town.number(ASKED)) == (12, 12)
    passed = town.rows("select convert_from(body, 'UTF8') from event where kind = 'deadline reached'")
    assert all(body.index("report_late") < body.index("report_expired") < body.index("gather") for (body,) in passed)
    assert town.number("select count(*) from task where element = 'score'") == 12


def test_a_timer_whose_row_lies_in_the_past_does_not_fire_before_the_case_says_so(town: Town, opened: datetime) -> None:
    before = town.rows("select id, due_at from timer order by id")
    town.do("update timer set due_at = due_at - interval '30 days'")

    sweep(town, opened + DAY)

    assert town.rows("select id, due_at from timer order by id") == before
    assert town.number("select count(*) from task where status = 'open' and element = 'write_report'") == 12
    assert town.number(ASKED) == 0


def test_a_deadline_that_fails_is_held_until_somebody_retries_it(town: Town) -> None:
    case = town.open_case(town.ana, members=[town.bo])
    opened = town.rows("select opened_at from task")[0][0]
    orders.failing = ZeroDivisionError("no member counted")

    together([lambda: sweep(town, opened + 11 * DAY)] * 3)

    assert town.rows("select case_id, job, problem from incident") == [
        (case, "cases.tick", "ZeroDivisionError: no member counted")
    ]
    assert sweep(town, opened + 12 * DAY) == 0
    assert town.number("select count(*) from incident") == 1
    assert town.number("select count(*) from timer where incident_id is null") == 0
    assert town.task("write_report", town.ana)

    orders.failing = None
    with town.at_work():
        incidents.retry(
            mending.incident_for(town.number("select id from incident"), actor=town.officer),
            actor=town.officer,
            reason="The table is mended",
        )
    assert sweep(town, opened + 12 * DAY) == 1
    assert town.task("score", town.bo)
    assert town.number("select count(*) from incident where resolved_at is null") == 0


def test_a_deadlock_is_no_incident_and_the_deadline_is_tried_again(town: Town) -> None:
    town.open_case(town.ana, members=[town.bo])
    opened = town.rows("select opened_at from task")[0][0]
    orders.failing = psycopg.errors.DeadlockDetected("deadlock detected")

    with pytest.raises(psycopg.errors.DeadlockDetected):
        sweep(town, opened + 11 * DAY)

    orders.failing = None
    assert sweep(town, opened + 11 * DAY) == 1
    assert town.number("select count(*) from incident") == 0


def test_when_the_deadline_and_the_person_meet_one_of_them_wins(town: Town) -> None:
    town.open_case(town.ana, members=[town.bo])
    opened = town.rows("select opened_at from task")[0][0]
    task = town.task("write_report")

    def hand_in(moment: datetime) -> str:
        with clock.at(moment), town.app.app_context():
            found = db.session.get_one(Task, (town.agency.id, task))
            try:
                service.complete_task(found, {"words": "Sudah"}, actor=actor_for(town.ana), key=uuid4(), seen_version=1)
                db.session.commit()
            except TaskClosed:
                db.session.rollback()
                return "late"
            return "in time"

    just_before = opened + 10 * DAY - timedelta(seconds=1)
    answers = together([lambda: hand_in(just_before), lambda: str(sweep(town, opened + 11 * DAY))])

    assert answers in (["in time", "0"], ["late", "1"])
    assert town.rows("select status from task where id = :task", task=task) == [
        ("done" if answers[0] == "in time" else "withdrawn",)
    ]
    assert town.number("select count(*) from task where element = 'score'") == 1

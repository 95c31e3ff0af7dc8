"""Background work: tried as often as promised, taken over when it fails, harmless when delivered twice."""

from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from tests.faults.post_office import free_port, post_office
from tests.faults.town import Town, listed, terms, together
from tests.faults.trial_process import bundle
from tests.faults.work import is_idle, nursery, until, worker
from webapp.cases import incidents, mending, opening
from webapp.cases.jobs import remind
from webapp.core import jobs

# Delivers each job a second time, whoever asks for it.
TWICE = """
create function deliver_twice() returns trigger language plpgsql as $$
begin
  insert into procrastinate_jobs (queue_name, task_name, priority, lock, args, status, scheduled_at)
  values (new.queue_name, new.task_name, new.priority, new.lock, new.args, 'todo', new.scheduled_at);
  return new;
end $$;
create trigger twice after insert on procrastinate_jobs for each row
when (new.queue_name <> 'upkeep' and pg_trigger_depth() = 0) execute function deliver_twice();
"""


@pytest.fixture
def stubborn() -> Iterator[list[int]]:
    """The tries of a job that fails as long as the list is shorter than `tries`; made of `trial.stubborn`."""
    tried: list[int] = []

    @jobs.job("trial.stubborn", tries=3, growth=0)
    def fail(*, agency_id: int, enough: int) -> None:
        tried.append(agency_id)
        if len(tried) < enough:
            raise ZeroDivisionError("not yet")

    yield tried
    del jobs.jobs["trial.stubborn"]


def test_a_job_is_tried_three_times_then_an_incident_and_a_retry_resolves_it(town: Town, stubborn: list[int]) -> None:
    with town.at_work():
        jobs.later("trial.stubborn", agency_id=town.agency.id, enough=4)

    with worker(town):
        until(lambda: town.number("select count(*) from incident") == 1)
        until(lambda: is_idle(town))
        assert len(stubborn) == 3
        found = town.rows("select id, job, problem, resolved_at from incident")
        assert found[0][1:] == ("trial.stubborn", "ZeroDivisionError: not yet", None)

        with town.at_work():
            incidents.retry(mending.incident_for(found[0][0], actor=town.officer), actor=town.officer)
        until(lambda: is_idle(town))

    assert len(stubborn) == 4
    assert town.number("select count(*) from incident where resolved_at is null") == 0
    assert town.number("select count(*) from incident") == 1


def test_a_job_of_one_try_is_tried_once(town: Town, stubborn: list[int]) -> None:
    once = jobs.jobs["trial.stubborn"]
    jobs.jobs["trial.stubborn"] = jobs.Job(once.name, once.run, 1, 0, once.lane)
    with town.at_work():
        jobs.later("trial.stubborn", agency_id=town.agency.id, enough=9)

    with worker(town):
        until(lambda: town.number("select count(*) from incident") == 1)
        until(lambda: is_idle(town))

    assert len(stubborn) == 1


def test_a_job_that_nobody_knows_becomes_an_incident(town: Town) -> None:
    with town.at_work():
        jobs.later("trial.forgotten", agency_id=town.agency.id)
    with worker(town):
        until(lambda: town.number("select count(*) from incident") == 1)
    assert town.rows("select job, arguments from incident") == [("trial.forgotten", {"agency_id": town.agency.id})]
    assert is_idle(town)


def test_every_job_delivered_twice_has_its_effect_once(make_town: Callable[..., Town]) -> None:
    port = free_port()
    town = make_town(smtp_url=f"smtp://127.0.0.1:{port}")
    crowd = town.people("Warga", 20)
    with psycopg.connect(town.addresses.owner, autocommit=True) as owner:
        owner.execute(TWICE)
    with post_office(port) as office, worker(town):
        with town.at_work():
            town.publish(bundle())
            opening.open_cycle(terms(), listed(*crowd), actor=town.officer, key=uuid4())
        until(lambda: town.number('select count(*) from "case"') == 20 and is_idle(town))
        case = town.number('select min(id) from "case"')
        again = {"agency_id": town.agency.id, "case_id": case, "element": "write_report", "level": 2, "key": "day 5"}
        with town.at_work():
            jobs.later("cases.remind", **again)
        until(lambda: town.number("select count(*) from notice") >= 23 and is_idle(town))

    # each is told once; one, the supervisor and HR are reminded once
    assert town.number("select count(*) from notice") == 23
    assert len(office.mails) == len({mail["Message-ID"] for mail in office.mails}) == 23
    assert town.rows("select state, count(*) from cycle_member group by 1") == [("opened", 20)]
    assert town.number("select count(*) from event") == 20
    assert town.number("select count(*) from incident") == 0


def test_of_fifty_deliveries_at_once_one_has_the_effect(town: Town) -> None:
    case = town.open_case(town.ana, members=[town.bo])

    def deliver() -> None:
        with town.at_work():
            remind(agency_id=town.agency.id, case_id=case, element="write_report", level=1, key="day 5")

    together([deliver] * 15)

    assert town.number("select count(*) from notice") == 1


def test_a_job_that_kills_its_worker_is_given_up_alone(town: Town, tmp_path: Path) -> None:
    """Next to it run jobs that do no harm, and die with it."""
    with town.at_work():
        jobs.later("trial.poison", agency_id=town.agency.id)
        for _ in range(3):
            jobs.later("trial.slow", agency_id=town.agency.id)

    with nursery(town, tmp_path) as births:
        until(lambda: town.number("select count(*) from incident") > 0 and is_idle(town), 60)

    assert town.rows("select job from incident") == [("trial.poison",)], births.log[-5000:]
    assert len(births.workers) == 4

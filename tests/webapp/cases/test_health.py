"""What `siklus check` and `siklus audit` find, and that they find nothing where all is well."""

import json
from dataclasses import dataclass
from uuid import uuid4

import pytest
from click.testing import CliRunner
from psycopg import connect
from sqlalchemy import text

from tests.webapp.cycles import actor_for
from tests.webapp.plans.rows import draft_answers
from webapp.app import create_app
from webapp.cases import audit, chain, health, service
from webapp.cases.commands import audit as audit_command
from webapp.cases.commands import check
from webapp.cases.invariants import INVARIANTS
from webapp.config import Config
from webapp.core import clock
from webapp.core.db import connection, db

BREAKS = {
    "a task is completed once": """
        insert into event select agency_id, case_id, seq + 1, at, kind, actor_id, task_id, body, hash from event
        where kind = 'task completed'""",
    "a task that is done has the event that says so": "update task set completed_by = :boss where status = 'done'",
    "what is done was handed in, by whoever completed it, and the reverse": """
        update task set status = 'open', closed_at = null, completed_by = null where status = 'done'""",
    "a submission is the one that the history tells of": r"""
        insert into event select agency_id, case_id, seq + 1, at, kind, actor_id, task_id,
          convert_to(regexp_replace(convert_from(body, 'UTF8'), '"submission":"..', '"submission":"zz'), 'UTF8'), hash
        from event where kind = 'task completed'""",
    "an ended case has no open work": """update "case" set status = 'finished', ended_at = now()""",
    "a case that does not run waits for no moment": """update "case" set status = 'cancelled', ended_at = now()""",
    "a running case waits for somebody or something": """
        delete from timer; update task set status = 'withdrawn', closed_at = now() where status = 'open'""",
    "each step of a case has its event": """update "case" set version = version + 1""",
    "only open tasks have drafts": """
        insert into draft select agency_id, id, completed_by, '{}' from task where status = 'done'""",
    "whoever has an open task has been told, or will be": "delete from procrastinate_jobs",
    "a moment that has come was acted on": "update timer set due_at = now() - interval '1 hour'",
    "a timer is held by an open incident only": """
        insert into incident (agency_id, job, arguments, problem, resolved_at, resolution)
        select distinct agency_id, 'cases.tick', '{}'::jsonb, 'x', now(), 'retried' from timer;
        update timer t set incident_id = (select max(id) from incident i where i.agency_id = t.agency_id)""",
    "a job that runs has a living worker": "update procrastinate_jobs set status = 'doing'",
    "no job waits for long": "update procrastinate_jobs set scheduled_at = now() - interval '1 hour'",
    "a job that failed for good has become an incident": """
        update procrastinate_jobs set status = 'doing'; update procrastinate_jobs set status = 'failed'""",
    "who waits for a case to be opened is in the queue": """
        delete from procrastinate_jobs; update cycle_member set state = 'waiting'""",
    "a member of a cycle has a case when it says so, and only then": "update cycle_member set state = 'waiting'",
}


@pytest.fixture
def running(cycle):
    """Ana has handed in her plan; Fajar has not begun."""
    ana = cycle.office.ana
    task = cycle.task("draft_plan")
    service.complete_task(task, draft_answers(), actor=actor_for(ana), key=uuid4(), seen_version=task.version)
    return cycle


def found() -> dict[str, list[health.Finding]]:
    names: dict[str, list[health.Finding]] = {}
    for finding in health.findings(connection()):
        names.setdefault(finding.name, []).append(finding)
    return names


def test_nothing_is_found_in_a_cycle_that_runs_well(running):
    assert found() == {}


def test_every_invariant_has_a_way_to_break_it():
    assert {invariant.name for invariant in INVARIANTS} == set(BREAKS)


def test_each_broken_invariant_is_found_with_its_rows_and_what_to_do(running):
    for name, statements in BREAKS.items():
        with db.session.begin_nested() as broken:
            for statement in statements.split(";"):
                places = {"boss": running.office.dewi.id} if ":boss" in statement else {}
                db.session.execute(text(statement), places)
            told = found().get(name)
            assert told, f"not found: {name}"
            assert told[0].remedy
            assert f"agency={running.office.agency.id} " in told[0].line or "job=" in told[0].line
            broken.rollback()


def test_a_task_that_the_engine_does_not_know_is_found(running):
    db.session.execute(text("update task set id = gen_random_uuid() where status = 'open'"))
    told = found()["engine and open tasks agree"]
    assert {finding.ids["case"] for finding in told} >= {running.case.id}
    assert {"planning/agree_plan"} <= {finding.ids["engine"] for finding in told}


def test_a_deadline_that_was_moved_in_the_table_alone_is_found(running):
    db.session.execute(text("update timer set due_at = due_at + interval '1 day'"))
    assert len(found()["engine and timers agree"]) == db.session.scalar(text("select count(*) from timer"))


def test_a_state_that_cannot_be_read_is_told_and_does_not_stop_the_look(running):
    db.session.execute(text(r"""update "case" set state = '\x00' where id = :case"""), {"case": running.case.id})
    assert [finding.ids["case"] for finding in found()["the state of a case can be read"]] == [running.case.id]


def test_a_sample_looks_at_so_many_cases_only(running):
    db.session.execute(text(r"""update "case" set state = '\x00'"""))
    assert len(list(health.disagreements(connection(), sample=1))) == 1
    assert len(list(health.disagreements(connection()))) == 2


@dataclass
class History:
    """Five more events of Fajar's case, which a test may store as a tamperer would have left them."""

    case: object

    def links(self, body: str = "truth") -> list[chain.Link]:
        made, head = [], self.case.chain_head
        for seq in range(2, 7):
            made.append(
                chain.link(
                    head,
                    seq,
                    case=(self.case.agency_id, self.case.id),
                    at=clock.now(),
                    kind="note",
                    actor_id=None,
                    task_id=None,
                    body={"said": body, "seq": seq},
                )
            )
            head = made[-1].hash
        return made

    def store(self, links: list[chain.Link], *, length: int, head: bytes) -> None:
        insert = text(
            "insert into event (agency_id, case_id, seq, at, kind, body, hash)"
            " values (:agency, :case, :seq, :at, :kind, :body, :hash)"
        )
        which = {"agency": self.case.agency_id, "case": self.case.id}
        for link in links:
            row = {"seq": link.seq, "at": link.at, "kind": link.kind, "body": link.body, "hash": link.hash}
            db.session.execute(insert, {**which, **row})
        head_of = text(
            'update "case" set chain_length = :length, chain_head = :head where id = :case and agency_id = :agency'
        )
        db.session.execute(head_of, {**which, "length": length, "head": head})


@pytest.fixture
def history(running):
    case = db.session.execute(
        text('select * from "case" where agency_id = :agency and employee_id = :fajar'),
        {"agency": running.office.agency.id, "fajar": running.office.fajar.id},
    ).one()
    return History(case)


def faults(**options) -> list[tuple[int, str]]:
    return [(fault.seq, fault.what) for fault in audit.Audit(connection(), **options).faults()]


def test_a_whole_history_holds(history):
    links = history.links()
    history.store(links, length=6, head=links[-1].hash)
    looked = audit.Audit(connection())
    assert list(looked.faults()) == []
    assert (looked.events, looked.cases) == (8, 2)


def test_an_edited_event_is_told_once(history):
    links = history.links()
    edited = chain.Link(**{**links[2].__dict__, "body": b'{"said":"lie"}'})
    history.store([*links[:2], edited, *links[3:]], length=6, head=links[-1].hash)
    assert faults() == [(4, "the event was edited")]
    assert faults(case=history.case.id) == [(4, "the event was edited")]


def test_a_deleted_event_is_told(history):
    links = history.links()
    history.store([*links[:2], *links[3:]], length=6, head=links[-1].hash)
    assert faults() == [(4, "the event is gone")]


def test_a_history_that_was_cut_off_is_told(history):
    links = history.links()
    history.store(links[:3], length=6, head=links[-1].hash)
    assert faults() == [(5, "the history ends here, but has had 6 events")]


def test_a_seal_stays_true_while_the_cases_go_on(history):
    sealed = json.loads(json.dumps(audit.seal(connection())))
    links = history.links()
    history.store(links, length=6, head=links[-1].hash)
    assert faults(sealed=sealed) == []
    assert faults(sealed=sealed, case=history.case.id) == []


def test_a_history_rebuilt_from_the_start_betrays_itself_by_the_seal(history):
    truth, lie = history.links(), history.links("lie")
    with db.session.begin_nested() as told_truly:
        history.store(truth, length=6, head=truth[-1].hash)
        sealed = audit.seal(connection())
        told_truly.rollback()
    history.store(lie, length=6, head=lie[-1].hash)
    assert faults() == []
    assert (6, "the history up to here is not the one that was sealed") in faults(sealed=sealed)
    assert (0, "the root of the seal cannot be reached from these events") in faults(sealed=sealed)


def test_what_the_seal_knows_and_the_database_does_not_is_told(history):
    with db.session.begin_nested() as longer:
        truth = history.links()
        history.store(truth, length=6, head=truth[-1].hash)
        sealed = audit.seal(connection())
        longer.rollback()
    sealed["cases"].append([99, 1, 3, "00000000"])
    told = faults(sealed=sealed)
    assert (6, "the event was there when the seal was made, and is gone") in told
    assert (3, "the case was there when the seal was made, and is gone") in told


@pytest.mark.parametrize("number", [0, 1, 2, 3, 5, 8])
def test_the_root_depends_on_every_leaf(number):
    leaves = [bytes([n]) * 32 for n in range(number)]
    roots = {audit.merkle_root([*leaves[:n], b"x" * 32, *leaves[n + 1 :]]) for n in range(number)}
    assert len(roots | {audit.merkle_root(leaves)}) == number + 1


class Place:
    """Where a command works, as webapp/cli.py hands it on."""

    def __init__(self, address: str) -> None:
        self._address = address

    def app(self):
        return create_app(Config(database_url=self._address, secret_key="for tests"))


def test_the_commands_answer_with_lines_and_exit_codes(fresh_database, tmp_path):
    def run(command, *arguments):
        return CliRunner().invoke(command, arguments, obj=Place(fresh_database.app))

    assert (run(check).exit_code, run(check).stdout) == (0, "Everything is as it should be.\n")
    assert "Warning: SIKLUS_TRUSTED_HOSTS is empty" in run(check).stderr
    with connect(fresh_database.superuser, autocommit=True) as meddler:
        meddler.execute(
            "insert into procrastinate_jobs (queue_name, task_name, args, status)"
            """ values ('siklus', 'cases.mail', '{"agency_id": 1}', 'failed')"""
        )
    assert run(check).exit_code == 1
    assert "a job that failed for good has become an incident: job=1 name=cases.mail" in run(check).output
    told = json.loads(run(check, "--format", "json").stdout)["findings"]
    assert [finding["ids"]["job"] for finding in told] == [1]
    seal = tmp_path / "seal.json"
    assert run(audit_command, "seal", str(seal)).exit_code == 0
    verified = run(audit_command, "verify", "--seal", str(seal))
    assert (verified.exit_code, verified.output[:22]) == (0, "0 events of 0 cases in")
    seal.write_text("{}")
    assert "is no seal of Siklus" in run(audit_command, "verify", "--seal", str(seal)).output

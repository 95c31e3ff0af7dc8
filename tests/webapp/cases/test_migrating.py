"""Running cases at every position of the cycle move to another version and back; no task, draft or deadline is lost."""

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from benchmarks import walking
from benchmarks.ground import Map
from tests.moving.pack_edits import NEW, name_changed, pack, task_inserted, task_removed
from tests.webapp.cycles import actor_for
from tests.webapp.factories import make_person
from webapp.cases import audit, health, ledger, migrating, moving, opening, service, steps, surgery
from webapp.cases.models import Case, Draft, Event, MigrationCase, Task, Timer
from webapp.cases.refusals import AlreadyDecided, NothingToMove, NotTriedYet, ReasonMissing
from webapp.core import clock
from webapp.core.db import connection, db
from webapp.core.errors import NotAllowed
from webapp.library import queries as library_queries
from webapp.library import service as library
from workflows import engine, repair

CASES, POSITIONS = 200, 26


class Crowd:
    """Cases of one cycle, each one step further than the one before, each open task with a draft.

    As many as there are positions have walked there; the others are put where one of those stands.
    """

    def __init__(self, cycle, cases: int) -> None:
        office = cycle.office
        self.agency_id = office.agency.id
        people = [make_person(office.unit, f"Pegawai {number}", supervisor=office.bo) for number in range(cases)]
        persons = [*people, *cycle.panel, office.bo, office.citra, office.eka, office.dewi]
        roles = {office.eka.id: ("hr",), office.dewi.id: ("agency_head",)}
        self.map = Map(self.agency_id, {p.id: actor_for(p, *roles.get(p.id, ())) for p in persons})
        opening.open_cases(self.agency_id, cycle.cycle.id, [person.id for person in people])
        statement = select(Case.id).where(Case.employee_id.in_([person.id for person in people])).order_by(Case.id)
        self.ids = list(db.session.scalars(statement))
        walkers = self.ids[:POSITIONS]
        for number, tasks in enumerate(walking.rounds(self.map, walkers, most=POSITIONS)):
            for task in tasks:
                if walkers.index(task.case_id) > number:
                    walking.complete(self.map, task)
        for number, case in enumerate(self.ids[POSITIONS:]):
            self._put(case, walkers[number % POSITIONS])
        for task in self.open_tasks():
            service.save_draft(task, {"note": str(task.id)}, actor=walking.worker_of(self.map, task))
        db.session.commit()

    def _put(self, case: int, where: int) -> None:
        there, here = ledger.lock(self.agency_id, where), ledger.lock(self.agency_id, case)
        if there.status != "running":
            return
        process = library_queries.pack(self.agency_id, there.process_version_id).process
        gone = tuple(task.id for task in self.open_tasks() if task.case_id == case)
        seen = replace(engine.look(process, repair.renewed(there.state)), closed=gone)
        steps.take(here, seen, kind=surgery.RETURNED, actor_id=None, now=clock.now())
        db.session.expire_all()

    def open_tasks(self) -> list[Task]:
        return list(db.session.scalars(select(Task).where(Task.case_id.in_(self.ids), Task.status == "open")))

    def belongings(self) -> tuple[set, set, set]:
        """Open tasks with who has them and until when; drafts; timers."""
        db.session.expire_all()
        tasks = {(t.id, t.element, t.assignee_id, tuple(t.groups), t.due_at) for t in self.open_tasks()}
        drafts = select(Draft.task_id, Draft.person_id, Draft.answers["note"].astext)
        timers = select(Timer.id, Timer.element, Timer.due_at).where(Timer.case_id.in_(self.ids))
        return tasks, {tuple(row) for row in db.session.execute(drafts)}, {tuple(r) for r in db.session.execute(timers)}

    def versions(self) -> set[int]:
        """Those that the cases follow which have not ended."""
        live = select(Case.process_version_id).where(Case.id.in_(self.ids), Case.status == "running")
        return set(db.session.scalars(live))


def publish(agency_id: int, files: dict):
    return library.keep(agency_id, "appraisal", "Siklus", files, note="second", by=None)


def tried(to, admin):
    migration = migrating.begin(to, actor=admin)
    work(migration, moving.try_chunk, "waiting")
    return migration


def work(migration, verb, verdict: str, *arguments) -> None:
    """What the worker does with the chunks in the queue."""
    chosen = select(MigrationCase.case_id).where(
        MigrationCase.migration_id == migration.id, MigrationCase.verdict == verdict
    )
    verb(migration.agency_id, migration.id, list(db.session.scalars(chosen)), *arguments)
    db.session.commit()


def counts(statement) -> int:
    return db.session.scalar(select(func.count()).select_from(statement.subquery())) or 0


@pytest.fixture
def admin(cycle):
    return actor_for(cycle.office.eka, "process_admin")


def test_two_hundred_cases_at_all_positions_lose_nothing(cycle, admin):
    crowd = Crowd(cycle, CASES)
    assert len({task.element for task in crowd.open_tasks()}) >= 10
    before, live = crowd.belongings(), counts(select(Case.id).where(Case.status == "running"))
    new = publish(crowd.agency_id, task_inserted(name_changed(pack())))
    migration = tried(new, admin)
    assert migrating.tally(migration) == migrating.Tally(can=live)
    migrating.decide(migration, "Langkah pemeriksaan baru", actor=admin)
    work(migration, moving.move_chunk, "can")
    assert migrating.tally(migration) == migrating.Tally(moved=live)
    assert crowd.belongings() == before
    assert crowd.versions() == {new.id}
    assert not list(health.findings(connection()))
    assert not list(audit.Audit(connection()).faults())


def test_moved_cases_walk_the_new_step_and_reach_their_end(cycle, admin):
    crowd = Crowd(cycle, 6)
    new = publish(crowd.agency_id, task_inserted(pack()))
    migration = tried(new, admin)
    migrating.decide(migration, "Langkah baru", actor=admin)
    work(migration, moving.move_chunk, "can")
    elements = set()
    for tasks in walking.rounds(crowd.map, crowd.ids):
        for task in tasks:
            elements.add(task.element)
            if task.element == NEW:
                service.complete_task(
                    task,
                    {"stance": "agree"},
                    actor=walking.worker_of(crowd.map, task),
                    key=task.id,
                    seen_version=task.version,
                )
                db.session.commit()
            else:
                walking.complete(crowd.map, task)
    assert NEW in elements
    assert {case.status for case in db.session.scalars(select(Case).where(Case.id.in_(crowd.ids)))} == {"finished"}
    assert not list(health.findings(connection()))


def test_a_case_that_stands_where_a_step_is_gone_stays_and_says_why(cycle, admin):
    crowd = Crowd(cycle, POSITIONS)
    new = publish(crowd.agency_id, task_removed(pack()))
    migration = tried(new, admin)
    staying = db.session.scalars(select(MigrationCase).where(MigrationCase.verdict == "cannot")).all()
    standing = {task.case_id for task in crowd.open_tasks() if task.element == "confirm_coaching_session"}
    assert standing
    assert {row.case_id for row in staying} == standing
    assert all(row.findings[0]["en"] and row.findings[0]["id"] for row in staying)
    migrating.decide(migration, "Tanpa konfirmasi", actor=admin)
    work(migration, moving.move_chunk, "can")
    assert not list(health.findings(connection()))


def test_people_see_the_names_of_the_new_version_and_the_dry_run_told_so(cycle, admin):
    new = publish(cycle.office.agency.id, name_changed(pack()))
    task = cycle.task("draft_plan")
    migration = tried(new, admin)
    findings = db.session.scalars(select(MigrationCase.findings)).first()
    assert {"task": "Tulis rencana", "what": "name", "old": task.name, "new": "Tulis rencana"} in findings
    assert cycle.task("draft_plan").name != "Tulis rencana"
    migrating.decide(migration, "Nama lebih jelas", actor=admin)
    work(migration, moving.move_chunk, "can")
    db.session.expire_all()
    assert cycle.task("draft_plan").name == "Tulis rencana"


def test_a_killed_worker_and_a_second_delivery_move_a_case_once(cycle, admin):
    new = publish(cycle.office.agency.id, name_changed(pack()))
    migration = tried(new, admin)
    migrating.decide(migration, "Nama lebih jelas", actor=admin)
    case = cycle.case.id
    for _ in range(2):
        moving.move_chunk(migration.agency_id, migration.id, [case])
    moves = select(Event.seq).where(Event.case_id == case, Event.kind == moving.MOVED)
    assert counts(moves) == 1


def test_cases_go_back_unless_they_have_gone_on(cycle, admin):
    crowd = Crowd(cycle, 4)
    before = crowd.belongings()
    old = crowd.versions()
    new = publish(crowd.agency_id, task_inserted(pack()))
    migration = tried(new, admin)
    migrating.decide(migration, "Langkah baru", actor=admin)
    work(migration, moving.move_chunk, "can")
    gone_on = next(task for task in crowd.open_tasks() if task.case_id == crowd.ids[0])
    walking.complete(crowd.map, gone_on)
    work(migration, moving.move_back_chunk, "moved", "Salah versi", admin.person_id)
    after = crowd.belongings()
    assert {row for row in before[0] if row[0] != gone_on.id} <= after[0]
    assert crowd.versions() == old | {new.id}
    assert db.session.get_one(Case, (crowd.agency_id, crowd.ids[0])).process_version_id == new.id
    assert not list(health.findings(connection()))
    assert not list(audit.Audit(connection()).faults())


def test_nothing_is_decided_blindly_or_twice_or_by_anybody(cycle, admin):
    new = publish(cycle.office.agency.id, name_changed(pack()))
    with pytest.raises(NotAllowed):
        migrating.begin(new, actor=actor_for(cycle.office.eka, "hr"))
    migration = migrating.begin(new, actor=admin)
    with pytest.raises(NotTriedYet):
        migrating.decide(migration, "Segera", actor=admin)
    work(migration, moving.try_chunk, "waiting")
    with pytest.raises(ReasonMissing):
        migrating.decide(migration, " ", actor=admin)
    migrating.decide(migration, "Segera", actor=admin)
    with pytest.raises(AlreadyDecided):
        migrating.decide(migration, "Lagi", actor=admin)
    work(migration, moving.move_chunk, "can")
    with pytest.raises(NothingToMove):
        migrating.begin(new, actor=admin)

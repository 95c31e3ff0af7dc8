"""What the worker does to each case of a migration: try the move on a copy, move it, put it back.

A case moves in one transaction with an event of its chain; its open tasks keep their ids, so drafts and assignments
stay theirs. Whatever is killed in between is taken up again: a case that has moved is not moved twice. What goes wrong
with one case stops none of the others.
"""

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from uuid import UUID

from sqlalchemy import and_, select, update

from webapp.cases import deadlines, findings, ledger, steps
from webapp.cases.models import LIVE, Case, Migration, MigrationCase, Task
from webapp.core import clock
from webapp.core.db import db, passes
from webapp.library import queries as library
from workflows import CannotMove, EngineError, Moved, Outcome, WorkItem, engine, migrate, repair

log = logging.getLogger(__name__)
MOVED, RESTORED = "case moved", "case restored"


def try_chunk(agency_id: int, migration_id: int, cases: Sequence[int]) -> None:
    """Find out for each of the cases whether it can be moved; the cases themselves are only read.

    A second delivery finds none that waits to be tried.
    """
    migration = db.session.get_one(Migration, (agency_id, migration_id))
    rows = (
        select(Case.id, Case.process_version_id, Case.state)
        .join(MigrationCase, and_(MigrationCase.agency_id == Case.agency_id, MigrationCase.case_id == Case.id))
        .where(
            Case.agency_id == agency_id,
            Case.id.in_(cases),
            Case.status.in_(LIVE),
            MigrationCase.migration_id == migration_id,
            MigrationCase.verdict == "waiting",
        )
        .order_by(Case.id)
        .with_for_update(of=MigrationCase)
    )
    for case, version, state in db.session.execute(rows).all():
        with _apart(migration, case, verdict="failed"):
            try:
                moved = _migrated(migration, case, version, state)
            except (CannotMove, EngineError) as error:
                _note(migration, case, verdict="cannot", findings=findings.reasons(error))
            else:
                _note(migration, case, verdict="can", findings=findings.changes(moved))
    _forget_ended(migration, cases)


def move_chunk(agency_id: int, migration_id: int, cases: Sequence[int]) -> None:
    """Move those of the cases that still wait for it."""
    migration = db.session.get_one(Migration, (agency_id, migration_id))
    for case_id in sorted(cases):
        locked = ledger.lock(agency_id, case_id)
        if locked is None or locked.status not in LIVE or _verdict(migration, case_id) != "can":
            continue
        if locked.process_version_id == migration.to_version_id:  # by another migration
            _note(migration, case_id, verdict="cannot", findings=findings.THERE)
            continue
        with _apart(migration, case_id, verdict="failed"):
            _move_if_possible(migration, locked)
    _forget_ended(migration, cases)


def move_back_chunk(agency_id: int, migration_id: int, cases: Sequence[int], reason: str, actor_id: int) -> None:
    """Put those of the cases that have not gone on since their move back to where they were."""
    migration = db.session.get_one(Migration, (agency_id, migration_id))
    for case_id in sorted(cases):
        locked = ledger.lock(agency_id, case_id)
        kept = db.session.get(MigrationCase, (agency_id, migration_id, case_id), populate_existing=True)
        if locked is None or kept is None or kept.verdict != "moved" or kept.moved_seq != locked.chain_length:
            continue
        with _apart(migration, case_id):
            _move_back(migration, locked, kept, reason, actor_id)


@contextmanager
def _apart(migration: Migration, case_id: int, **otherwise: str) -> Iterator[None]:
    """What goes wrong with this case is told of it and changes nothing of it, and the others go on."""
    try:
        with db.session.begin_nested():
            yield
    except Exception as error:
        if passes(error):
            raise
        log.exception("case %s/%s cannot be tried, moved or put back", migration.agency_id, case_id)
        _note(migration, case_id, findings=findings.failure(error), **otherwise)


def _move_if_possible(migration: Migration, case: ledger.Locked) -> None:
    try:
        moved = _migrated(migration, case.case_id, case.process_version_id, case.state)
    except (CannotMove, EngineError) as error:  # it has gone on since it was tried
        _note(migration, case.case_id, verdict="cannot", findings=findings.reasons(error))
    else:
        _move(migration, case, moved)


def _move_back(
    migration: Migration, case: ledger.Locked, kept: MigrationCase, reason: str, actor_id: int | None
) -> None:
    before = replace(case, process_version_id=kept.from_version_id)
    soonest = deadlines.of_case(case.agency_id, case.case_id).soonest
    seen = _look(before, repair.in_fair_time(kept.state or b"", case.state, soonest))
    given = _given(_look(case, case.state).opened)
    details = {"migration": migration.id, "reason": reason, **_versions(case, before)}
    _write(before, seen, RESTORED, actor_id, details)
    _show_tasks(before, seen.opened, given)
    kept.verdict = "restored"
    db.session.flush()


def _versions(before: ledger.Locked, after: ledger.Locked) -> dict[str, int]:
    """As the history of the case tells them."""
    return {
        name: library.version(case.agency_id, case.process_version_id).number
        for name, case in (("from_version", before), ("to_version", after))
    }


def _migrated(migration: Migration, case_id: int, from_version_id: int, state: bytes) -> Moved:
    old = library.pack(migration.agency_id, from_version_id).process
    new = library.pack(migration.agency_id, migration.to_version_id).process
    wanted = deadlines.of_case(migration.agency_id, case_id, anew=migration.deadlines == deadlines.ANEW)
    return migrate(old, new, state, now=clock.now(), deadlines=wanted)


def _move(migration: Migration, case: ledger.Locked, moved: Moved) -> None:
    after = replace(case, process_version_id=migration.to_version_id)
    details = {"migration": migration.id, "reason": migration.reason, **_versions(case, after)}
    given = _given(_look(case, case.state).opened)
    _write(after, moved, MOVED, migration.decided_by, details)
    _show_tasks(after, [move.item for move in moved.moves if move.changes], given)
    _note(
        migration,
        case.case_id,
        verdict="moved",
        findings=findings.changes(moved),
        from_version_id=case.process_version_id,
        state=case.state,
        moved_seq=case.chain_length + 1,
    )


def _write(case: ledger.Locked, found: Outcome | Moved, kind: str, actor_id: int | None, details: dict) -> None:
    work = found.opened if isinstance(found, Outcome) else found.kept
    quiet = Outcome(
        state=found.state,
        opened=(),
        closed=(),
        timers=found.timers if case.status == "running" else (),
        waiting_for=found.waiting_for,
        signals_awaited=found.signals_awaited,
        passed=(),
        variables={},
        finished=False,
    )
    at_stage = replace(case, stage=work[0].stage if work else case.stage)
    steps.take(at_stage, quiet, kind=kind, actor_id=actor_id, now=clock.now(), status=case.status, details=details)


def _look(case: ledger.Locked, state: bytes) -> Outcome:
    return engine.look(library.pack(case.agency_id, case.process_version_id).process, state)


def _given(work: Iterable[WorkItem]) -> dict[UUID, int | None]:
    """Whom the diagram gives each of the tasks."""
    return {item.id: steps.task(item).assignee_id for item in work}


def _show_tasks(case: ledger.Locked, work: Iterable[WorkItem], given: Mapping[UUID, int | None]) -> None:
    """Open tasks look as their version draws them; a person who has one open is told that it changed.

    `given` says to whom the version before gave them: who has a task otherwise, by HR or by taking it, keeps it.
    """
    for item in work:
        task = steps.task(item)
        mine = update(Task).where(Task.agency_id == case.agency_id, Task.id == item.id, Task.status == "open")
        values = {"name": task.name, "form": task.form, "stage": task.stage, "version": Task.version + 1}
        db.session.execute(mine.values(values | {"groups": task.groups, "due_at": task.due_at}))
        if task.assignee_id is not None:
            as_given = Task.assignee_id.is_not_distinct_from(given[item.id])
            db.session.execute(mine.where(as_given).values(assignee_id=task.assignee_id))


def _verdict(migration: Migration, case_id: int) -> str | None:
    statement = select(MigrationCase.verdict).where(_row(migration, case_id))
    return db.session.scalars(statement).first()


def _note(migration: Migration, case_id: int, **values: object) -> None:
    db.session.execute(update(MigrationCase).where(_row(migration, case_id)).values(values))


def _row(migration: Migration, case_id: int):
    return and_(
        MigrationCase.agency_id == migration.agency_id,
        MigrationCase.migration_id == migration.id,
        MigrationCase.case_id == case_id,
    )


def _forget_ended(migration: Migration, cases: Sequence[int]) -> None:
    """A case that has ended meanwhile has nothing to move any more."""
    still_live = select(Case.id).where(Case.agency_id == migration.agency_id, Case.id.in_(cases), Case.status.in_(LIVE))
    ended = (
        update(MigrationCase)
        .where(
            MigrationCase.agency_id == migration.agency_id,
            MigrationCase.migration_id == migration.id,
            MigrationCase.case_id.in_(cases),
            MigrationCase.case_id.not_in(still_live),
            MigrationCase.verdict.in_(("waiting", "can")),
        )
        .values(verdict="cannot", findings=findings.ENDED)
    )
    db.session.execute(ended, execution_options={"synchronize_session": False})

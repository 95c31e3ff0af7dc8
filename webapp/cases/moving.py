"""What the worker does to each case of a migration: try the move on a copy, move it, put it back.

A case moves in one transaction with an event of its chain; its open tasks keep their ids, so drafts, deadlines and
assignments stay theirs. Whatever is killed in between is taken up again: a case that has moved is not moved twice.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from sqlalchemy import and_, select, update

from webapp.cases import ledger, steps
from webapp.cases.models import LIVE, Case, Migration, MigrationCase, Task
from webapp.core import clock
from webapp.core.db import db
from webapp.library import queries as library
from workflows import CannotMove, EngineError, Moved, Outcome, WorkItem, engine, migrate

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
        try:
            moved = _migrated(migration, version, state)
        except (CannotMove, EngineError) as error:
            _note(migration, case, verdict="cannot", findings=_reasons(error))
        else:
            _note(migration, case, verdict="can", findings=_changes(moved))
    _forget_ended(migration, cases)


def move_chunk(agency_id: int, migration_id: int, cases: Sequence[int]) -> None:
    """Move those of the cases that still wait for it."""
    migration = db.session.get_one(Migration, (agency_id, migration_id))
    for case_id in sorted(cases):
        locked = ledger.lock(agency_id, case_id)
        if locked is None or locked.status not in LIVE or _verdict(migration, case_id) != "can":
            continue
        if locked.process_version_id == migration.to_version_id:  # by another migration
            _note(migration, case_id, verdict="cannot", findings=[{"there": True}])
            continue
        try:
            moved = _migrated(migration, locked.process_version_id, locked.state)
        except (CannotMove, EngineError) as error:  # it has gone on since it was tried
            _note(migration, case_id, verdict="cannot", findings=_reasons(error))
        else:
            _move(migration, locked, moved)
    _forget_ended(migration, cases)


def move_back_chunk(agency_id: int, migration_id: int, cases: Sequence[int], reason: str, actor_id: int) -> None:
    """Put those of the cases that have not gone on since their move back to where they were."""
    migration = db.session.get_one(Migration, (agency_id, migration_id))
    for case_id in sorted(cases):
        locked = ledger.lock(agency_id, case_id)
        kept = db.session.get(MigrationCase, (agency_id, migration_id, case_id), populate_existing=True)
        if locked is None or kept is None or kept.verdict != "moved" or kept.moved_seq != locked.chain_length:
            continue
        before = replace(locked, process_version_id=kept.from_version_id)
        seen, given = _look(before, kept.state or b""), _given(_look(locked, locked.state).opened)
        _write(before, seen, RESTORED, actor_id, {"migration": migration.id, "reason": reason})
        _show_tasks(before, seen.opened, given)
        kept.verdict = "restored"


def _migrated(migration: Migration, from_version_id: int, state: bytes) -> Moved:
    old = library.pack(migration.agency_id, from_version_id).process
    new = library.pack(migration.agency_id, migration.to_version_id).process
    return migrate(old, new, state, now=clock.now())


def _move(migration: Migration, case: ledger.Locked, moved: Moved) -> None:
    details = {"migration": migration.id, "from": case.process_version_id, "reason": migration.reason}
    after = replace(case, process_version_id=migration.to_version_id)
    given = _given(_look(case, case.state).opened)
    _write(after, moved, MOVED, migration.decided_by, details)
    _show_tasks(after, [move.item for move in moved.moves if move.changes], given)
    _note(
        migration,
        case.case_id,
        verdict="moved",
        findings=_changes(moved),
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
        db.session.execute(mine.values(values | {"groups": task.groups}))
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
        .values(verdict="cannot", findings=[{"ended": True}])
    )
    db.session.execute(ended, execution_options={"synchronize_session": False})


def _reasons(error: CannotMove | EngineError) -> list[dict]:
    """As the page shows them: a sentence for each language."""
    if isinstance(error, EngineError):
        return [{"en": error.text, "id": error.text}]
    return [
        {"element": reason.element, "en": reason.sentence("en"), "id": reason.sentence("id")}
        for reason in error.reasons
    ]


def _changes(moved: Moved) -> list[dict]:
    """What the people of the open tasks will notice, and what the case will and will not meet from now on."""
    noticed = [
        {"task": move.item.name, "what": change.what, "old": str(change.old or ""), "new": str(change.new or "")}
        for move in moved.moves
        for change in move.changes
    ]
    ahead = {
        "added": [element for _process, element in moved.ahead.added],
        "removed": [element for _process, element in moved.ahead.removed],
        "decisions": list(moved.ahead.decisions),
    }
    return [*noticed, ahead] if any(ahead.values()) else noticed

"""Moving running cases to another version of their process: tried on copies, decided, done in the background, undone.

What the worker does to each case stands in moving.py.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, func, insert, literal_column, select, update
from sqlalchemy.dialects.postgresql import JSONB

from webapp.cases import deadlines, incidents
from webapp.cases.models import LIVE, Case, Cycle, Event, Migration, MigrationCase
from webapp.cases.refusals import AlreadyDecided, NothingToMove, NotTriedYet, ReasonMissing
from webapp.core import clock, jobs
from webapp.core.db import db
from webapp.core.errors import NotFound
from webapp.core.permissions import require
from webapp.library.models import ProcessVersion
from webapp.people.models import Person

CHUNK = 20


@dataclass(frozen=True)
class Tally:
    """How many cases of a migration stand where."""

    waiting: int = 0
    can: int = 0
    cannot: int = 0
    failed: int = 0
    moved: int = 0
    restored: int = 0

    @property
    def all(self) -> int:
        return self.waiting + self.can + self.cannot + self.failed + self.moved + self.restored


def begin(to: ProcessVersion, *, actor, anew: bool = False) -> Migration:
    """Try the move of every live case of another version on a copy, in the background. Nothing is changed yet.

    `anew` counts the deadlines of open tasks by the new version; else they are kept.
    """
    require(actor, "process:migrate")
    found = db.session.execute(_movable(to)).all()
    if not found:
        raise NothingToMove
    migration = Migration(
        agency_id=to.agency_id,
        to_version_id=to.id,
        deadlines=deadlines.ANEW if anew else deadlines.KEEP,
        begun_by=actor.person_id,
        begun_at=clock.now(),
    )
    db.session.add(migration)
    db.session.flush()
    rows = [
        {"agency_id": to.agency_id, "migration_id": migration.id, "case_id": case, "from_version_id": version}
        for case, version in found
    ]
    db.session.execute(insert(MigrationCase), rows)
    _enqueue("cases.try_move", migration, [case for case, _version in found])
    return migration


def decide(migration: Migration, reason: str, *, actor) -> None:
    """Move all cases that can be moved, in the background."""
    require(actor, "process:migrate")
    if not reason.strip():
        raise ReasonMissing
    if tally(migration).waiting:
        raise NotTriedYet
    decided = update(Migration).where(
        Migration.agency_id == migration.agency_id, Migration.id == migration.id, Migration.decided_at.is_(None)
    )
    values = {"decided_at": clock.now(), "decided_by": actor.person_id, "reason": reason.strip()}
    if db.session.execute(decided.values(values).returning(Migration.id)).first() is None:
        raise AlreadyDecided
    _enqueue("cases.move", migration, _cases(migration, "can"))


def restore(migration: Migration, reason: str, *, actor) -> None:
    """Put back the state before the move wherever the case has not gone on since, in the background."""
    require(actor, "process:migrate")
    if not reason.strip():
        raise ReasonMissing
    jobs.many_later(
        "cases.move_back",
        [
            {**_of(migration), "cases": chunk, "reason": reason.strip(), "actor_id": actor.person_id}
            for chunk in _chunks(_cases(migration, "moved"))
        ],
    )


def tally(migration: Migration) -> Tally:
    statement = (
        select(MigrationCase.verdict, func.count())
        .where(MigrationCase.agency_id == migration.agency_id, MigrationCase.migration_id == migration.id)
        .group_by(MigrationCase.verdict)
    )
    return Tally(**dict(db.session.execute(statement).tuples().all()))


def goes_on(migration: Migration, found: Tally) -> bool:
    """Whether the worker still has cases to try or to move."""
    return bool(found.can if migration.decided_at else found.waiting)


def goes_back(migration: Migration, found: Tally) -> bool:
    """Whether the worker still has cases to put back."""
    return bool(found.moved) and jobs.under_way("cases.move_back", **_of(migration))


def has_stopped(migration: Migration, found: Tally) -> bool:
    """Whether cases are left to try or to move, and the worker has given them up."""
    return goes_on(migration, found) and not jobs.under_way(_job(migration), **_of(migration))


def go_on(migration: Migration, *, actor) -> None:
    """Take up again what the worker has given up; what is under way is left alone."""
    require(actor, "process:migrate")
    if has_stopped(migration, tally(migration)):
        incidents.close_all(migration.agency_id, _job(migration), _of(migration), actor=actor)
        _enqueue(_job(migration), migration, _cases(migration, "can" if migration.decided_at else "waiting"))


def _job(migration: Migration) -> str:
    return "cases.move" if migration.decided_at else "cases.try_move"


def migration_for(migration_id: int, *, actor) -> Migration:
    """Raises NotFound."""
    found = db.session.get(Migration, (actor.agency_id, migration_id))
    if found is None:
        raise NotFound
    return found


def migrations(agency_id: int, process_id: int) -> list[tuple[Migration, ProcessVersion]]:
    """The migrations of a process with the version they lead to, the newest first."""
    statement = (
        select(Migration, ProcessVersion)
        .join(
            ProcessVersion,
            and_(ProcessVersion.agency_id == Migration.agency_id, ProcessVersion.id == Migration.to_version_id),
        )
        .where(Migration.agency_id == agency_id, ProcessVersion.process_id == process_id)
        .order_by(Migration.id.desc())
    )
    return [(migration, version) for migration, version in db.session.execute(statement)]


def members(migration: Migration, verdict: str | None = None):
    """A statement for the cases of a migration with employee, the number of the version they had, and cycle."""
    statement = (
        select(MigrationCase, Person, ProcessVersion.number, Cycle.name)
        .join(Case, and_(Case.agency_id == MigrationCase.agency_id, Case.id == MigrationCase.case_id))
        .join(Cycle, and_(Cycle.agency_id == Case.agency_id, Cycle.id == Case.cycle_id))
        .join(Person, and_(Person.agency_id == Case.agency_id, Person.id == Case.employee_id))
        .join(
            ProcessVersion,
            and_(
                ProcessVersion.agency_id == MigrationCase.agency_id,
                ProcessVersion.id == MigrationCase.from_version_id,
            ),
        )
        .where(MigrationCase.agency_id == migration.agency_id, MigrationCase.migration_id == migration.id)
        .order_by(Person.name, MigrationCase.case_id)
    )
    return statement if verdict is None else statement.where(MigrationCase.verdict == verdict)


def restorations(migration: Migration) -> list[tuple[datetime, str, str]]:
    """When cases were put back, by whom and for what reason: each time that somebody asked for it once."""
    body = func.convert_from(Event.body, "UTF8").cast(JSONB)
    after_the_move = and_(
        Event.agency_id == MigrationCase.agency_id,
        Event.case_id == MigrationCase.case_id,
        Event.seq == MigrationCase.moved_seq + 1,
    )
    statement = (
        select(func.min(Event.at), Person.name, body["reason"].astext.label("given_reason"))
        .select_from(MigrationCase)
        .join(Event, after_the_move)
        .join(Person, and_(Person.agency_id == Event.agency_id, Person.id == Event.actor_id))
        .where(
            MigrationCase.agency_id == migration.agency_id,
            MigrationCase.migration_id == migration.id,
            MigrationCase.verdict == "restored",
        )
        .group_by(Person.id, Person.name, literal_column("given_reason"))
        .order_by(func.min(Event.at))
    )
    return [tuple(row) for row in db.session.execute(statement)]


def movable(to: ProcessVersion) -> int:
    """How many live cases follow another version of the process."""
    return db.session.scalar(select(func.count()).select_from(_movable(to).subquery())) or 0


def _movable(to: ProcessVersion):
    same_process = and_(
        ProcessVersion.agency_id == Case.agency_id,
        ProcessVersion.id == Case.process_version_id,
        ProcessVersion.process_id == to.process_id,
    )
    return (
        select(Case.id, Case.process_version_id)
        .join(ProcessVersion, same_process)
        .where(Case.agency_id == to.agency_id, Case.status.in_(LIVE), Case.process_version_id != to.id)
        .order_by(Case.id)
    )


def _cases(migration: Migration, verdict: str) -> list[int]:
    statement = select(MigrationCase.case_id).where(
        MigrationCase.agency_id == migration.agency_id,
        MigrationCase.migration_id == migration.id,
        MigrationCase.verdict == verdict,
    )
    return list(db.session.scalars(statement.order_by(MigrationCase.case_id)))


def _enqueue(job: str, migration: Migration, cases: list[int]) -> None:
    jobs.many_later(job, [{**_of(migration), "cases": chunk} for chunk in _chunks(cases)])


def _of(migration: Migration) -> dict:
    return {"agency_id": migration.agency_id, "migration_id": migration.id}


def _chunks(cases: list[int]) -> list[list[int]]:
    return [cases[at : at + CHUNK] for at in range(0, len(cases), CHUNK)]

"""Where a case was before: the states that its steps left, each as the present version of its process would go on."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, func, select

from webapp.cases import deadlines, ledger
from webapp.cases.models import Case, Event, Snapshot
from webapp.cases.refusals import NoSuchStep, OlderVersion
from webapp.core import clock
from webapp.core.db import db
from webapp.core.errors import NotFound
from webapp.library import queries as library
from workflows import CannotMove, Deadlines, Timer, WorkItem, engine, migrate, repair


@dataclass(frozen=True)
class Earlier:
    """A point after the event `seq` of a case, when `open` was the work to be done.

    `state` is that of the present version; `version` the number of another one that the case followed then. Where the
    case cannot go on from there, `why` says so.
    """

    seq: int
    at: datetime
    open: tuple[WorkItem, ...]
    state: bytes
    timers: tuple[Timer, ...] = ()
    version: int | None = None
    why: CannotMove | None = None

    @property
    def has_deadlines(self) -> bool:
        return bool(self.timers) or any(item.due for item in self.open)

    @property
    def overdue(self) -> list[Timer]:
        """What would take effect at once."""
        return [timer for timer in self.timers if timer.due <= clock.now()]


def points(case: Case) -> list[Earlier]:
    """Where the case was while somebody had work in it, the latest first; its present state is not among them."""
    return [point for point in _points(case) if point.open]


def point(case: Case, seq: int) -> Earlier:
    """That one of the points. Raises NotFound, also where the case cannot go on from there."""
    for found in _points(case, Snapshot.seq == seq):
        if found.open and found.why is None:
            return found
    raise NotFound


def of_locked(case: ledger.Locked, seq: int, *, postpone: bool = False) -> Earlier:
    """Where the case was after its event `seq`; with `postpone` as if that had been just now.

    Raises NoSuchStep, OlderVersion.
    """
    kept = db.session.get(Snapshot, (case.agency_id, case.case_id, seq))
    if kept is None or seq >= case.chain_length:
        raise NoSuchStep
    at = db.session.get_one(Event, (case.agency_id, case.case_id, seq)).at
    since = clock.now() - at if postpone else timedelta()
    found = _point(case, kept, at, deadlines.of_case(case.agency_id, case.case_id), since)
    if found.why is not None:
        raise OlderVersion
    return found


def _points(case: Case, *narrowed: ColumnElement[bool]) -> Iterator[Earlier]:
    here = (Snapshot.agency_id == case.agency_id, Snapshot.case_id == case.id)
    present = select(func.max(Snapshot.seq)).where(*here).scalar_subquery()
    its_event = and_(
        Event.agency_id == Snapshot.agency_id, Event.case_id == Snapshot.case_id, Event.seq == Snapshot.seq
    )
    before = select(Snapshot, Event.at).join(Event, its_event).where(*here, Snapshot.seq < present, *narrowed)
    wanted = deadlines.of_case(case.agency_id, case.id)
    for kept, at in db.session.execute(before.order_by(Snapshot.seq.desc())):
        yield _point(case, kept, at, wanted)


def _point(
    case: Case | ledger.Locked, kept: Snapshot, at: datetime, wanted: Deadlines, since: timedelta = timedelta()
) -> Earlier:
    """What was stored then, its deadlines later by `since`, moved to the present version of the case."""
    then = library.pack(case.agency_id, kept.process_version_id).process
    state = repair.postponed(kept.state, since) if since else kept.state
    if kept.process_version_id == case.process_version_id:
        seen = engine.look(then, state)
        return Earlier(kept.seq, at, seen.opened, state, seen.timers)
    now = library.pack(case.agency_id, case.process_version_id).process
    version = library.version(case.agency_id, kept.process_version_id).number
    try:
        opened = {task: moment + since for task, moment in wanted.opened.items()}
        moved = migrate(then, now, state, now=clock.now(), deadlines=replace(wanted, opened=opened))
    except CannotMove as why:
        return Earlier(kept.seq, at, engine.work(then, state), state, version=version, why=why)
    return Earlier(kept.seq, at, moved.kept, moved.state, moved.timers, version)

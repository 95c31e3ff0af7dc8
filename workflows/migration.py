"""Moves a stored case to another version of its process, or says why that cannot be. Values in, values out.

Open tasks keep their ids, members of a panel what they have handed in; deadlines keep their moments, or are counted
anew from when the task was opened. Events on the border of an open task that the new version draws newly begin with the
move, those that it does not draw any more are dropped. What is drawn ahead of the case is that of the new version from
then on; nothing behind it is done again. A case is refused where something else that lives in it (a task, a branch that
waits) has no counterpart in the new version.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from workflows import codec, engine, prospects, transfer
from workflows.borders import BEGUN, DROPPED, BorderChange, Borders, Deadlines
from workflows.failures import EngineError
from workflows.process import Process
from workflows.prospects import Prospect
from workflows.results import Message, Outcome, Timer, WorkItem
from workflows.transfer import Reason

GRACE = timedelta(days=1)
SHOWN = ("name", "form", "assignee", "groups", "properties", "inputs", "stage", "due")


class CannotMove(ValueError):
    """The case must stay with its version; `reasons` says why, in sentences for the admin."""

    def __init__(self, reasons: tuple[Reason, ...]):
        super().__init__(" ".join(reason.text for reason in reasons))
        self.reasons = reasons


@dataclass(frozen=True)
class Change:
    """One thing about an open task that its person will notice; `what` is a field of WorkItem."""

    what: str
    old: object
    new: object


@dataclass(frozen=True)
class Move:
    """An open task in the new version; `changes` is empty where its person notices nothing."""

    item: WorkItem
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Moved:
    """The case in the new version. `kept` are the open tasks; `timers`, `waiting_for` and `signals_awaited` all that it
    waits for. `borders` tells which events on the borders of open activities begin, are dropped or are due later.
    `opened` and `closed` are there for callers that treat a move like any other step; a move never opens or closes.
    `ahead` tells what the case will and will not meet because it moves."""

    state: bytes
    kept: tuple[WorkItem, ...]
    timers: tuple[Timer, ...]
    waiting_for: tuple[Message, ...]
    signals_awaited: tuple[str, ...]
    moves: tuple[Move, ...]
    borders: tuple[BorderChange, ...]
    ahead: Prospect
    finished: bool
    opened: tuple[WorkItem, ...] = ()
    closed: tuple[UUID, ...] = field(default=())


def migrate(old: Process, new: Process, state: bytes, *, now: datetime, deadlines: Deadlines | None = None) -> Moved:
    """The case of `old` as a case of `new`; runs nothing, so no operation is asked for. Without `deadlines` all are
    kept, and what begins counts from now.

    Raises CannotMove with every reason found, EngineError for bytes that are no case of `old`.
    """
    before = engine.look(old, state)
    case = codec.decode(old, state)
    case.now = now
    wanted = deadlines or Deadlines({}, now + GRACE)
    borders = Borders(wanted)
    try:
        reasons = tuple(transfer.move(case, new, borders))
        if reasons:
            raise CannotMove(reasons)
        after = engine.look(new, codec.encode(case))
    except EngineError as error:
        raise CannotMove((Reason("fails", error.element, "", {"why": error.text}),)) from error
    _nothing_is_lost(before, after, borders.changes, anew=wanted.anew)
    _everybody_is_known(before, after)
    return Moved(
        state=after.state,
        kept=after.opened,
        timers=after.timers,
        waiting_for=after.waiting_for,
        signals_awaited=after.signals_awaited,
        moves=tuple(_moves(before, after)),
        borders=tuple(borders.changes),
        ahead=prospects.compare(old, new, codec.decode(old, state), codec.decode(new, after.state)),
        finished=after.finished,
    )


def _moves(before: Outcome, after: Outcome):
    known = {item.id: item for item in before.opened}
    for item in after.opened:
        then = known[item.id]
        pairs = ((what, getattr(then, what), getattr(item, what)) for what in SHOWN)
        yield Move(item, tuple(Change(what, old, new) for what, old, new in pairs if old != new))


def _nothing_is_lost(before: Outcome, after: Outcome, changes: list[BorderChange], *, anew: bool) -> None:
    """The last line of defence: but for what is told, tasks and deadlines are the same afterwards."""
    promised = _promises(before, changes, DROPPED, anew)
    if promised != _promises(after, changes, BEGUN, anew):
        raise CannotMove((Reason("fails", "", "", {"why": "tasks or deadlines would be lost."}),))


def _promises(case: Outcome, changes: list[BorderChange], besides: str, anew: bool) -> tuple:
    """What the case holds besides what begins, or is dropped, on borders."""
    apart = [change for change in changes if change.what == besides]
    ids = {change.id for change in apart}
    tasks = {(item.id, item.element, None if anew else item.due) for item in case.opened}
    timers = {(timer.id, None if anew else timer.due) for timer in case.timers if timer.id not in ids}
    heard = len(case.waiting_for) - sum(change.kind == "message" for change in apart)
    return tasks, timers, heard, case.variables, case.finished


def _everybody_is_known(before: Outcome, after: Outcome) -> None:
    """A task that somebody had must have somebody."""
    had = {item.id for item in before.opened if _responsible(item)}
    left = [item for item in after.opened if item.id in had and not _responsible(item)]
    if left:
        raise CannotMove(tuple(Reason("nobody", item.element, item.process, {"name": item.name}) for item in left))


def _responsible(item: WorkItem) -> bool:
    return bool(item.assignee or item.groups)

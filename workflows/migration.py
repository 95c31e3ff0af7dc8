"""Moves a stored case to another version of its process, or says why that cannot be. Values in, values out.

Open tasks keep their ids, deadlines their moments, members of a panel what they have handed in. What is drawn ahead of
the case is that of the new version from then on; nothing behind it is done again. A case is refused where something
that lives in it (a task, a deadline, a branch that waits) has no counterpart in the new version.
"""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from workflows import codec, engine, prospects, transfer
from workflows.failures import EngineError
from workflows.process import Process
from workflows.prospects import Prospect
from workflows.results import Message, Outcome, Timer, WorkItem
from workflows.transfer import Reason

SHOWN = ("name", "form", "assignee", "groups", "properties", "inputs", "stage")


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
    waits for.
    `opened` and `closed` are there for callers that treat a move like any other step; a move never opens or closes.
    `ahead` tells what the case will and will not meet because it moves."""

    state: bytes
    kept: tuple[WorkItem, ...]
    timers: tuple[Timer, ...]
    waiting_for: tuple[Message, ...]
    signals_awaited: tuple[str, ...]
    moves: tuple[Move, ...]
    ahead: Prospect
    finished: bool
    opened: tuple[WorkItem, ...] = ()
    closed: tuple[UUID, ...] = field(default=())


def migrate(old: Process, new: Process, state: bytes, *, now: datetime) -> Moved:
    """The case of `old` as a case of `new`; runs nothing, so no operation is asked for.

    Raises CannotMove with every reason found, EngineError for bytes that are no case of `old`.
    """
    before = engine.look(old, state)
    case = codec.decode(old, state)
    case.now = now
    try:
        reasons = tuple(transfer.move(case, new))
        if reasons:
            raise CannotMove(reasons)
        after = engine.look(new, codec.encode(case))
    except EngineError as error:
        raise CannotMove((Reason("fails", error.element, "", {"why": error.text}),)) from error
    _nothing_is_lost(before, after)
    _everybody_is_known(before, after)
    return Moved(
        state=after.state,
        kept=after.opened,
        timers=after.timers,
        waiting_for=after.waiting_for,
        signals_awaited=after.signals_awaited,
        moves=tuple(_moves(before, after)),
        ahead=prospects.compare(old, new, codec.decode(old, state), codec.decode(new, after.state)),
        finished=after.finished,
    )


def _moves(before: Outcome, after: Outcome):
    known = {item.id: item for item in before.opened}
    for item in after.opened:
        then = known[item.id]
        pairs = ((what, getattr(then, what), getattr(item, what)) for what in SHOWN)
        yield Move(item, tuple(Change(what, old, new) for what, old, new in pairs if old != new))


def _nothing_is_lost(before: Outcome, after: Outcome) -> None:
    """The last line of defence: whatever the drawings are, tasks and deadlines are the same afterwards."""
    if _promises(before) != _promises(after):
        raise CannotMove((Reason("fails", "", "", {"why": "tasks or deadlines would be lost."}),))


def _promises(case: Outcome) -> tuple:
    tasks = {(item.id, item.element, item.due) for item in case.opened}
    return tasks, {(timer.id, timer.due) for timer in case.timers}, len(case.waiting_for), case.variables, case.finished


def _everybody_is_known(before: Outcome, after: Outcome) -> None:
    """A task that somebody had must have somebody."""
    had = {item.id for item in before.opened if _responsible(item)}
    left = [item for item in after.opened if item.id in had and not _responsible(item)]
    if left:
        raise CannotMove(tuple(Reason("nobody", item.element, item.process, {"name": item.name}) for item in left))


def _responsible(item: WorkItem) -> bool:
    return bool(item.assignee or item.groups)

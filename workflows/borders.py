"""What becomes of deadlines and of the events on the borders of open activities when a case moves.

Whether a case may move at all is said elsewhere, see transfer.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from SpiffWorkflow.task import Task

from workflows import cycles
from workflows.building import FORK, BodySpec
from workflows.case import Tokens
from workflows.events import note_wait
from workflows.expressions import moment
from workflows.loops import MultiInstanceStep
from workflows.model import Node, Trigger
from workflows.specs import PersonStep
from workflows.tokens import WAITING, listen, pull_out, put_between, take_away

BEGUN, DROPPED, COUNTED = "begun", "dropped", "counted"


@dataclass(frozen=True)
class Deadlines:
    """How a move treats deadlines. `opened` tells since when each open task is open; whatever the move begins or
    changes is due at `soonest` at the earliest. `anew` counts the deadlines of tasks, and of the timers on their
    borders, again by the new version, from when the task was opened."""

    opened: Mapping[UUID, datetime]
    soonest: datetime
    anew: bool = False


@dataclass(frozen=True)
class BorderChange:
    """An event on the border of an open activity that begins, is dropped or is due at another moment; `what` says
    which. `host` is what the activity is called."""

    what: str
    id: UUID
    element: str
    process: str
    name: str
    kind: str
    interrupting: bool
    host: str
    old: datetime | None = None
    new: datetime | None = None


class Borders:
    """The borders of one case while it moves: first `drop`, and `begin` once its tokens stand in the new version."""

    def __init__(self, deadlines: Deadlines):
        self._deadlines = deadlines
        self._known: dict[UUID, set[str]] = {}  # what was drawn on the border of each open activity before
        self.changes: list[BorderChange] = []

    def drop(self, part: Tokens, body: BodySpec) -> None:
        """Let go of the events that the new version does not draw any more."""
        for host in _hosts(part):
            here = host.task_spec.element
            if here not in body.before:
                continue
            then, now = border(part.spec, here), border(body, here)
            self._known[host.id] = set(then)
            for listener in _listeners(host):
                if listener.task_spec.element not in now:
                    self._note(DROPPED, listener, host, old=_due(listener))
                    take_away(listener)
            if then and not now:
                pull_out(host.parent)

    def begin(self, part: Tokens) -> None:
        """Listen for what is drawn newly, as if that had begun with the activity; count anew what is to be counted."""
        for host in _hosts(part):
            if host.id in self._known:
                self._begin(host, part.spec)
                if self._deadlines.anew:
                    self._count_listeners(host)
        if self._deadlines.anew:
            for task in part.live():
                if isinstance(task.task_spec, PersonStep) and task.id in self._deadlines.opened:
                    self._count_task(task, self._deadlines.opened[task.id])

    def _begin(self, host: Task, body: BodySpec) -> None:
        known, here = self._known[host.id], host.task_spec.element
        fresh = [id_ for id_ in border(body, here) if id_ not in known]
        if not fresh:
            return
        fork = host.parent if known else put_between(host, body.task_specs[here + FORK])
        began = self._began(host) or host.workflow.case.now
        for id_ in fresh:
            listener = listen(fork, body.task_specs[id_])
            self._known[host.id].add(id_)
            listener.internal_data = self._noted(listener, began, None)
            self._note(BEGUN, listener, host, new=_due(listener))

    def _count_listeners(self, host: Task) -> None:
        began = self._began(host)
        begun = {change.id for change in self.changes}
        for listener in _listeners(host):
            old = _due(listener)
            if began is None or old is None or listener.id in begun:
                continue
            listener.internal_data = self._noted(listener, began, old)
            if (new := _due(listener)) != old:
                self._note(COUNTED, listener, host, old=old, new=new)

    def _count_task(self, task: Task, began: datetime) -> None:
        noted, written = task.internal_data, task.task_spec.node.due
        old = _due(task)
        noted.pop("due", None)
        if written is not None:
            with _clock(task, began):
                noted["due"] = self._fair(moment(task, written, end_of_day=True), old).isoformat()

    def _noted(self, listener: Task, began: datetime, old: datetime | None) -> dict:
        """What the listener would have noted had it begun then; of a timer that repeats, the times to come."""
        noted: dict = {}
        trigger: Trigger = listener.task_spec.node.trigger
        with _clock(listener, began):
            note_wait(listener, trigger, noted)
            if trigger.kind != "timer":
                return noted
            floor = self._deadlines.soonest if old is None else min(old, self._deadlines.soonest)
            while _read(noted) < floor and (following := cycles.following(listener, noted)) is not None:
                noted = following
        return {**noted, "due": self._fair(_read(noted), old).isoformat()}

    def _fair(self, due: datetime, old: datetime | None) -> datetime:
        """Nothing takes effect the moment a case moves, unless it would have done so anyway."""
        return due if due == old else max(due, self._deadlines.soonest)

    def _began(self, host: Task) -> datetime | None:
        """When the activity began; None where open tasks do not tell."""
        opened, step = self._deadlines.opened, host.task_spec
        if isinstance(step, MultiInstanceStep) and step.loop.kind == "parallel":
            return min((opened[run.id] for run in host.children if run.id in opened), default=None)
        return opened.get(host.id)

    def _note(self, what: str, listener: Task, host: Task, **moments: datetime | None) -> None:
        node, around = listener.task_spec.node, host.task_spec
        self.changes.append(
            BorderChange(
                what,
                listener.id,
                node.id,
                around.body.process,
                node.name,
                node.trigger.kind,
                node.interrupting,
                around.node.name or around.element,
                **moments,
            )
        )


def border(body: BodySpec, element: str) -> dict[str, Node]:
    """The events on the border of an activity that tokens listen for."""
    fork = body.task_specs.get(element + FORK)
    return {} if fork is None else {step.element: step.node for step in fork.targets if step.listens}


def _hosts(part: Tokens) -> list[Task]:
    """Tokens at whole activities: not those of single runs, nor of what listens."""
    return [
        task for task in part.live() if task.task_spec.name == task.task_spec.element and not task.task_spec.listens
    ]


def _listeners(host: Task) -> list[Task]:
    fork = host.parent
    if fork is None or not fork.task_spec.holds_branches:
        return []
    return [task for task in fork.children if task.task_spec.listens and task.has_state(WAITING)]


def _due(task: Task) -> datetime | None:
    return _read(task.internal_data) if "due" in task.internal_data else None


def _read(noted: Mapping) -> datetime:
    return datetime.fromisoformat(noted["due"])


@contextmanager
def _clock(task: Task, at: datetime) -> Iterator[None]:
    """Let it be `at` for what the case computes."""
    case = task.workflow.case
    now, case.now = case.now, at
    try:
        yield
    finally:
        case.now = now

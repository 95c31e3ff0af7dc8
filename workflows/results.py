"""What the engine answers: the work, timers and messages a case waits for, and where it walked."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from workflows.decisions import Decision


@dataclass(frozen=True)
class WorkItem:
    """One task for a person. `stage` is the call activity of the main diagram it belongs to; `item` is the element of
    the collection when the activity runs once per element; `inputs` are the values of its input mapping."""

    id: UUID
    element: str
    process: str
    stage: str | None
    name: str
    form: str | None
    assignee: str | None
    groups: tuple[str, ...]
    due: datetime | None
    properties: dict
    item: object | None
    inputs: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Timer:
    """A moment the case waits for; `interrupting` is None for a timer that stands on no border."""

    id: UUID
    element: str
    process: str
    due: datetime
    interrupting: bool | None


@dataclass(frozen=True)
class Message:
    """A message the case waits for, or one to deliver; a message with a key reaches only who waits for that key."""

    name: str
    key: str | None = None
    element: str = ""
    process: str = ""


@dataclass(frozen=True)
class Beginning:
    """What begins a case that was opened: a message, a signal, or the moment at which a timer is due."""

    kind: str
    name: str
    due: datetime | None = None


@dataclass(frozen=True)
class Thrown:
    """A message or a signal that the case has thrown to whoever waits for it. A message with a key reaches only who
    waits for that key; a signal has none and reaches all."""

    name: str
    payload: dict
    key: str | None = None
    element: str = ""
    process: str = ""


@dataclass(frozen=True)
class Passage:
    """An element that was walked: a token has left it. An activity that runs several times passes once per run."""

    element: str
    process: str
    kind: str
    name: str
    decision: Decision | None = None


@dataclass(frozen=True)
class Outcome:
    """The case after a step. `closed` are the tasks that are open no more, whether done or withdrawn; `timers`,
    `waiting_for` and `signals_awaited` are all there are now, not only the new ones. `messages` and `signals` were
    thrown in this step to other cases; within this one they have arrived already."""

    state: bytes
    opened: tuple[WorkItem, ...]
    closed: tuple[UUID, ...]
    timers: tuple[Timer, ...]
    waiting_for: tuple[Message, ...]
    passed: tuple[Passage, ...]
    variables: dict
    finished: bool
    messages: tuple[Thrown, ...] = ()
    signals: tuple[Thrown, ...] = ()
    signals_awaited: tuple[str, ...] = ()

"""What a scenario is, and what can be wrong with its file or its run."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from workflows.phrases import phrase


@dataclass(frozen=True)
class Do:
    """Complete the oldest open task of that element; where `item` is given, the one of that item."""

    element: str
    answers: dict
    item: object = None


@dataclass(frozen=True)
class Wait:
    """Move the clock by an ISO duration and let the timers that are due happen."""

    duration: str


@dataclass(frozen=True)
class Until:
    """Move the clock to a point in time and let the timers that are due happen."""

    moment: datetime


@dataclass(frozen=True)
class Hear:
    """Hand a message to the case."""

    message: str
    payload: dict
    key: str | None = None


@dataclass(frozen=True)
class Signal:
    """Let everything in the case that waits for the signal hear it."""

    name: str
    payload: dict


Step = Do | Wait | Until | Hear | Signal


@dataclass(frozen=True)
class Expected:
    """What the run must come to. None means that nothing is said about it; of the variables, only those named count.
    `decisions` are pairs of a table and the ids of the rules that fire."""

    path: tuple[str, ...] | None = None
    decisions: tuple[tuple[str, tuple[str, ...]], ...] | None = None
    variables: dict = field(default_factory=dict)
    finished: bool = True


@dataclass(frozen=True)
class Scenario:
    """`process` is the process to start: the main one of the pack, or a stage of it that then runs on its own.
    `operations` are the pinned answers: names and values, or a list of such in turn, whose last stays."""

    title: str
    process: str
    start: datetime
    steps: tuple[Step, ...]
    variables: dict = field(default_factory=dict)
    operations: dict[str, dict | list[dict]] = field(default_factory=dict)
    expect: Expected = Expected()


@dataclass(frozen=True)
class Fault:
    """What is wrong with a scenario's file or run; `code` is a sentence of the section [scenario] of the catalogue,
    `step` counts the steps from 1, 0 is the scenario as a whole."""

    code: str
    values: dict = field(default_factory=dict)
    step: int = 0

    def sentence(self, language: str = "en") -> str:
        said = phrase(f"scenario.{self.code}", **self.values)
        whole = phrase("scenario.in_step", step=self.step, said=said) if self.step else said
        return whole.sentence(language)

    @property
    def text(self) -> str:
        return self.sentence("en")


class BadScenario(ValueError):
    """A file that is no scenario; `faults` lists everything found wrong."""

    def __init__(self, faults: Iterable[Fault]):
        self.faults = tuple(faults)
        super().__init__(" ".join(fault.text for fault in self.faults))

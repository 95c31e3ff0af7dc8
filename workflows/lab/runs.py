"""Plays single runs: the clock jumps from one thing that happens to the next."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from random import Random
from uuid import UUID

from workflows import engine
from workflows.failures import EngineError, TaskNotOpen
from workflows.footprints import flows_taken
from workflows.lab.figures import Figures
from workflows.lab.sources import Answer, Delay, Operations
from workflows.phrases import phrase
from workflows.process import Process
from workflows.results import Outcome, Passage, WorkItem


@dataclass(frozen=True)
class Trial:
    """How people, operations and time behave. `variables` are those a case starts with, or what gives them for the
    number of the run; a run that takes longer than `longest`, or more than `most_steps`, is given up."""

    answer: Answer
    delay: Delay
    operations: Operations
    start: datetime
    variables: Mapping | Callable[[int], Mapping] = field(default_factory=dict)
    longest: timedelta = timedelta(days=3650)
    most_steps: int = 1_000

    def first_variables(self, number: int) -> Mapping:
        return self.variables(number) if callable(self.variables) else self.variables


@dataclass(frozen=True)
class Waited:
    """One task: how long it was open; `done` is false when it was withdrawn, or left open at the end of the run."""

    process: str
    element: str
    opened: datetime
    closed: datetime
    due: datetime | None
    done: bool

    @property
    def is_late(self) -> bool:
        return self.due is not None and self.closed > self.due


@dataclass(frozen=True)
class Run:
    """One simulated case. `ended` is "finished", "waiting" (only a message could let it go on), "unsignalled" (only a
    signal could), "endless" or "failed"; what is not finished says at which `element`, if that is known, and `why`."""

    number: int
    process: Process = field(repr=False, compare=False)
    ended: str
    element: str
    why: str
    start: datetime
    end: datetime
    passed: tuple[Passage, ...]
    waited: tuple[Waited, ...]
    variables: dict

    @property
    def path(self) -> tuple[str, ...]:
        return tuple(passage.element for passage in self.passed)

    @property
    def took(self) -> timedelta:
        return self.end - self.start

    @cached_property
    def flows(self) -> Counter[tuple[str, str]]:
        return flows_taken(self.process, self.passed)

    def reason(self, language: str) -> str:
        """Why it did not finish, as a sentence."""
        code = f"lab.{self.ended}" if self.element or self.ended != "failed" else "lab.failed-somewhere"
        return phrase(code, element=self._called, why=self.why).sentence(language)

    @property
    def _called(self) -> str:
        """The element by its name; by its id where it has none, or where processes name several of that id."""
        named = {element.name for (_, id_), element in self.process.elements.items() if id_ == self.element}
        return (named.pop() if len(named) == 1 else "") or self.element


Deal = Callable[[int], Trial]
"""What each run is dealt, by its number."""


def simulate(process: Process, trial: Trial | Deal, *, runs: int, seed: int | str) -> Figures:
    """The runs numbered from 1; the same process, trial and seed give the same figures."""
    return Figures(process, tuple(play_each(process, trial, runs=runs, seed=seed)))


def play_each(process: Process, trial: Trial | Deal, *, runs: int, seed: int | str) -> Iterator[Run]:
    """The same runs one by one, for who wants to see how far they are."""
    for number in range(1, runs + 1):
        dealt = trial if isinstance(trial, Trial) else trial(number)
        yield _Playing(process, dealt, number, f"{seed}/{number}").run()


@dataclass(frozen=True)
class _Task:
    """An open task: which one of its element it is in this run, when it opened, and when it will be done."""

    item: WorkItem
    turn: int
    opened: datetime
    done: datetime


class _Playing:
    """A run under way."""

    def __init__(self, process: Process, trial: Trial, number: int, seed: str):
        self.process, self.trial, self.number, self.seed = process, trial, number, seed
        self.now = trial.start
        self.perform = trial.operations(Random(f"{seed}/operations"))  # noqa: S311  nothing here is secret
        self.open: dict[UUID, _Task] = {}
        self.passed: list[Passage] = []
        self.waited: list[Waited] = []
        self.turns: Counter[str] = Counter()
        self.variables: dict = dict(trial.first_variables(number))
        self.outcome: Outcome | None = None

    def run(self) -> Run:
        ended, element, why = self._to_the_end()
        for task in self.open.values():
            self._close(task, done=False)
        return Run(
            number=self.number,
            process=self.process,
            ended=ended,
            element=element,
            why=why,
            start=self.trial.start,
            end=self.now,
            passed=tuple(self.passed),
            waited=tuple(self.waited),
            variables=self.variables,
        )

    def _to_the_end(self) -> tuple[str, str, str]:
        try:
            self._keep(engine.start(self.process, self.variables, perform=self.perform, now=self.now))
            for _ in range(self.trial.most_steps):
                if self.outcome is None or self.outcome.finished:
                    return "finished", "", ""
                moment, task = min(self._next(), key=lambda each: each[0], default=(None, None))
                if moment is None:
                    return self._awaited()
                if moment - self.trial.start > self.trial.longest:
                    break
                self.now = max(self.now, moment)
                self._go_on(task)
        except EngineError as error:
            return "failed", error.element, error.text
        except Exception as error:  # an answer or an operation of the caller failed; the other runs go on
            return "failed", "", f"{type(error).__name__}: {error}"
        return "endless", self.passed[-1].element if self.passed else "", ""

    def _awaited(self) -> tuple[str, str, str]:
        message = next(iter(self.outcome.waiting_for), None) if self.outcome else None
        if message is not None:
            return "waiting", message.element, message.name
        return "unsignalled", "", next(iter(self.outcome.signals_awaited), "") if self.outcome else ""

    def _next(self) -> Iterator[tuple[datetime, _Task | None]]:
        """What can happen next: a deadline, or somebody is done; of two at one moment, the deadline."""
        if self.outcome is not None:
            yield from ((timer.due, None) for timer in self.outcome.timers)
        yield from ((task.done, task) for task in self.open.values())

    def _go_on(self, task: _Task | None) -> None:
        state = self.outcome.state if self.outcome else b""
        if task is None:
            self._keep(engine.tick(self.process, state, perform=self.perform, now=self.now))
            return
        answers = self.trial.answer(task.item, self._chance(task.item, task.turn, "answer"))
        try:
            step = engine.complete(self.process, state, task.item.id, answers, perform=self.perform, now=self.now)
        except TaskNotOpen:  # a deadline of this very moment took it away
            step = engine.tick(self.process, state, perform=self.perform, now=self.now)
        self._keep(step, task.item.id)

    def _keep(self, outcome: Outcome, done: UUID | None = None) -> None:
        self.outcome = outcome
        self.passed += outcome.passed
        self.variables = outcome.variables
        for id_ in outcome.closed:
            self._close(self.open.pop(id_), done=id_ == done)
        for item in outcome.opened:
            self.turns[item.element] += 1
            turn = self.turns[item.element]
            length = self.trial.delay(item, self._chance(item, turn, "delay"))
            self.open[item.id] = _Task(item, turn, self.now, self.now + length)

    def _close(self, task: _Task, *, done: bool) -> None:
        item = task.item
        self.waited.append(Waited(item.process, item.element, task.opened, self.now, item.due, done))

    def _chance(self, item: WorkItem, turn: int, what: str) -> Random:
        return Random(f"{self.seed}/{item.element}/{turn}/{what}")  # noqa: S311  nothing here is secret

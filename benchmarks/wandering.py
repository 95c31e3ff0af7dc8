"""C6: random walks of the shipped cycle. A case that is stored, compacted and read back at every step goes the same way
as its reference, which the same engine keeps in memory with every token that it ever had."""

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from random import Random
from unittest.mock import patch

import workflows
from benchmarks.ground import Ground
from benchmarks.rows import Row
from webapp.library import bundles
from workflows import case as cases
from workflows import engine, scenarios
from workflows.results import Outcome, Timer, WorkItem

MOST = 400  # steps of one walk
DAWDLING = 0.15  # how often nobody does anything until the next timer is due


def rows(_ground: Ground, walks: int) -> list[Row]:
    differing = [seed for seed in range(walks) if walk(seed).difference]
    return [Row("C6", f"of {walks} walks of the cycle unlike their reference", len(differing), "walks", most=0)]


@dataclass
class Walk:
    """`difference` says at which step the two parted and how; "" when they went the same way to the end."""

    ended: str = ""
    difference: str = ""
    path: list[str] = field(default_factory=list)


def walk(seed: int) -> Walk:
    """People answer as somebody does in one of the pack's scenarios, in any order, or let a deadline pass."""
    cards, told = _Cards(seed), Walk()
    stored, kept = _Side(cards.operations()), _Side(cards.operations(), _Kept())
    now = cards.scenario.start
    variables = dict(cards.scenario.variables)
    steps: list[_Step] = [lambda side: engine.start(_shipped(), variables, perform=side.perform, now=now)]
    for number in range(MOST):
        one, other = (side.take(steps[-1]) for side in (stored, kept))
        told.path += one.path
        if one != other:
            told.difference = f"walk {seed}, step {number}: {one} but {other}"
            return told
        if one.ended:
            told.ended = one.ended
            return told
        steps.append(cards.next_step(stored))
    told.ended = "long"
    return told


@dataclass(frozen=True)
class _Told:
    """What can be seen from outside after a step; ids differ from run to run and are left out."""

    path: tuple[str, ...]
    open: tuple[tuple, ...]
    timers: tuple[tuple, ...]
    variables: dict
    ended: str


class _Side:
    """One of the two runs. `kept` stands for the codec where nothing is stored."""

    def __init__(self, perform: cases.Perform, kept: "_Kept | None" = None) -> None:
        self.perform, self._kept = perform, kept
        self.state = b""
        self.items: list[WorkItem] = []
        self.timers: list[Timer] = []

    def take(self, step: "_Step") -> _Told:
        try:
            outcome, self.items = self._taken(step)
        except workflows.EngineError as error:
            return _Told((), (), (), {}, f"failed at {error.element}: {error}")
        self.state, self.timers = outcome.state, sorted(outcome.timers, key=_timer_key)
        path = tuple(passage.element for passage in outcome.passed)
        open_, timers = tuple(map(_item_key, self.items)), tuple(map(_timer_key, self.timers))
        return _Told(path, open_, timers, outcome.variables, "finished" if outcome.finished else "")

    def _taken(self, step: "_Step") -> tuple[Outcome, list[WorkItem]]:
        if self._kept is None:
            outcome = step(self)
            return outcome, sorted(engine.work(_shipped(), outcome.state), key=_item_key)
        with patch.object(engine, "codec", self._kept), patch.object(cases, "TASKS", 10**9):
            outcome = step(self)
            return outcome, sorted(engine.work(_shipped(), outcome.state), key=_item_key)


_Step = Callable[[_Side], Outcome]


class _Kept:
    """In the place of the codec: cases stay what they are, whole."""

    case: cases.Case

    def encode(self, case: cases.Case) -> bytes:
        self.case = case
        return b"kept"

    def decode(self, _process: workflows.Process, _state: bytes) -> cases.Case:
        for told in (self.case.passed, self.case.messages, self.case.signals):
            told.clear()
        return self.case


class _Cards:
    """Every choice of one walk, the same for both sides."""

    def __init__(self, seed: int) -> None:
        self._seed, self._chance = seed, Random(seed)
        self.scenario = self._chance.choice(_whole_cycles())
        self._now = self.scenario.start

    def operations(self) -> cases.Perform:
        """Answers as one of the scenarios pins them, dealt by number of the call."""
        numbers = itertools.count()

        def perform(operation: str, _inputs: dict) -> dict:
            return dict(Random(f"{self._seed} {operation} {next(numbers)}").choice(_pinned()[operation]))

        return perform

    def next_step(self, side: _Side) -> _Step:
        self._now += timedelta(hours=self._chance.randrange(1, 60))
        idle = not side.items or (side.timers and self._chance.random() < DAWDLING)
        if idle:
            self._now = max(self._now, side.timers[0].due)
        if idle or (side.timers and side.timers[0].due <= self._now):  # it may withdraw what could have been done
            return self._tick(self._now)
        number = self._chance.randrange(len(side.items))
        return self._complete(number, self._chance.choice(_answers()[side.items[number].element]), self._now)

    @staticmethod
    def _tick(now: datetime) -> _Step:
        return lambda side: engine.tick(_shipped(), side.state, perform=side.perform, now=now)

    @staticmethod
    def _complete(number: int, answers: dict, now: datetime) -> _Step:
        return lambda side: engine.complete(
            _shipped(), side.state, side.items[number].id, answers, perform=side.perform, now=now
        )


def _item_key(item: WorkItem) -> tuple[str, str, str, str]:
    return item.element, str(item.assignee), str(item.item), str(item.due)


def _timer_key(timer: Timer) -> tuple[str, str]:
    return str(timer.due), timer.element


@cache
def _files() -> dict[str, bytes]:
    return bundles.shipped("appraisal")


@cache
def _shipped() -> workflows.Process:
    return workflows.compile(_files())


@cache
def _scenarios() -> list[scenarios.Scenario]:
    found, _unreadable = scenarios.found_in(_files())
    return list(found.values())


@cache
def _whole_cycles() -> list[scenarios.Scenario]:
    return [scenario for scenario in _scenarios() if scenario.process == _shipped().id]


@cache
def _answers() -> dict[str, list[dict]]:
    """What is answered at each step in any of the scenarios."""
    steps = [step for scenario in _scenarios() for step in scenario.steps if isinstance(step, scenarios.Do)]
    return {step.element: [other.answers for other in steps if other.element == step.element] for step in steps}


@cache
def _pinned() -> dict[str, list[dict]]:
    pinned = [pair for scenario in _scenarios() for pair in scenario.operations.items()]
    return {name: [one for other, given in pinned if other == name for one in _each(given)] for name, _ in pinned}


def _each(pinned: dict | list[dict]) -> Iterator[dict]:
    yield from pinned if isinstance(pinned, list) else [pinned]

"""Plays a scenario on the engine and compares what happened with what was expected."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import feel
from workflows import engine
from workflows.failures import EngineError, TaskNotOpen
from workflows.phrases import phrase
from workflows.process import Process
from workflows.results import Message, Outcome, Passage, WorkItem
from workflows.scenarios.model import Do, Fault, Hear, Scenario, Signal, Step, Until, Wait

NOTHING = phrase("scenario.nothing")


@dataclass(frozen=True)
class Play:
    """What happened: the elements walked, the operations asked for, what is left; and what of it is not as expected."""

    passed: tuple[Passage, ...]
    calls: tuple[tuple[str, dict], ...]
    variables: dict
    finished: bool
    faults: tuple[Fault, ...]

    @property
    def path(self) -> tuple[str, ...]:
        return tuple(passage.element for passage in self.passed)

    @property
    def decisions(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Every decision taken: the table and the ids of the rules that fired."""
        return tuple((p.decision.id, p.decision.rules) for p in self.passed if p.decision)


def play(process: Process, scenario: Scenario) -> Play:
    """Plays to the end, or to the first step that is impossible. Never raises: what goes wrong is among the faults."""
    player = Player(process, scenario)
    faults = tuple(_first_fault(player))
    ended = Play(tuple(player.passed), tuple(player.perform.calls), player.variables, player.finished, ())
    return Play(
        ended.passed, ended.calls, ended.variables, ended.finished, faults or tuple(_differences(ended, scenario))
    )


class Unpinned(LookupError):
    """The scenario pins no answer of an operation that the process asks for."""


class Pinned:
    """Operations of one case that answer what is pinned: always the same, or a list in turn whose last answer stays."""

    def __init__(self, operations: Mapping[str, dict | list[dict]]):
        self.operations = operations
        self.calls: list[tuple[str, dict]] = []
        self.turns: Counter[str] = Counter()

    def __call__(self, operation: str, inputs: dict) -> dict:
        self.calls.append((operation, inputs))
        if operation not in self.operations:
            raise Unpinned(operation)
        answer, turn = self.operations[operation], self.turns[operation]
        self.turns[operation] += 1
        return dict(answer[min(turn, len(answer) - 1)] if isinstance(answer, list) else answer)

    def copy(self) -> "Pinned":
        other = Pinned(self.operations)
        other.calls, other.turns = list(self.calls), Counter(self.turns)
        return other


class Impossible(Exception):
    """A step cannot be done; `fault` says why."""

    def __init__(self, fault: Fault):
        super().__init__(fault.text)
        self.fault = fault


class Player:
    """A scenario under way, step by step; `process` is the process or stage that the scenario is about."""

    def __init__(self, process: Process, scenario: Scenario):
        self.process = process
        self.scenario = scenario
        self.now = scenario.start
        self.done = 0
        self.passed: list[Passage] = []
        self.perform = Pinned(scenario.operations)
        self.state = b""
        self.variables: dict = dict(scenario.variables)
        self.finished = False

    def begin(self) -> None:
        """Start the case. Raises Impossible, as `next` does."""
        if self.scenario.process not in self.process.processes:
            raise Impossible(Fault("no_process", {"name": self.scenario.process}))
        if self.scenario.process != self.process.id:
            self.process = self.process.alone(self.scenario.process)
        self._keep(lambda: engine.start(self.process, self.variables, perform=self.perform, now=self.now))

    def next(self) -> bool:
        """Take one step; False when there is none left."""
        if self.done == len(self.scenario.steps):
            return False
        self.take(self.scenario.steps[self.done])
        self.done += 1
        return True

    def on(self, process: Process, state: bytes) -> "Player":
        """The same scenario from here on, with the case moved to another version."""
        other = copy(self)
        other.process, other.state = process, state
        other.passed, other.perform = list(self.passed), self.perform.copy()
        return other

    def take(self, step: Step) -> None:
        """One more step, whatever the scenario says next. Raises Impossible."""
        match step:
            case Do():
                task = self._open_task(step)
                self._step(engine.complete, task, step.answers)
            case Hear():
                self._step(engine.deliver, Message(step.message, step.key), step.payload)
            case Signal():
                self._step(engine.signal, self._awaited(step.name), step.payload)
            case Wait(duration):
                self.now = self._later(duration)
                self._step(engine.tick)
            case Until(moment):
                if moment < self.now:
                    raise Impossible(Fault("back_in_time", {"moment": moment.isoformat()}, self.done + 1))
                self.now = moment
                self._step(engine.tick)

    def _step(self, verb: Callable[..., Outcome], *given: object) -> None:
        self._keep(lambda: verb(self.process, self.state, *given, perform=self.perform, now=self.now))

    def _keep(self, step: Callable[[], Outcome]) -> None:
        try:
            outcome = step()
        except Unpinned as operation:
            raise self._impossible("unpinned", operation=str(operation)) from None
        except TaskNotOpen:
            raise self._impossible("withdrawn") from None
        except EngineError as error:
            raise self._impossible("engine", element=error.element, why=error.text) from error
        self.state, self.variables, self.finished = outcome.state, outcome.variables, outcome.finished
        self.passed += outcome.passed

    def _open_task(self, step: Do) -> UUID:
        if self.finished:
            raise self._impossible("finished_already", element=step.element)
        open_ = engine.work(self.process, self.state)
        found = [item.id for item in open_ if item.element == step.element and _is_meant(item, step)]
        if not found:
            raise self._impossible("not_open", element=step.element, open=_listed(item.element for item in open_))
        return found[0]

    def _awaited(self, signal: str) -> str:
        """In the engine nothing happens when nobody waits; who writes a scenario wants to be told."""
        awaited = engine.look(self.process, self.state).signals_awaited
        if signal not in awaited:
            raise self._impossible("not_awaited", signal=signal, awaited=_listed(awaited))
        return signal

    def _later(self, duration: str) -> datetime:
        try:
            moment = feel.evaluate("now() + duration(length)", {"length": duration}, now=self.now)
            return datetime.fromisoformat(str(moment))
        except (feel.FeelError, ValueError):
            raise self._impossible("duration_needed", written=duration) from None

    def _impossible(self, code: str, **values: object) -> Impossible:
        begun = bool(self.state)
        return Impossible(Fault(code, values, self.done + 1 if begun else 0))


def _is_meant(item: WorkItem, step: Do) -> bool:
    return step.item is None or item.item == step.item


def _first_fault(player: Player) -> Iterator[Fault]:
    try:
        player.begin()
        while player.next():
            pass
    except Impossible as stop:
        yield stop.fault


def _differences(ended: Play, scenario: Scenario) -> Iterator[Fault]:
    expected = scenario.expect
    if expected.finished != ended.finished:
        yield Fault("unfinished" if expected.finished else "finished")
    if expected.path is not None and expected.path != ended.path:
        yield _first_difference("path", expected.path, ended.path)
    if expected.decisions is not None and expected.decisions != ended.decisions:
        pairs = (
            [f"{table} ({', '.join(rules)})" for table, rules in side] for side in (expected.decisions, ended.decisions)
        )
        yield _first_difference("decisions", *pairs)
    for name, value in expected.variables.items():
        if name not in ended.variables or ended.variables[name] != value:
            found = _shown(ended.variables[name]) if name in ended.variables else NOTHING
            yield Fault("variable", {"name": name, "expected": _shown(value), "found": found})


def _first_difference(code: str, expected: Sequence[str], found: Sequence[str]) -> Fault:
    place = next(
        (n for n, (a, b) in enumerate(zip(expected, found, strict=False)) if a != b), min(len(expected), len(found))
    )
    values = {"place": place + 1, "expected": _at(expected, place), "found": _at(found, place)}
    return Fault(code, values)


def _at(listed: Sequence[str], place: int) -> object:
    return listed[place] if place < len(listed) else NOTHING


def _listed(names: Iterable[str]) -> object:
    return ", ".join(sorted(names)) or NOTHING


def _shown(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)

"""A run of a draft that somebody clicks through: a scenario whose steps grow one by one. Values in, values out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import workflows
from workflows import engine, scenarios
from workflows.footprints import flows_taken
from workflows.results import Message, Outcome, Passage, Timer, WorkItem
from workflows.scenarios import Fault, Impossible, Player, Scenario
from workflows.scenarios.model import Step


@dataclass(frozen=True)
class Line:
    """One step with what followed from it; the first line has no step: it is how the run begins."""

    number: int
    step: Step | None
    at: datetime
    passed: tuple[Passage, ...]


@dataclass(frozen=True)
class Asked:
    """What an operation was asked and what it answered."""

    operation: str
    inputs: dict
    answer: dict


class Walk:
    """Where a scenario has come to on the files as they are now. `fault` says why it cannot be walked to its end."""

    def __init__(self, process: workflows.Process, scenario: Scenario) -> None:
        self.scenario = scenario
        self.lines: list[Line] = []
        self.fault: Fault | None = None
        self._player = Player(process, scenario)
        try:
            self._to_the_end()
        except Impossible as stop:
            self.fault = stop.fault
        self._rest = engine.look(self.process, self._player.state) if self._player.state else None

    @property
    def process(self) -> workflows.Process:
        """The process that is walked: the main one of the draft, or a stage of it on its own."""
        return self._player.process

    @property
    def now(self) -> datetime:
        return self._player.now

    @property
    def done(self) -> int:
        """How many steps were possible."""
        return self._player.done

    @property
    def finished(self) -> bool:
        return self._player.finished

    @property
    def variables(self) -> dict:
        return self._player.variables

    @property
    def passed(self) -> list[Passage]:
        return self._player.passed

    @property
    def tasks(self) -> tuple[WorkItem, ...]:
        return self._rest.opened if self._rest else ()

    @property
    def messages(self) -> tuple[Message, ...]:
        return self._rest.waiting_for if self._rest else ()

    @property
    def signals(self) -> tuple[str, ...]:
        return self._rest.signals_awaited if self._rest else ()

    def carried(self, kind: str, name: str) -> dict[str, None]:
        """What a message or signal of that name is asked for by the diagrams, still without values."""
        return dict.fromkeys(sorted(self.process.carried(kind, name)))

    @property
    def deadlines(self) -> list[Timer]:
        """The moments that the run waits for, the next one first."""
        return sorted(self._rest.timers, key=lambda timer: timer.due) if self._rest else []

    @property
    def asked(self) -> list[Asked]:
        """What the operations were asked so far, in order."""
        stubs = scenarios.Pinned(self.scenario.operations)
        return [Asked(name, inputs, stubs(name, inputs)) for name, inputs in self._player.perform.calls]

    def turns(self, operation: str) -> int:
        """How often the operation was asked so far."""
        return self._player.perform.turns[operation]

    @property
    def touched(self) -> list[str]:
        """The processes that the run has come to, the one that it began with first."""
        been = {self.process.id, *(p.process for p in self.passed), *(task.process for task in self.tasks)}
        return [id_ for id_ in self.process.processes if id_ in been]

    def leads_on(self, step: Step) -> bool:
        """Whether the step ends the run, or takes it to where it has not waited yet."""
        after = self._player.on(self.process, self._player.state)
        try:
            after.take(step)
        except Impossible:
            return False
        been = {passage.element for passage in self.passed} | _waiting(self._rest)
        return after.finished or not _waiting(engine.look(self.process, after.state)) <= been

    def drawing(self, process_id: str) -> dict[str, list[str]]:
        """Ids of elements and flows by state, for the diagram of that process."""
        current = set(self._current(process_id))
        done = {passage.element for passage in self.passed if passage.process == process_id} - current
        flows = self.process.flows(process_id)
        ahead = {flow.target for flow in flows if flow.source in current} - done - current
        taken = [flow for process, flow in flows_taken(self.process, self.passed) if process == process_id]
        return {"done": sorted(done), "current": sorted(current), "next": sorted(ahead), "flows": sorted(taken)}

    def _current(self, process_id: str) -> Iterable[str]:
        yield from (each.element for each in _waits(self._rest) if each.process == process_id)
        if process_id == self.process.id:
            yield from (task.stage for task in self.tasks if task.stage)

    def _to_the_end(self) -> None:
        self._player.begin()
        self._note(0, None)
        for number, step in enumerate(self.scenario.steps, 1):
            before = len(self.passed)
            self._player.next()
            self._note(before, step, number)

    def _note(self, before: int, step: Step | None, number: int = 0) -> None:
        self.lines.append(Line(number, step, self.now, tuple(self.passed[before:])))


def _waits(rest: Outcome | None) -> list[WorkItem | Message | Timer]:
    """The tasks and events at which the run stands; deadlines on a border stand at none of their own."""
    if rest is None:
        return []
    return [*rest.opened, *rest.waiting_for, *(timer for timer in rest.timers if timer.interrupting is None)]


def _waiting(rest: Outcome | None) -> set[str]:
    return {each.element for each in _waits(rest)}

"""Brings a scenario up to date with a process that was changed: what is new is done with examples, what is asked no
longer is left out.

Nothing is kept here and nothing is judged: whoever reads a `Renewal` decides whether the process means it so.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from workflows import engine
from workflows.process import Process
from workflows.results import WorkItem
from workflows.scenarios.model import Do, Expected, Fault, Hear, Scenario, Signal, Step, Until, Wait
from workflows.scenarios.playing import Impossible, Play, Player, play

MOST_PUT_IN = 20
Example = Callable[[Scenario, WorkItem], dict]
"""Made-up answers for an open task of the run so far."""


@dataclass(frozen=True)
class Edits:
    """What is known of how the process was changed: ids of elements that it did not have, and new ids by old ones."""

    added: frozenset[str] = frozenset()
    renamed: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class StepChange:
    """`kind` is put in, taken out, renamed or moved; `number` counts the old steps for one taken out, else the new."""

    kind: str
    number: int
    step: Step


@dataclass(frozen=True)
class Renewal:
    """A scenario as it was and as it would be, with what happens to its steps."""

    before: Scenario
    scenario: Scenario
    steps: tuple[StepChange, ...]


def renewed(process: Process, scenario: Scenario, example: Example, edits: Edits | None = None) -> Renewal:
    """The scenario with steps that the process can take, and with what it comes to now as the expectation. What the
    expectation was silent about stays so.

    Raises Impossible where the run comes to no end any more, or where something else stops it.
    """
    work = _Renewing(process, scenario, example, edits or Edits())
    work.run()
    now = replace(scenario, steps=tuple(work.steps), expect=Expected(finished=work.player.finished))
    run = play(process, now)
    if run.faults:
        raise Impossible(run.faults[0])
    changes = sorted(work.changes, key=lambda change: change.number)
    return Renewal(scenario, replace(now, expect=_expected(scenario.expect, run)), tuple(changes))


def _expected(before: Expected, run: Play) -> Expected:
    return Expected(
        path=None if before.path is None else run.path,
        decisions=None if before.decisions is None else run.decisions,
        variables={name: value for name in before.variables if (value := run.variables.get(name)) is not None},
        finished=run.finished,
    )


class _Renewing:
    """The scenario under way through the changed process. `left` are steps whose task was not open when it was their
    turn; they are done once it is open, or else taken out."""

    def __init__(self, process: Process, scenario: Scenario, example: Example, edits: Edits) -> None:
        self.player = Player(process, scenario)
        self.before, self.example, self.edits = scenario, example, edits
        done = {step.element for step in scenario.steps if isinstance(step, Do)}
        self.known = {*done, *(scenario.expect.path or ())}
        self.steps: list[Step] = []
        self.changes: list[StepChange] = []
        self.left: list[tuple[int, Do]] = []
        self.put_in = 0

    def run(self) -> None:
        self.player.begin()
        self.elements = {element for _process, element in self.player.process.elements}
        for number, step in enumerate(self.before.steps, 1):
            self.player.done = number - 1  # so that a fault names the step as the file counts
            self._next(number, step)
        self._end()

    def _next(self, number: int, written: Step) -> None:
        step = self._under_its_new_id(written)
        if isinstance(step, Do) and step.element not in self.elements:
            self._note("taken out", number, step)
            return
        self._catch_up(step)
        if isinstance(step, Wait | Until):
            self._put_in_while(lambda task: task.element in self.edits.added - self.known)
        else:
            self._put_in_while(lambda task: task.element not in self.known, until=step)
        if isinstance(step, Do) and not self._is_open(step):
            self.left.append((number, step))
        elif isinstance(step, Hear | Signal) and self.player.finished:
            self._note("taken out", number, step)
        else:
            self._take(step, "" if step == written else "renamed")

    def _under_its_new_id(self, step: Step) -> Step:
        if isinstance(step, Do) and step.element in self.edits.renamed and step.element not in self.elements:
            return replace(step, element=self.edits.renamed[step.element])
        return step

    def _catch_up(self, step: Step | None) -> None:
        """Do what was left, where its task is open by now; a step of the same task goes before."""
        for number, late in list(self.left):
            if self._is_open(late) and not (isinstance(step, Do) and step.element == late.element):
                self.left.remove((number, late))
                self._take(late, "moved")

    def _put_in_while(self, is_new: Callable[[WorkItem], bool], until: Step | None = None) -> None:
        while not (until and self._is_awaited(until)) and (task := next(filter(is_new, self._tasks()), None)):
            if self.put_in == MOST_PUT_IN:
                raise Impossible(Fault("too_many_put_in", {"most": MOST_PUT_IN}, self.player.done + 1))
            self.put_in += 1
            so_far = replace(self.before, steps=tuple(self.steps), expect=Expected())
            self._take(Do(task.element, self.example(so_far, task), task.item), "put in")

    def _end(self) -> None:
        self._catch_up(None)
        if self.before.expect.finished:
            self._put_in_while(lambda task: task.element not in self.known)
        if not self.player.finished:
            if self.left:
                number, step = self.left[0]
                self.player.done = number - 1
                self.player.take(step)  # which says why it cannot
            if self.before.expect.finished:
                raise Impossible(Fault("unfinished"))
        for number, step in self.left:
            self._note("taken out", number, step)

    def _take(self, step: Step, change: str) -> None:
        self.player.take(step)
        self.steps.append(step)
        if change:
            self._note(change, len(self.steps), step)

    def _note(self, kind: str, number: int, step: Step) -> None:
        self.changes.append(StepChange(kind, number, step))

    def _tasks(self) -> tuple[WorkItem, ...]:
        return () if self.player.finished else engine.work(self.player.process, self.player.state)

    def _is_open(self, step: Do) -> bool:
        return any(task.element == step.element and step.item in (None, task.item) for task in self._tasks())

    def _is_awaited(self, step: Step) -> bool:
        rest = engine.look(self.player.process, self.player.state)
        match step:
            case Do():
                return self._is_open(step)
            case Hear(message):
                return any(waiting.name == message for waiting in rest.waiting_for)
            case Signal(name):
                return name in rest.signals_awaited
        return True

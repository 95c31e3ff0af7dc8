"""Which flows a case took, read back from the elements it walked; the engine only notes elements."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from workflows.loops import MultiInstanceStep
from workflows.model import Flow
from workflows.process import Process
from workflows.results import Passage
from workflows.specs import Step

ALL_WAYS = frozenset({"parallelGateway", "inclusiveGateway"})
ONE_WAY = frozenset({"exclusiveGateway", "eventBasedGateway"})


def flows_taken(process: Process, passed: Iterable[Passage]) -> Counter[tuple[str, str]]:
    """(process, flow) of every sequence flow and how often a token took it."""
    trails = {id_: Trail(process, id_) for id_ in process.processes}
    for passage in passed:
        trails[passage.process].pass_by(passage.element)
    return Counter(
        {(id_, flow): times for id_, trail in trails.items() for flow, times in trail.taken.items()},
    )


@dataclass
class Trail:
    """What happened in one diagram so far; `pending` are the ways out of elements that were left, latest last."""

    process: Process
    id: str
    pending: list[list[Flow]] = field(default_factory=list)
    taken: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.steps: dict[str, Step] = {
            element: body.task_specs[element]
            for body in self.process.bodies.values()
            if body.process == self.id
            for element in body.before
        }
        self.leaving: dict[str, list[Flow]] = {element: [] for element in self.steps}
        for flow in self.process.flows(self.id):
            self.leaving[flow.source].append(flow)

    def pass_by(self, element: str) -> None:
        step = self.steps[element]
        if step.node.attached_to and step.node.interrupting:
            self._arrive(step.node.attached_to)  # the activity was left by its border and is never passed itself
        self._arrive(element)
        leaving = self.leaving[element]
        if leaving and not (isinstance(step, MultiInstanceStep) and leaving in self.pending):
            self.pending.append(list(leaving))

    def _arrive(self, element: str) -> None:
        joins = self.steps[element].node.kind in ALL_WAYS
        sources: set[str] = set()
        for ways in reversed(self.pending):
            flow = next((f for f in ways if f.target == element and f.source not in sources), None)
            if flow is None:
                continue
            sources.add(flow.source)
            self.taken[flow.id] += 1
            ways.remove(flow)
            if self.steps[flow.source].node.kind in ONE_WAY:
                ways.clear()
            if not joins:
                break
        self.pending = [ways for ways in self.pending if ways]

"""Builds the steps of a body from its drawing, once per process version; all cases share them."""

from collections.abc import Mapping

from SpiffWorkflow.specs.WorkflowSpec import WorkflowSpec

from workflows.compensation import CompensateStep
from workflows.events import AroundStep, BorderStep, CatchStep, EventGatewayStep, StartStep
from workflows.gateways import ChoiceStep, ExclusiveStep, InclusiveStep, JoinStep, ParallelStep
from workflows.literals import Rule
from workflows.loops import LoopStep, MultiInstanceStep, RepeatStep
from workflows.model import Body, Drawn, Node
from workflows.specs import (
    BeginStep,
    DecisionStep,
    EndStep,
    ForkStep,
    InnerStep,
    OperationStep,
    PersonStep,
    ScriptStep,
    Step,
)
from workflows.throwing import ThrowStep

# A colon cannot be part of an id, so no diagram clashes with the names that the engine gives.
BEGIN, FORK, ONCE, AROUND = ":begin", ":fork", ":once", ":around"
THROWERS = frozenset({"endEvent", "intermediateThrowEvent", "sendTask"})
THROWN = frozenset({"message", "signal", "error", "escalation"})

_PLAIN: dict[str, type[Step]] = {
    "userTask": PersonStep,
    "serviceTask": OperationStep,
    "sendTask": OperationStep,
    "scriptTask": ScriptStep,
    "subProcess": InnerStep,
    "callActivity": InnerStep,
    "receiveTask": CatchStep,
    "intermediateCatchEvent": CatchStep,
    "boundaryEvent": BorderStep,
    "startEvent": StartStep,
    "endEvent": EndStep,
    "eventBasedGateway": EventGatewayStep,
    "exclusiveGateway": ExclusiveStep,
    "parallelGateway": ParallelStep,
    "inclusiveGateway": InclusiveStep,
}


class BodySpec(WorkflowSpec):
    """The steps of one body. `process` is the id of the process it is drawn in; `before` tells for each element which
    ones a token can come from; `by_event` whether an event starts it, `has_watchers`
    whether a step in it looks at what happens elsewhere."""

    def __init__(self, body: Body):
        super().__init__(body.key)
        self.process = body.process
        self.by_event = body.owner is not None and body.owner.by_event
        self.start = BeginStep(self, BEGIN)
        self.has_watchers = False
        self.before: dict[str, list[str]] = {node.id: [] for node in body.nodes.values() if node.is_on_the_way}
        for node in body.nodes.values():
            for target in body.next_to(node):
                self.before[target].append(node.id)


def build(processes: Mapping[str, Drawn], decisions: Mapping[str, Rule]) -> dict[str, BodySpec]:
    """The steps of every body by its key. The drawings must have been checked."""
    bodies = {}
    for process in processes.values():
        for body in process.bodies():
            spec = bodies[body.key] = BodySpec(body)
            _fill(spec, body, decisions)
            if any(isinstance(step, CompensateStep) for step in spec.task_specs.values()):
                _add_handlers(spec, process, decisions)
    for spec in bodies.values():
        for step in spec.task_specs.values():
            if isinstance(step, InnerStep):
                step.inner = bodies[step.node.body.key if step.node.body else step.node.called or ""]
    return bodies


def _fill(spec: BodySpec, body: Body, decisions: Mapping[str, Rule]) -> None:
    nodes = [node for node in body.nodes.values() if node.is_on_the_way]
    leaving = {node.id: _step(spec, node, decisions) for node in nodes}
    entering = {node.id: _entrance(spec, body, node, leaving) for node in nodes}
    for node in nodes:
        _connect(leaving[node.id], node, entering)
    for node in body.nodes.values():
        if node.marks_undoing and node.attached_to is not None:
            leaving[node.attached_to].handler = node.handler
    for sub, _, start in body.by_events:
        listener = AroundStep(spec, sub.id + AROUND, start)
        listener.targets = [leaving[sub.id]]
        spec.start.listeners.append(listener)
    spec.has_watchers = any(step.watches_others for step in leaving.values())
    spec.start.targets = [entering[start.id] for start in body.starts]


def _add_handlers(spec: BodySpec, process: Drawn, decisions: Mapping[str, Rule]) -> None:
    """What undoes an activity runs where it is asked for: also that of a sub-process further in."""
    for _, node in process.nodes():
        if node.compensates:
            _step(spec, node, decisions).is_part = True


def _step(spec: BodySpec, node: Node, decisions: Mapping[str, Rule]) -> Step:
    """The step that tokens leave the node by: the activity, or the loop around it."""
    if node.loop is None:
        return _single(spec, node, node.id, decisions)
    kind = RepeatStep if node.loop.kind == "standard" else MultiInstanceStep
    loop: LoopStep = kind(spec, node.id, node)
    loop.once = _single(spec, node, node.id + ONCE, decisions)
    loop.once.is_part = True
    loop.once.repeated_by = loop
    return loop


def _single(spec: BodySpec, node: Node, name: str, decisions: Mapping[str, Rule]) -> Step:
    if node.kind == "businessRuleTask":
        return DecisionStep(spec, name, node, decisions[node.decision or ""])
    return _kind(spec, node)(spec, name, node)


def _kind(spec: BodySpec, node: Node) -> type[Step]:
    trigger = node.trigger
    if trigger.kind == "compensate":
        return CompensateStep
    if node.kind in THROWERS and trigger.kind in THROWN and (trigger.name or not node.operation):
        return ThrowStep
    if node.kind in THROWERS and node.operation:
        return OperationStep
    is_passed = trigger.kind == "link" or (node.kind == "startEvent" and (spec.by_event or not node.triggers))
    return Step if is_passed else _PLAIN.get(node.kind, Step)


def _entrance(spec: BodySpec, body: Body, node: Node, leaving: Mapping[str, Step]) -> Step:
    """The step that tokens come in by: a fork when there are events on the border."""
    events = body.boundary_events(node)
    if not events:
        return leaving[node.id]
    fork = ForkStep(spec, node.id + FORK, node)
    fork.targets = [leaving[node.id], *(leaving[event.id] for event in events)]
    return fork


def _connect(step: Step, node: Node, entering: Mapping[str, Step]) -> None:
    step.targets = [entering[flow.target] for flow in node.outgoing]
    if isinstance(step, ChoiceStep):
        step.ways = [(f.condition, entering[f.target]) for f in node.outgoing if f.id != node.default]
        step.otherwise = next((entering[f.target] for f in node.outgoing if f.id == node.default), None)
    if isinstance(step, JoinStep):
        step.sources = tuple(dict.fromkeys(flow.source for flow in node.incoming))

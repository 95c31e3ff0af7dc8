"""Builds the steps of a body from its drawing, once per process version; all cases share them."""

from collections.abc import Mapping

from SpiffWorkflow.specs.WorkflowSpec import WorkflowSpec

from workflows.decisions import DecisionTable
from workflows.events import BorderStep, CatchStep, ErrorEndStep, EventGatewayStep
from workflows.gateways import ChoiceStep, ExclusiveStep, InclusiveStep, JoinStep, ParallelStep
from workflows.loops import LoopStep, MultiInstanceStep, RepeatStep
from workflows.model import Body, Drawn, Node
from workflows.specs import (
    DecisionStep,
    EndStep,
    ForkStep,
    HiddenStep,
    InnerStep,
    OperationStep,
    PersonStep,
    ScriptStep,
    Step,
)

# A colon cannot be part of an id, so no diagram clashes with the names that the engine gives.
BEGIN, FORK, ONCE = ":begin", ":fork", ":once"

_PLAIN: dict[str, type[Step]] = {
    "userTask": PersonStep,
    "serviceTask": OperationStep,
    "scriptTask": ScriptStep,
    "subProcess": InnerStep,
    "callActivity": InnerStep,
    "receiveTask": CatchStep,
    "intermediateCatchEvent": CatchStep,
    "boundaryEvent": BorderStep,
    "eventBasedGateway": EventGatewayStep,
    "exclusiveGateway": ExclusiveStep,
    "parallelGateway": ParallelStep,
    "inclusiveGateway": InclusiveStep,
}


class BodySpec(WorkflowSpec):
    """The steps of one body. `process` is the id of the process it is drawn in; `before` tells for each element which
    ones a token can come from."""

    def __init__(self, body: Body):
        super().__init__(body.key)
        self.process = body.process
        self.start = HiddenStep(self, BEGIN)
        self.before: dict[str, list[str]] = {id_: [] for id_ in body.nodes}
        for node in body.nodes.values():
            for target in body.next_to(node):
                self.before[target].append(node.id)


def build(processes: Mapping[str, Drawn], tables: Mapping[str, DecisionTable]) -> dict[str, BodySpec]:
    """The steps of every body by its key. The drawings must have been checked."""
    drawn = {body.key: body for process in processes.values() for body in process.bodies()}
    bodies = {key: _body(body, tables) for key, body in drawn.items()}
    for key, spec in bodies.items():
        for step in spec.task_specs.values():
            if isinstance(step, InnerStep):
                node = drawn[key].nodes[step.element]
                step.inner = bodies[node.body.key if node.body else node.called or ""]
    return bodies


def _body(body: Body, tables: Mapping[str, DecisionTable]) -> BodySpec:
    spec = BodySpec(body)
    leaving = {node.id: _step(spec, node, tables) for node in body.nodes.values()}
    entering = {node.id: _entrance(spec, body, node, leaving) for node in body.nodes.values()}
    for node in body.nodes.values():
        _connect(leaving[node.id], node, entering)
    spec.start.targets = [entering[body.start.id]] if body.start else []
    return spec


def _step(spec: BodySpec, node: Node, tables: Mapping[str, DecisionTable]) -> Step:
    """The step that tokens leave the node by: the activity, or the loop around it."""
    if node.loop is None:
        return _single(spec, node, node.id, tables)
    kind = RepeatStep if node.loop.kind == "standard" else MultiInstanceStep
    loop: LoopStep = kind(spec, node.id, node)
    loop.once = _single(spec, node, node.id + ONCE, tables)
    loop.once.repeated_by = loop
    return loop


def _single(spec: BodySpec, node: Node, name: str, tables: Mapping[str, DecisionTable]) -> Step:
    if node.kind == "businessRuleTask":
        return DecisionStep(spec, name, node, tables[node.decision or ""])
    if node.kind == "endEvent":
        return (ErrorEndStep if node.trigger.kind == "error" else EndStep)(spec, name, node)
    return _PLAIN.get(node.kind, Step)(spec, name, node)


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

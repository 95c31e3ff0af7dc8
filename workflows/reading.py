"""Reads BPMN into the model; reports what it does not understand and refuses nothing else (see validation)."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from lxml import etree

from workflows import extensions
from workflows.markup import local, namespace, text
from workflows.model import Body, Drawn, Flow, Loop, Node, Trigger, Value
from workflows.problems import Problem, found

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"

ACTIVITIES = frozenset(
    {
        *("task", "manualTask", "userTask", "serviceTask", "scriptTask", "businessRuleTask", "receiveTask", "sendTask"),
        *("subProcess", "callActivity"),
    }
)
GATEWAYS = frozenset({"exclusiveGateway", "parallelGateway", "inclusiveGateway", "eventBasedGateway"})
EVENTS = frozenset({"startEvent", "endEvent", "intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent"})
ONLY_DRAWN = frozenset(
    {
        *("documentation", "extensionElements", "laneSet", "textAnnotation", "association", "group", "category"),
        *("dataObject", "dataObjectReference", "dataStoreReference", "dataInputAssociation", "dataOutputAssociation"),
        *("incoming", "outgoing", "multiInstanceLoopCharacteristics", "standardLoopCharacteristics", "script"),
        *("ioSpecification", "property", "auditing", "monitoring"),
    }
)


@dataclass
class Reading:
    """What one BPMN file holds, and what in it could not be understood."""

    file: str
    root: etree._Element
    processes: list[Drawn] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    messages: dict[str, tuple[str, Value | None]] = field(default_factory=dict)
    names: dict[str, dict[str, str]] = field(default_factory=dict)

    def refuse(self, code: str, element: etree._Element, *, severity: str = "error", **values: Any) -> None:
        at = (element.get("id", ""), element.sourceline or 0, self.file)
        self.problems.append(found(code, *at, severity=severity, **values))


def read(file: str, root: etree._Element) -> Reading:
    """Everything of a file whose root this is."""
    reading = Reading(file, root)
    if namespace(root) != BPMN or local(root) != "definitions":
        reading.refuse("bpmn.root", root)
        return reading
    for element in _own(root, "message"):
        reading.messages[element.get("id", "")] = (element.get("name", ""), extensions.correlation(element))
    for kind in ("error", "escalation", "signal"):
        reading.names[kind] = {e.get("id", ""): e.get(f"{kind}Code") or e.get("name") or "" for e in _own(root, kind)}
    reading.processes = [_process(reading, element) for element in _own(root, "process")]
    return reading


def _process(reading: Reading, element: etree._Element) -> Drawn:
    key = element.get("id", "")
    body = _body(reading, element, Body(key, key))
    executable = element.get("isExecutable", "true") == "true"
    return Drawn(key, element.get("name") or key, reading.file, element.sourceline or 0, executable, body)


def _body(reading: Reading, parent: etree._Element, body: Body) -> Body:
    for element in parent:
        kind = local(element)
        if namespace(element) != BPMN or kind in ONLY_DRAWN:
            continue
        if kind == "sequenceFlow":
            body.flows.append(_flow(element))
        elif kind in ACTIVITIES | GATEWAYS | EVENTS:
            _keep(reading, body, element, _node(reading, body, element))
        else:
            reading.refuse("element.unsupported", element, kind=kind)
    _connect(reading, body)
    _link(body)
    _find_handlers(body, parent)
    return body


def _keep(reading: Reading, body: Body, element: etree._Element, node: Node) -> None:
    if node.id in body.nodes:
        reading.refuse("element.duplicate", element, id=node.id)
    body.nodes[node.id] = node


def _connect(reading: Reading, body: Body) -> None:
    for flow in body.flows:
        source, target = body.nodes.get(flow.source), body.nodes.get(flow.target)
        if source is None or target is None:
            reading.problems.append(found("flow.dangling", flow.id, flow.line, reading.file))
            continue
        source.outgoing.append(flow)
        target.incoming.append(flow)


def _link(body: Body) -> None:
    """A link is a flow that is not drawn: from every throwing event to the catching one of the same name."""
    links = [node for node in body.nodes.values() if node.trigger.kind == "link" and node.trigger.name]
    for source in links:
        for target in links:
            same = source.trigger.name == target.trigger.name
            if same and (source.kind, target.kind) == ("intermediateThrowEvent", "intermediateCatchEvent"):
                flow = Flow(source.id, source.id, target.id, line=source.line)
                source.outgoing.append(flow)
                target.incoming.append(flow)


def _find_handlers(body: Body, parent: etree._Element) -> None:
    for association in _own(parent, "association"):
        event = body.nodes.get(association.get("sourceRef", ""))
        if event is not None and event.kind == "boundaryEvent" and event.trigger.kind == "compensate":
            event.handler = association.get("targetRef")


def _flow(element: etree._Element) -> Flow:
    condition = _first(element, "conditionExpression")
    return Flow(
        element.get("id", ""),
        element.get("sourceRef", ""),
        element.get("targetRef", ""),
        Value.formula(text(condition)),
        element.sourceline or 0,
    )


def _node(reading: Reading, body: Body, element: etree._Element) -> Node:
    kind = local(element)
    node = Node(
        element.get("id", ""),
        kind,
        element.get("name", ""),
        element.sourceline or 0,
        text(_first(element, "documentation")),
        default=element.get("default"),
        attached_to=element.get("attachedToRef"),
        interrupting="false" not in (element.get("cancelActivity"), element.get("isInterrupting")),
        by_event=element.get("triggeredByEvent") == "true",
        compensates=element.get("isForCompensation") == "true",
        called=element.get("calledElement"),
        triggers=tuple(_triggers(reading, element)),
        loop=_loop(element),
    )
    if element.get("instantiate") == "true" or element.get("eventGatewayType") == "Parallel":
        reading.refuse("gateway.instantiates", element)
    if kind == "subProcess":
        node.body = _body(reading, element, Body(f"{body.key}/{node.id}", body.process, node, body))
    if kind == "scriptTask":
        extensions.read_script(node, text(_first(element, "script")))
    for unknown in extensions.read(node, element):
        reading.refuse("extension.unknown", element, severity="warning", setting=unknown)
    return node


def _triggers(reading: Reading, element: etree._Element) -> Iterator[Trigger]:
    if local(element) == "receiveTask" or (local(element) == "sendTask" and element.get("messageRef")):
        yield _message(reading, element)
    for definition in element:
        if namespace(definition) == BPMN and local(definition).endswith("EventDefinition"):
            yield _trigger(reading, element, definition)


def _trigger(reading: Reading, element: etree._Element, definition: etree._Element) -> Trigger:
    kind = local(definition).removesuffix("EventDefinition")
    if kind == "message":
        return _message(reading, definition)
    if kind == "timer":
        return _timer(definition)
    if kind in reading.names:
        return _named(reading, kind, element, definition.get(f"{kind}Ref"))
    if kind == "link":
        return Trigger(kind, definition.get("name") or element.get("name") or "")
    if definition.get("waitForCompletion") == "false":
        reading.refuse("compensation.no-wait", element)
    return Trigger(kind, definition.get("activityRef") or "")


def _named(reading: Reading, kind: str, element: etree._Element, reference: str | None) -> Trigger:
    if reference and reference not in reading.names[kind]:
        reading.refuse("event.reference", element, reference=reference)
    return Trigger(kind, reading.names[kind].get(reference or "", ""))


def _message(reading: Reading, element: etree._Element) -> Trigger:
    name, key = reading.messages.get(element.get("messageRef", ""), ("", None))
    return Trigger("message", name, value=key)


def _timer(definition: etree._Element) -> Trigger:
    for timing in ("date", "duration", "cycle"):
        written = _first(definition, f"time{timing.capitalize()}")
        if written is not None:
            return Trigger("timer", timing=timing, value=Value.of(text(written)))
    return Trigger("timer")


def _loop(element: etree._Element) -> Loop | None:
    standard = _first(element, "standardLoopCharacteristics")
    if standard is not None:
        return Loop(
            "standard",
            again=Value.formula(text(_first(standard, "loopCondition"))),
            most=standard.get("loopMaximum"),
            test_before=standard.get("testBefore") == "true",
        )
    multiple = _first(element, "multiInstanceLoopCharacteristics")
    if multiple is None:
        return None
    loop = Loop(
        "sequential" if multiple.get("isSequential") == "true" else "parallel",
        times=Value.formula(text(_first(multiple, "loopCardinality"))),
        until=Value.formula(text(_first(multiple, "completionCondition"))),
    )
    return replace(loop, **extensions.collection(multiple))


def _first(parent: etree._Element, name: str) -> etree._Element | None:
    return parent.find(f"{{{BPMN}}}{name}")


def _own(parent: etree._Element, name: str) -> list[etree._Element]:
    return parent.findall(f"{{{BPMN}}}{name}")

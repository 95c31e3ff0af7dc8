"""Reads BPMN into the model; reports what it does not understand and refuses nothing else (see validation)."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from workflows import extensions, markup
from workflows.markup import local, namespace, text
from workflows.model import Body, Drawn, Flow, Loop, Node, Trigger, Value
from workflows.problems import Problem

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"

ACTIVITIES = frozenset(
    {
        *("task", "manualTask", "userTask", "serviceTask", "scriptTask", "businessRuleTask", "receiveTask"),
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
    processes: list[Drawn] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    messages: dict[str, tuple[str, Value | None]] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    def refuse(self, code: str, element: etree._Element, sentence: str, *, severity: str = "error") -> None:
        line = element.sourceline or 0
        self.problems.append(Problem(code, severity, element.get("id", ""), line, sentence, self.file))


def read(file: str, content: bytes) -> Reading:
    """Raises markup.Unreadable when the file is no XML."""
    root = markup.parse(content)
    reading = Reading(file)
    if namespace(root) != BPMN or local(root) != "definitions":
        reading.refuse("bpmn.root", root, "This file is no BPMN diagram.")
        return reading
    for element in _own(root, "message"):
        reading.messages[element.get("id", "")] = (element.get("name", ""), extensions.correlation(element))
    for element in _own(root, "error"):
        reading.errors[element.get("id", "")] = element.get("errorCode") or element.get("name") or ""
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
            sentence = f"“{kind}” is not supported. Draw it with the elements of the palette."
            reading.refuse("element.unsupported", element, sentence)
    _connect(reading, body, parent)
    return body


def _keep(reading: Reading, body: Body, element: etree._Element, node: Node) -> None:
    if node.id in body.nodes:
        reading.refuse("element.duplicate", element, f"The id “{node.id}” is used twice.")
    body.nodes[node.id] = node


def _connect(reading: Reading, body: Body, parent: etree._Element) -> None:
    for flow in body.flows:
        source, target = body.nodes.get(flow.source), body.nodes.get(flow.target)
        if source is None or target is None:
            sentence = f"The flow “{flow.id}” does not lead from one step to another of the same process."
            reading.problems.append(Problem("flow.dangling", "error", flow.id, flow.line, sentence, reading.file))
            continue
        source.outgoing.append(flow)
        target.incoming.append(flow)


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
        interrupting=element.get("cancelActivity", "true") != "false",
        called=element.get("calledElement"),
        triggers=tuple(_triggers(reading, element)),
        loop=_loop(element),
    )
    if element.get("triggeredByEvent") == "true":
        sentence = "A sub-process started by an event is not supported. Use an event on the border of an activity."
        reading.refuse("element.unsupported", element, sentence)
    elif kind == "subProcess":
        node.body = _body(reading, element, Body(f"{body.key}/{node.id}", body.process))
    if kind == "scriptTask":
        extensions.read_script(node, text(_first(element, "script")))
    for unknown in extensions.read(node, element):
        reading.refuse("extension.unknown", element, f"The setting “{unknown}” has no effect here.", severity="warning")
    return node


def _triggers(reading: Reading, element: etree._Element) -> Iterator[Trigger]:
    if local(element) == "receiveTask":
        yield _message(reading, element)
    for definition in element:
        if namespace(definition) != BPMN or not local(definition).endswith("EventDefinition"):
            continue
        kind = local(definition).removesuffix("EventDefinition")
        if kind == "message":
            yield _message(reading, definition)
        elif kind == "timer":
            yield _timer(definition)
        elif kind == "error":
            reference = definition.get("errorRef")
            yield Trigger(kind, reading.errors.get(reference, "") if reference else "", value=None)
        else:
            yield Trigger(kind)


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

"""The settings that Camunda's editor keeps in its own namespace: forms, people, mappings, scripts, loops."""

import re
from collections.abc import Iterator

from lxml import etree

from workflows.markup import local, namespace
from workflows.model import Assignment, Node, Value

ZEEBE = "http://camunda.org/schema/zeebe/1.0"
EXTENSIONS = "{http://www.omg.org/spec/BPMN/20100524/MODEL}extensionElements"
NAME = re.compile(r"[^\W\d]\w*\Z")
LINE = re.compile(r"([^\W\d]\w*)\s*=(?!=)\s*(\S.*)\Z")


def read(node: Node, element: etree._Element) -> Iterator[str]:
    """Fill in the node from its extension elements; yields the names of those that mean nothing to us."""
    for extension in _of(element):
        name = local(extension)
        if name in _READERS:
            _READERS[name](node, extension)
        elif name not in {"userTask", "userTaskForm", "versionTag", "subscription"}:
            yield name


def _of(element: etree._Element) -> Iterator[etree._Element]:
    for holder in element.findall(EXTENSIONS):
        yield from (child for child in holder if namespace(child) == ZEEBE)


def _form(node: Node, element: etree._Element) -> None:
    node.form = element.get("formId") or None


def _people(node: Node, element: etree._Element) -> None:
    node.assignee = Value.of(element.get("assignee"))
    node.groups = Value.of(element.get("candidateGroups"))


def _schedule(node: Node, element: etree._Element) -> None:
    node.due = Value.of(element.get("dueDate"))


def _decision(node: Node, element: etree._Element) -> None:
    node.decision = element.get("decisionId") or None
    node.result = element.get("resultVariable") or None


def _called(node: Node, element: etree._Element) -> None:
    node.called = element.get("processId") or node.called


def _operation(node: Node, element: etree._Element) -> None:
    node.operation = element.get("type") or None


def _mapping(node: Node, element: etree._Element) -> None:
    node.inputs = tuple(_assignments(element, "input"))
    node.outputs = tuple(_assignments(element, "output"))


def _assignments(element: etree._Element, direction: str) -> Iterator[Assignment]:
    for line in element:
        if namespace(line) == ZEEBE and local(line) == direction:
            value = Value.of(line.get("source")) or Value("null", True)
            yield Assignment(line.get("target", ""), value)


def _script(node: Node, element: etree._Element) -> None:
    value = Value.formula(element.get("expression"))
    if value is not None:
        node.script = (Assignment(element.get("resultVariable", ""), value),)


def _properties(node: Node, element: etree._Element) -> None:
    node.properties |= {p.get("name", ""): p.get("value", "") for p in element if namespace(p) == ZEEBE}


def _headers(node: Node, element: etree._Element) -> None:
    node.properties |= {p.get("key", ""): p.get("value", "") for p in element if namespace(p) == ZEEBE}


_READERS = {
    "formDefinition": _form,
    "assignmentDefinition": _people,
    "taskSchedule": _schedule,
    "calledDecision": _decision,
    "calledElement": _called,
    "taskDefinition": _operation,
    "ioMapping": _mapping,
    "script": _script,
    "properties": _properties,
    "taskHeaders": _headers,
}


def read_script(node: Node, source: str) -> None:
    """Read a script of lines `name = FEEL`; a line that is no such thing is kept for the report."""
    assignments = []
    for line in (line.strip() for line in source.splitlines()):
        if not line or line.startswith(("#", "//")):
            continue
        match = LINE.match(line)
        if match is None:
            node.bad_script_line = line
            return
        assignments.append(Assignment(match[1], Value(match[2].removeprefix("=").strip(), True)))
    node.script = tuple(assignments)


def correlation(message: etree._Element) -> Value | None:
    """The expression a message must agree with, besides its name."""
    found = [e for e in _of(message) if local(e) == "subscription"]
    return Value.formula(found[0].get("correlationKey")) if found else None


def collection(multiple: etree._Element) -> dict:
    """The fields of a Loop that say what it runs over and what it gathers."""
    for extension in _of(multiple):
        if local(extension) == "loopCharacteristics":
            return {
                "items": Value.formula(extension.get("inputCollection")),
                "item": extension.get("inputElement") or None,
                "results": extension.get("outputCollection") or None,
                "result": Value.formula(extension.get("outputElement")),
            }
    return {}

"""The settings of an XML element as one level of names and values, some under the names that people know."""

from collections.abc import Iterator

from lxml import etree

from workflows.markup import local

DEPTH = 30
KNOWN = {
    "assignmentDefinition.assignee": "assignee",
    "assignmentDefinition.candidateGroups": "groups",
    "calledDecision.decisionId": "decision",
    "calledDecision.resultVariable": "result",
    "calledElement.processId": "called",
    "conditionExpression": "condition",
    "formDefinition.formId": "form",
    "inputExpression.text": "expression",
    "outputValues.text": "values",
    "taskDefinition.type": "operation",
    "taskSchedule.dueDate": "due",
    "timerEventDefinition.timeCycle": "time",
    "timerEventDefinition.timeDate": "time",
    "timerEventDefinition.timeDuration": "time",
}
TOLD_APART_BY = ("target", "name", "key", "id")
SEEN_THROUGH = frozenset({"extensionElements", "ioMapping", "properties", "taskHeaders"})
XSI = "{http://www.w3.org/2001/XMLSchema-instance}"


def settings_of(element: etree._Element, *, leave: set[str] | frozenset[str] = frozenset()) -> dict[str, object]:
    """Attributes and what stands inside, but for its own id and inner elements whose names are in `leave`."""
    found: dict[str, object] = {}
    for written, value in _settings(element, "", leave, 0):
        name = KNOWN.get(written, written)
        found[name] = f"{found[name]} {value}" if name in found else value
    return found


def _settings(
    element: etree._Element, prefix: str, leave: set[str] | frozenset[str], depth: int
) -> Iterator[tuple[str, str]]:
    for name, value in element.attrib.items():
        if name != "id" and not name.startswith(XSI):
            yield _joined(prefix, etree.QName(name).localname), value
    if prefix and (text := " ".join((element.text or "").split())):
        yield prefix, text
    for child in element:
        name = local(child) if isinstance(child.tag, str) else ""
        if name and name not in leave and name not in {"incoming", "outgoing"} and depth < DEPTH:
            yield from _settings(child, _place(prefix, name, child), leave, depth + 1)


def _place(prefix: str, name: str, child: etree._Element) -> str:
    if name in SEEN_THROUGH:
        return prefix
    siblings = [one for one in child.getparent() if one.tag == child.tag]
    if len(siblings) > 1 or name in {"input", "output", "property", "header"}:
        mark = next((child.get(key) for key in TOLD_APART_BY if child.get(key)), str(siblings.index(child) + 1))
        name = f"{name} {mark}"
    return _joined(prefix, name)


def _joined(prefix: str, name: str) -> str:
    return f"{prefix}.{name}" if prefix else name

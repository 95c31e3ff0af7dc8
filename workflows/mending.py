"""Applies the edits of a fix to a file: the same ones that the editors apply to the diagram they show.

What the edits do not speak of stays as it is: settings of other tools, comments, the order of things. An edit is a
plain dict: `do` says what, `element` is an id.

    set, unset    attribute (, value)       rename      value: the new id, wherever the old one is used
    remove        with its flows            gateway     kind, where: before or after the step
    default       flow                      condition   flow, value ("=…", None for none)
    extension     type (prefix:name), attributes        layout      draws what is missing of a process
    duration      value: what the timer of an event waits

Of a decision table: `row` adds one for `tests`, a text for each input; `cell` writes the `value` into the cell of
`kind` inputEntry or outputEntry at that `place` of a row.

The setting for loops is that of an activity, though the file keeps it with what repeats the activity.
"""

import re
from collections.abc import Callable, Iterable, Mapping

from lxml import etree

from workflows.document import BPMN, FLOW_NODES, ZEEBE, Document, children
from workflows.drawing.canvas import Canvas
from workflows.drawing.completing import complete
from workflows.drawing.inserting import draw_gateway
from workflows.flow_lists import list_flows
from workflows.markup import local, namespace, parse, same_space, take_out, written
from workflows.table_edits import add_row, write_cell

SIKLUS = "https://siklus.example/schema/1.0"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
PREFIXES = {"zeebe": ZEEBE, "siklus": SIKLUS}
NAME = re.compile(r"[^\W\d][\w.-]*\Z")
INSIDE = frozenset({"incoming", "outgoing", "flowNodeRef", "sourceRef", "targetRef"})
REFERRING = frozenset({"default", "bpmnElement", "calledElement", "processId"})


class CannotMend(ValueError):
    """The edit does not fit the file; the message says why, for whoever made the edit."""


def mend(content: bytes, edits: Iterable[Mapping]) -> bytes:
    """The file with the edits made, in order. Raises markup.Unreadable and CannotMend."""
    root = parse(content, everything=True)
    for edit in edits:
        apply(root, edit)
    if Document(root).is_bpmn:
        list_flows(Document(root))
    return written(root)


def apply(root: etree._Element, edit: Mapping) -> None:
    """One edit, in place."""
    do = _EDITS.get(str(edit.get("do")))
    if do is None:
        raise CannotMend(f"There is no edit “{edit.get('do')}”.")
    try:
        do(Document(root), _Arguments(edit))
    except (ValueError, TypeError) as error:  # what lxml says of names that cannot be in a file
        raise CannotMend(str(error)) from None


class _Arguments:
    """The arguments of an edit; one that is missing, or no text, is said so."""

    def __init__(self, edit: Mapping):
        self.edit = edit

    def text(self, name: str) -> str:
        found = self.edit.get(name)
        if not isinstance(found, str) or not found:
            raise CannotMend(f"The edit needs “{name}”.")
        return found

    def element(self, document: Document, name: str = "element") -> etree._Element:
        id_ = self.text(name)
        found = [e for e in document.root.iter(etree.Element) if e.get("id") == id_]
        if not found:
            raise CannotMend(f"There is no element “{id_}”.")
        return min(found, key=lambda element: element is document.root)


def _set(document: Document, arguments: _Arguments) -> None:
    name = arguments.text("attribute")
    if name == "id" or not NAME.match(name):
        raise CannotMend(f"“{name}” cannot be set.")
    arguments.element(document).set(name, arguments.text("value"))


def _unset(document: Document, arguments: _Arguments) -> None:
    name = arguments.text("attribute")
    if name == "id":
        raise CannotMend("An id cannot be taken away.")
    arguments.element(document).attrib.pop(name, None)


def _rename(document: Document, arguments: _Arguments) -> None:
    element, old, new = arguments.element(document), arguments.text("element"), arguments.text("value")
    if not NAME.match(new):
        raise CannotMend(f"“{new}” cannot be an id.")
    if any(e.get("id") == new for e in document.root.iter(etree.Element)):
        new = Canvas(document).free_id(new)
    element.set("id", new)
    for other in document.root.iter(etree.Element):
        for name, value in other.attrib.items():
            if value == old and (name.endswith("Ref") or name in REFERRING):
                other.set(name, new)
        if local(other) in INSIDE and (other.text or "").strip() == old:
            other.text = new


def _remove(document: Document, arguments: _Arguments) -> None:
    element = arguments.element(document)
    if element is document.root:
        raise CannotMend("The whole file cannot be removed.")
    if namespace(element) != BPMN:
        take_out(element)
        return
    leaving, gone = [element], _ids_in(element)
    for _ in ("events on its border", "their flows"):
        others = [e for e in document.elements if e not in leaving and _hangs_on(e, gone)]
        leaving += others
        gone |= {id_ for other in others for id_ in _ids_in(other)}
    canvas = Canvas(document)
    for other in leaving:
        take_out(other)
    for other in list(document.root.iter(etree.Element)):
        if local(other) in INSIDE and (other.text or "").strip() in gone:
            take_out(other)
        if other.get("default") in gone:
            del other.attrib["default"]
    for id_ in gone:
        canvas.forget(id_)


def _ids_in(element: etree._Element) -> set[str]:
    return {id_ for e in element.iter(etree.Element) if (id_ := e.get("id"))}


def _hangs_on(element: etree._Element, gone: set[str]) -> bool:
    """A flow, association or event that cannot be without what is gone."""
    names: tuple[str, ...] = {"boundaryEvent": ("attachedToRef",)}.get(local(element), ())
    if local(element) in {"sequenceFlow", "messageFlow", "association"}:
        names = ("sourceRef", "targetRef")
    return any(element.get(name) in gone for name in names)


def _gateway(document: Document, arguments: _Arguments) -> None:
    step, kind, after = arguments.element(document), arguments.text("kind"), arguments.text("where") == "after"
    if local(step) not in FLOW_NODES or kind not in FLOW_NODES or not kind.endswith("Gateway"):
        raise CannotMend("A gateway can be set only before or after a step.")
    canvas, id_ = Canvas(document), arguments.text("element")
    gateway = etree.Element(f"{{{BPMN}}}{kind}", id=canvas.free_id(f"{id_}_{'split' if after else 'join'}"))
    step.addnext(gateway) if after else step.addprevious(gateway)
    same_space(gateway, step)
    end = "sourceRef" if after else "targetRef"
    moved = [flow for flow in document.flows if flow.get(end) == id_]
    for flow in moved:
        flow.set(end, gateway.get("id"))
    if after and (default := step.attrib.pop("default", None)) is not None and kind != "parallelGateway":
        gateway.set("default", default)
    ends = (id_, gateway.get("id")) if after else (gateway.get("id"), id_)
    name = canvas.free_id(f"{ends[0]}_to_{ends[1]}")
    flow = etree.Element(f"{{{BPMN}}}sequenceFlow", id=name, sourceRef=ends[0], targetRef=ends[1])
    step.getparent().append(flow)
    same_space(flow, step)
    for reference in list(document.root.iter(f"{{{BPMN}}}flowNodeRef")):
        if (reference.text or "").strip() == id_:
            entry = etree.Element(f"{{{BPMN}}}flowNodeRef")
            entry.text = gateway.get("id")
            reference.addnext(entry)
            same_space(entry, reference)
    draw_gateway(canvas, step, gateway.get("id"), name, moved, after=after)


def _default(document: Document, arguments: _Arguments) -> None:
    element, flow = arguments.element(document), arguments.element(document, "flow")
    if flow.get("sourceRef") != arguments.text("element"):
        raise CannotMend("The default must be a flow that leaves there.")
    element.set("default", arguments.text("flow"))


def _condition(document: Document, arguments: _Arguments) -> None:
    flow, value = arguments.element(document, "flow"), arguments.edit.get("value")
    if local(flow) != "sequenceFlow":
        raise CannotMend("Only a flow has a condition.")
    for old in list(children(flow, "conditionExpression")):
        take_out(old)
    if value is not None:
        _express(flow, "conditionExpression", arguments.text("value"))


def _express(element: etree._Element, name: str, written: str) -> None:
    expression = etree.SubElement(element, f"{{{BPMN}}}{name}", nsmap={"xsi": XSI})
    expression.set(f"{{{XSI}}}type", _qualified(expression, "tFormalExpression"))
    expression.text = written


def _qualified(element: etree._Element, name: str) -> str:
    prefix = next((prefix for prefix, uri in element.nsmap.items() if uri == BPMN and prefix), None)
    return f"{prefix}:{name}" if prefix else name


def _extension(document: Document, arguments: _Arguments) -> None:
    element, (prefix, _, name) = arguments.element(document), arguments.text("type").partition(":")
    attributes = arguments.edit.get("attributes")
    if prefix not in PREFIXES or not NAME.match(name) or not isinstance(attributes, Mapping):
        raise CannotMend("A setting needs a type such as zeebe:formDefinition, and attributes.")
    if name == "loopCharacteristics":
        element = next(children(element, "multiInstanceLoopCharacteristics"), element)
    set_extension(element, f"{{{PREFIXES[prefix]}}}{name}", attributes)


def set_extension(element: etree._Element, tag: str, attributes: Mapping) -> etree._Element:
    """The extension element of that name with these attributes, made when it is not there."""
    holder = next(children(element, "extensionElements"), None)
    if holder is None:
        holder = etree.Element(f"{{{BPMN}}}extensionElements")
        place = len(list(children(element, "documentation")))
        element.insert(place, holder)
    found = holder.find(tag)
    if found is None:
        prefix = next(prefix for prefix, uri in PREFIXES.items() if tag.startswith(f"{{{uri}}}"))
        found = etree.SubElement(holder, tag, nsmap={prefix: PREFIXES[prefix]})
    for name, value in attributes.items():
        found.set(str(name), str(value))
    return found


def _layout(document: Document, arguments: _Arguments) -> None:
    process = arguments.element(document)
    if process not in document.processes:
        raise CannotMend("Only a process can be drawn.")
    complete(document, process)


def _duration(document: Document, arguments: _Arguments) -> None:
    timer = next(children(arguments.element(document), "timerEventDefinition"), None)
    if timer is None:
        raise CannotMend("Only an event with a timer waits.")
    for old in list(children(timer, "timeDate", "timeDuration", "timeCycle")):
        take_out(old)
    _express(timer, "timeDuration", arguments.text("value"))


def _row(document: Document, arguments: _Arguments) -> None:
    decision, tests = arguments.element(document), arguments.edit.get("tests")
    if not isinstance(tests, list | tuple) or not all(isinstance(test, str) for test in tests):
        raise CannotMend("A row needs a text for each input.")
    add_row(decision, Canvas(document).free_id(f"{arguments.text('element')}_row"), list(tests))


def _cell(document: Document, arguments: _Arguments) -> None:
    kind, place = arguments.text("kind"), arguments.edit.get("place")
    write_cell(arguments.element(document), kind, place, arguments.text("value"))


_EDITS: dict[str, Callable[[Document, _Arguments], None]] = {
    "set": _set,
    "unset": _unset,
    "rename": _rename,
    "remove": _remove,
    "gateway": _gateway,
    "default": _default,
    "condition": _condition,
    "extension": _extension,
    "layout": _layout,
    "duration": _duration,
    "row": _row,
    "cell": _cell,
}

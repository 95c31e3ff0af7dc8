"""Keeps the lists in which steps of some tools name the flows that come and go; a file without such lists stays so."""

from collections.abc import Iterable, Iterator

from lxml import etree

from workflows.document import BPMN, FLOW_NODES, Document, children
from workflows.markup import local, same_space, take_out

FIRST = frozenset({"documentation", "extensionElements", "auditing", "monitoring"})


def list_flows(document: Document) -> None:
    """Steps that list their flows list those that there are."""
    into: dict[str, list[str]] = {}
    out: dict[str, list[str]] = {}
    for flow in document.flows:
        if id_ := flow.get("id"):
            into.setdefault(flow.get("targetRef", ""), []).append(id_)
            out.setdefault(flow.get("sourceRef", ""), []).append(id_)
    if not any(local(e) in {"incoming", "outgoing"} for e in document.elements):
        return
    for node in (e for e in document.elements if local(e) in FLOW_NODES):
        wanted = [("incoming", f) for f in into.get(node.get("id", ""), [])]
        wanted += [("outgoing", f) for f in out.get(node.get("id", ""), [])]
        listed = [(local(e), (e.text or "").strip()) for e in children(node, "incoming", "outgoing")]
        if sorted(listed) != sorted(wanted):
            _rewrite_list(node, wanted)


def _rewrite_list(node: etree._Element, wanted: Iterable[tuple[str, str]]) -> None:
    for old in list(children(node, "incoming", "outgoing")):
        take_out(old)
    place = len(list(_leading(node)))
    for number, (kind, flow) in enumerate(wanted):
        entry = etree.Element(f"{{{BPMN}}}{kind}")
        entry.text = flow
        node.insert(place + number, entry)
        same_space(entry, entry.getprevious() if entry.getprevious() is not None else node)


def _leading(node: etree._Element) -> Iterator[etree._Element]:
    """What stands before the lists of flows."""
    for child in node:
        if isinstance(child.tag, str) and local(child) not in FIRST:
            return
        yield child

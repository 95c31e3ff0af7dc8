"""Rules about what elements of a file say of one another: flows across borders, lists of flows, lanes, pools, data."""

from collections.abc import Iterator
from typing import Any

from lxml import etree

from workflows.document import Document, children, process_of
from workflows.markup import local
from workflows.problems import Problem, found
from workflows.rules.vocabulary import nearest_id

REFERENCES = {
    ("participant", "processRef"),
    ("dataObjectReference", "dataObjectRef"),
    ("dataStoreReference", "dataStoreRef"),
    ("association", "sourceRef"),
    ("association", "targetRef"),
    ("messageFlow", "sourceRef"),
    ("messageFlow", "targetRef"),
}
ENDS = ("sourceRef", "targetRef")
WRITTEN_INSIDE = {"flowNodeRef": "lane", "sourceRef": "data", "targetRef": "data"}


def problems(document: Document) -> Iterator[Problem]:
    for flow in document.flows:
        yield from _flow(document, flow)
    yield from _lists_of_flows(document)
    yield from _names(document)
    yield from _lanes(document)
    yield from _message_flows(document)


def _warn(document: Document, code: str, element: etree._Element, **values: str) -> Problem:
    at = (nearest_id(element), element.sourceline or 0, document.file)
    return found(code, *at, severity="warning", fix=None, **values)


def _flow(document: Document, flow: etree._Element) -> Iterator[Problem]:
    """A flow to something that is no step of the same body; one to nothing is told by the reader."""
    ends = [document.by_id.get(flow.get(name, "")) for name in ENDS]
    steps = [document.node(flow.get(name)) for name in ENDS]
    at = (flow.get("id", ""), flow.sourceline or 0, document.file)
    start, end = (f"“{_name(end, flow.get(name))}”" for end, name in zip(ends, ENDS, strict=True))
    way: dict[str, Any] = {"start": start, "end": end}
    if any(end is not None and step is None for end, step in zip(ends, steps, strict=True)):
        yield found("flow.no-step", *at, **way)
    elif steps[0] is not None and steps[1] is not None:
        source, target = steps[0].getparent(), steps[1].getparent()
        if source is not target:
            within = process_of(steps[0]) is process_of(steps[1])
            yield found("flow.crosses-border" if within else "flow.crosses-pools", *at, **way)
        elif source is not flow.getparent():
            yield found("flow.elsewhere", *at, **way)


def _name(element: etree._Element | None, id_: str | None) -> str:
    """What people call it; its id where it has no name."""
    return (element.get("name") if element is not None else None) or id_ or ""


def _lists_of_flows(document: Document) -> Iterator[Problem]:
    """What a step lists as coming in and going out must be what the flows say."""
    for element in document.elements:
        name = local(element)
        if name not in {"incoming", "outgoing"}:
            continue
        flow = document.by_id.get((element.text or "").strip())
        step, end = element.getparent(), "targetRef" if name == "incoming" else "sourceRef"
        if flow is None or local(flow) != "sequenceFlow" or flow.get(end) != step.get("id"):
            yield _warn(document, "flow.list", element, flow=(element.text or "").strip())


def _names(document: Document) -> Iterator[Problem]:
    for element in document.elements:
        for kind, name in REFERENCES:
            value = element.get(name)
            if local(element) == kind and value and value not in document.by_id and ":" not in value:
                yield _warn(document, "reference.missing", element, reference=value)
        parent = element.getparent()
        inside = WRITTEN_INSIDE.get(local(element))
        if inside == "data" and local(parent).startswith("data") and local(parent).endswith("Association"):
            value = (element.text or "").strip()
            if value and value not in document.by_id:
                yield _warn(document, "reference.missing", element, reference=value)


def _lanes(document: Document) -> Iterator[Problem]:
    """A lane may list the steps of its own process; a step stands in one lane, but for lanes within lanes."""
    where: dict[str, etree._Element] = {}
    for reference in (e for e in document.elements if local(e) == "flowNodeRef"):
        id_, lane = (reference.text or "").strip(), reference.getparent()
        step = document.node(id_)
        if step is None:
            yield _warn(document, "reference.missing", reference, reference=id_)
        elif process_of(step) is not process_of(lane):
            yield _warn(document, "lane.foreign", reference, step=_name(step, id_))
        elif (
            id_ in where and where[id_] not in set(lane.iterancestors()) and lane not in set(where[id_].iterancestors())
        ):
            yield _warn(document, "lane.twice", reference, step=_name(step, id_))
        where.setdefault(id_, lane)


def _nested(one: etree._Element, other: etree._Element) -> bool:
    return one in set(other.iterancestors()) or other in set(one.iterancestors())


def _message_flows(document: Document) -> Iterator[Problem]:
    pools = {p.get("processRef"): p for p in document.elements if local(p) == "participant" and p.get("processRef")}
    for flow in (e for e in document.elements if local(e) == "messageFlow"):
        ends = [document.by_id.get(flow.get(name, "")) for name in ("sourceRef", "targetRef")]
        if None not in ends:
            own = [_pool(end, pools) for end in ends]
            if own[0] is own[1]:
                yield _warn(document, "message-flow.inside", flow)


def _pool(element: etree._Element, pools: dict) -> etree._Element | None:
    if local(element) == "participant":
        return element
    process = process_of(element)
    return None if process is None else pools.get(process.get("id"), process)


def lanes_of(process: etree._Element) -> Iterator[etree._Element]:
    """The innermost lanes of a process, from top to bottom."""
    for lane_set in children(process, "laneSet", "childLaneSet"):
        for lane in children(lane_set, "lane"):
            inner = list(lanes_of(lane))
            yield from inner or [lane]

"""Rules about how a diagram is drawn: ids, where flows lead, where ways end."""

import re
from collections.abc import Iterator

from workflows.model import Body, Drawn, Node
from workflows.problems import Fix, Problem, found, mended_by
from workflows.reading import ACTIVITIES
from workflows.rules.gateways import CHOICES, without_condition
from workflows.rules.places import Place, places, reachable

NCNAME = re.compile(r"[^\W\d][\w.-]*\Z")
MOST_WAYS = 30


def problems(library) -> Iterator[Problem]:
    for process in library.processes.values():
        yield from _process(process)
        for body in process.bodies():
            yield from _body(process, body)
    for place in places(library):
        yield from _ids(place)
        yield from _ends(place)
        yield from _border(place)
        yield from _ways(place)


def _process(process: Drawn) -> Iterator[Problem]:
    at = (process.id, process.line, process.file)
    if not NCNAME.match(process.id):
        yield found("element.id", *at, fix=_renamed(process.id), id=process.id)
    if not process.executable:
        edit = {"do": "set", "element": process.id, "attribute": "isExecutable", "value": "true"}
        yield found("process.not-executable", *at, fix=mended_by("executable", edit, surely=True))


def _body(process: Drawn, body: Body) -> Iterator[Problem]:
    starts = [node for node in body.starts if body.owner is not None or not node.triggers]
    if not body.starts or len(starts) > 1:
        element, line = body.key.rsplit("/", 1)[-1], starts[1].line if starts else process.line
        yield found("start.count", element, line, process.file, count=len(starts))
        return
    if starts and body.owner is None:
        for node in body.starts:
            if node.triggers:
                yield Place(process, body, node).unfit("start.unused", plain=starts[0].id)
    reached = _reached(body)
    for node in body.nodes.values():
        if node.id not in reached and node.attached_to is None and not _stands_alone(node):
            yield Place(process, body, node).warn("flow.unreachable")


def _reached(body: Body, *, avoiding: str = "") -> set[str]:
    """The ids that a token can come to from a start event."""
    starts = [start.id for start in body.starts]
    return reachable(starts, body.ways().__getitem__, avoiding=avoiding)


def _stands_alone(node: Node) -> bool:
    """Whether no flow leads to or from it, rightly."""
    return node.by_event or node.compensates


def _ids(place: Place) -> Iterator[Problem]:
    id_ = place.node.id
    if id_ and not NCNAME.match(id_):
        yield place("element.id", fix=_renamed(id_), id=id_)


def _renamed(id_: str) -> Fix | None:
    if not id_:
        return None
    plain = re.sub(r"[^\w.-]+", "_", id_).strip("_") or "step"
    plain = plain if NCNAME.match(plain) else f"_{plain}"
    return mended_by("rename", {"do": "rename", "element": id_, "value": plain}, surely=True, id=plain)


def _ends(place: Place) -> Iterator[Problem]:
    node = place.node
    if node.kind == "startEvent" and node.incoming:
        yield place("flow.into-start")
    if node.kind == "endEvent" and node.outgoing:
        yield place("flow.out-of-end")
    if node.kind != "endEvent" and not node.outgoing and not _stands_alone(node) and not node.marks_undoing:
        yield place.warn("flow.no-end")


def _border(place: Place) -> Iterator[Problem]:
    node = place.node
    if node.kind != "boundaryEvent":
        return
    host = place.body.nodes.get(node.attached_to or "")
    if host is None or host.kind not in ACTIVITIES:
        yield place("border.host")
    if node.incoming:
        yield place("border.incoming")


def _ways(place: Place) -> Iterator[Problem]:
    node = place.node
    if len(node.outgoing) > MOST_WAYS:
        yield place("gateway.ways", most=MOST_WAYS)
    if not node.kind.endswith("Gateway"):
        if len(node.outgoing) > 1 and node.trigger.kind != "link":
            yield place("flow.fork", fix=_split(node))
        if len(node.incoming) > 1 and node.kind != "startEvent":
            yield place.warn("flow.join", fix=_merge(node))
    if node.kind not in CHOICES and (node.kind.endswith("Gateway") or len(node.outgoing) == 1):
        for flow in (flow for flow in node.outgoing if flow.condition is not None):
            yield place("flow.condition", flow=flow, fix=without_condition(flow))


def _split(node: Node) -> Fix | None:
    """By the standard all ways without a condition are taken, and of the others those whose condition is true."""
    edit = {"do": "gateway", "element": node.id, "where": "after", "kind": "parallelGateway"}
    if not node.id:
        return None
    if any(flow.condition is not None for flow in node.outgoing):
        return mended_by("split-inclusive", {**edit, "kind": "inclusiveGateway"}, surely=True)
    return mended_by("split-parallel", edit, surely=True)


def _merge(node: Node) -> Fix | None:
    """By the standard each token goes on by itself."""
    edit = {"do": "gateway", "element": node.id, "where": "before", "kind": "exclusiveGateway"}
    return mended_by("join-exclusive", edit, surely=True) if node.id else None

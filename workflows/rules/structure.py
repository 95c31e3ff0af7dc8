"""Rules about how a diagram is drawn: ids, where flows lead, what gateways need."""

import re
from collections.abc import Iterator

from workflows.model import Body, Drawn, Flow, Node
from workflows.problems import Problem, found
from workflows.reading import ACTIVITIES
from workflows.rules.places import Place, places, reachable

NCNAME = re.compile(r"[^\W\d][\w.-]*\Z")
MOST_NODES, MOST_WAYS = 300, 30
CHOICES = {"exclusiveGateway", "inclusiveGateway"}


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
        if place.node.kind in CHOICES:
            yield from _choice(place)
        elif place.node.kind == "parallelGateway":
            yield from _join(place)
        elif place.node.kind == "eventBasedGateway":
            yield from _race(place)


def _process(process: Drawn) -> Iterator[Problem]:
    at = (process.id, process.line, process.file)
    if not NCNAME.match(process.id):
        yield found("element.id", *at, id=process.id)
    if not process.executable:
        yield found("process.not-executable", *at)
    ids = [node.id for _, node in process.nodes()]
    for id_ in sorted({id_ for id_ in ids if ids.count(id_) > 1}):
        yield found("element.duplicate", *at, id=id_)
    if sum(len(body.nodes) for body in process.bodies()) > MOST_NODES:
        yield found("process.large", *at, most=MOST_NODES)


def _body(process: Drawn, body: Body) -> Iterator[Problem]:
    starts = [node for node in body.starts if body.owner is not None or not node.triggers]
    if not body.starts or len(starts) > 1:
        element, line = body.key.rsplit("/", 1)[-1], starts[1].line if starts else process.line
        yield found("start.count", element, line, process.file, count=len(starts))
        return
    reached = _reached(body)
    for node in body.nodes.values():
        if node.id not in reached and node.attached_to is None and not _stands_alone(node):
            yield Place(process, body, node).warn("flow.unreachable")


def _reached(body: Body, *, avoiding: str = "") -> set[str]:
    """The ids that a token can come to from a start event."""
    starts = [start.id for start in body.starts]
    return reachable(starts, lambda id_: body.next_to(body.nodes[id_]), avoiding=avoiding)


def _stands_alone(node: Node) -> bool:
    """Whether no flow leads to or from it, rightly."""
    return node.by_event or node.compensates


def _ids(place: Place) -> Iterator[Problem]:
    if not NCNAME.match(place.node.id):
        yield place("element.id", id=place.node.id)


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
    if not node.kind.endswith("Gateway") and len(node.outgoing) > 1:
        yield place("flow.fork")
    if node.kind not in CHOICES:
        for flow in node.outgoing:
            if flow.condition is not None:
                yield place("flow.condition", flow=flow)


def _choice(place: Place) -> Iterator[Problem]:
    node = place.node
    if node.default is not None and node.default not in {flow.id for flow in node.outgoing}:
        yield place("gateway.default", flow_id=node.default)
    conditional = [flow for flow in node.outgoing if flow.id != node.default]
    if len(node.outgoing) == 1 and conditional and conditional[0].condition is None:
        return
    if conditional and node.default is None:
        yield place("gateway.no-default")
    for flow in node.outgoing:
        yield from _choice_flow(place, flow)


def _choice_flow(place: Place, flow: Flow) -> Iterator[Problem]:
    if flow.id == place.node.default and flow.condition is not None:
        yield place.warn("flow.default-condition", flow=flow)
    if flow.id != place.node.default and flow.condition is None:
        yield place("flow.no-condition", flow=flow)


def _join(place: Place) -> Iterator[Problem]:
    """A flow into a parallel gateway must be able to bring a token before the gateway has ever let one through."""
    node, body = place.node, place.body
    sources = [flow.source for flow in node.incoming]
    if len(sources) < 2:
        return
    before = _reached(body, avoiding=node.id)
    if len(set(sources)) < len(sources):
        yield place("join.same-source")
    for flow in node.incoming:
        if flow.source not in before:
            yield place("join.loop", flow=flow)


def _race(place: Place) -> Iterator[Problem]:
    targets = [place.body.nodes[flow.target] for flow in place.node.outgoing]
    if len(targets) < 2:
        yield place("gateway.few-events")
    for target in targets:
        waits = target.kind in {"intermediateCatchEvent", "receiveTask"} and target.trigger.kind != "link"
        alone = len(target.incoming) == 1 and target.loop is None and not place.body.boundary_events(target)
        if not waits or not alone:
            yield place("gateway.events", target=target.id)

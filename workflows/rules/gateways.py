"""Rules about gateways: which way a token goes, and whether what a gateway waits for can come."""

from collections.abc import Iterator
from itertools import combinations, permutations

from workflows.model import Body, Flow, Node
from workflows.problems import Fix, Problem, mended_by, words
from workflows.rules.places import Place, called, ends, places, reachable

CHOICES = {"exclusiveGateway", "inclusiveGateway"}


def problems(library) -> Iterator[Problem]:
    for place in places(library):
        kind = place.node.kind
        if kind in CHOICES:
            yield from _choice(place)
        elif kind == "parallelGateway":
            yield from _join(place)
        elif kind == "eventBasedGateway":
            yield from _race(place)


def _choice(place: Place) -> Iterator[Problem]:
    node = place.node
    if node.default is not None and node.default not in {flow.id for flow in node.outgoing}:
        edit = {"do": "unset", "element": node.id, "attribute": "default"}
        elsewhere = (flow for flow in place.body.flows if flow.id == node.default)
        named = next((words("flow.between", **ends(flow, place.body.nodes)) for flow in elsewhere), f"“{node.default}”")
        yield place("gateway.default", default=named, fix=mended_by("no-default", edit))
        return
    if len(node.outgoing) == 1 and node.default is None and node.outgoing[0].condition is None:
        return
    open_ways = [flow for flow in node.outgoing if flow.condition is None and flow.id != node.default]
    if node.outgoing and node.default is None and not open_ways:
        yield place("gateway.no-default", fix=_as_default(place, node.outgoing[-1]))
    for flow in node.outgoing:
        if flow.id == node.default and flow.condition is not None:
            yield place.warn("flow.default-condition", flow=flow, fix=without_condition(flow, surely=True))
    for flow in open_ways:
        only = node.default is None and len(open_ways) == 1
        yield place("flow.no-condition", flow=flow, fix=_as_default(place, flow) if only else None)


def _as_default(place: Place, flow: Flow) -> Fix | None:
    edits: list[dict] = [{"do": "default", "element": place.node.id, "flow": flow.id}]
    if flow.condition is not None:
        edits.append({"do": "condition", "flow": flow.id, "value": None})
    return mended_by("default", *edits, **ends(flow, place.body.nodes)) if flow.id else None


def without_condition(flow: Flow, *, surely: bool = False) -> Fix | None:
    edit = {"do": "condition", "flow": flow.id, "value": None}
    return mended_by("no-condition", edit, surely=surely) if flow.id else None


def _join(place: Place) -> Iterator[Problem]:
    """A flow into a parallel gateway must be able to bring a token before the gateway has ever let one through, and
    tokens must be able to come by all flows in the same pass."""
    node, body = place.node, place.body
    sources = [flow.source for flow in node.incoming]
    if len(sources) < 2:
        return
    if len(set(sources)) < len(sources):
        yield place("join.same-source")
        return
    starts = [start.id for start in body.starts]
    before = reachable(starts, body.ways().__getitem__, avoiding=node.id)
    late = [flow for flow in node.incoming if flow.source not in before]
    for flow in late:
        yield place("join.loop", flow=flow)
    if not late:
        yield from _never(place, before)


def _never(place: Place, before: set[str]) -> Iterator[Problem]:
    """Two flows by which one token only can come: nothing that makes two tokens of one leads to both."""
    node, body = place.node, place.body
    if len(body.starts) > 1:
        return
    leading = {flow.source: _leading_to(body, flow.source, node.id) for flow in node.incoming}
    forks = {id_: ways for id_ in before if len(ways := _side_by_side(body, body.nodes[id_])) > 1}
    for one, other in combinations(leading, 2):
        if not any(_to_both(fork, ways, node.id, leading, (one, other)) for fork, ways in forks.items()):
            yield place.unfit("join.never", one=called(body.nodes[one]), other=called(body.nodes[other]))
            return


def _leading_to(body: Body, step: str, join: str) -> set[str]:
    """Every step from which a token can come to this one without passing the join."""

    def back(id_: str) -> list[str]:
        node = body.nodes[id_]
        host = [node.attached_to] if node.attached_to in body.nodes else []
        return [*(flow.source for flow in node.incoming), *host]

    return reachable([step], back, avoiding=join)


def _side_by_side(body: Body, node: Node) -> list[str]:
    """Where tokens can be at the same time after one has come to this step."""
    if node.kind in {"exclusiveGateway", "eventBasedGateway"}:
        return []
    others = [event.id for event in body.boundary_events(node) if not event.interrupting]
    return [flow.target for flow in node.outgoing] + others


def _to_both(fork: str, ways: list[str], join: str, leading: dict[str, set[str]], sources: tuple[str, str]) -> bool:
    def comes(way: str, source: str) -> bool:
        return fork == source if way == join else way in leading[source]

    return any(comes(a, sources[0]) and comes(b, sources[1]) for a, b in permutations(ways, 2))


def _race(place: Place) -> Iterator[Problem]:
    targets = [place.body.nodes[flow.target] for flow in place.node.outgoing]
    if len(targets) < 2:
        yield place("gateway.few-events")
    for target in targets:
        waits = target.kind in {"intermediateCatchEvent", "receiveTask"} and target.trigger.kind != "link"
        alone = len(target.incoming) == 1 and target.loop is None and not place.body.boundary_events(target)
        if not waits or not alone:
            yield place("gateway.events", target=called(target))

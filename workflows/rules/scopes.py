"""Rules about scopes: sub-processes that events start, errors that leave a scope, and undoing what was done in one."""

from collections.abc import Iterator

from workflows.model import Body, Node
from workflows.problems import Problem
from workflows.reading import ACTIVITIES
from workflows.rules.places import Place, places

THROWING = {"endEvent", "intermediateThrowEvent"}


def problems(library) -> Iterator[Problem]:
    for place in places(library):
        node = place.node
        if node.by_event:
            yield from _by_event(place)
        if node.compensates:
            yield from _handler(place)
        if node.marks_undoing:
            yield from _undone(place)
        elif node.trigger.kind == "compensate" and node.kind in THROWING:
            yield from _undoing(place)
        code = node.trigger.name if node.kind == "endEvent" and node.trigger.kind == "error" else ""
        if code and _escapes(library, place.body, code):
            yield place("error.uncaught", error=code)


def _by_event(place: Place) -> Iterator[Problem]:
    node = place.node
    if node.kind != "subProcess":
        yield place("by-event.kind")
    if node.incoming or node.outgoing or place.body.boundary_events(node) or node.loop is not None:
        yield place("by-event.flow")


def _handler(place: Place) -> Iterator[Problem]:
    node, body = place.node, place.body
    if node.incoming or node.outgoing or any(n.attached_to == node.id for n in body.nodes.values()):
        yield place("compensation.flow")
    if not any(other.handler == node.id for other in body.nodes.values()):
        yield place.warn("compensation.unused")


def _undone(place: Place) -> Iterator[Problem]:
    node, body = place.node, place.body
    handler, host = body.nodes.get(node.handler or ""), body.nodes.get(node.attached_to or "")
    if handler is None or handler.kind not in ACTIVITIES or not handler.compensates:
        yield place("compensation.handler")
    if node.outgoing:
        yield place("compensation.outgoing")
    if (host is not None and host.loop is not None) or any(around.loop is not None for around in _around(body)):
        yield place("compensation.repeated")
    if (
        host is not None
        and sum(other.marks_undoing for other in body.nodes.values() if other.attached_to == host.id) > 1
    ):
        yield place("compensation.twice")


def _undoing(place: Place) -> Iterator[Problem]:
    activity = place.node.trigger.name
    if activity and not any(_can_be_undone(body, activity) for body in _scope(place.body)):
        yield place("compensation.activity", activity=activity)


def _can_be_undone(body: Body, activity: str) -> bool:
    node = body.nodes.get(activity)
    marked = any(other.marks_undoing and other.attached_to == activity for other in body.nodes.values())
    return node is not None and (marked or (node.kind == "subProcess" and not node.by_event))


def _around(body: Body) -> Iterator[Node]:
    """The sub-processes around the body."""
    inner: Body | None = body
    while inner is not None and inner.owner is not None:
        yield inner.owner
        inner = inner.around


def _scope(body: Body | None) -> Iterator[Body]:
    """The body; and the one around it when only an event starts what is in between."""
    while body is not None:
        yield body
        body = body.around if body.owner is not None and body.owner.by_event else None


def _escapes(library, body: Body, code: str, came_from: str = "", seen: frozenset[str] = frozenset()) -> bool:
    """Whether an error in the body can get out of the main process; `seen` are the called processes it left."""
    if any(_catches(start, code) for sub, _, start in body.by_events if sub.id != came_from):
        return False
    if body.owner is None or body.around is None:
        calls = [p for p in places(library) if p.node.called == body.process and p.process.id not in seen]
        outward = [(call.body, call.node) for call in calls]
    else:
        outward = [(body.around, body.owner)]
    seen = seen | {body.process}
    return not outward or any(
        not any(_catches(event, code) for event in outer.boundary_events(node))
        and _escapes(library, outer, code, node.id, seen)
        for outer, node in outward
    )


def _catches(event: Node, code: str) -> bool:
    return event.trigger.kind == "error" and event.trigger.name in {code, ""}

"""Draws a gateway that was set before or after a step, with the lines that end at it now."""

from lxml import etree

from workflows.drawing.boxes import Box, route
from workflows.drawing.canvas import Canvas

GATEWAY, ROOM = 50.0, 90.0


def draw_gateway(canvas: Canvas, step: etree._Element, gateway: str, flow: str, moved: list, *, after: bool) -> None:
    """Room is made beside the step; its lines end at the gateway now."""
    id_ = step.get("id")
    box = canvas.box(id_)
    if box is None:
        return
    plane = canvas.plane(step)
    canvas.make_room(box.right + 1 if after else box.x, ROOM)
    middle = box.middle[1] - GATEWAY / 2
    place = Box(box.right + ROOM - GATEWAY, middle, GATEWAY, GATEWAY) if after else Box(box.x, middle, GATEWAY, GATEWAY)
    canvas.put(plane, gateway, place)
    own = canvas.box(id_) or box
    canvas.draw(plane, flow, route(own, place) if after else route(place, own))
    for line in moved:
        ends = [canvas.box(line.get(name, "")) for name in ("sourceRef", "targetRef")]
        points = canvas.points(line.get("id", ""))
        if not points or ends[0] is None or ends[1] is None:
            continue
        near, turn = (points[0], points[1:2]) if after else (points[-1], points[-2:-1])
        if turn and near[1] == turn[0][1] == place.middle[1]:
            border = (place.right if after else place.x, place.middle[1])
            points = [border, *points[1:]] if after else [*points[:-1], border]
            canvas.draw(plane, line.get("id"), points)
        else:
            canvas.draw(plane, line.get("id"), route(ends[0], ends[1]))

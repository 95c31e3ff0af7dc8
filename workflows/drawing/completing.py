"""Completes the diagram of a file: draws what has none at all, and sets below the rest what is missing in one."""

from lxml import etree

from workflows.document import Document
from workflows.drawing.boxes import Box, route
from workflows.drawing.canvas import Canvas
from workflows.drawing.layout import EVENT, GATEWAY, TASK, Drawing, draw
from workflows.markup import local
from workflows.rules.pictures import undrawn_candidates
from workflows.rules.references import lanes_of

LEFT, TOP, STRIP, BETWEEN = 160.0, 80.0, 30.0, 40.0


def complete(document: Document, process: etree._Element) -> None:
    """Give every step and flow of the process a place on the diagram."""
    canvas = Canvas(document)
    missing = [e for e in undrawn_candidates(process) if e.get("id") and e.get("id") not in canvas.pictures]
    drawn = [e for e in undrawn_candidates(process) if e.get("id") in canvas.pictures]
    if missing and not drawn:
        _whole(canvas, process)
    elif missing:
        _rest(canvas, process, missing)
    _outsiders(canvas, process)


def _whole(canvas: Canvas, process: etree._Element) -> None:
    pool = next((p for p in canvas.document.elements if _is_pool_of(p, process)), None)
    drawing = draw(process, list(lanes_of(process)) if pool is not None else None)
    plane = canvas.plane(process)
    there = canvas.bounds_of_all()
    top = TOP if there is None else there.bottom + BETWEEN
    if pool is None:
        _put(canvas, plane, drawing, LEFT, top)
        return
    width, height = drawing.width + STRIP + BETWEEN, drawing.height + BETWEEN
    canvas.put(plane, pool.get("id"), Box(LEFT, top, width, height), isHorizontal="true")
    for lane in lanes_of(process):
        if (box := drawing.boxes.pop(lane.get("id", ""), None)) is not None:
            last = lane is list(lanes_of(process))[-1]
            box = Box(box.x, box.y, width - STRIP, height - box.y if last else box.height)
            canvas.put(plane, lane.get("id"), box.moved(LEFT + STRIP, top), isHorizontal="true")
    _put(canvas, plane, drawing, LEFT + STRIP + BETWEEN / 2, top + BETWEEN / 2)


def _is_pool_of(element: etree._Element, process: etree._Element) -> bool:
    return (
        local(element) == "participant" and bool(element.get("id")) and element.get("processRef") == process.get("id")
    )


def _put(canvas: Canvas, plane: etree._Element, drawing: Drawing, left: float, top: float) -> None:
    for id_, box in drawing.boxes.items():
        canvas.put(plane, id_, box.moved(left, top), **drawing.marks.get(id_, {}))
    for id_, points in drawing.lines.items():
        canvas.draw(plane, id_, [(x + left, y + top) for x, y in points])


def _rest(canvas: Canvas, process: etree._Element, missing: list[etree._Element]) -> None:
    plane, whole = canvas.plane(process), canvas.bounds_of_all() or Box(LEFT, TOP, 0, 0)
    x, y = whole.x, whole.bottom + BETWEEN
    for element in (e for e in missing if local(e) != "sequenceFlow"):
        host = canvas.box(element.get("attachedToRef", ""))
        kind = local(element)
        size = EVENT if kind.endswith("Event") else GATEWAY if kind.endswith("Gateway") else TASK
        if host is not None:
            box = Box(host.right - EVENT[0] * 1.3, host.bottom - EVENT[1] / 2, *EVENT)
        else:
            box = Box(x, y + (TASK[1] - size[1]) / 2, *size)
            x = box.right + BETWEEN
        canvas.put(plane, element.get("id"), box)
    for flow in (e for e in missing if local(e) == "sequenceFlow"):
        ends = canvas.box(flow.get("sourceRef", "")), canvas.box(flow.get("targetRef", ""))
        if ends[0] is not None and ends[1] is not None:
            canvas.draw(plane, flow.get("id"), route(ends[0], ends[1]))


def _outsiders(canvas: Canvas, process: etree._Element) -> None:
    """Pools that show nothing of what is inside them, below the others, and the messages between pools."""
    plane = canvas.plane(process)
    for element in canvas.document.elements:
        id_ = element.get("id", "")
        if not id_ or id_ in canvas.pictures:
            continue
        whole = canvas.bounds_of_all() or Box(LEFT, TOP, TASK[0], TASK[1])
        if local(element) == "participant" and not element.get("processRef"):
            canvas.put(plane, id_, Box(whole.x, whole.bottom + BETWEEN, whole.width, 60), isHorizontal="true")
        elif local(element) == "messageFlow":
            ends = canvas.box(element.get("sourceRef", "")), canvas.box(element.get("targetRef", ""))
            if ends[0] is not None and ends[1] is not None:
                canvas.draw(plane, id_, _down(ends[0], ends[1]))


def _down(source: Box, target: Box) -> list[tuple[float, float]]:
    """From border to border along one vertical line, where the narrower of the two has its middle."""
    x = min(source, target, key=lambda box: box.width).middle[0]
    below = target.y >= source.bottom
    return [(x, source.bottom if below else source.y), (x, target.y if below else target.bottom)]

"""The diagram in a file: shapes and edges as they stand there, read and changed in place."""

import math
from collections.abc import Iterable, Iterator
from functools import cached_property

from lxml import etree

from workflows.document import BPMNDI, DC, DI, Document
from workflows.drawing.boxes import Box, Point
from workflows.markup import local

CONTAINERS = frozenset({"participant", "lane", "subProcess", "transaction", "adHocSubProcess"})
FARTHEST = 1_000_000.0


class Canvas:
    """Shapes and edges of one file by the id of the element they show."""

    def __init__(self, document: Document):
        self.document = document
        self.pictures = dict(document.pictures)
        self._numbers: dict[str, int] = {}

    def box(self, element: str) -> Box | None:
        shape = self.pictures.get(element)
        bounds = None if shape is None else shape.find(f"{{{DC}}}Bounds")
        if bounds is None:
            return None
        return Box(*(_number(bounds.get(name)) for name in ("x", "y", "width", "height")))

    def points(self, element: str) -> list[Point]:
        edge = self.pictures.get(element)
        if edge is None:
            return []
        return [(_number(p.get("x")), _number(p.get("y"))) for p in edge.iterchildren(f"{{{DI}}}waypoint")]

    def put(self, plane: etree._Element, element: str, box: Box, **marks: str) -> None:
        """Draw an element, or move it there."""
        shape = self.pictures.get(element)
        if shape is None:
            shape = self._new(plane, "BPMNShape", element)
            etree.SubElement(shape, f"{{{DC}}}Bounds")
        bounds = shape.find(f"{{{DC}}}Bounds")
        if bounds is None:
            bounds = etree.SubElement(shape, f"{{{DC}}}Bounds")
        for name in ("x", "y", "width", "height"):
            bounds.set(name, _text(getattr(box, name)))
        for name, value in marks.items():
            shape.set(name, value)

    def draw(self, plane: etree._Element, element: str, points: Iterable[Point]) -> None:
        """Draw a line, or draw it anew; its label goes where the editor puts it."""
        edge = self.pictures.get(element)
        if edge is None:
            edge = self._new(plane, "BPMNEdge", element)
        for old in (*edge.iterchildren(f"{{{DI}}}waypoint"), *edge.iterchildren(f"{{{BPMNDI}}}BPMNLabel")):
            edge.remove(old)
        for place, (x, y) in enumerate(points):
            waypoint = etree.Element(f"{{{DI}}}waypoint", x=_text(x), y=_text(y))
            edge.insert(place, waypoint)

    def _new(self, plane: etree._Element, kind: str, element: str) -> etree._Element:
        id_ = self.free_id(f"{element}_{'shape' if kind == 'BPMNShape' else 'edge'}")
        picture = etree.SubElement(plane, f"{{{BPMNDI}}}{kind}", id=id_, bpmnElement=element)
        self.pictures[element] = picture
        return picture

    def free_id(self, wished: str) -> str:
        """An id that nothing has yet; it counts as taken from now on."""
        number, id_ = 2, wished
        while id_ in self._taken:
            number = self._numbers.get(wished, number)
            id_, self._numbers[wished] = f"{wished}_{number}", number + 1
        self._taken.add(id_)
        return id_

    @cached_property
    def _taken(self) -> set[str]:
        return {e.get("id", "") for e in self.document.root.iter(etree.Element)}

    def plane(self, element: etree._Element) -> etree._Element:
        """The plane that shows the element: where its neighbours are, or else a new diagram for it."""
        for ancestor in (element, *element.iterancestors()):
            picture = self.pictures.get(ancestor.get("id", ""))
            if picture is not None and local(picture.getparent()) == "BPMNPlane":
                return picture.getparent()
        root = self.document.root
        owners = [element.get("id"), *_collaborations(self.document)]
        for plane in root.iter(f"{{{BPMNDI}}}BPMNPlane"):
            if plane.get("bpmnElement") in owners:
                return plane
        shown = next(iter(_collaborations(self.document)), element.get("id", ""))
        diagram = etree.SubElement(
            root,
            f"{{{BPMNDI}}}BPMNDiagram",
            id=self.free_id(f"{shown}_diagram"),
            nsmap={"bpmndi": BPMNDI, "dc": DC, "di": DI},
        )
        plane_id = self.free_id(f"{shown}_plane")
        return etree.SubElement(diagram, f"{{{BPMNDI}}}BPMNPlane", id=plane_id, bpmnElement=shown)

    def bounds_of_all(self) -> Box | None:
        whole: Box | None = None
        for element in self.pictures:
            box = self.box(element)
            if box is not None:
                whole = box if whole is None else whole.around(box)
        return whole

    def make_room(self, beginning: float, width: float) -> None:
        """Everything right of the line moves by the width; what holds things on both sides grows."""
        for element, picture in self.pictures.items():
            for bounds in picture.iter(f"{{{DC}}}Bounds"):
                _move(bounds, beginning, width, grows=self._holds(element) and local(bounds.getparent()) == "BPMNShape")
            for waypoint in picture.iterchildren(f"{{{DI}}}waypoint"):
                if _number(waypoint.get("x")) >= beginning:
                    waypoint.set("x", _text(_number(waypoint.get("x")) + width))

    def _holds(self, element: str) -> bool:
        shown = self.document.by_id.get(element)
        return shown is not None and local(shown) in CONTAINERS

    def forget(self, element: str) -> None:
        picture = self.pictures.pop(element, None)
        if picture is not None and picture.getparent() is not None:
            picture.getparent().remove(picture)


def _move(bounds: etree._Element, beginning: float, width: float, *, grows: bool) -> None:
    x, wide = _number(bounds.get("x")), _number(bounds.get("width"))
    if grows and x < beginning < x + wide:
        bounds.set("width", _text(wide + width))
    elif x + wide / 2 >= beginning:
        bounds.set("x", _text(x + width))


def _collaborations(document: Document) -> Iterator[str]:
    return (e.get("id", "") for e in document.elements if local(e) == "collaboration" and e.get("id"))


def _number(written: str | None) -> float:
    """What a stranger's file may hold instead of a place is the origin."""
    try:
        number = float(written or 0)
    except ValueError:
        return 0.0
    return max(-FARTHEST, min(FARTHEST, number)) if math.isfinite(number) else 0.0


def _text(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".")

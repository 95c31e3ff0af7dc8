"""Draws a process that has no diagram: sizes, places and lines, from left to right, sub-processes from inside out."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from workflows.document import ACTIVITIES, BESIDE, EVENTS, SCOPES, children, nodes_in
from workflows.drawing.boxes import Box, Point, centred, straight
from workflows.drawing.grid import Grid, arranged
from workflows.markup import local

TASK, EVENT, GATEWAY, DATA, NOTE = (100.0, 80.0), (36.0, 36.0), (50.0, 50.0), (36.0, 50.0), (140.0, 50.0)
GAP, ROW_GAP, PADDING, LANE, LOOP = 70.0, 50.0, 40.0, 30.0, 16.0


@dataclass
class Drawing:
    """Boxes and lines by the id of the element; the upper left corner is the origin."""

    boxes: dict[str, Box] = field(default_factory=dict)
    lines: dict[str, list[Point]] = field(default_factory=dict)
    marks: dict[str, dict[str, str]] = field(default_factory=dict)
    width: float = 0.0
    height: float = 0.0

    def add(self, other: "Drawing", across: float, down: float) -> None:
        self.boxes |= {id_: box.moved(across, down) for id_, box in other.boxes.items()}
        self.lines |= {id_: [(x + across, y + down) for x, y in points] for id_, points in other.lines.items()}
        self.marks |= other.marks


def draw(scope: etree._Element, lanes: list[etree._Element] | None = None) -> Drawing:
    """A process or sub-process with all that is inside it; with lanes, these are drawn around the steps."""
    return _Scope(scope, lanes or []).drawn()


class _Scope:
    def __init__(self, scope: etree._Element, lanes: list[etree._Element]):
        self.drawing = Drawing()
        nodes = {e.get("id"): e for e in nodes_in(scope) if e.get("id")}
        attached = {id_: e.get("attachedToRef") for id_, e in nodes.items() if e.get("attachedToRef") in nodes}
        self.hosts = {id_: host for id_, host in attached.items() if host not in attached}
        self.steps = [id_ for id_ in nodes if id_ not in self.hosts]
        self.inner = {id_: draw(nodes[id_]) for id_ in self.steps if local(nodes[id_]) in SCOPES}
        self.sizes = {id_: self._size(id_, e) for id_, e in nodes.items()}
        self.flows = dict(self._flows(scope, nodes))
        self.scope, self.lanes = scope, lanes
        self.bands = _bands(lanes, self.steps)
        inside = {id_: (self._host(source), self._host(target)) for id_, (source, target) in self.flows.items()}
        below = frozenset(id_ for id_, (source, _) in self.flows.items() if source in self.hosts)
        self.grid: Grid = arranged(self.steps, inside, below, self.bands)

    def _host(self, id_: str) -> str:
        """The activity that an event sits on, or the step itself."""
        return self.hosts.get(id_, id_)

    def _flows(self, scope: etree._Element, nodes: dict) -> Iterator[tuple[str, tuple[str, str]]]:
        for flow in children(scope, "sequenceFlow"):
            ends = (flow.get("sourceRef"), flow.get("targetRef"))
            if flow.get("id") and all(end in nodes for end in ends):
                yield flow.get("id"), ends

    def _size(self, id_: str, element: etree._Element) -> tuple[float, float]:
        kind = local(element)
        if id_ in self.inner:
            inside = self.inner[id_]
            return max(TASK[0], inside.width + 2 * PADDING), max(TASK[1], inside.height + 2 * PADDING)
        return TASK if kind in ACTIVITIES else EVENT if kind in EVENTS else GATEWAY

    def drawn(self) -> Drawing:
        self._measure()
        for id_ in self.steps:
            column, row = self.grid.cells[id_]
            box = centred((self._middle_x(column), self._middle_y(row)), *self.sizes[id_])
            self.drawing.boxes[id_] = box
            if id_ in self.inner:
                self.drawing.add(self.inner[id_], box.x + PADDING, box.y + PADDING)
                self.drawing.marks[id_] = {"isExpanded": "true"}
        self._border()
        bottom = self.tops[-1]
        for number, id_ in enumerate(sorted(self.grid.back)):
            self.drawing.lines[id_] = self._back(id_, bottom + LOOP * number)
        for id_ in self.grid.ways:
            self.drawing.lines[id_] = self._forward(id_)
        height = bottom + LOOP * len(self.grid.back)
        self.drawing.width, self.drawing.height = self.lefts[-1], height
        self._beside(height)
        self._lanes()
        return self.drawing

    def _measure(self) -> None:
        """Where columns begin and rows begin; the last entries are where they end."""
        wide = [0.0] * self.grid.columns
        high = [0.0] * sum(self.grid.rows)
        for id_, (column, row) in self.grid.cells.items():
            wide[column] = max(wide[column], self.sizes[id_][0])
            on_border = list(self.hosts.values()).count(id_)
            high[row] = max(high[row], self.sizes[id_][1] + on_border * LOOP)
        self.wide, self.high = wide, [max(TASK[1], height) for height in high]
        has_loops = GAP if self.grid.back else 0.0
        self.lefts = [has_loops]
        for width in wide:
            self.lefts.append(self.lefts[-1] + width + GAP)
        self.tops = [0.0]
        for height in self.high:
            self.tops.append(self.tops[-1] + height + ROW_GAP)

    def _middle_x(self, column: int) -> float:
        return self.lefts[column] + self.wide[column] / 2

    def _middle_y(self, row: int) -> float:
        return self.tops[row] + self.high[row] / 2

    def _border(self) -> None:
        """Events on the lower border of their activity, side by side from the right."""
        counts: dict[str, int] = {}
        for id_ in self.hosts:
            host = self._host(id_)
            box = self.drawing.boxes[host]
            counts[host] = counts.get(host, 0) + 1
            x = max(box.x, box.right - EVENT[0] * 1.3 * counts[host])
            self.drawing.boxes[id_] = Box(x, box.bottom - EVENT[1] / 2, *EVENT)

    def _gap(self, column: int, id_: str) -> float:
        """Where a line of this flow goes down or up, right of the column."""
        number = sorted(self.flows).index(id_) % 5
        return self.lefts[column] + self.wide[column] + GAP / 2 + (number - 2) * 6

    def _leave(self, id_: str) -> list[Point]:
        """The first points of a line, up to the gap right of its column."""
        source = self.flows[id_][0]
        box = self.drawing.boxes[source]
        column = self.grid.cells[self._host(source)][0]
        gap = self._gap(column, id_)
        if source in self.hosts:
            place = list(self.hosts).index(source) % 4
            x, low = box.middle[0], box.bottom + 8 + 6 * place
            return [(x, box.bottom), (x, low), (gap, low)]
        return [(box.right, box.middle[1]), (gap, box.middle[1])]

    def _forward(self, id_: str) -> list[Point]:
        points = self._leave(id_)
        for passed, row in self.grid.ways[id_]:
            y = self._middle_y(row)
            points += [(points[-1][0], y), (self._gap(passed, id_), y)]
        box = self.drawing.boxes[self.flows[id_][1]]
        points += [(points[-1][0], box.middle[1]), (box.x, box.middle[1])]
        return straight(points)

    def _back(self, id_: str, low: float) -> list[Point]:
        points = self._leave(id_)
        target = self.flows[id_][1]
        box, column = self.drawing.boxes[target], self.grid.cells[self._host(target)][0]
        gap = self.lefts[column] - GAP / 2
        points += [(points[-1][0], low), (gap, low), (gap, box.middle[1]), (box.x, box.middle[1])]
        return straight(points)

    def _beside(self, top: float) -> None:
        """Data and notes in a row of their own, and their associations."""
        x = 0.0
        for element in children(self.scope, *BESIDE):
            if element.get("id"):
                size = NOTE if local(element) in {"textAnnotation", "group"} else DATA
                self.drawing.boxes[element.get("id")] = Box(x, top, *size)
                x += size[0] + GAP
                self.drawing.height = top + NOTE[1] + ROW_GAP
        self.drawing.width = max(self.drawing.width, x)
        for id_, one, other in _associations(self.scope):
            if one in self.drawing.boxes and other in self.drawing.boxes:
                a, b = sorted((self.drawing.boxes[one], self.drawing.boxes[other]), key=lambda box: box.y)
                self.drawing.lines[id_] = [(a.middle[0], a.bottom), (b.middle[0], b.y)]

    def _lanes(self) -> None:
        if not self.lanes:
            return
        around = Drawing(width=self.drawing.width + LANE, height=self.drawing.height)
        around.add(self.drawing, LANE, 0)
        first = 0
        for number, lane in enumerate(self.lanes):
            last = first + self.grid.rows[number] if number < len(self.grid.rows) else first
            bottom = self.drawing.height if number == len(self.lanes) - 1 else self.tops[last] - ROW_GAP / 2
            top = self.tops[first] - ROW_GAP / 2 if first else 0.0
            if lane.get("id"):
                around.boxes[lane.get("id")] = Box(0, top, around.width, max(60.0, bottom - top))
            first = last
        self.drawing = around


def _bands(lanes: list[etree._Element], steps: list[str]) -> dict[str, int]:
    """The number of the lane for each step; what stands in none comes into the first."""
    bands = dict.fromkeys(steps, 0)
    for number, lane in enumerate(lanes):
        for reference in children(lane, "flowNodeRef"):
            if (id_ := (reference.text or "").strip()) in bands:
                bands[id_] = number
    if lanes and steps:
        bands.setdefault("", len(lanes) - 1)
    return bands


def _associations(scope: etree._Element) -> Iterator[tuple[str, str, str]]:
    for association in children(scope, "association"):
        if association.get("id"):
            yield association.get("id"), association.get("sourceRef", ""), association.get("targetRef", "")
    for node in nodes_in(scope):
        for association in children(node, "dataInputAssociation", "dataOutputAssociation"):
            inward = local(association) == "dataInputAssociation"
            data = next(children(association, "sourceRef" if inward else "targetRef"), None)
            if association.get("id") and data is not None:
                yield association.get("id"), node.get("id", ""), (data.text or "").strip()

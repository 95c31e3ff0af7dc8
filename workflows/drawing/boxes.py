"""Boxes on a plane and the lines between them, which run along the axes."""

from collections.abc import Sequence
from dataclasses import dataclass

Point = tuple[float, float]


@dataclass(frozen=True)
class Box:
    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    @property
    def middle(self) -> Point:
        return self.x + self.width / 2, self.y + self.height / 2

    def moved(self, across: float, down: float) -> "Box":
        return Box(self.x + across, self.y + down, self.width, self.height)

    def around(self, other: "Box") -> "Box":
        """The smallest box that holds both."""
        x, y = min(self.x, other.x), min(self.y, other.y)
        return Box(x, y, max(self.right, other.right) - x, max(self.bottom, other.bottom) - y)


def centred(middle: Point, width: float, height: float) -> Box:
    return Box(middle[0] - width / 2, middle[1] - height / 2, width, height)


def route(source: Box, target: Box) -> list[Point]:
    """A line from one box to another: to the right where there is room, else back below both."""
    (_, sy), (tx, ty) = source.middle, target.middle
    if target.x >= source.right:
        if sy == ty:
            return [(source.right, sy), (target.x, ty)]
        between = (source.right + target.x) / 2
        return [(source.right, sy), (between, sy), (between, ty), (target.x, ty)]
    below = max(source.bottom, target.bottom) + 20
    sx = source.middle[0]
    return [(sx, source.bottom), (sx, below), (tx, below), (tx, target.bottom)]


def straight(points: Sequence[Point]) -> list[Point]:
    """Without points that lie on the way between their neighbours, or twice on the same spot."""
    kept: list[Point] = []
    for point in points:
        if kept and kept[-1] == point:
            continue
        if len(kept) > 1 and _in_line(kept[-2], kept[-1], point):
            kept[-1] = point
        else:
            kept.append(point)
    return kept if len(kept) > 1 else [*kept, *kept]


def _in_line(one: Point, two: Point, three: Point) -> bool:
    across = one[0] == two[0] == three[0] and (one[1] <= two[1] <= three[1] or one[1] >= two[1] >= three[1])
    down = one[1] == two[1] == three[1] and (one[0] <= two[0] <= three[0] or one[0] >= two[0] >= three[0])
    return across or down

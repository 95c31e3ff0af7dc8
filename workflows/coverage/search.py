"""Looks for a combination of points that no row, or more than one row, is for."""

from collections.abc import Iterator
from itertools import combinations

from workflows.coverage.points import Column, Effort

Example = tuple[int, ...]  # the number of a point in each column


class Rows:
    """The rows of a table over its columns."""

    def __init__(self, columns: list[Column], count: int, effort: Effort):
        self.columns, self.count, self.effort = columns, count, effort
        self.everywhere = [0] * (len(columns) + 1)
        self.everywhere[-1] = (1 << count) - 1
        for place in reversed(range(len(columns))):
            full = columns[place].everything
            always = sum(1 << n for n, cell in enumerate(columns[place].cells) if cell.possible == full)
            self.everywhere[place] = self.everywhere[place + 1] & always

    def gap(self) -> Example | None:
        """Points for which there is no row."""
        return self._hole((1 << self.count) - 1, [column.everything for column in self.columns])

    def is_hidden(self, row: int) -> bool:
        """Whether the rows before it leave nothing to this one."""
        within = [column.cells[row].sure for column in self.columns]
        return all(within) and self._hole((1 << row) - 1, within, sure=True) is None

    def never(self) -> Iterator[tuple[int, int]]:
        """Rows with a column in which no value passes."""
        for row in range(self.count):
            for place, column in enumerate(self.columns):
                if not column.cells[row].possible:
                    yield row, place
                    break

    def overlaps(self) -> Iterator[tuple[int, int, Example]]:
        """Pairs of rows, the later one with the first it overlaps with, and points that both are for."""
        seen: set[int] = set()
        for one, other in combinations(range(self.count), 2):
            if other in seen:
                continue
            self.effort.spend(1)
            common = [column.cells[one].sure & column.cells[other].sure for column in self.columns]
            if all(common):
                seen.add(other)
                yield one, other, tuple(_first(bits) for bits in common)

    def hits(self, points: Example) -> list[int]:
        alive = (1 << self.count) - 1
        for place, point in enumerate(points):
            alive &= self._passing(place, point)
        return [row for row in range(self.count) if alive >> row & 1]

    def _passing(self, place: int, point: int, *, sure: bool = False) -> int:
        key = (place, point, sure)
        if key not in self._known:
            cells = self.columns[place].cells
            self.effort.spend(1 + self.count // 50)
            self._known[key] = sum(
                1 << n for n, cell in enumerate(cells) if (cell.sure if sure else cell.possible) >> point & 1
            )
        return self._known[key]

    @property
    def _known(self) -> dict[tuple[int, int, bool], int]:
        return self.__dict__.setdefault("_passing_known", {})

    def _hole(self, rows: int, within: list[int], *, sure: bool = False) -> Example | None:
        """Points that none of these rows is for, each among those in `within`."""
        full: set[tuple[int, int]] = set()

        def search(place: int, alive: int) -> Example | None:
            if not alive:
                return tuple(_first(bits) for bits in within[place:])
            if alive & self.everywhere[place] or (place, alive) in full:
                return None
            self.effort.spend(1)
            for point in _places(within[place]):
                rest = search(place + 1, alive & self._passing(place, point, sure=sure))
                if rest is not None:
                    return (point, *rest)
            full.add((place, alive))
            return None

        return search(0, rows)


def _first(bits: int) -> int:
    return (bits & -bits).bit_length() - 1


def _places(bits: int) -> Iterator[int]:
    while bits:
        place = _first(bits)
        yield place
        bits &= bits - 1

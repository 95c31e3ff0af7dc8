"""Steps in columns from left to right and rows from top to bottom; knows no sizes.

A step stands right of all that lead to it, but for flows that come back. A flow that skips columns keeps a cell in each
of them, so that no line runs over a step.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

Cell = tuple[int, int]  # column, row


@dataclass
class Grid:
    """`cells` says where each step stands; `ways` which cells a flow passes between its ends; flows that come back
    have none."""

    cells: dict[str, Cell] = field(default_factory=dict)
    ways: dict[str, list[Cell]] = field(default_factory=dict)
    back: set[str] = field(default_factory=set)
    rows: list[int] = field(default_factory=list)  # how many in each band

    @property
    def columns(self) -> int:
        return 1 + max((column for column, _ in self.cells.values()), default=-1)


def arranged(
    steps: Sequence[str], flows: Mapping[str, tuple[str, str]], below: frozenset[str], bands: Mapping[str, int]
) -> Grid:
    """`flows` are pairs of steps by the id of the flow; those in `below` leave from a lower border; `bands` are the
    numbers of the lanes that steps stand in."""
    grid = Grid()
    grid.back = _coming_back(steps, flows)
    columns = _columns(steps, {id_: ends for id_, ends in flows.items() if id_ not in grid.back})
    _Rows(grid, steps, flows, below, bands, columns).fill()
    return grid


def _coming_back(steps: Sequence[str], flows: Mapping[str, tuple[str, str]]) -> set[str]:
    """The flows that close a loop on a walk from the beginnings, in the order of the file."""
    onward: dict[str, list[tuple[str, str]]] = {step: [] for step in steps}
    for id_, (source, target) in flows.items():
        onward[source].append((id_, target))
    led_to = {target for _, target in flows.values()}
    back: set[str] = set()
    done: set[str] = set()
    for first in (*(s for s in steps if s not in led_to), *steps):
        open_: dict[str, int] = {}
        stack = [first] if first not in done else []
        while stack:
            step = stack[-1]
            place = open_.setdefault(step, 0)
            if place == len(onward[step]):
                done.add(step)
                open_.pop(step)
                stack.pop()
                continue
            open_[step] += 1
            id_, target = onward[step][place]
            if target in open_:
                back.add(id_)
            elif target not in done:
                stack.append(target)
    return back


def _columns(steps: Sequence[str], flows: Mapping[str, tuple[str, str]]) -> dict[str, int]:
    """The length of the longest way to each step."""
    waiting = dict.fromkeys(steps, 0)
    onward: dict[str, list[str]] = {step: [] for step in steps}
    for source, target in flows.values():
        waiting[target] += 1
        onward[source].append(target)
    columns = dict.fromkeys(steps, 0)
    ready = [step for step in steps if not waiting[step]]
    while ready:
        step = ready.pop()
        for target in onward[step]:
            columns[target] = max(columns[target], columns[step] + 1)
            waiting[target] -= 1
            if not waiting[target]:
                ready.append(target)
    return columns


class _Rows:
    """Gives rows column by column: each step as near as can be to the one it follows."""

    def __init__(self, grid: Grid, steps, flows, below, bands, columns):
        self.grid, self.columns, self.below, self.bands = grid, columns, below, bands
        self.order = {step: number for number, step in enumerate(steps)}
        self.flows = {id_: ends for id_, ends in flows.items() if id_ not in grid.back}
        self.rows: dict[str, int] = {}
        self.passing: dict[str, list[int]] = {id_: [] for id_ in self.flows}
        self.before: dict[str, list[str]] = {step: [] for step in steps}
        for id_, (_, target) in self.flows.items():
            self.before[target].append(id_)
        self.bands_used = 1 + max(bands.values(), default=0)

    def fill(self) -> None:
        for column in range(1 + max(self.columns.values(), default=-1)):
            self._column(column)
        counts = [0] * self.bands_used
        for step, row in self.rows.items():
            counts[self._band(step)] = max(counts[self._band(step)], row + 1)
        for id_, rows in self.passing.items():
            band = self._band(self.flows[id_][0])
            counts[band] = max(counts[band], *(row + 1 for row in rows), 0)
        self.grid.rows = [max(1, count) for count in counts]
        above = [sum(self.grid.rows[:band]) for band in range(self.bands_used)]
        for step, row in self.rows.items():
            self.grid.cells[step] = (self.columns[step], above[self._band(step)] + row)
        for id_, rows in self.passing.items():
            source = self.flows[id_][0]
            first, offset = self.columns[source] + 1, above[self._band(source)]
            self.grid.ways[id_] = [(first + n, offset + row) for n, row in enumerate(rows)]

    def _column(self, column: int) -> None:
        wanted: list[tuple[int, int, bool, int, str]] = []
        for step, place in self.columns.items():
            if place == column:
                wanted.append((self._band(step), self._wish(step), False, self.order[step], step))
        for number, (id_, (source, target)) in enumerate(self.flows.items()):
            if self.columns[source] < column < self.columns[target]:
                wanted.append((self._band(source), self._last_row(id_), True, number, id_))
        taken: dict[int, int] = {}
        for band, wish, passes, _, id_ in sorted(wanted):
            row = max(wish, taken.get(band, 0))
            taken[band] = row + 1
            if passes:
                self.passing[id_].append(row)
            else:
                self.rows[id_] = row

    def _wish(self, step: str) -> int:
        rows = [self._last_row(id_) for id_ in self.before[step] if self._band(self.flows[id_][0]) == self._band(step)]
        return min(rows, default=0)

    def _last_row(self, id_: str) -> int:
        """The row in which a flow arrives at the column before."""
        passed = self.passing[id_]
        return passed[-1] if passed else self.rows[self.flows[id_][0]] + (id_ in self.below)

    def _band(self, step: str) -> int:
        return self.bands.get(step, 0)

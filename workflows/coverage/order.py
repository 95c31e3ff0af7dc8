"""Whether the result of a table only rises, or only falls, as one of its inputs rises."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

import feel
from workflows.coverage.points import OTHER, Column, TooMuch
from workflows.coverage.search import Example, Rows
from workflows.decisions import DecisionTable

WORDS = {"rising": 1, "falling": -1}
MOST_COMBINATIONS = 5_000


@dataclass(frozen=True)
class Turn:
    """Where the result goes the wrong way: at two neighbouring points of one column."""

    column: int
    before: Example
    after: Example
    rows: tuple[int, int]


def turn(table: DecisionTable, rows: Rows, place: int) -> Turn | None:
    """The first place where the column breaks the order that is asked for; None when it keeps it."""
    ranks = ranks_of(table)
    column, direction = rows.columns[place], WORDS[table.inputs[place].monotone]
    for others in _others(rows, place):
        last: tuple[int, Example, int] | None = None
        for point in ordered(column):
            points = (*others[:place], point, *others[place:])
            hit = next(iter(rows.hits(points)), None)
            rank = None if hit is None else ranks[hit]
            if hit is None or rank is None:
                continue
            if last is not None and (rank - last[0]) * direction < 0:
                return Turn(place, last[1], points, (last[2], hit))
            last = (rank, points, hit)
    return None


def ordered(column: Column) -> list[int]:
    """The points that have a place in the order, from low to high."""
    values = [(n, v) for n, v in enumerate(column.points) if v is not None and v != OTHER]
    if values and all(isinstance(v, str) for _, v in values):
        return [n for n, v in values if column.listed and v in column.listed]
    return [n for n, _ in values]


def ranks_of(table: DecisionTable) -> list[int | None]:
    """The place of each row's first result: by size, or by the order of the values allowed for the output."""
    results = [_value(rule.results[0]) for rule in table.rules]
    allowed = _value(f"[{table.outputs[0].values}]") if table.outputs[0].values else None
    if isinstance(allowed, list):
        return [allowed.index(result) if result in allowed else None for result in results]
    return [int(result * 10**6) if type(result) in {int, float} else None for result in results]  # type: ignore[operator]


def _value(written: str) -> object:
    try:
        return feel.evaluate(written, {}) if not feel.variables(written) else None
    except feel.FeelError:
        return None


def _others(rows: Rows, place: int) -> Iterator[Example]:
    """Every combination of points in the other columns; of points that no row tells apart, the first."""
    choices: list[list[int]] = []
    for other, column in enumerate(rows.columns):
        if other != place:
            alike: dict[tuple[int, ...], int] = {}
            for point in range(len(column.points)):
                alike.setdefault(tuple(cell.possible >> point & 1 for cell in column.cells), point)
            choices.append(list(alike.values()))
    count = 1
    for choice in choices:
        count *= len(choice)
    if count > MOST_COMBINATIONS:
        raise TooMuch
    yield from product(*choices)

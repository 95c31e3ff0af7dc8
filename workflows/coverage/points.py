"""The values at which the cells of a column can change their answer, and what each cell answers there."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from functools import cached_property

import feel
from feel.lexer import Token, tokens
from workflows.decisions import DecisionTable, Input

OTHER = "\u2026"
"""Stands for any text that no cell mentions."""

WHOLE = frozenset({"integer", "int", "long", "short"})
NUMBERS = WHOLE | {"number", "double", "float", "decimal"}
DAYS, MOMENTS = frozenset({"date"}), frozenset({"dateTime", "date and time"})
PLAIN_WORDS = frozenset({"not", "true", "false", "null", "and", "or", "between", "in", "date", "time"})
MOST_ANSWERS = 20_000
LISTING = frozenset({",", "-", "true", "false"})
SIGNS = {"+", "*", "/", "**", "{", "}", "."}


class TooMuch(Exception):
    """The table is too large to be looked at completely."""


@dataclass
class Effort:
    """What may still be spent on one table."""

    left: int = MOST_ANSWERS
    spent: int = 0

    def spend(self, amount: int) -> None:
        self.left -= amount
        self.spent += amount
        if self.left < 0:
            raise TooMuch


@dataclass(frozen=True)
class Cell:
    """At which points a cell surely passes, and at which it may, as bits by the number of the point."""

    sure: int
    possible: int


class Column:
    """One input of a table: its points in order, and what the cell of each row says there."""

    def __init__(self, column: Input, cells: list[str], effort: Effort):
        self.input = column
        self.cells_written = cells
        self.points: list[object] = list(self._points())
        self.everything = (1 << len(self.points)) - 1
        known: dict[str, Cell] = {}
        for written in dict.fromkeys(cells):
            effort.spend(len(self.points) * (1 + len(written) // 20))
            known[written] = self._answers(written)
        self.cells = [known[written] for written in cells]

    @cached_property
    def listed(self) -> list[object] | None:
        """The values that the column allows, if they are listed one by one."""
        if not self.input.values:
            return None
        only = all(t.kind in {"text", "number", "end"} or t.text in LISTING for t in _read(self.input.values))
        return self.values_of(self.input.values) if only else None

    @staticmethod
    def values_of(written: str | None) -> list[object]:
        """The values that stand in a cell, each once."""
        return list(_each_once(_mentioned(written or "")))

    def _points(self) -> Iterator[object]:
        """First those in order of size, or as listed; then texts nobody mentions; then null."""
        mentioned = [value for cell in (*self.cells_written, self.input.values) for value in _mentioned(cell)]
        kind = self.input.kind
        found: list[object] = list(dict.fromkeys([*(self.listed or ()), *_texts(mentioned)]))
        if kind == "boolean" or any(isinstance(value, bool) for value in mentioned):
            found = [False, True, *(value for value in found if not isinstance(value, bool))]
        numbers = {value for value in mentioned if isinstance(value, Decimal)}
        if not self.listed and (numbers or kind in NUMBERS):
            found += _between(sorted(numbers), whole=kind in WHOLE)
        for moments in (_of_type(mentioned, datetime), _of_type(mentioned, date)):
            found += _around_moments(sorted(moments)) if moments else []
        if not found or ((kind == "string" or _texts(mentioned)) and not self.input.values):
            found.append(OTHER)
        if self.input.values:
            found = [value for value in found if _passes(self.input.values, value)]
        if any(value is None for value in mentioned):
            found.append(None)
        yield from _each_once(found) if found else iter([OTHER])

    def _answers(self, written: str) -> Cell:
        if written.strip() in {"", "-"}:
            return Cell(self.everything, self.everything)
        if not is_plain(written):
            return Cell(0, self.everything)
        passing = sum(1 << n for n, value in enumerate(self.points) if _passes(written, value))
        return Cell(passing, passing)

    def strangers(self, written: str) -> list[str]:
        """Texts in a cell that are not among the values listed for the column."""
        if self.listed is None or not is_plain(written):
            return []
        return [value for value in _mentioned(written) if isinstance(value, str) and value not in self.listed]


def columns_of(table: DecisionTable, effort: Effort) -> list[Column]:
    """Raises TooMuch for a table beyond the effort."""
    return [Column(column, [rule.tests[n] for rule in table.rules], effort) for n, column in enumerate(table.inputs)]


def is_plain(written: str) -> bool:
    """Whether the cell only compares with values: then it costs little, and the points tell all about it."""
    return all(
        token.text in PLAIN_WORDS if token.kind == "name" else token.kind != "sign" or token.text not in SIGNS
        for token in _read(written)
    )


def _read(written: str) -> list[Token]:
    try:
        return tokens(written)
    except feel.FeelError:
        return []


def _mentioned(written: str) -> Iterator[object]:
    """The values that stand in a cell."""
    read = _read(written)
    for place, token in enumerate(read):
        before = read[place - 1].text if place and read[place - 1].kind == "sign" else ""
        called = read[place - 2].text if place > 1 and before == "(" and read[place - 2].kind == "name" else ""
        match token.kind:
            case "number":
                sign = -1 if before == "-" else 1
                yield from _decimal(token.text, sign)
            case "text" if called in {"date", "time"}:
                yield from _moment(token.text)
            case "text":
                yield token.text
            case "literal":
                yield from _moment(token.text)
            case "name" if token.text in {"true", "false"}:
                yield token.text == "true"
            case "name" if token.text == "null":
                yield None


def _decimal(written: str, sign: int) -> Iterator[Decimal]:
    try:
        yield sign * Decimal(written)
    except InvalidOperation:
        return


def _moment(written: str) -> Iterator[date]:
    try:
        day = len(written) == len("2026-01-31")
        yield date.fromisoformat(written) if day else datetime.fromisoformat(written)
    except ValueError:
        return


def _texts(values: Iterable[object]) -> list[object]:
    return [value for value in dict.fromkeys(values) if isinstance(value, str)]


def _of_type(values: Iterable[object], kind: type) -> set:
    return {value for value in values if type(value) is kind and getattr(value, "tzinfo", None) is None}


def _between(numbers: list[Decimal], *, whole: bool) -> Iterator[Decimal]:
    if not numbers:
        yield from (Decimal(-1), Decimal(0), Decimal(1))
        return
    yield numbers[0] - 1
    for number, following in zip(numbers, [*numbers[1:], None], strict=True):
        yield number
        if following is None:
            yield number + 1
        elif not whole:
            yield (number + following) / 2
        elif number + 1 < following:
            yield number + 1


def _around_moments(moments: list) -> Iterator[date]:
    step = timedelta(days=1)
    try:
        yield moments[0] - step
        for moment, following in zip(moments, [*moments[1:], None], strict=True):
            yield moment
            if following is None or following - moment > step:
                yield moment + step
    except OverflowError:
        return


def _passes(written: str, value: object) -> bool:
    try:
        return feel.unary(written, value, {}) is True
    except feel.FeelError:
        return False


def _each_once(values: Iterable[object]) -> Iterator[object]:
    """True is no 1 here."""
    seen: set[tuple[type, object]] = set()
    for value in values:
        if (type(value), value) not in seen:
            seen.add((type(value), value))
            yield value

"""Rules about what decision tables leave out, say twice or never come to, each with an example."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sentences import nearest
from workflows.coverage.order import WORDS, ordered, ranks_of, turn
from workflows.coverage.points import MOST_ANSWERS, OTHER, Column, Effort, TooMuch, columns_of
from workflows.coverage.search import Example, Rows
from workflows.decisions import DecisionTable
from workflows.problems import UNFIT, Fix, Phrase, Problem, did_you_mean, found, mended_by, words
from workflows.rules.decisions import is_sound

ONE_ROW = frozenset({"UNIQUE", "FIRST", "ANY", "PRIORITY"})
MOST_OVERLAPS = 5
MOST_IN_PACK = 5 * MOST_ANSWERS  # for all tables together


@dataclass(frozen=True)
class Judged:
    """What was found in a table at what cost; a table that costs more than it may is not `whole`."""

    problems: tuple[Problem, ...]
    cost: int
    whole: bool = True


def problems(library) -> Iterator[Problem]:
    """The small tables first, so that a large one takes nothing from them."""
    left = MOST_IN_PACK
    beyond: list[str] = []
    sound = [table for table in library.tables.values() if is_sound(library, table)]
    for table in sorted(sound, key=lambda each: (len(each.rules) * len(each.inputs), each.id)):
        judged = _judged(library, table, min(left, MOST_ANSWERS))
        left -= judged.cost
        yield from judged.problems
        if not judged.whole:
            beyond.append(table.id)
    if beyond:
        yield found("dmn.unchecked-all", severity="warning", tables=", ".join(sorted(beyond)))


def _judged(library, table: DecisionTable, most: int) -> Judged:
    def judge(table: DecisionTable) -> Judged:
        effort = Effort(most)
        try:
            return Judged(tuple(_table(table, effort)), effort.spent)
        except TooMuch:
            told = found("dmn.unchecked", table.id, table.line, table.file, severity="warning")
            return Judged((told,), most) if most == MOST_ANSWERS else Judged((), most, whole=False)

    return library.once(f"coverage up to {most}", table, judge)


def _table(table: DecisionTable, effort: Effort) -> Iterator[Problem]:
    columns = columns_of(table, effort)
    rows = Rows(columns, len(table.rules), effort)
    dead = [*_dead(table, rows), *_results(table)]
    yield from dead
    if not dead:
        yield from _gap(table, rows)
        yield from _twice(table, rows)
        yield from _order(table, rows)


def _at(table: DecisionTable, row: int) -> tuple[str, int, str]:
    return table.rules[row].id, table.rules[row].line, table.file


def _dead(table: DecisionTable, rows: Rows) -> Iterator[Problem]:
    """Rows that no values can come to, the likely slip of the pen first."""
    for row, place in rows.never():
        column = rows.columns[place]
        cell = column.cells_written[row]
        label = column.input.label
        for stranger in column.strangers(cell):
            known = [str(v) for v in column.listed or ()]
            said = {"value": stranger, "column": label, "meant": did_you_mean(stranger, known)}
            fix = _rewritten(table, row, "inputEntry", place, stranger, known)
            yield found("dmn.value", *_at(table, row), severity=UNFIT, fix=fix, **said)
            break
        else:
            said = {"row": row + 1, "cell": cell, "column": label}
            yield found("dmn.never", *_at(table, row), severity=UNFIT, fix=_without(table, row), **said)


def _without(table: DecisionTable, row: int) -> Fix:
    return mended_by("row", {"do": "remove", "element": table.rules[row].id}, row=row + 1)


def _rewritten(table: DecisionTable, row: int, kind: str, place: int, word: str, known: list[str]) -> Fix | None:
    """The word that was probably meant in the place of the one that nobody knows."""
    rule, meant = table.rules[row], nearest(word, known)
    written = (rule.tests if kind == "inputEntry" else rule.results)[place]
    if meant is None or f'"{word}"' not in written:
        return None
    value = written.replace(f'"{word}"', f'"{meant}"')
    edit = {"do": "cell", "element": rule.id, "kind": kind, "place": place, "value": value}
    return mended_by("cell", edit, meant=value)


def _results(table: DecisionTable) -> Iterator[Problem]:
    """Results that are not among the values allowed for the output."""
    for place, output in enumerate(table.outputs):
        allowed = Column.values_of(output.values)
        for row, rule in enumerate(table.rules):
            written = rule.results[place]
            if allowed and not written:
                yield found("dmn.no-result", *_at(table, row), severity=UNFIT, row=row + 1, output=output.name)
            for value in Column.values_of(written) if allowed else ():
                if value not in allowed:
                    known = [str(v) for v in allowed]
                    meant = did_you_mean(str(value), known)
                    fix = _rewritten(table, row, "outputEntry", place, str(value), known)
                    said: dict[str, Any] = {"value": value, "output": output.name, "meant": meant}
                    yield found("dmn.output-value", *_at(table, row), severity=UNFIT, fix=fix, **said)


def _gap(table: DecisionTable, rows: Rows) -> Iterator[Problem]:
    answers_nothing = table.hit_policy not in ONE_ROW and table.aggregation in {None, "COUNT"}
    if answers_nothing or all(output.default for output in table.outputs):
        return
    points = rows.gap()
    if points is not None:
        example, fix = _example(rows, points), _filled(table, rows, points)
        yield found("dmn.gap", table.id, table.line, table.file, severity=UNFIT, fix=fix, example=example)


def _filled(table: DecisionTable, rows: Rows, points: Example) -> Fix | None:
    """A row for these values, where they can be listed and an empty result is told in its turn."""
    tests = []
    for column, point in zip(rows.columns, points, strict=True):
        matters = _matters(column)
        if matters and (column.listed is None or column.points[point] not in column.listed):
            return None
        tests.append(_shown(column.points[point]) if matters else "-")
    if not all(output.values for output in table.outputs):
        return None
    return mended_by("gap", {"do": "row", "element": table.id, "tests": tests}, example=_example(rows, points))


def _twice(table: DecisionTable, rows: Rows) -> Iterator[Problem]:
    if table.hit_policy == "FIRST":
        for row in range(len(table.rules)):
            if rows.is_hidden(row):
                fix = _without(table, row)
                yield found("dmn.hidden", *_at(table, row), severity=UNFIT, fix=fix, row=row + 1)
    elif table.hit_policy in {"UNIQUE", "ANY"}:
        code = "dmn.overlap" if table.hit_policy == "UNIQUE" else "dmn.disagree"
        count = 0
        for one, other, points in rows.overlaps():
            if code == "dmn.overlap" or table.rules[one].results != table.rules[other].results:
                said: dict[str, Any] = {"one": one + 1, "other": other + 1, "example": _example(rows, points)}
                yield found(code, *_at(table, other), severity=UNFIT, **said)
                count += 1
                if count == MOST_OVERLAPS:
                    return


def _order(table: DecisionTable, rows: Rows) -> Iterator[Problem]:
    for place, column in enumerate(table.inputs):
        at = (table.id, column.line, table.file)
        if not column.monotone:
            continue
        if column.monotone not in WORDS:
            yield found("dmn.order-word", *at, severity=UNFIT, word=column.monotone)
        elif len(ordered(rows.columns[place])) < 2 or set(ranks_of(table)) <= {None}:
            yield found("dmn.order-unknown", *at, severity=UNFIT, column=column.label)
        elif (wrong := turn(table, rows, place)) is not None:
            said: dict[str, Any] = {
                "column": column.label,
                "before": _example(rows, wrong.before),
                "after": _example(rows, wrong.after),
                "lower": table.rules[wrong.rows[0]].results[0],
                "higher": table.rules[wrong.rows[1]].results[0],
            }
            code = "dmn.not-rising" if column.monotone == "rising" else "dmn.not-falling"
            yield found(code, *_at(table, wrong.rows[1]), severity=UNFIT, **said)


def _example(rows: Rows, points: Example) -> str | Phrase:
    """The values by column, those that any value would do for left out."""
    said = []
    for column, point in zip(rows.columns, points, strict=True):
        if _matters(column):
            said.append(f"{column.input.label} = {_shown(column.points[point])}")
    return ", ".join(said) if said else words("dmn.anything")


def _matters(column: Column) -> bool:
    """Whether any row asks for certain values."""
    return any(cell.possible != column.everything for cell in column.cells)


def _shown(value: object) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return str(value).lower()
        case str():
            return "…" if value == OTHER else f'"{value}"'
        case date():
            return value.isoformat()
    return f"{value:f}" if hasattr(value, "as_tuple") else str(value)

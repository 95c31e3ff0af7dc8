"""Rules about decision tables."""

from collections.abc import Iterator

from workflows.decisions import AGGREGATIONS, POLICIES, DecisionTable
from workflows.problems import Problem
from workflows.rules.formulas import fault_of


def problems(library) -> Iterator[Problem]:
    for table in library.tables.values():
        yield from _shape(table)
        for cell, is_test, line in table.sources():
            fault = fault_of(cell, unary=is_test)
            if fault is not None:
                yield _problem(table, "feel.syntax", fault, line)


def _problem(table: DecisionTable, code: str, sentence: str, line: int | None = None) -> Problem:
    return Problem(code, "error", table.id, table.line if line is None else line, sentence, table.file)


def _shape(table: DecisionTable) -> Iterator[Problem]:
    if table.hit_policy not in POLICIES:
        yield _problem(table, "dmn.policy", f"The hit policy “{table.hit_policy}” is not supported.")
    if table.aggregation is not None and (table.aggregation not in AGGREGATIONS or len(table.outputs) != 1):
        yield _problem(table, "dmn.aggregation", f"“{table.aggregation}” cannot be computed over these outputs.")
    if not table.outputs:
        yield _problem(table, "dmn.outputs", "The table has no output.")
    if len(table.outputs) > 1 and len({output.name for output in table.outputs} - {""}) < len(table.outputs):
        yield _problem(table, "dmn.outputs", "Each output of the table needs a name of its own.")
    for column in table.inputs:
        if not column.source:
            yield _problem(table, "dmn.input", "An input of the table has no expression.", column.line)
    yield from _rows(table)


def _rows(table: DecisionTable) -> Iterator[Problem]:
    ids = [rule.id for rule in table.rules]
    for rule in table.rules:
        if not rule.id or ids.count(rule.id) > 1:
            yield _problem(table, "dmn.rule-id", "Each row of the table needs an id of its own.", rule.line)
        if (len(rule.tests), len(rule.results)) != (len(table.inputs), len(table.outputs)):
            yield _problem(table, "dmn.cells", "This row does not have a cell for each column.", rule.line)

"""Rules about decisions: how a table is built, and what each one needs."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from workflows.decisions import AGGREGATIONS, POLICIES, RANKED, DecisionTable
from workflows.literals import Rule
from workflows.problems import Problem, found
from workflows.rules.formulas import error_of, of
from workflows.rules.places import reachable


def problems(library) -> Iterator[Problem]:
    for decision in library.decisions.values():
        yield from library.once("built", decision, _built)
        yield from _needs(library, decision)


def is_sound(library, table: DecisionTable) -> bool:
    """Whether all its cells are there and can be read."""
    return not library.once("built", table, _built)


def _built(decision: Rule) -> tuple[Problem, ...]:
    """What is wrong with how it is built and with its expressions."""
    shape = _shape(decision) if isinstance(decision, DecisionTable) else ()
    return (*shape, *_syntax(decision))


def _syntax(decision: Rule) -> Iterator[Problem]:
    for cell, is_test, line in decision.sources():
        error = error_of(cell, unary=is_test)
        if error is not None:
            yield _problem(decision, "feel.syntax", line, **of(cell, error))


def _needs(library, decision: Rule) -> Iterator[Problem]:
    for id_ in decision.needs:
        if id_ not in library.decisions:
            yield _problem(decision, "dmn.needs-unknown", decision=id_)
    onward = {id_: [n for n in other.needs if n in library.decisions] for id_, other in library.decisions.items()}
    if decision.id in reachable(onward.get(decision.id, ()), onward.__getitem__):
        yield _problem(decision, "dmn.circle")


def _problem(table: Rule, code: str, line: int | None = None, **values: Any) -> Problem:
    return found(code, table.id, table.line if line is None else line, table.file, **values)


def _shape(table: DecisionTable) -> Iterator[Problem]:
    if table.hit_policy not in POLICIES:
        yield _problem(table, "dmn.policy", policy=table.hit_policy)
    if table.aggregation is not None and (table.aggregation not in AGGREGATIONS or len(table.outputs) != 1):
        yield _problem(table, "dmn.aggregation", aggregation=table.aggregation)
    if table.hit_policy in RANKED and not all(output.values for output in table.outputs):
        yield _problem(table, "dmn.order", policy=table.hit_policy)
    if not table.outputs:
        yield _problem(table, "dmn.no-output")
    if len(table.outputs) > 1 and len({output.name for output in table.outputs} - {""}) < len(table.outputs):
        yield _problem(table, "dmn.outputs")
    for column in table.inputs:
        if not column.source:
            yield _problem(table, "dmn.input", column.line)
    yield from _rows(table)


def _rows(table: DecisionTable) -> Iterator[Problem]:
    ids = Counter(rule.id for rule in table.rules)
    for rule in table.rules:
        if not rule.id or ids[rule.id] > 1:
            yield _problem(table, "dmn.rule-id", rule.line)
        if (len(rule.tests), len(rule.results)) != (len(table.inputs), len(table.outputs)):
            yield _problem(table, "dmn.cells", rule.line)

"""A rule of experience: a few cases are run with made-up answers, and what stops them is told before anybody meets it.

Only what stops every case that comes there is told, or what no answer could have helped: the rest may be the fault of
the made-up answers.
"""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from random import Random

import feel
from workflows.coverage.points import MOST_ANSWERS, OTHER, Effort, TooMuch, columns_of
from workflows.decisions import DecisionTable
from workflows.lab import Run, Trial, simulate
from workflows.model import Node, Value
from workflows.problems import Problem, found, words
from workflows.process import Process
from workflows.rules.places import called
from workflows.stubs import Delays, Stubs

RUNS, STEPS, COST, MOST_COUNTED, LONGEST = 3, 40, 50_000, 50, 4_000
COUNTED = re.compile(r"\.\.\s*([0-9]{1,9})|\A\s*([0-9]{1,9})\s*\Z")
START = datetime.fromisoformat("2027-01-04T08:00:00+07:00")
STUCK = {"trial.stuck": re.compile("for ever"), "trial.circle": re.compile("in circles")}
REASONS = {
    "why.moment": re.compile("no duration|no repetition|time zone|more often"),
    "why.list": re.compile("needs a list"),
    "why.formula": re.compile("cannot be evaluated"),
    "why.way": re.compile("No way out"),
    "why.decision": re.compile("fits|only one may|do not agree"),
    "why.value": re.compile("cannot be kept"),
}


def problems(library) -> Iterator[Problem]:
    """For a library without errors, of whose application it is known what a case starts with."""
    context = library.context
    if context is None or context.variables is None:
        return
    nodes = {node.id: (drawn, node) for drawn in library.processes.values() for _, node in drawn.nodes()}
    stubs = _stubs(library, [node for _, node in nodes.values()])
    names = context.variables

    def variables(number: int) -> dict:
        made_up = stubs.variables(names, Random(number))  # noqa: S311  nothing here is secret
        return {**made_up, **context.examples}

    if any(_is_costly(value) for _, node in nodes.values() for value in node.values()):
        return
    trial = Trial(stubs.answer, Delays(), stubs.operations, START, variables, most_steps=STEPS)
    runs = list(_runs(library.process, trial))
    passed = {element for run in runs for element in run.path}
    failed = Counter(run.element for run in runs if run.ended == "failed")
    for element, run in {run.element: run for run in reversed(runs) if run.ended == "failed"}.items():
        if element not in nodes:
            continue
        problem = _problem(run, sure=failed[element] > 1 and element not in passed)
        if problem is not None:
            drawn, node = nodes[element]
            code, said = problem
            at = (element, node.line, drawn.file)
            yield found(code, *at, severity="warning", fix=None, step=called(node), **said)


def _runs(process: Process, trial: Trial) -> Iterator[Run]:
    """Up to the first that tells enough; none that costs more than may be spent on trying."""
    with feel.allowance(COST) as granted:
        for number in range(1, RUNS + 1):
            (run,) = simulate(process, trial, runs=1, seed=f"trial {number}").runs
            if granted.is_spent:
                return
            yield run
            if any(pattern.search(run.why) for pattern in STUCK.values()) or (
                run.ended == "failed" and not run.element
            ):
                return


def _is_costly(value: Value) -> bool:
    """Whether the expression makes up a long list by itself; what repeats over one takes longer than may be tried."""
    return value.is_feel and any(
        int(found[1] or found[2]) > MOST_COUNTED for found in COUNTED.finditer(value.text[:LONGEST])
    )


def _problem(run: Run, *, sure: bool) -> tuple[str, dict] | None:
    for code, pattern in STUCK.items():
        if pattern.search(run.why):
            return code, {}
    if not sure:
        return None
    reason = next((code for code, pattern in REASONS.items() if pattern.search(run.why)), "why.other")
    return "trial.failed", {"why": words(reason)}


def _stubs(library, nodes: list[Node]) -> Stubs:
    columns: dict[str, list] = {}
    left = MOST_ANSWERS
    for table in library.tables.values():
        points, cost = library.once("points", table, _points)
        left -= cost
        if left < 0:
            break
        for name, values in points:
            columns.setdefault(name, []).extend(values)
    offers = library.context.operations or {}
    results = {name: offer.outputs for name, offer in offers.items()}
    return Stubs(nodes, columns, library.answers, results)


def _points(table: DecisionTable) -> tuple[list[tuple[str, list]], int]:
    """The values that matter to each column which asks for a variable, and what it costs to know them."""
    effort = Effort()
    try:
        columns = columns_of(table, effort)
    except TooMuch:
        return [], MOST_ANSWERS + 1
    asked = [column for column in columns if column.input.source.isidentifier()]
    points = [(c.input.source, [_plain(value) for value in c.points if value != OTHER]) for c in asked]
    return points, effort.spent


def _plain(value: object) -> object:
    match value:
        case Decimal():
            return int(value) if value == int(value) else float(value)
        case date():
            return value.isoformat()
    return value

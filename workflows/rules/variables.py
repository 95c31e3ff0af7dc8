"""Rules about variables: what is read must have been written, somewhere on a way that leads there."""

from collections.abc import Iterator

from sentences import Phrase, nearest
from workflows.decisions import DecisionTable
from workflows.knowledge import ANYTHING, Knowledge, Reading, names_read
from workflows.literals import Rule
from workflows.model import Assignment, Node, Value
from workflows.problems import UNFIT, Fix, Problem, did_you_mean, found, mended_by, words
from workflows.rules.places import called, ends, places

MOST, MOST_NAMES = 50, 2_000  # who has more than 50 of these problems has one of them


def problems(library) -> Iterator[Problem]:
    start = None if library.context is None else library.context.variables
    if len({line.target for place in places(library) for line in _lines(place.node)}) > MOST_NAMES:
        return
    knowledge = known_in(library, start)
    everything = knowledge.everything()
    named = sorted({*everything, *(start or ())} - ANYTHING)
    told: set[tuple[str, str]] = set()
    for reading in knowledge.readings():
        if len(told) == MOST:
            return
        if reading.is_known or (reading.process, reading.name) in told:
            continue
        problem = _problem(library, reading, named, sure=start is not None)
        if problem is not None:
            told.add((reading.process, reading.name))
            yield problem


def _lines(node: Node) -> tuple[Assignment, ...]:
    return (*node.inputs, *node.outputs, *node.script)


def known_in(library, start: frozenset[str] | None) -> Knowledge:
    """What is known where; without names for the start of the main process nothing there is sure."""
    offers = None if library.context is None else library.context.operations
    knowledge = Knowledge(
        library.processes,
        answers=library.answers.get,
        results=lambda operation: offers[operation].outputs if offers and operation in offers else None,
        columns=lambda id_: _columns(library, id_),
        reads=lambda id_: dict.fromkeys(_reads(library, id_)),
    )
    knowledge.settle(library.main, frozenset() if start is None else start)
    return knowledge


def _columns(library, id_: str) -> frozenset[str] | None:
    decision = library.decisions.get(id_)
    if decision is None:
        return None
    outputs = decision.outputs if isinstance(decision, DecisionTable) else ()
    return frozenset(output.name for output in outputs if output.name) | {id_, decision.result}


def _reads(library, id_: str, given: frozenset[str] = frozenset()) -> Iterator[str]:
    """What a decision and those it needs read, but for the answers that they give one another."""
    decision = library.decisions.get(id_)
    if decision is None or id_ in given:
        return
    answers = {name for need in decision.needs for name in (_columns(library, need) or ())}
    for names in library.once("reads", decision, _names_of_cells):
        if not answers.intersection(names):
            yield from names
    for need in decision.needs:
        yield from _reads(library, need, given | {id_})


def _names_of_cells(decision: Rule) -> tuple[tuple[str, ...], ...]:
    return tuple(dict.fromkeys(names_read(cell, unary=is_test) for cell, is_test, _ in decision.sources()))


def _problem(library, reading: Reading, named: list[str], *, sure: bool) -> Problem | None:
    place = reading.flow or reading.node
    at = (place.id, place.line, library.processes[reading.process].file)
    if reading.name in named:
        if not sure:
            return None
        return found("variable.early", *at, severity="warning", name=reading.name, reader=_reader(library, reading))
    meant = nearest(reading.name, named)
    if not sure and meant is None:
        return None
    severity = UNFIT if sure else "warning"
    said = did_you_mean(reading.name, named)
    told = {"name": reading.name, "reader": _reader(library, reading), "meant": said}
    return found("variable.unknown", *at, severity=severity, fix=_fix(reading, meant), **told)


def _reader(library, reading: Reading) -> Phrase | str:
    """The step or the flow that reads it, as sentences call it."""
    if reading.flow is None:
        return called(reading.node)
    bodies = (body for body, node in library.processes[reading.process].nodes() if node is reading.node)
    return words("flow.between", **ends(reading.flow, next(bodies).nodes))


def _fix(reading: Reading, meant: str | None) -> Fix | None:
    """Only where the name stands once can it be told apart from the rest of the expression."""
    if meant is None or reading.source.count(reading.name) != 1:
        return None
    edits = list(_edits(reading, f"={reading.source.replace(reading.name, meant)}"))
    return mended_by("variable", *edits, name=reading.name, meant=meant) if edits else None


def _edits(reading: Reading, value: str) -> Iterator[dict]:
    """Those that put the value where the expression stands; mappings, scripts and tables have no edit for that."""
    node, loop = reading.node, reading.node.loop
    if reading.flow is not None:
        if reading.flow.id:
            yield {"do": "condition", "flow": reading.flow.id, "value": value}
        return
    settings = (
        (node.assignee, "zeebe:assignmentDefinition", "assignee"),
        (node.groups, "zeebe:assignmentDefinition", "candidateGroups"),
        (node.due, "zeebe:taskSchedule", "dueDate"),
        (loop and loop.items, "zeebe:loopCharacteristics", "inputCollection"),
        (loop and loop.result, "zeebe:loopCharacteristics", "outputElement"),
    )
    read = Value(reading.source, True)
    for written, type_, attribute in settings:
        if written == read and node.id:
            yield {"do": "extension", "element": node.id, "type": type_, "attributes": {attribute: value}}
    if any(trigger.timing == "duration" and trigger.value == read for trigger in node.triggers) and node.id:
        yield {"do": "duration", "element": node.id, "value": value}

"""What makes a bundle unfit to run, in the order in which it is worth knowing; one fault, one problem."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set

from workflows.problems import Problem
from workflows.rules import (
    coverage,
    decisions,
    events,
    formulas,
    gateways,
    people,
    scopes,
    settings,
    size,
    structure,
    trial,
    variables,
)

OF_PROCESSES = (structure, gateways, scopes, settings, events, formulas, decisions, coverage, people)

_ASTRAY = frozenset({"flow.crosses-border", "flow.crosses-pools", "flow.no-step", "flow.elsewhere"})
_FOREIGN = frozenset({"foreign.setting", "foreign.expression"})
_AT_THE_SAME_ELEMENT: Mapping[str, Set[str]] = {
    "operation.missing": {"foreign.setting"},
    "decision.missing": {"foreign.setting"},
    "loop.items": {"foreign.setting"},
    "task.form": _FOREIGN,
    "task.people": _FOREIGN,
    "feel.syntax": {"foreign.condition"},
    "timer.text": {"foreign.condition"},
    "script.line": {"script.language"},
    "trial.stuck": {"join.never"},
    "flow.dangling": _ASTRAY,
    "flow.fork": {"flow.out-of-end"},
    "flow.join": {"flow.into-start"},
}
_BROKEN = _ASTRAY | {"element.unsupported", "element.duplicate", "element.no-id", "flow.dangling"}
_IN_THE_SAME_FILE: Mapping[str, Set[str]] = {
    **{code: frozenset({"element.duplicate"}) for code in _ASTRAY},
    "flow.dangling": {"element.unsupported", "element.no-id"},
    "flow.unreachable": _BROKEN,
    "flow.no-end": _BROKEN,
    "flow.list": _BROKEN,
    "start.count": {"element.unsupported"},
    "join.never": _BROKEN,
    "diagram.incomplete": {"element.duplicate", "element.no-id"},
}
_NOT_THERE = frozenset({"call.unknown", "decision.unknown", "form.unknown"})


def problems(library) -> list[Problem]:
    """All problems of what a bundle of files defines; `library` is a bundle.Library."""
    told = [*library.problems]
    for diagram in library.diagrams:
        told += diagram.judged
        if library.context is not None:  # nothing runs otherwise for being drawn
            told += diagram.undrawn
    for rules in OF_PROCESSES:
        told += rules.problems(library)
    if all(problem.severity != "error" for problem in told):  # else it is not sure yet what leads where
        told += variables.problems(library)
        told += trial.problems(library)
    return list(_causes(told))


def _causes(told: Iterable[Problem]) -> Iterator[Problem]:
    """Without those that only follow from another one."""
    told = list(told)
    at_element: defaultdict[tuple, set[str]] = defaultdict(set)
    in_file: defaultdict[str, set[str]] = defaultdict(set)
    for problem in told:
        if problem.severity != "warning":  # what can be run explains nothing that cannot
            at_element[problem.file, problem.element].add(problem.code)
            in_file[problem.file].add(problem.code)
    unread = any(code.startswith("xml.") or code in size.TOO_LARGE for codes in in_file.values() for code in codes)
    for problem in told:
        follows = (
            _AT_THE_SAME_ELEMENT.get(problem.code, set()) & at_element[problem.file, problem.element]
            or _IN_THE_SAME_FILE.get(problem.code, set()) & in_file[problem.file]
            or (unread and problem.code in _NOT_THERE)
        )
        if not follows:
            yield problem

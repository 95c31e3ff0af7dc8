"""What makes a bundle unfit to run, in the order in which it is worth knowing."""

from collections.abc import Iterator

from workflows.problems import Problem
from workflows.rules import decisions, events, formulas, scopes, settings, structure


def problems(library) -> Iterator[Problem]:
    """All problems of what the bundle defines; `library` is a bundle.Library."""
    for rules in (structure, scopes, settings, events, formulas, decisions):
        yield from rules.problems(library)

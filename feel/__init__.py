"""FEEL, the expression language of DMN, as far as processes and forms need it; knows nothing of either.

Left out on purpose: times without a date, regular expressions, functions of one's own, named arguments, names with
spaces, `instance of` and function values. Beyond the standard: `closing`, see feel/functions/calendar.py. Every budget
of `feel.limits` holds whatever the source and the variables.
"""

from collections.abc import Mapping
from datetime import datetime

from feel.allowance import Allowance, accounted, allowance
from feel.errors import FeelBudget, FeelError
from feel.plain import plain
from feel.programs import expressions, unary_tests
from feel.scope import Scope
from feel.values import lift

__all__ = ["Allowance", "FeelBudget", "FeelError", "allowance", "check", "evaluate", "expression", "unary", "variables"]


def evaluate(source: str, variables: Mapping, *, now: datetime | None = None) -> object:
    """The value as plain JSON: numbers int or float, dates and durations ISO 8601 text.

    Variables are JSON values, dates and Decimals. `now` is what `now()` and `today()` answer; without it they raise.
    What does not fit together (1 + "a", a missing variable) is null; only what cannot be read, or costs too much,
    raises FeelError.
    """
    program, scope = expressions.program(source), Scope(variables, now)
    try:
        with accounted(scope, source):
            return plain(program.run(scope))
    except RecursionError:
        raise FeelBudget("This expression is nested too deeply.") from None


def unary(source: str, value: object, variables: Mapping, *, now: datetime | None = None) -> bool | None:
    """Whether the value passes the unary tests of a decision table's cell; None when it cannot be compared."""
    program = unary_tests.program(source)
    subject = lift(value)
    scope = Scope(variables, now, subject)
    try:
        with accounted(scope, source):
            return program.run(subject, scope)
    except RecursionError:
        raise FeelBudget("This test is nested too deeply.") from None


def check(source: str, *, unary: bool = False) -> None:
    """Raises FeelError, with a position where there is one, if the source does not compile."""
    _cache(unary).program(source)


def variables(source: str, *, unary: bool = False) -> frozenset[str]:
    """The names that must come from outside.

    A bare name inside a filter counts too, since it may be a variable or a key of the elements; `item.name` does not.
    """
    return _cache(unary).program(source).variables


def expression(text: str | None) -> str | None:
    """The expression in an attribute of a model or form ("=a > 1" is "a > 1"), None when it is ordinary text."""
    text = (text or "").strip()
    return text[1:].strip() if text.startswith("=") else None


def _cache(unary: bool):
    return unary_tests if unary else expressions

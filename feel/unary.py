"""Unary tests, the cells of a decision table: does the value under test pass?"""

from collections.abc import Callable

from feel.nodes import Node, Step
from feel.scope import Scope
from feel.values import Range, any_true, equal, lift, negated


def passes_all(value: object, scope: Scope) -> bool:
    return True


def compared(operator: Callable, operand: Node) -> Step:
    """`>= 90`"""
    return lambda value, scope: operator(value, operand(scope), scope)


def matched(expression: Node, *, asks: bool) -> Step:
    """`90`, `[70..90)`, a list of such; or with `?` in it (asks) an expression that is itself the answer."""

    def test(value: object, scope: Scope) -> bool | None:
        outer, scope.subject = scope.subject, value
        wanted = expression(scope)
        scope.subject = outer
        if asks and (wanted is None or type(wanted) is bool):
            return wanted
        return _fits(value, wanted, scope)

    return test


def _fits(value: object, wanted: object, scope: Scope) -> bool | None:
    if isinstance(wanted, Range):
        return wanted.has(value, scope)
    same = equal(value, wanted, scope)
    if isinstance(wanted, list) and same is not True:
        scope.spend(len(wanted))
        return any(_fits_element(value, lift(element), scope) is True for element in wanted)
    return same


def _fits_element(value: object, wanted: object, scope: Scope) -> bool | None:
    return wanted.has(value, scope) if isinstance(wanted, Range) else equal(value, wanted, scope)


def one_of(tests: list[Step]) -> Step:
    if len(tests) == 1:
        return tests[0]
    return lambda value, scope: any_true(test(value, scope) for test in tests)


def none_of(test: Step) -> Step:
    return lambda value, scope: negated(test(value, scope))

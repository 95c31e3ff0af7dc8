"""Arithmetic on lifted values; what cannot be calculated is null."""

from datetime import date, datetime
from decimal import Decimal

from feel.errors import FeelBudget
from feel.limits import ARITHMETIC, EXPONENT
from feel.scope import Scope
from feel.temporal import Duration, later
from feel.values import at_most, equal, less, negated

CALENDAR_COST = 5  # steps beyond the tokens, as measured
POWER_COST = 150


def plus(left, right, scope: Scope) -> object:
    if type(left) is Decimal and type(right) is Decimal:
        return ARITHMETIC.add(left, right)
    scope.spend(CALENDAR_COST)
    match left, right:
        case str(), str():
            return scope.fitting(left + right)
        case date(), Duration():
            return later(left, right)
        case Duration(), date():
            return later(right, left)
        case Duration(), Duration():
            return left + right
    return None


def minus(left, right, scope: Scope) -> object:
    if type(left) is Decimal and type(right) is Decimal:
        return ARITHMETIC.subtract(left, right)
    scope.spend(CALENDAR_COST)
    match left, right:
        case ((date() | Duration()), Duration()):
            return plus(left, -right, scope)
        case (datetime(), datetime()) | (date(), date()):
            return _between(left, right)
    return None


def _between(later_one: date, earlier: date) -> Duration | None:
    zones = [getattr(moment, "tzinfo", None) is None for moment in (later_one, earlier)]
    if type(later_one) is not type(earlier) or zones[0] != zones[1]:
        return None
    return Duration(0, later_one - earlier)


def times(left, right, scope: Scope) -> object:
    if type(left) is Decimal and type(right) is Decimal:
        return ARITHMETIC.multiply(left, right)
    scope.spend(CALENDAR_COST)
    match left, right:
        case Duration(), Decimal():
            return left.times(float(right))
        case Decimal(), Duration():
            return right.times(float(left))
    return None


def divided(left, right, scope: Scope) -> object:
    if type(left) is Decimal and type(right) is Decimal:
        return ARITHMETIC.divide(left, right)
    scope.spend(CALENDAR_COST)
    match left, right:
        case Duration(), Decimal():
            return left.times(1 / float(right))
    return None


def power(left, right, scope: Scope) -> object:
    if type(left) is not Decimal or type(right) is not Decimal:
        return None
    if abs(right) > EXPONENT:
        raise FeelBudget(f"An exponent here is larger than {EXPONENT}.")
    scope.spend(POWER_COST)
    return ARITHMETIC.power(left, right)


def minus_sign(value, scope: Scope) -> object:
    if type(value) is Decimal:
        return ARITHMETIC.minus(value)
    try:
        return -value if isinstance(value, Duration) else None
    except OverflowError:  # the longest duration has no opposite
        return None


ARITHMETICAL = {"+": plus, "-": minus, "*": times, "/": divided, "**": power}

COMPARISONS = {
    "=": equal,
    "!=": lambda left, right, scope: negated(equal(left, right, scope)),
    "<": less,
    "<=": at_most,
    ">": lambda left, right, scope: less(right, left, scope),
    ">=": lambda left, right, scope: at_most(right, left, scope),
}

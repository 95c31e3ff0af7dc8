"""The values of the language: what comes in from outside, how two values compare, and three-valued logic."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, DecimalException

from feel.limits import ARITHMETIC
from feel.scope import Scope
from feel.temporal import Duration

ORDERED = {Decimal, str, date, datetime, Duration}
KNOWN = {type(None), bool, str, date, datetime, list, dict, Duration}


@dataclass(frozen=True, slots=True)
class Range:
    """All values between two ends; an end that is None is open for ever."""

    start: object
    end: object
    start_included: bool
    end_included: bool

    def has(self, value: object, scope: Scope) -> bool | None:
        above = at_most if self.start_included else less
        below = at_most if self.end_included else less
        return both(above(self.start, value, scope), below(value, self.end, scope))


KNOWN.add(Range)


def lift(value: object) -> object:
    """The value as the language knows it: numbers are Decimals, what it does not know is null."""
    kind = type(value)
    if kind in KNOWN:
        return value
    if issubclass(kind, int | float | Decimal):
        return number(value)  # type: ignore[arg-type]
    return _copied(value, kind)


def number(value: int | float | Decimal) -> Decimal | None:
    if isinstance(value, int) and value.bit_length() > 1_000:
        return None
    try:
        exact = ARITHMETIC.create_decimal(repr(value) if isinstance(value, float) else value)
    except DecimalException:
        return None
    return exact if exact.is_finite() else None


def _copied(value, kind: type) -> object:
    """A subclass of a known type is reduced to that type, so that none of its own methods ever runs."""
    if issubclass(kind, str):
        return str.__str__(value)
    if issubclass(kind, list | tuple):
        return list(value)
    if issubclass(kind, dict):
        return dict(value)
    if issubclass(kind, datetime):
        return datetime.fromisoformat(datetime.isoformat(value))
    return date.fromisoformat(date.isoformat(value)) if issubclass(kind, date) else None


def equal(left: object, right: object, scope: Scope) -> bool | None:
    """Whether two lifted values are the same; None when they are of different kinds."""
    if left is None or right is None:
        return left is right
    kind = type(left)
    if kind is not type(right):
        return None
    if kind is list or kind is dict:
        return _same_parts(left, right, scope)
    if isinstance(left, str):
        scope.spend(len(left) >> 10)
    return left == right


def _same_parts(left, right, scope: Scope) -> bool:
    scope.spend(4)
    if len(left) != len(right):
        return False
    pairs: object = zip(left, right, strict=True)
    if isinstance(left, dict):
        if left.keys() != right.keys():
            return False
        pairs = ((value, right[key]) for key, value in left.items())
    for one, other in pairs:  # type: ignore[attr-defined]
        scope.spend(2)
        if equal(lift(one), lift(other), scope) is not True:
            return False
    return True


def less(left: object, right: object, scope: Scope) -> bool | None:
    """Whether left comes before right; None when the two have no order."""
    if type(left) is Decimal and type(right) is Decimal:
        return left < right
    keys = _order(left, right, scope)
    return None if keys is None else keys[0] < keys[1]


def at_most(left: object, right: object, scope: Scope) -> bool | None:
    if type(left) is Decimal and type(right) is Decimal:
        return left <= right
    keys = _order(left, right, scope)
    return None if keys is None else keys[0] <= keys[1]


def _order(left, right, scope: Scope) -> tuple | None:
    kind = type(left)
    if kind is not type(right) or kind not in ORDERED:
        return None
    if kind is str:
        scope.spend(len(left) >> 10)
    if kind is datetime and (left.tzinfo is None) != (right.tzinfo is None):
        return None
    if kind is not Duration:
        return left, right
    if left.months or right.months:
        return None if left.rest or right.rest else (left.months, right.months)
    return left.rest, right.rest


def both(left: object, right: object) -> bool | None:
    if left is False or right is False:
        return False
    return True if left is True and right is True else None


def negated(value: object) -> bool | None:
    return not value if type(value) is bool else None


def any_true(values) -> bool | None:
    """True if one is, False if all are, else None."""
    result: bool | None = False
    for value in values:
        if value is True:
            return True
        if value is not False:
            result = None
    return result


def all_true(values) -> bool | None:
    """False if one is, True if all are, else None."""
    result: bool | None = True
    for value in values:
        if value is False:
            return False
        if value is not True:
            result = None
    return result

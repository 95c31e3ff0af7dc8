"""Functions on numbers, and what makes one number of many; the smallest and largest of anything ordered."""

from decimal import (
    ROUND_CEILING,
    ROUND_DOWN,
    ROUND_FLOOR,
    ROUND_HALF_DOWN,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    ROUND_UP,
    Decimal,
)
from functools import reduce

from feel.functions.registry import a_number, an_integer, anything, builtin, spread
from feel.limits import ARITHMETIC
from feel.temporal import Duration
from feel.values import less

ROUNDINGS = {
    "decimal": ROUND_HALF_EVEN,
    "floor": ROUND_FLOOR,
    "ceiling": ROUND_CEILING,
    "round up": ROUND_UP,
    "round down": ROUND_DOWN,
    "round half up": ROUND_HALF_UP,
    "round half down": ROUND_HALF_DOWN,
}
DECIMAL_PLACES = 30


def _rounding(mode: str):
    def rounded(value, places=0):
        if abs(places) > DECIMAL_PLACES:
            return None
        return value.quantize(Decimal(1).scaleb(-places), mode, ARITHMETIC)

    return rounded


for _name, _mode in ROUNDINGS.items():
    builtin(_name, a_number, an_integer, optional=int(_name in {"floor", "ceiling"}))(_rounding(_mode))


@builtin("abs", anything)
def absolute(value):
    match value:
        case Decimal():
            return ARITHMETIC.abs(value)
        case Duration():
            return Duration(abs(value.months), abs(value.rest))
    return None


@builtin("modulo", a_number, a_number)
def modulo(value, divisor):
    """The sign is the divisor's: modulo(-10, 3) is 2."""
    quotient = ARITHMETIC.divide(value, divisor).to_integral_value(ROUND_FLOOR)
    return ARITHMETIC.subtract(value, ARITHMETIC.multiply(divisor, quotient))


@builtin("even", a_number)
def even(value):
    return ARITHMETIC.remainder(value, Decimal(2)) == 0


@builtin("odd", a_number)
def odd(value):
    return abs(ARITHMETIC.remainder(value, Decimal(2))) == 1


def _numbers(arguments: tuple) -> list[Decimal] | None:
    """None when there is none, or when one is no number."""
    values = spread(arguments)
    return values if values and all(type(value) is Decimal for value in values) else None


@builtin("sum", more=anything)
def total(*values):
    numbers = _numbers(values)
    return None if numbers is None else reduce(ARITHMETIC.add, numbers)


@builtin("product", more=anything)
def product(*values):
    numbers = _numbers(values)
    return None if numbers is None else reduce(ARITHMETIC.multiply, numbers)


@builtin("mean", more=anything)
def mean(*values):
    numbers = _numbers(values)
    return None if numbers is None else ARITHMETIC.divide(reduce(ARITHMETIC.add, numbers), Decimal(len(numbers)))


@builtin("median", more=anything)
def median(*values):
    numbers = _numbers(values)
    if numbers is None:
        return None
    numbers.sort()
    middle = len(numbers) // 2
    return numbers[middle] if len(numbers) % 2 else mean(numbers[middle - 1], numbers[middle])


@builtin("min", more=anything, scoped=True)
def smallest(scope, *values):
    return _first(spread(values), lambda one, other: less(one, other, scope))


@builtin("max", more=anything, scoped=True)
def largest(scope, *values):
    return _first(spread(values), lambda one, other: less(other, one, scope))


def _first(values, comes_before):
    """The value that comes before all others; None when two of them have no order."""
    if not values:
        return None
    best = values[0]
    for value in values[1:]:
        better = comes_before(value, best)
        if better is None:
            return None
        best = value if better else best
    return best

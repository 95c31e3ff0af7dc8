"""Functions on lists; none changes the list it is given."""

from decimal import Decimal

from feel.functions.registry import a_list, an_integer, anything, builtin
from feel.values import equal, lift


@builtin("list contains", a_list, anything, scoped=True)
def list_contains(scope, values, wanted):
    return any(equal(value, wanted, scope) is True for value in values)


@builtin("index of", a_list, anything, scoped=True)
def index_of(scope, values, wanted):
    return [Decimal(index) for index, value in enumerate(values, 1) if equal(value, wanted, scope) is True]


@builtin("append", a_list, more=anything)
def append(values, *more):
    return [*values, *more]


@builtin("concatenate", more=anything)
def concatenate(*lists):
    return [value for values in lists for value in (values if isinstance(values, list) else [values])]


@builtin("union", more=anything, scoped=True)
def union(scope, *lists):
    return distinct_values(scope, [lift(value) for value in concatenate(*lists)])


@builtin("distinct values", a_list, scoped=True)
def distinct_values(scope, values):
    simple: set = set()
    kept: list = []
    nested: list = []
    for value in values:
        if isinstance(value, list | dict):
            if not any(equal(value, other, scope) is True for other in nested):
                nested.append(value)
                kept.append(value)
        elif (type(value), value) not in simple:
            simple.add((type(value), value))
            kept.append(value)
    return kept


@builtin("reverse", a_list)
def reverse(values):
    return values[::-1]


@builtin("sublist", a_list, an_integer, an_integer, optional=1)
def sublist(values, start, length=None):
    """Elements are counted from 1; a negative start counts from the end."""
    first = start - 1 if start > 0 else len(values) + start
    if start == 0 or not 0 <= first < len(values) or (length is not None and length < 0):
        return None
    return values[first:] if length is None else values[first : first + length]


@builtin("flatten", a_list, scoped=True)
def flatten(scope, values):
    flat: list = []
    waiting: list = [iter(values)]
    while waiting:
        for value in map(lift, waiting[-1]):
            scope.spend(1)
            if isinstance(value, list):
                waiting.append(iter(value))
                break
            flat.append(value)
        else:
            waiting.pop()
    return flat

"""Functions on booleans, contexts and missing values."""

from decimal import Decimal

from feel.functions.registry import a_context, a_text, anything, builtin, spread
from feel.values import all_true, any_true, negated

builtin("not", anything)(negated)


@builtin("all", more=anything)
def every(*values):
    return all_true(spread(values))


@builtin("any", more=anything)
def some(*values):
    return any_true(spread(values))


@builtin("is defined", anything)
def is_defined(value):
    return value is not None


@builtin("get or else", anything, anything)
def get_or_else(value, otherwise):
    return otherwise if value is None else value


@builtin("get value", a_context, a_text)
def get_value(context, key):
    return context.get(key)


@builtin("get entries", a_context, scoped=True)
def get_entries(scope, context):
    scope.spend(5 * len(context))
    return [{"key": key, "value": value} for key, value in context.items()]


@builtin("count", anything)
def count(values):
    return None if values is None else Decimal(len(values) if isinstance(values, list) else 1)

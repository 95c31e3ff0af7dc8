"""Results as plain JSON values, weighed so that nothing enormous is stored."""

from datetime import date
from decimal import Decimal
from math import isfinite

from feel.errors import FeelBudget
from feel.limits import RESULT_INTEGER, RESULT_NESTING, RESULT_NODES, RESULT_TEXT
from feel.temporal import Duration, written_duration
from feel.values import Range, lift


def plain(value: object) -> object:
    """The value as JSON: numbers int or float, dates and durations ISO text, a range null."""
    if value is None or type(value) is bool:
        return value
    if type(value) is Decimal:
        return _json_number(value)
    return _Weighing().part(value, 0)


def _json_number(value: Decimal) -> int | float:
    if value == value.to_integral_value() and abs(value) < RESULT_INTEGER:
        return int(value)
    nearest = float(value)
    if not isfinite(nearest):
        raise FeelBudget("The result is a number too large to keep.")
    return nearest


class _Weighing:
    def __init__(self):
        self.nodes = RESULT_NODES
        self.characters = RESULT_TEXT

    def part(self, value: object, depth: int) -> object:
        self._weigh(value, depth)
        match value:
            case list():
                return [self.part(lift(element), depth + 1) for element in value]
            case dict():
                return {
                    self.part(lift(key), depth + 1): self.part(lift(part), depth + 1) for key, part in value.items()
                }
            case Decimal():
                return _json_number(value)
            case date():
                return value.isoformat()
            case Duration():
                return written_duration(value)
        return None if isinstance(value, Range) else value

    def _weigh(self, value: object, depth: int) -> None:
        self.nodes -= 1
        self.characters -= len(value) if isinstance(value, str) else 0
        if self.nodes < 0 or self.characters < 0 or depth > RESULT_NESTING:
            raise FeelBudget("The result is too large to keep.")

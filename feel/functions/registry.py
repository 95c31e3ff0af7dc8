"""How a built-in function states its parameters; a value of another kind makes the call null, as FEEL asks."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from feel.errors import FeelError
from feel.scope import Scope
from feel.values import lift

Parameter = Callable[[object, Scope], object]
FUNCTIONS: dict[str, "Function"] = {}
LONGEST_NAME = 4  # words: "years and months duration"


@dataclass(frozen=True, slots=True)
class Function:
    name: str
    run: Callable
    parameters: tuple[Parameter, ...]
    optional: int  # so many of the last parameters may be missing
    more: Parameter | None  # what every further argument must be
    scoped: bool  # run also wants the scope, first

    def accepts(self, count: int) -> bool:
        fewest = len(self.parameters) - self.optional
        return count >= fewest and (self.more is not None or count <= len(self.parameters))

    def call(self, arguments: list[object], scope: Scope) -> object:
        values: list = [scope] if self.scoped else []
        for index, argument in enumerate(arguments):
            wanted = self.parameters[index] if index < len(self.parameters) else self.more
            value = wanted(argument, scope)  # type: ignore[misc]  # accepts() was asked when compiling
            if value is None and wanted is not anything:
                return None
            values.append(value)
        try:
            return scope.fitting(lift(self.run(*values)))
        except FeelError:
            raise
        except (ArithmeticError, ValueError):  # no such number or day
            return None


def builtin(name: str, *parameters: Parameter, optional: int = 0, more: Parameter | None = None, scoped=False):
    def register(run: Callable) -> Callable:
        FUNCTIONS[name] = Function(name, run, parameters, optional, more, scoped)
        return run

    return register


def anything(value: object, scope: Scope) -> object:
    if isinstance(value, list):
        scope.spend(len(value))
    return value


def a_number(value: object, scope: Scope) -> object:
    return value if type(value) is Decimal else None


def an_integer(value: object, scope: Scope) -> int | None:
    small = type(value) is Decimal and value == value.to_integral_value() and abs(value) < 10**9
    return int(value) if small else None  # type: ignore[call-overload]


def a_text(value: object, scope: Scope) -> object:
    if type(value) is not str:
        return None
    scope.spend(len(value) // 10)
    return value


def a_list(value: object, scope: Scope) -> list | None:
    """A single value is a list of one."""
    if value is None:
        return None
    if not isinstance(value, list):
        return [value]
    scope.spend(len(value))
    return [lift(element) for element in value]


def a_context(value: object, scope: Scope) -> object:
    return value if isinstance(value, dict) else None


def a_day(value: object, scope: Scope) -> object:
    return value if isinstance(value, date) else None


def spread(arguments: tuple) -> list:
    """The elements of the only argument when it is a list, else the arguments: max([1, 2]) is max(1, 2)."""
    if len(arguments) == 1 and isinstance(arguments[0], list):
        return [lift(element) for element in arguments[0]]
    return list(arguments)

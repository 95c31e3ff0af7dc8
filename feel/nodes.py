"""What a parsed expression is made of: functions from a scope to a value, built once and called often.

A step is the second half of an operation: it takes the value on its left. Chains of steps are run in a loop, so a
long expression does not recurse; only what stands in brackets does. Loops pay for their body by its size in tokens.
"""

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal

from feel.errors import FeelBudget, FeelError
from feel.functions import Function
from feel.limits import LIST_LENGTH
from feel.scope import Scope
from feel.temporal import Duration, part_of_date, part_of_duration
from feel.values import Range, all_true, any_true, at_most, both, lift

Node = Callable[[Scope], object]
Step = Callable[[object, Scope], object]


def constant(value: object) -> Node:
    return lambda scope: value


def name(identifier: str) -> Node:
    def read(scope: Scope) -> object:
        frame = scope.frames
        while frame is not None:
            if identifier in frame[0]:
                return lift(frame[0][identifier])
            frame = frame[1]
        return lift(scope.variables.get(identifier))

    return read


def subject(scope: Scope) -> object:
    return scope.subject


def chain(first: Node, steps: list[Step]) -> Node:
    if not steps:
        return first
    if len(steps) == 1:
        step = steps[0]
        return lambda scope: step(first(scope), scope)

    def run(scope: Scope) -> object:
        value = first(scope)
        for step in steps:
            value = step(value, scope)
        return value

    return run


def arithmetic(operator: Callable, operand: Node) -> Step:
    def calculate(left: object, scope: Scope) -> object:
        try:
            return operator(left, operand(scope), scope)
        except FeelError:
            raise
        except (ArithmeticError, ValueError):  # division by zero, a number or day beyond all bounds
            return None

    return calculate


def comparison(operator: Callable, operand: Node) -> Step:
    return lambda left, scope: operator(left, operand(scope), scope)


def between(lowest: Node, highest: Node) -> Step:
    return lambda value, scope: both(at_most(lowest(scope), value, scope), at_most(value, highest(scope), scope))


def conjunction(operands: list[Node]) -> Node:
    return lambda scope: all_true(operand(scope) for operand in operands)


def disjunction(operands: list[Node]) -> Node:
    return lambda scope: any_true(operand(scope) for operand in operands)


def conditional(condition: Node, then: Node, otherwise: Node) -> Node:
    return lambda scope: then(scope) if condition(scope) is True else otherwise(scope)


def call(function: Function, arguments: list[Node]) -> Node:
    return lambda scope: function.call([argument(scope) for argument in arguments], scope)


def listing(elements: list[Node]) -> Node:
    return lambda scope: [element(scope) for element in elements]


def context(entries: list[tuple[str, Node]]) -> Node:
    """Later entries may use earlier ones by name."""

    def build(scope: Scope) -> object:
        built: dict[str, object] = {}
        outer, scope.frames = scope.frames, (built, scope.frames)
        for key, entry in entries:
            built[key] = entry(scope)
        scope.frames = outer
        return built

    return build


def interval(start: Node, end: Node, *, start_included: bool, end_included: bool) -> Node:
    return lambda scope: Range(start(scope), end(scope), start_included, end_included)


def member(key: str) -> Step:
    """`.key` of a context, of every element of a list, or of a date or duration."""

    def read(value: object, scope: Scope) -> object:
        if isinstance(value, list):
            scope.spend(2 * len(value))
            return [_member(lift(part), key) for part in value]
        return _member(value, key)

    return read


def _member(value: object, key: str) -> object:
    part: object = None
    match value:
        case dict():
            part = value.get(key)
        case Duration():
            part = part_of_duration(value, key)
        case date():
            part = part_of_date(value, key)
        case Range():
            part = {"start": value.start, "end": value.end}.get(key)
    return lift(part)


def selection(condition: Node, weight: int) -> Step:
    """`[condition]`: the elements for which it is true, or the one at the place when it is a number."""

    def select(value: object, scope: Scope) -> object:
        if value is None:
            return None
        elements = value if isinstance(value, list) else [value]
        outer = scope.frames
        kept: list[object] = []
        for element in map(lift, elements or [None]):
            scope.spend(weight)
            names = element if isinstance(element, dict) else {}
            scope.frames = (names, ({"item": element}, outer))
            answer = condition(scope)
            if type(answer) is Decimal:
                scope.frames = outer
                return _at(elements, answer)
            if answer is True and elements:
                kept.append(element)
        scope.frames = outer
        return kept

    return select


def _at(elements: list, place: Decimal) -> object:
    """Counted from 1, or from the end when negative."""
    index = int(place) - 1 if place > 0 else len(elements) + int(place)
    return lift(elements[index]) if place != 0 and 0 <= index < len(elements) else None


Iterators = list[tuple[str, Node]]


def loop(iterators: Iterators, body: Node, weight: int) -> Node:
    return _folded(iterators, body, weight, list)


def some(iterators: Iterators, condition: Node, weight: int) -> Node:
    return _folded(iterators, condition, weight, any_true)


def every(iterators: Iterators, condition: Node, weight: int) -> Node:
    return _folded(iterators, condition, weight, all_true)


class _NothingToIterate(Exception):
    """One of the lists is null, and so is the whole."""


def _folded(iterators: Iterators, body: Node, weight: int, fold: Callable) -> Node:
    def run(scope: Scope) -> object:
        outer = scope.frames
        try:
            return scope.fitting(fold(body(scope) for _ in _rounds(iterators, scope, weight)))
        except _NothingToIterate:
            return None
        finally:
            scope.frames = outer

    return run


def _rounds(iterators: Iterators, scope: Scope, weight: int) -> Iterator[None]:
    """Binds every combination in turn."""
    (identifier, domain), further = iterators[0], iterators[1:]
    outer = scope.frames
    for value in _elements(domain(scope)):
        scope.spend(weight)
        scope.frames = ({identifier: lift(value)}, outer)
        if further:
            yield from _rounds(further, scope, weight)
        else:
            yield


def _elements(domain: object) -> list:
    if isinstance(domain, Range):
        domain = _counted(domain.start, domain.end)
    if domain is None:
        raise _NothingToIterate
    return domain if isinstance(domain, list) else [domain]


def counting(start: Node, end: Node) -> Node:
    """The `1..3` of a loop, upwards or downwards."""
    return lambda scope: _counted(start(scope), end(scope))


def _counted(start: object, end: object) -> list[Decimal] | None:
    if type(start) is not Decimal or type(end) is not Decimal:
        return None
    if abs(end - start) >= LIST_LENGTH:
        raise FeelBudget(f"A loop here counts further than {LIST_LENGTH}.")
    first, last = int(start), int(end)
    direction = 1 if last >= first else -1
    return [Decimal(count) for count in range(first, last + direction, direction)]

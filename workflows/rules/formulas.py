"""Rules about expressions: each one must compile."""

from collections.abc import Iterator

import feel
from workflows.model import Flow, Value
from workflows.problems import Problem
from workflows.rules.places import Place, places


def problems(library) -> Iterator[Problem]:
    for place in places(library):
        conditions = [flow.condition for flow in place.node.outgoing]
        for flow in place.node.outgoing:
            yield from _formula(place, flow.condition, flow)
        for value in place.node.values():
            if value not in conditions:
                yield from _formula(place, value)


def _formula(place: Place, value: Value | None, flow: Flow | None = None) -> Iterator[Problem]:
    if value is None or not value.is_feel:
        return
    fault = fault_of(value.text)
    if fault is not None:
        yield place("feel.syntax", fault, flow=flow)


def fault_of(source: str, *, unary: bool = False) -> str | None:
    """What is wrong with the expression, with the place counted from 1; None when it compiles."""
    try:
        feel.check(source, unary=unary)
    except feel.FeelError as error:
        where = f" at character {error.position + 1}" if error.position is not None else ""
        return f"The expression “{source}” cannot be read{where}: {error}"
    return None

"""Rules about expressions: each one must compile."""

from collections.abc import Iterator

import feel
from feel.reasons import reason
from workflows.model import Flow, Value
from workflows.problems import Problem, words
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
    error = error_of(value.text)
    if error is not None:
        yield place("feel.syntax", flow=flow, **of(value.text, error))


def error_of(source: str, *, unary: bool = False) -> feel.FeelError | None:
    """Why the expression does not compile; None when it does."""
    try:
        feel.check(source, unary=unary)
    except feel.FeelError as error:
        return error
    return None


def of(source: str, error: feel.FeelError) -> dict:
    """The values of a sentence about an expression; places count from 1."""
    where = "" if error.position is None else words("feel.where", place=error.position + 1)
    return {"source": source, "where": where, "reason": reason(error)}

"""Which parts of a bound form are visible and required, as its FEEL expressions say."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

import feel
from forms.fields import Answer
from forms.levels import Level
from forms.nodes import GroupNode, ViewNode
from forms.rows import Row, Rows

if TYPE_CHECKING:
    from forms.bound import BoundForm

PASSES = 8


def settle(form: BoundForm) -> None:
    """Set `visible`, `hidden` (by its own condition, not by what stands around it) and `required` everywhere.

    What is hidden counts as null for the rest, so the answer is looked for until nothing changes; conditions that chase
    each other are left as they stand after a few passes.
    """
    _settle(form, form.root, form.outside)


def settle_row(form: BoundForm, row: Row) -> None:
    """The same for a row that stands beside the others, to be copied."""
    around = []
    place: Level | None = row.level.outer
    while place:
        around.append(place)
        place = place.outer
    outer: Mapping = form.outside
    for place in reversed(around):
        outer = place.variables(outer)
    _settle(form, row.level, outer)


def true(expression: str, variables: Mapping, now: datetime) -> bool:
    """Whether the expression is true; null and failure are not."""
    return evaluate(expression, variables, now) is True


def evaluate(expression: str, variables: Mapping, now: datetime) -> object:
    """The value, null when the expression fails on these values: a form must open whatever is in it."""
    try:
        return feel.evaluate(expression, variables, now=now)
    except feel.FeelError:
        return None


def _settle(form: BoundForm, place: Level, outer: Mapping) -> None:
    for _ in range(PASSES):
        before = [node.visible for node in place.walk()]
        _each(form, place, outer, _show)
        if [node.visible for node in place.walk()] == before:
            break
    _each(form, place, outer, _require)


Visit = Callable[["BoundForm", Any, Mapping, bool], None]


def _each(form: BoundForm, place: Level, outer: Mapping, visit: Visit) -> None:
    variables = place.variables(outer)
    _nodes(form, place.nodes, variables, visit, shown=True)


def _nodes(form: BoundForm, nodes: list, variables: Mapping, visit: Visit, *, shown: bool) -> None:
    for node in nodes:
        visit(form, node, variables, shown)
        if isinstance(node, GroupNode):
            _nodes(form, node.nodes, variables, visit, shown=node.visible)
        elif isinstance(node, Rows) and node.visible:
            for row in node.rows:
                _each(form, row.level, variables, visit)


def _show(form: BoundForm, node: Any, variables: Mapping, shown: bool) -> None:
    hide = node.component.hide
    node.hidden = bool(hide) and true(hide, variables, form.now)
    node.visible = shown and not node.hidden


def _require(form: BoundForm, node: Any, variables: Mapping, _shown: bool) -> None:
    if isinstance(node, Answer) and node.question.required_if:
        node.required = node.question.required or true(node.question.required_if, variables, form.now)
    elif isinstance(node, ViewNode) and node.component.expression:
        node.computed = evaluate(node.component.expression, variables, form.now)

"""Judges a bound form: every visible answer, the rows of its lists, its checks, and what should not have been sent."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from forms import numbers
from forms.conditions import evaluate
from forms.definition import Check
from forms.fields import Answer
from forms.levels import Level
from forms.plain import storable
from forms.rows import Rows, walk

if TYPE_CHECKING:
    from forms.bound import BoundForm

NAMED_AT_MOST = 3


def judge(form: BoundForm) -> bool:
    """True when nothing is wrong; faults are left at the fields, lists and the form."""
    form.form_errors = _of_the_post(form)
    for node in form.root.walk():
        if isinstance(node, Answer | Rows):
            node.errors = []
    _level(form, form.root, form.form.definition.checks, form.outside, own=form.form_errors)
    return not form.errors


def _level(form: BoundForm, place: Level, checks: tuple[Check, ...], outer: Mapping, own: list[str]) -> None:
    variables = place.variables(outer)
    for field in place:
        if field.visible and not field.readonly:
            field.validate(place)
    for rows in place.lists.values():
        if rows.visible:
            _rows(form, rows, variables)
    for check in checks:
        _check(form, place, check, variables, own)


def _rows(form: BoundForm, rows: Rows, variables: Mapping) -> None:
    for row in rows.rows:
        _level(form, row.level, rows.component.checks, variables, own=rows.errors)
    gettext, component = form.gettext, rows.component
    words = {"label": rows.heading, "most": component.most, "fewest": component.fewest}
    if rows.too_many:
        rows.errors.append(gettext("“%(label)s” may have %(most)s rows at most.") % words)
    if len(rows.rows) < component.fewest:
        rows.errors.append(gettext("“%(label)s” needs %(fewest)s rows at least.") % words)
    if component.total and rows.sum != component.total.target:
        found = {
            "label": form.words(component.total.label),
            "sum": numbers.show_decimal(rows.sum or Decimal(0), gettext),
            "target": numbers.show_decimal(component.total.target, gettext),
        }
        message = gettext("“%(label)s” adds up to %(sum)s; it must be %(target)s.")
        rows.errors.append(message % found)


def _check(form: BoundForm, place: Level, check: Check, variables: Mapping, own: list[str]) -> None:
    """A check waits until the fields it reads are good by themselves; null is no fault while one of them is empty."""
    if any(_has_errors(place, name) for name in check.reads):
        return
    verdict = evaluate(check.condition, variables, form.now)
    if verdict is True or (verdict is not False and any(_is_empty(place, name) for name in check.reads)):
        return
    target = _part(place, check.field) if check.field else None
    errors = target.errors if target is not None and target.visible else own
    errors.append(form.words(check.message))


def _is_empty(place: Level, name: str) -> bool:
    part = _part(place, name)
    return isinstance(part, Answer) and (part.empty or not part.visible)


def _has_errors(place: Level, name: str) -> bool:
    part = _part(place, name)
    if isinstance(part, Rows):
        return bool(part.errors) or any(
            getattr(node, "errors", None) for row in part.rows for node in walk(row.level.nodes)
        )
    return part is not None and bool(part.errors)


def _part(place: Level, key: str) -> Answer | Rows | None:
    if key in place.lists:
        return place.lists[key]
    return place[key] if key in place else None  # noqa: SIM401 - a form has no get


def _of_the_post(form: BoundForm) -> list[str]:
    """Faults of the post as a whole: too much, or fields that this form does not have."""
    if form.posted is None:
        return []
    gettext = form.gettext
    if form.posted.too_much:
        return [gettext("More was sent than this form can take. Shorten the texts or remove rows.")]
    overfull = tuple(f"{node.address}-" for node in form.root.walk() if isinstance(node, Rows) and node.too_many)
    known = {field.name for field in form.fields()}
    sent = {*form.posted.fields(), *(name for name in form.files if isinstance(name, str))}
    unknown = sorted(name for name in sent - known if not name.startswith(overfull))
    if not unknown:
        return []
    names = ", ".join(storable(name)[:60] for name in unknown[:NAMED_AT_MOST])
    return [gettext("This form has no field named %(names)s. Reload the page and try again.") % {"names": names}]

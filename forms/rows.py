"""Lists of rows: how many there are, in which order, what they are called and what they add up to."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from forms import numbers, plain
from forms.definition import RowList
from forms.fields import Answer
from forms.nodes import GroupNode, Node
from forms.posted import Posted

if TYPE_CHECKING:
    from forms.levels import Level


class Rows(Node):
    """A list of rows."""

    component: RowList

    def __init__(self, place: Level, component: RowList, posted: Posted | None):
        super().__init__(place, component, component.key)
        self.scope = place.scope.lists[component.key]
        given = place.initial.get(component.key)
        if given is None and component.rows_from:
            given = place.look_up(component.rows_from)
        self.initial = given if isinstance(given, list) else None
        self.fixed = component.fixed
        self.errors: list[str] = []
        known = len(self.initial or [])
        fresh = None
        if component.fixed or posted is None:
            count = known if component.fixed or self.initial is not None else component.at_first
            tokens = [str(number) for number in range(count)]
        else:
            tokens, fresh = posted.rows(self.address, first_new=known, most=component.most)
        self.too_many = len(tokens) > component.most and not component.fixed
        self.next = max([known - 1, *map(int, tokens)]) + 1
        self.rows = [
            Row(self, token, number, None if token == fresh else posted)
            for number, token in enumerate(tokens[: component.most] if self.too_many else tokens, 1)
        ]

    @property
    def blank(self) -> Row:
        """A row to clone in the browser; its token is a placeholder."""
        row = Row(self, f"__{self.address.count('-') // 2}__", len(self.rows) + 1, None)
        self.level.owner.settle_row(row)
        return row

    @property
    def error(self) -> str:
        return self.errors[0] if self.errors else ""

    @property
    def focus_id(self) -> str:
        return self.id

    @property
    def described_by(self) -> str:
        return " ".join(f"{self.id}--{name}" for name in ("hint", "error") if getattr(self, name))

    @property
    def may_add(self) -> bool:
        return not self.fixed and len(self.rows) < self.component.most

    @property
    def add_words(self) -> str:
        label = self.level.owner.words(self.component.row_label)
        message = self.level.owner.gettext("Add: %(row)s") if label else self.level.owner.gettext("Add a row")
        return message % {"row": label}

    @property
    def label_pattern(self) -> str:
        """What a row is called, with {number} where the browser puts its number."""
        label = self.level.owner.words(self.component.row_label) or self.level.owner.gettext("Row")
        return self.level.owner.gettext("%(row)s %(number)s") % {"row": label, "number": "{number}"}

    def values(self) -> list[dict]:
        return [row.level.values() for row in self.rows]

    def answers(self) -> list[dict]:
        return [row.answers() for row in self.rows]

    @property
    def sum(self) -> Decimal | None:
        """The numbers that must add up, so far."""
        total = self.component.total
        if total is None:
            return None
        return sum((Decimal(repr(number)) for number in self._numbers(total.path)), Decimal(0))

    def _numbers(self, path: tuple[str, ...]) -> Iterator[int | float]:
        for row in self.rows:
            if len(path) > 1:
                yield from row.level.lists[path[0]]._numbers(path[1:])  # noqa: SLF001
            else:
                field = row.level[path[0]]
                if field.visible and isinstance(field.data, int | float) and not isinstance(field.data, bool):
                    yield field.data

    @property
    def sum_words(self) -> str:
        """How far the rows are from their target, in words."""
        return self.sum_pattern.replace("{sum}", numbers.show_decimal(self.sum or Decimal(0), self.level.owner.gettext))

    @property
    def sum_pattern(self) -> str:
        """The same with {sum} where the browser puts the sum."""
        total = self.component.total
        if total is None:
            return ""
        gettext = self.level.owner.gettext
        target = numbers.show_decimal(total.target, gettext)
        return gettext("Sum so far: %(sum)s of %(target)s") % {"sum": "{sum}", "target": target}


class Row:
    """One row; its initial values are found by its token, however often it has moved."""

    def __init__(self, rows: Rows, token: str, number: int, posted: Posted | None):
        self.rows = rows
        self.address = f"{rows.address}-{token}"
        self.id = f"f-{self.address}"
        self.number = number
        known = rows.initial or []
        initial = known[int(token)] if token.isdigit() and int(token) < len(known) else {}
        self.level = rows.level.inside(rows.scope, f"{self.address}-", initial, posted)
        if rows.component.compact:
            for field in self.level:
                field.called = self.title

    @property
    def title(self) -> str:
        """The words of the field that names the row, if the definition names one and it can only be read."""
        key = self.rows.component.title
        field = self.level[key] if key and key in self.level else None
        return field.shown if field is not None and field.readonly else ""

    @property
    def label(self) -> str:
        """The title, or what a row is called here with its number."""
        return self.title or self.rows.label_pattern.replace("{number}", str(self.number))

    @property
    def facts(self) -> list[Answer]:
        """Read-only fields shown as a line of facts under the row's title."""
        named = self.rows.component.title
        plain_kinds = ("textfield", "number", "date", "time", "datetime", "select", "radio")
        return [f for f in self.level if f.readonly and f.visible and f.kind in plain_kinds and f.short_name != named]

    @property
    def nodes(self) -> list:
        """What remains to be shown below title and facts."""
        above = {id(field) for field in self.facts}
        named = self.rows.component.title if self.title else None
        return [
            node
            for node in self.level.nodes
            if id(node) not in above and not (named and getattr(node, "short_name", None) == named)
        ]

    @property
    def questions(self) -> list[Answer]:
        """All but the title, for rows that are compact."""
        return [field for field in self.level if field.short_name != self.rows.component.title]

    def answers(self) -> dict:
        carried = {name: plain.value_or_none(self.level.initial.get(name)) for name in self.rows.component.carry}
        return {**carried, **self.level.answers()}


def walk(nodes: list) -> Iterator:
    """All nodes with what stands inside them, in the order of the page."""
    for node in nodes:
        yield node
        if isinstance(node, GroupNode):
            yield from walk(node.nodes)
        elif isinstance(node, Rows):
            for row in node.rows:
                yield from walk(row.level.nodes)

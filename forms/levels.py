"""One level of a bound form: the form itself or one row of a list; its fields see each other and what lies around."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from wtforms.form import BaseForm

from forms import plain
from forms.definition import Component, Group, Question, RowList, View, level
from forms.kinds import FIELDS
from forms.nodes import GroupNode, Node, ViewNode
from forms.posted import Posted
from forms.rows import Rows, walk

if TYPE_CHECKING:
    from forms.bound import BoundForm


class Scope:
    """The WTForms fields of one level, built once per definition and shared by all who fill it in."""

    def __init__(self, components: tuple[Component, ...]):
        self.components = components
        here = list(level(components))
        self.fields = {c.key: FIELDS[c.kind](c) for c in here if isinstance(c, Question)}
        self.lists = {c.key: Scope(c.components) for c in here if isinstance(c, RowList)}


class Level(BaseForm):
    """The bound fields of a scope, with their groups, lists and words as a tree of nodes in the author's order."""

    def __init__(self, owner: BoundForm, scope: Scope, prefix: str, initial: object, outer: Level | None = None):
        self.owner = owner
        self.scope = scope
        self.prefix = prefix
        self.initial: dict = initial if isinstance(initial, dict) else {}
        self.outer = outer
        super().__init__(scope.fields, prefix=prefix)
        self.lists: dict[str, Rows] = {}

    def fill(self, posted: Posted | None) -> Level:
        """Take the values, from the post where there is one."""
        self.process(formdata=posted, data=self.initial)
        self.nodes = [self._node(component, posted) for component in self.scope.components]
        return self

    def _node(self, component: Component, posted: Posted | None) -> Node:
        match component:
            case Question():
                return self._fields[component.key]
            case RowList():
                rows = Rows(self, component, posted)
                self.lists[component.key] = rows
                return rows
            case Group():
                return GroupNode(self, component, [self._node(child, posted) for child in component.components])
            case View():
                return ViewNode(self, component)
        raise TypeError(component)

    def inside(self, scope: Scope, prefix: str, initial: object, posted: Posted | None) -> Level:
        """The level of a row of a list that stands here."""
        return Level(self.owner, scope, prefix, initial, self).fill(posted)

    def look_up(self, name: str) -> object:
        """A value given from outside: of the row, then of the rows and the form around it, then of the context."""
        place: Level | None = self
        while place:
            if name in place.initial:
                return plain.value_or_none(place.initial[name])
            place = place.outer
        return plain.value_or_none(self.owner.context.get(name))

    def values(self) -> dict[str, object]:
        """What the visible parts hold now; null where something is hidden."""
        found: dict[str, object] = {name: field.data if field.visible else None for name, field in self._fields.items()}
        found.update({key: rows.values() if rows.visible else None for key, rows in self.lists.items()})
        return found

    def answers(self) -> dict[str, object]:
        """The values of the visible parts alone, lists with what their rows carry."""
        found: dict[str, object] = {name: field.data for name, field in self._fields.items() if field.visible}
        found.update({key: rows.answers() for key, rows in self.lists.items() if rows.visible})
        return found

    def variables(self, outer: Mapping) -> dict[str, object]:
        """What an expression sees from here: nearer names shadow outer ones."""
        return {**outer, **self.initial, **self.values()}

    def walk(self) -> Iterator:
        """All nodes of this level and of the rows inside, in the order of the page."""
        yield from walk(self.nodes)

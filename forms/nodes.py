"""Parts of the page that are neither fields nor lists: groups and words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from forms import numbers
from forms.definition import Component, Group, View
from forms.wording import blocks

if TYPE_CHECKING:
    from forms.levels import Level


class Node:
    """A part of the page that is no field."""

    kind = ""
    readonly = False

    def __init__(self, place: Level, component: Component, name: str):
        self.level = place
        self.component = component
        self.address = f"{place.prefix}{name}"
        self.id = f"f-{self.address}"
        self.kind = component.kind
        self.visible = True
        self.hidden = False

    @property
    def heading(self) -> str:
        return self.level.owner.words(self.component.label)

    @property
    def hint(self) -> str:
        return self.level.owner.words(getattr(self.component, "hint", ""))


class GroupNode(Node):
    def __init__(self, place: Level, component: Group, nodes: list):
        super().__init__(place, component, f"~{component.id}")
        self.id = f"f-{place.prefix}--{component.id}"
        self.nodes = nodes


class ViewNode(Node):
    """Words between the questions; `expression` holds the last result where the words are computed."""

    component: View

    def __init__(self, place: Level, component: View):
        super().__init__(place, component, f"~{component.id}")
        self.id = f"f-{place.prefix}--{component.id}"
        self.computed: object = None

    @property
    def words(self) -> str:
        if self.component.expression is None:
            return self.level.owner.words(self.component.text)
        return numbers.show(self.computed, self.level.owner.gettext)

    @property
    def blocks(self) -> list[tuple[str, list[str]]]:
        return blocks(self.words)

"""The parts of a compiled form. Immutable, shared by all who fill it in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal


@dataclass(frozen=True, kw_only=True)
class Component:
    """Anything on the form; `hide` is the FEEL text that takes it off the page."""

    kind: str
    id: str
    label: str = ""
    hide: str | None = None


@dataclass(frozen=True, kw_only=True)
class View(Component):
    """Words, a line or a space between the questions; `text` or the FEEL `expression` that gives it."""

    text: str = ""
    expression: str | None = None


@dataclass(frozen=True)
class Option:
    value: object
    label: str


@dataclass(frozen=True)
class Bounds:
    """What a good answer must satisfy beyond its type."""

    minimum: Decimal | None = None
    maximum: Decimal | None = None
    step: Decimal | None = None
    decimals: int | None = None
    shortest: int | None = None
    longest: int | None = None
    pattern: re.Pattern[str] | None = None
    pattern_message: str = ""
    format: str | None = None  # "email" | "phone"
    not_past: bool = False
    file_bytes: int = 0
    extensions: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Question(Component):
    """One thing a person answers; `key` names the answer."""

    key: str
    hint: str = ""
    example: str = ""
    unit: str = ""
    widget: str = ""
    readonly: bool = False
    required: bool = False
    required_if: str | None = None
    default: object = None
    options: tuple[Option, ...] = ()
    options_from: str | None = None
    multiple: bool = False
    bounds: Bounds = Bounds()


@dataclass(frozen=True)
class Check:
    """A FEEL condition that must be true; `field` is the key the message belongs to."""

    condition: str
    message: str
    field: str | None
    reads: frozenset[str]


@dataclass(frozen=True)
class Total:
    """Numbers of all rows that must add up; `path` leads to the number, through an inner list if need be."""

    path: tuple[str, ...]
    target: Decimal
    label: str


@dataclass(frozen=True, kw_only=True)
class Group(Component):
    hint: str = ""
    components: tuple[Component, ...] = ()


@dataclass(frozen=True, kw_only=True)
class RowList(Component):
    """A list whose rows repeat `components`; `carry` names row values kept though not shown.

    `rows_from` names the list given from outside that fixed rows come from where the row around them is new;
    `compact` rows are one line of questions, each called by the title of its row.
    """

    key: str
    hint: str = ""
    components: tuple[Component, ...] = ()
    fixed: bool = False
    compact: bool = False
    rows_from: str | None = None
    fewest: int = 0
    most: int = 0
    at_first: int = 1
    total: Total | None = None
    title: str | None = None
    row_label: str = ""
    carry: tuple[str, ...] = ()
    checks: tuple[Check, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Definition:
    id: str
    title: str = ""
    panels: tuple[str, ...] = ()
    prefill: tuple[str, ...] = ()
    checks: tuple[Check, ...] = ()
    submit: str = ""
    components: tuple[Component, ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict, hash=False)
    """What people read on it, each text with the key or id of the component that says it first."""


def level(components: tuple[Component, ...]) -> Iterator[Component]:
    """All components whose answers share one scope: groups are opened, lists are not."""
    for component in components:
        yield component
        if isinstance(component, Group):
            yield from level(component.components)


def everything(components: tuple[Component, ...]) -> Iterator[Component]:
    for component in level(components):
        yield component
        if isinstance(component, RowList):
            yield from everything(component.components)

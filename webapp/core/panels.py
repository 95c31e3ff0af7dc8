"""Dossier panels and form readers: what the features offer to be shown beside or inside a form. Knows no feature.

Each says whom it is for. That is kept in one place, inbox/dossier, and looked at before a process is published.
"""

from collections.abc import Callable
from dataclasses import dataclass

from webapp.core.audience import Audience


@dataclass(frozen=True)
class Panel:
    """A part of the dossier: `load(case, actor)` gives the context of its template, None for nothing to show."""

    name: str
    title: str
    template: str
    audience: Audience
    load: Callable[..., dict | None]


@dataclass(frozen=True)
class Reader:
    """What a form may start from: called with (case, actor) it gives initial answers."""

    name: str
    audience: Audience
    read: Callable[..., dict]

    def __call__(self, case: object, actor: object) -> dict:
        return self.read(case, actor)


panels: dict[str, Panel] = {}
readers: dict[str, Reader] = {}


def panel(name: str, *, title: str, template: str, audience: Audience):
    """Offer a dossier panel under a name that forms may list in `siklus.panels`. `title` is an English msgid."""

    def register(load: Callable[..., dict | None]) -> Callable[..., dict | None]:
        panels[name] = Panel(name, title, template, audience, load)
        return load

    return register


def prefill(name: str, *, audience: Audience):
    """Offer a reader under a name that forms may list in `siklus.prefill`: (case, actor) -> initial answers."""

    def register(read: Callable[..., dict]) -> Callable[..., dict]:
        readers[name] = Reader(name, audience, read)
        return read

    return register

"""Dossier panels and form readers: what the features offer to be shown beside or inside a form. Knows no feature."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Panel:
    """A part of the dossier: `load(case, actor)` gives the context of its template, None for nothing to show."""

    name: str
    title: str
    template: str
    load: Callable[..., dict | None]


panels: dict[str, Panel] = {}
readers: dict[str, Callable[..., dict]] = {}


def panel(name: str, *, title: str, template: str):
    """Offer a dossier panel under a name that forms may list in `siklus.panels`. `title` is an English msgid."""

    def register(load: Callable[..., dict | None]) -> Callable[..., dict | None]:
        panels[name] = Panel(name, title, template, load)
        return load

    return register


def prefill(name: str):
    """Offer a reader under a name that forms may list in `siklus.prefill`: (case, actor) -> initial answers."""

    def register(read: Callable[..., dict]) -> Callable[..., dict]:
        readers[name] = read
        return read

    return register

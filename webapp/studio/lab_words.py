"""What processes, elements and decisions of a bundle are called; for figures, which know only ids."""

from collections.abc import Callable, Mapping

from flask_babel import gettext as _

from webapp.core import i18n
from webapp.studio import drawn
from workflows import markup


class Names:
    """Of all files together; what has no name goes by its id."""

    def __init__(self, files: Mapping[str, bytes], translate: Callable[[str], str]) -> None:
        self._translate = translate
        self._processes = {each.id: each.name for each in drawn.processes(files)}
        self._decisions = {each.id: each.name for each in drawn.decisions(files)}
        self._elements: dict[str, str | None] = {}
        for name in sorted(files):
            if name.endswith(".bpmn"):
                named = markup.parse(files[name]).iter()
                self._elements |= {id_: each.get("name") for each in named if (id_ := each.get("id"))}

    def process(self, id_: str) -> str:
        return self._said(self._processes.get(id_), id_)

    def element(self, id_: str) -> str:
        return self._said(self._elements.get(id_), id_)

    def decision(self, id_: str) -> str:
        return self._said(self._decisions.get(id_), id_)

    def _said(self, name: str | None, id_: str) -> str:
        return (self._translate(name) if name else "") or id_


def days(hours: float | None) -> str:
    """A length of time in days."""
    return "" if hours is None else _("%(days)s days", days=i18n.number(round(hours / 24, 1)))

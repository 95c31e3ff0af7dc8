"""Fills in the form of a task the way a browser would send it, so that the demo holds nothing a form would refuse."""

from collections.abc import Iterator

from webapp.cases.models import Case, Task
from webapp.core import clock, i18n
from webapp.inbox.dossier import Dossier
from webapp.library import queries as library


class Refused(RuntimeError):
    """The form does not take what a story writes into it: the story was changed by hand."""


class Paper:
    """The form of one task with what the features know already."""

    def __init__(self, task: Task, case: Case, actor) -> None:
        self._task = task
        pack = library.pack(case.agency_id, case.process_version_id)
        self._form = pack.forms[task.form or ""]
        dossier = Dossier(case, actor)
        self._context = dossier.variables
        self.known = dossier.known(self._form.prefill)

    def filled(self, written: dict) -> dict:
        """The answers that the form makes of what is written; Refused when it finds fault with them."""
        bound = self._form.bind(
            dict(_posted(written)), initial=self.known, context=self._context, now=i18n.local(clock.now())
        )
        if not bound.validate():
            raise Refused(self._task.element, bound.errors)
        return bound.answers()


def _posted(written: dict, prefix: str = "") -> Iterator[tuple[str, str]]:
    for name, value in written.items():
        if isinstance(value, list):
            for number, row in enumerate(value):
                yield from _posted(row, f"{prefix}{name}-{number}-")
        elif value is True:
            yield f"{prefix}{name}", "true"
        elif value not in (None, False):
            yield f"{prefix}{name}", str(value)

"""Tasks that could never show what their form names, because nobody who may get them is meant to see it.

What cannot be told from the diagram is left to the running case, see inbox/dossier. Needs the features to be loaded.
"""

from collections.abc import Iterable, Iterator, Mapping

import forms
import workflows
from sentences import Problem
from webapp.core.audience import OF_GROUP, OF_VARIABLE, Audience
from webapp.core.panels import Panel, Reader, panels, readers
from webapp.library.problems import found, warned
from workflows import Duty


def unfit(process: workflows.Process, ready: Mapping[str, forms.Form]) -> Iterator[Problem]:
    """A reader that is not open stops the task, so that is an error; a panel is only not shown."""
    for duty in process.duties:
        holders, form = _holders(duty), ready.get(duty.form)
        if holders is None or form is None:
            continue
        where = (duty.element, duty.line, process.file(duty.process))
        for reader in _closed(form.prefill, readers, holders):
            yield found("reader.not-open", *where, name=reader, form=form.id)
        for panel in _closed(form.panels, panels, holders):
            yield warned("panel.not-open", *where, name=panel, form=form.id)


def _holders(duty: Duty) -> Audience | None:
    """In which relations to the case those can stand who may get the task; None when only the case can tell."""
    names = [OF_GROUP.get(group) for group in duty.groups]
    if duty.variable:
        names.append(OF_VARIABLE.get(duty.variable))
    known = [each for each in names if each is not None]
    return frozenset().union(*known) if duty.is_told and len(known) == len(names) else None


def _closed(names: Iterable[str], offered: Mapping[str, Panel | Reader], holders: Audience) -> Iterator[str]:
    return (name for name in names if name in offered and holders.isdisjoint(offered[name].audience))

"""What a pack asks of this application must be there: operations, panels, readers, forms. Else it would fail in use."""

from collections.abc import Iterable, Mapping

import forms
import workflows
from sentences import Phrase, Problem
from webapp.core.operations import catalogue
from webapp.core.panels import panels, readers
from webapp.library.problems import found, words


def unmet(process: workflows.Process, ready: Mapping[str, forms.Form], files: Mapping[str, bytes]) -> list[Problem]:
    """Problems of a compiled pack with what the features offer; needs the features to be loaded."""
    return [*_operations(process, _homes(process, files)), *_forms(ready)]


def _homes(process: workflows.Process, files: Mapping[str, bytes]) -> dict[str, str]:
    """Element -> the file that draws it."""
    file_of = {content: name for name, content in files.items()}
    return {element: file_of[process.source(drawn_in)] for drawn_in, element in process.elements}


def _operations(process: workflows.Process, homes: Mapping[str, str]) -> Iterable[Problem]:
    for call in process.calls:
        offered, where = catalogue.get(call.operation), (call.element, call.line, homes[call.element])
        if offered is None:
            yield found("operation.unknown", *where, name=call.operation)
        elif call.gives != set(offered.inputs):
            wanted, given = _listed(offered.inputs), _listed(call.gives)
            yield found("operation.inputs", *where, name=call.operation, wanted=wanted, given=given)


def _listed(names: Iterable[str]) -> str | Phrase:
    return ", ".join(sorted(names)) or words("nothing")


def _forms(ready: Mapping[str, forms.Form]) -> Iterable[Problem]:
    for name, form in ready.items():
        for panel in form.panels:
            if panel not in panels:
                yield found("panel.unknown", name, 0, f"{name}.form", name=panel)
        for reader in form.prefill:
            if reader not in readers:
                yield found("reader.unknown", name, 0, f"{name}.form", name=reader)

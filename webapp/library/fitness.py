"""What a pack asks of this application must be there: operations, panels, readers, forms. Else it would fail in use."""

from collections.abc import Iterable, Mapping

import forms
import workflows
from webapp.core.operations import catalogue
from webapp.core.panels import panels, readers
from workflows import Problem


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
            yield _problem("unknown_operation", *where, f"There is no operation “{call.operation}”.")
        elif call.gives != set(offered.inputs):
            text = f"“{call.operation}” takes {_listed(offered.inputs)}; the step gives {_listed(call.gives)}."
            yield _problem("wrong_inputs", *where, text)


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names)) or "nothing"


def _forms(ready: Mapping[str, forms.Form]) -> Iterable[Problem]:
    for name, form in ready.items():
        for panel in form.panels:
            if panel not in panels:
                yield _problem(
                    "unknown_panel", name, 0, f"{name}.form", f"The form shows a panel “{panel}” that nobody offers."
                )
        for reader in form.prefill:
            if reader not in readers:
                yield _problem(
                    "unknown_reader", name, 0, f"{name}.form", f"The form starts from “{reader}”, which nobody offers."
                )


def _problem(code: str, element: str, line: int, file: str, text: str) -> Problem:
    return Problem(code, "error", element, line, text, file)

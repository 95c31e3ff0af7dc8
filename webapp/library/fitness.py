"""What a pack asks of this application must be there: operations, panels, readers, forms. Else it would fail in use."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

import forms
import workflows
from sentences import Fix, Phrase, Problem, did_you_mean, nearest
from webapp.core.operations import catalogue
from webapp.core.panels import panels, readers
from webapp.library.problems import CATALOGUE, found, words
from workflows.problems import mended_by


def unmet(process: workflows.Process, ready: Mapping[str, forms.Form]) -> list[Problem]:
    """Problems of a compiled pack with what the features offer; needs the features to be loaded."""
    return [*_operations(process), *_forms(ready)]


def _operations(process: workflows.Process) -> Iterable[Problem]:
    for call in process.calls:
        offered, where = catalogue.get(call.operation), (call.element, call.line, process.file(call.process))
        if offered is None:
            told = found(
                "operation.unknown", *where, name=call.operation, meant=did_you_mean(call.operation, catalogue)
            )
            yield replace(told, fix=_other_operation(call.element, nearest(call.operation, catalogue)))
        elif call.gives != set(offered.inputs):
            wanted, given = _listed(offered.inputs), _listed(call.gives)
            yield found("operation.inputs", *where, name=call.operation, wanted=wanted, given=given)


def _other_operation(element: str, meant: str | None) -> Fix | None:
    if meant is None:
        return None
    edit = {"do": "extension", "element": element, "type": "zeebe:taskDefinition", "attributes": {"type": meant}}
    return mended_by("name", edit, name=meant)


def _listed(names: Iterable[str]) -> str | Phrase:
    return ", ".join(sorted(names)) or words("nothing")


def _forms(ready: Mapping[str, forms.Form]) -> Iterable[Problem]:
    for name, form in ready.items():
        yield from _unoffered(name, "panel.unknown", "panels", form.panels, panels)
        yield from _unoffered(name, "reader.unknown", "prefill", form.prefill, readers)


def _unoffered(form: str, code: str, setting: str, named: Iterable[str], offered: Iterable[str]) -> Iterable[Problem]:
    """What the form names there and nobody offers; its fix is to name what was meant, or else nothing."""
    known = set(offered)
    for place, name in enumerate(named):
        if name not in known:
            meant, at = nearest(name, known), f"/siklus/{setting}/{place}"
            told = found(code, form, 0, f"{form}.form", name=name, meant=did_you_mean(name, known))
            yield replace(told, fix=_other_name(at, meant) if meant else _left_out(at, name))


def _other_name(at: str, meant: str) -> Fix:
    return mended_by("name", {"do": "put", "at": at, "value": meant}, name=meant)


def _left_out(at: str, name: str) -> Fix:
    return CATALOGUE.mended_by("leave-out", {"do": "drop", "at": at}, name=name)

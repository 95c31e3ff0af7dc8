"""What the editors of a draft may choose from: operations, forms, decisions, processes, groups, people, panels."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict
from pathlib import PurePosixPath

import forms
from forms.definition import Question, RowList, level
from webapp.core.operations import Operation
from webapp.core.operations import catalogue as operations
from webapp.core.panels import panels, readers
from webapp.library import form_files
from webapp.library.trial import trial_of
from webapp.studio import drawn

PEOPLE = ("employee", "supervisor", "superior")
_TYPES = {str: "string", int: "number", float: "number", bool: "boolean", list: "list", dict: "context"}


def catalogue(bundle: Mapping[str, bytes], groups: Mapping[str, str], translate: Callable[[str], str]) -> dict:
    """As plain JSON. Whatever in the bundle cannot be read is left out; `groups` are keys with their titles."""
    known = form_files.usable(bundle)
    return {
        "operations": [_operation(offered, translate) for _, offered in sorted(operations.items())],
        "forms": [{"id": id_, "title": known[id_].title if id_ in known else ""} for id_ in _stems(bundle)],
        "decisions": [asdict(decision) for decision in drawn.decisions(bundle)],
        "processes": [asdict(process) for process in drawn.processes(bundle)],
        "groups": [{"key": key, "title": title} for key, title in groups.items()],
        "people": list(PEOPLE),
        "panels": [{"name": panel.name, "title": translate(panel.title)} for _, panel in sorted(panels.items())],
        "readers": sorted(readers),
        "variables": sorted(_variables(bundle, known.values())),
    }


def _operation(offered: Operation, translate: Callable[[str], str]) -> dict:
    return {
        "name": offered.name,
        "title": translate(offered.title),
        "inputs": _typed(offered.inputs),
        "outputs": _typed(offered.outputs),
    }


def _typed(names: Mapping[str, type]) -> list[dict]:
    return [{"name": name, "type": _TYPES.get(kind, "any")} for name, kind in names.items()]


def _stems(bundle: Mapping[str, bytes]) -> list[str]:
    return [PurePosixPath(name).stem for name in form_files.names(bundle)]


def _variables(bundle: Mapping[str, bytes], asked: Iterable[forms.Form]) -> set[str]:
    """Names that the process reads, that operations give, and that the forms of the bundle ask for."""
    names = {name for offered in operations.values() for name in offered.outputs}
    for form in asked:
        names |= set(_keys(form.components))
    trial = trial_of(bundle)
    return names if trial.errors else names | trial.process.reads


def _keys(components: tuple) -> Iterable[str]:
    return (part.key for part in level(components) if isinstance(part, Question | RowList))

"""Everything that stands against publishing a bundle here, found at once. Needs the features to be loaded."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import PurePosixPath

import forms
import workflows
from webapp.library import fitness, packs, texts
from workflows import Problem

_SAID_BY_US = "bundle.pack"  # that pack.toml is no TOML, which is said of every TOML file here


def problems(bundle: Mapping[str, bytes]) -> list:
    """Errors first, then warnings, by file and line. Never raises, whatever the bytes."""
    ready, of_forms = _compiled_forms(bundle)
    of_diagrams = [problem for problem in workflows.check(bundle) if problem.code != _SAID_BY_US]
    found = [*of_diagrams, *of_forms, *texts.problems(bundle)]
    if not any(map(is_error, of_diagrams)):
        process = workflows.compile(bundle)
        found += [*packs.missing_forms(process, bundle), *fitness.unmet(process, ready, bundle)]
    return sorted(found, key=lambda p: (p.severity, p.file, p.line, p.code))


def is_error(problem) -> bool:
    return problem.severity == "error"


def _compiled_forms(bundle: Mapping[str, bytes]) -> tuple[dict[str, forms.Form], list]:
    """The forms that can be used, and what is wrong with the others."""
    ready: dict[str, forms.Form] = {}
    found: list = []
    for name in sorted(bundle):
        if name.endswith(".form"):
            stem = PurePosixPath(name).stem
            try:
                ready[stem] = forms.compile(bundle[name])
            except forms.Problems as faults:
                found += [replace(problem, file=problem.file or name) for problem in faults.problems]
            else:
                found += _misnamed(name, stem, ready[stem])
    return ready, found


def _misnamed(name: str, stem: str, form: forms.Form) -> Iterator[Problem]:
    if form.id != stem:
        text = f"The form has the id “{form.id}”; it must be that of its file, “{stem}”."
        yield Problem("form.file-name", "error", form.id, 1, text, name)

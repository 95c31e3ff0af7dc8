"""Everything that stands against publishing a bundle here, found at once. Needs the features to be loaded."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import PurePosixPath

import forms
import workflows
from sentences import Problem
from webapp.library import audiences, fitness, known, offers, packs, texts, wording
from webapp.library.problems import found

_SAID_BY_US = "bundle.pack"  # that pack.toml is no TOML, which is said of every TOML file here
_NOT_LOOKED_AT = "bundle.large"


def problems(bundle: Mapping[str, bytes]) -> list[Problem]:
    """Errors first, then warnings, by file and line. Never raises, whatever the bytes."""
    of_diagrams, process = workflows.examine(bundle, offers.context())
    if any(problem.code == _NOT_LOOKED_AT for problem in of_diagrams):
        return of_diagrams
    ready, of_forms = _compiled_forms(bundle)
    all_ = [*(p for p in of_diagrams if p.code != _SAID_BY_US), *of_forms]
    all_ += [*texts.problems(bundle), *wording.problems(bundle)]
    if process is not None:
        all_ += [*packs.missing_forms(process, bundle), *fitness.unmet(process, ready)]
        all_ += audiences.unfit(process, ready)
    return sorted(all_, key=lambda p: (p.severity, p.file, p.line, p.code))


def is_error(problem: Problem) -> bool:
    return problem.severity == "error"


def _compiled_forms(bundle: Mapping[str, bytes]) -> tuple[dict[str, forms.Form], list[Problem]]:
    """The forms that can be used, and what is wrong with the others."""
    ready: dict[str, forms.Form] = {}
    faults: list[Problem] = []
    for name in sorted(bundle):
        if name.endswith(".form"):
            form, told = _form(name, bundle[name])
            faults += told
            if form is not None:
                ready[PurePosixPath(name).stem] = form
    return ready, faults


def _form(name: str, content: bytes) -> tuple[forms.Form | None, tuple[Problem, ...]]:
    def read() -> tuple[forms.Form | None, tuple[Problem, ...]]:
        try:
            form = forms.compile(content)
        except forms.Problems as unusable:
            return None, tuple(replace(problem, file=problem.file or name) for problem in unusable.problems)
        return form, tuple(_misnamed(name, PurePosixPath(name).stem, form))

    return known.once("form", name, content, read)


def _misnamed(name: str, stem: str, form: forms.Form) -> Iterator[Problem]:
    if form.id != stem:
        yield found("form.file-name", form.id, 1, name, id=form.id, stem=stem)

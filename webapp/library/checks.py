"""Everything that stands against publishing a bundle here, found at once. Needs the features to be loaded."""

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

import workflows
from sentences import Problem
from webapp.library import audiences, fitness, form_files, offers, packs, texts, wording
from webapp.library.problems import found

_SAID_BY_US = "bundle.pack"  # that pack.toml is no TOML, which is said of every TOML file here
_NOT_LOOKED_AT = "bundle.large"


def problems(bundle: Mapping[str, bytes]) -> list[Problem]:
    """Errors first, then warnings, by file and line. Never raises, whatever the bytes."""
    of_diagrams, process = workflows.examine(bundle, offers.context())
    if any(problem.code == _NOT_LOOKED_AT for problem in of_diagrams):
        return of_diagrams
    all_ = [p for p in of_diagrams if p.code != _SAID_BY_US]
    all_ += [*_of_forms(bundle), *texts.problems(bundle), *wording.problems(bundle)]
    if process is not None:
        ready = form_files.usable(bundle)
        all_ += [*packs.missing_forms(process, bundle), *fitness.unmet(process, ready)]
        all_ += audiences.unfit(process, ready)
    return sorted(all_, key=lambda p: (p.severity, p.file, p.line, p.code))


def is_error(problem: Problem) -> bool:
    return problem.severity == "error"


def _of_forms(bundle: Mapping[str, bytes]) -> Iterator[Problem]:
    """What is wrong with those that cannot be used, and with the names of the others."""
    for name in form_files.names(bundle):
        file, stem = form_files.read(name, bundle[name]), PurePosixPath(name).stem
        yield from file.problems
        if file.form is not None and file.form.id != stem:
            yield found("form.file-name", file.form.id, 1, name, id=file.form.id, stem=stem)

"""The forms of a pack, each read once for its content. Knows nothing of what a form may name."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

import forms
from sentences import Problem
from webapp.library import known


@dataclass(frozen=True)
class FormFile:
    """What a file holds: a form that can be used, or what is wrong with it."""

    form: forms.Form | None
    problems: tuple[Problem, ...] = ()


def read(name: str, content: bytes) -> FormFile:
    return known.once("form", name, content, lambda: _read(name, content))


def usable(bundle: Mapping[str, bytes]) -> dict[str, forms.Form]:
    """By the names of their files, without the ending."""
    found = ((name, read(name, bundle[name]).form) for name in names(bundle))
    return {PurePosixPath(name).stem: form for name, form in found if form is not None}


def names(bundle: Mapping[str, bytes]) -> list[str]:
    return sorted(name for name in bundle if name.endswith(".form"))


def _read(name: str, content: bytes) -> FormFile:
    try:
        return FormFile(forms.compile(content))
    except forms.Problems as unusable:
        return FormFile(None, tuple(replace(problem, file=problem.file or name) for problem in unusable.problems))

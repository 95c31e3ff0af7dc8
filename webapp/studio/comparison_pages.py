"""What differs between two versions of a process, or between a draft and the version it began from."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, partial

from flask import render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

import workflows
from webapp.core import i18n
from webapp.core.errors import NotFound
from webapp.library import bundles, texts
from webapp.library.models import Process, ProcessVersion
from webapp.studio import drawn, queries
from webapp.studio.blueprint import bp
from webapp.studio.comparison_words import in_words
from webapp.studio.draft_pages import place
from webapp.studio.models import ProcessDraft
from workflows.comparison import Part
from workflows.phrases import CATALOGUE, phrase

DRAFT = "draft"


@dataclass(frozen=True)
class Side:
    """One of two versions: how it is chosen, what it is called, its files, and the address of a file's bytes."""

    choice: str
    title: str
    files: bundles.Bundle
    address: Callable[..., str]

    @cached_property
    def translate(self) -> Callable[[str], str]:
        return texts.translation(self.files, i18n.language())

    def drawing(self, process_id: str) -> str | None:
        """The address of the diagram that shows the process."""
        found = (each.file for each in drawn.processes(self.files) if each.id == process_id)
        return next((self.address(name=file, language=i18n.language()) for file in found), None)


@dataclass(frozen=True)
class Pair:
    """The drawings of one process, each with the marks for the viewer: state -> ids of elements."""

    part: Part
    old: str | None
    new: str | None

    @property
    def marks(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for element, state in self.part.marks().items():
            found.setdefault(state, []).append(element)
        return found


@bp.get("/studio/<key>/draft/comparison")
def compare_draft(key: str) -> str:
    process, draft = place(key)
    base = queries.base_of(draft)
    before = _of_version(process, base) if base else Side("", "", {}, str)
    return _page(process, before, _of_draft(process, draft))


@bp.get("/studio/<key>/comparison")
def compare_versions(key: str) -> str:
    process = queries.process_for(key, actor=current_user)
    old, new = (_asked(process, name) for name in ("old", "new"))
    return _page(process, old, new)


def _asked(process: Process, name: str) -> Side:
    if request.args.get(name) == DRAFT:
        return _of_draft(process, queries.draft_for(process))
    number = request.args.get(name, type=int)
    if number is None:
        raise NotFound
    return _of_version(process, queries.version_for(process, number))


def _of_draft(process: Process, draft: ProcessDraft) -> Side:
    address = partial(url_for, "studio.content", key=process.key)
    return Side(DRAFT, _("the draft"), queries.bundle_of(draft), address)


def _of_version(process: Process, version: ProcessVersion) -> Side:
    return Side(
        str(version.number),
        _("version %(number)s", number=version.number),
        queries.files_of_version(version),
        partial(url_for, "studio.version_file", key=process.key, number=version.number),
    )


def _page(process: Process, old: Side, new: Side) -> str:
    comparison = in_words(workflows.compare(old.files, new.files), old.translate, new.translate)
    return render_template(
        "studio/comparison.html",
        process=process,
        old=old,
        new=new,
        pairs=list(_pairs(comparison.diagrams, old, new)),
        parts=[*comparison.tables.values(), *comparison.forms.values(), *comparison.files.values()],
        choices=list(_choices(process)),
        setting=_setting,
        states={"added": _("added"), "removed": _("removed"), "changed": _("changed"), "moved": _("moved")},
    )


def _choices(process: Process) -> Iterator[tuple[str, str]]:
    """What can be compared, with what it is called."""
    if queries.open_draft(process) is not None:
        yield DRAFT, _("the draft")
    yield from ((str(line.version.number),) * 2 for line in queries.versions(process))


def _pairs(diagrams: Mapping[str, Part], old: Side, new: Side) -> Iterator[Pair]:
    return (Pair(part, old.drawing(id_), new.drawing(id_)) for id_, part in diagrams.items())


def _setting(name: str) -> str:
    """What people call a setting; one that has no such name stays as it is written in the file."""
    code = f"what.{name}"
    return phrase(code).sentence(i18n.language()) if CATALOGUE.knows(code) else name

"""What a file of a pack is, by its name."""

import re
from collections.abc import Iterable
from pathlib import PurePosixPath

from webapp.core.words import N_
from webapp.library import texts

EDITORS = {".bpmn": "bpmn", ".dmn": "dmn", ".form": "form"}
TYPES = {"bpmn": "application/xml", "dmn": "application/xml", "form": "application/json", "text": "text/plain"}
GROUPS = {  # heading on the pages of drafts and versions -> kinds below it
    N_("Diagrams"): ("bpmn",),
    N_("Decision tables"): ("dmn",),
    N_("Forms"): ("form",),
    N_("Texts"): ("card", "catalogue", "note"),
    N_("Scenarios"): ("scenario",),
}
ICONS = {
    "bpmn": "sitemap",
    "dmn": "table",
    "form": "forms",
    "card": "file-text",
    "catalogue": "language",
    "scenario": "route",
    "note": "file-text",
}
_UNFIT = re.compile(r"[^A-Za-z0-9_.-]+")


def grouped(names: Iterable[str]) -> list[tuple[str, list[str]]]:
    """Headings with the names below them, in the order of the table of kinds; only those that hold some."""
    names = sorted(names)
    found = [(heading, [name for name in names if kind_of(name) in members]) for heading, members in GROUPS.items()]
    return [(heading, below) for heading, below in found if below]


def editor_of(name: str) -> str:
    """bpmn, dmn, form, or text."""
    return EDITORS.get(PurePosixPath(name).suffix, "text")


def kind_of(name: str) -> str:
    """The key of ICONS."""
    if name == texts.CARD:
        return "card"
    if texts.is_catalogue(name):
        return "catalogue"
    return EDITORS.get(PurePosixPath(name).suffix) or ("scenario" if name.endswith(".toml") else "note")


def fitting(filename: str) -> str:
    """The name under which an uploaded file can be kept: without folders, blanks and what else would not fit."""
    return _UNFIT.sub("_", filename.replace("\\", "/").rsplit("/", 1)[-1]).lstrip("_.-")

"""What people read of a pack, and which of it the pack's catalogues say in another language."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import PurePosixPath

from sentences import Problem
from webapp.library import form_files, known, texts
from webapp.library.problems import warned
from workflows import document, markup, toml

NAMED_AT_MOST = 3
SHOWN = document.FLOW_NODES | {"process", "sequenceFlow", "lane", "participant"}
RETURNED = "returned"  # the property that says on a task why it came back


@dataclass(frozen=True)
class Said:
    """A text of the pack and where it first stands."""

    text: str
    file: str
    element: str
    line: int


@dataclass(frozen=True)
class Wording:
    """All texts of a pack in the order of its files, and its catalogues; `whole` unless a file could not be read."""

    said: Mapping[str, Said]
    catalogues: Mapping[str, Mapping[str, str]]  # name of the file -> text -> translation
    whole: bool

    def missing(self, catalogue: str) -> list[Said]:
        """The texts that have no translation there."""
        words = self.catalogues.get(catalogue, {})
        return [said for text, said in self.said.items() if not words.get(text, "").strip()]

    def unused(self, catalogue: str) -> list[str]:
        """The entries whose text nothing says any more; none while that is not certain."""
        return [text for text in self.catalogues.get(catalogue, {}) if text not in self.said] if self.whole else []


def read(bundle: Mapping[str, bytes]) -> Wording:
    """Never raises, whatever the bytes."""
    said: dict[str, Said] = {}
    whole = True
    for name in sorted(bundle, key=lambda name: (_ORDER.get(PurePosixPath(name).suffix, len(_ORDER)), name)):
        try:
            for found in _texts_once(name, bundle[name]):
                said.setdefault(found.text, found)
        except (markup.Unreadable, ValueError):
            whole = False
    return Wording(said, texts.catalogues(bundle), whole)


def problems(bundle: Mapping[str, bytes]) -> Iterator[Problem]:
    """One for each file some of whose texts a catalogue lacks, and one for what a catalogue says in vain."""
    wording = read(bundle)
    for name in wording.catalogues:
        for _, found in groupby(wording.missing(name), _place):
            said = list(found)
            named = _named([each.text for each in said])
            place = (said[0].element, said[0].line, said[0].file)
            yield warned("catalogue.missing", *place, count=len(said), catalogue=name, texts=named)
        if unused := wording.unused(name):
            line = _line_of(unused[0], bundle[name])
            yield warned("catalogue.unused", "", line, name, count=len(unused), texts=_named(unused))


def _place(said: Said) -> str:
    """What is told together: a file, and the titles of all scenarios."""
    return ".toml" if said.file.endswith(".toml") else said.file


def _named(said: Sequence[str]) -> str:
    """The first few, each short enough to be known again."""
    shown = ", ".join(f"“{_short(text)}”" for text in said[:NAMED_AT_MOST])
    return f"{shown} …" if len(said) > NAMED_AT_MOST else shown


def _short(text: str) -> str:
    return text if len(text) <= 30 else f"{text[:29].rstrip()}…"


def _texts_once(name: str, content: bytes) -> tuple[Said, ...]:
    return known.once("texts", name, content, lambda: tuple(_texts(name, content)))


def _texts(name: str, content: bytes) -> Iterator[Said]:
    read_file = _READERS.get(PurePosixPath(name).suffix)
    if read_file is not None and not texts.is_catalogue(name):
        for text, element, line in read_file(name, content):
            if text and text.strip():
                yield Said(text, name, element, line)


def _of_a_diagram(_name: str, content: bytes) -> Iterator[tuple[str | None, str, int]]:
    for element in markup.parse(content).iter():
        kind, id_ = markup.local(element), element.get("id", "")
        if kind in SHOWN:
            yield element.get("name"), id_, element.sourceline or 0
        elif kind == "documentation" and (parent := element.getparent()) is not None and markup.local(parent) in SHOWN:
            yield markup.text(element), parent.get("id", ""), element.sourceline or 0
        elif kind == "text":
            yield element.text, _around(element), element.sourceline or 0
        elif kind == "categoryValue":
            yield element.get("value"), id_, element.sourceline or 0
        elif kind == "property" and element.get("name") == RETURNED:
            yield element.get("value"), _around(element), element.sourceline or 0


def _of_a_table(_name: str, content: bytes) -> Iterator[tuple[str | None, str, int]]:
    for element in markup.parse(content).iter():
        kind = markup.local(element)
        if kind == "decision":
            yield element.get("name"), element.get("id", ""), element.sourceline or 0
        elif kind == "input":
            yield element.get("label"), element.get("id", ""), element.sourceline or 0
        elif kind == "description":
            yield markup.text(element), _around(element), element.sourceline or 0


def _around(element) -> str:
    """The id of the nearest element around it that has one."""
    return next((id_ for outer in element.iterancestors() if (id_ := outer.get("id"))), "")


def _of_a_form(name: str, content: bytes) -> Iterator[tuple[str | None, str, int]]:
    form = form_files.read(name, content).form
    if form is None:
        raise ValueError(name)
    for text, element in form.texts.items():
        yield text, element, _line_of(text, content)


def _of_a_table_of_texts(_name: str, content: bytes) -> Iterator[tuple[str | None, str, int]]:
    """A scenario's title and the title of the pack."""
    title = toml.read(content).get("title")
    if isinstance(title, str):
        yield title, "", _line_of(title, content)


def _line_of(text: str, content: bytes) -> int:
    """The line that the quoted text stands on; 0 when it is written otherwise."""
    before, quoted, _after = content.partition(json.dumps(text, ensure_ascii=False).encode())
    return before.count(b"\n") + 1 if quoted else 0


_READERS = {".bpmn": _of_a_diagram, ".dmn": _of_a_table, ".form": _of_a_form, ".toml": _of_a_table_of_texts}
_ORDER = {suffix: place for place, suffix in enumerate(_READERS)}

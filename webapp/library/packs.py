"""A published version, ready to use: diagrams, decisions, forms, catalogues. Compiled once, shared by all threads."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import URL

import forms
import workflows
from webapp.library import texts
from webapp.library.bundles import Bundle, unpacked
from webapp.library.problems import found
from workflows import markup
from workflows.document import BPMN

KEEP = 32
_GROUP_TITLE = f"{{{BPMN}}}categoryValue"


@dataclass(frozen=True)
class Pack:
    """What one process version consists of."""

    process: workflows.Process
    forms: Mapping[str, forms.Form]
    files: Bundle

    @cached_property
    def catalogues(self) -> dict[str, Mapping[str, str]]:
        """Language -> source text -> translation."""
        return {texts.language_of(name): words for name, words in texts.catalogues(self.files).items()}

    def translation(self, locale: str) -> Callable[[str], str]:
        """The function from a text of the pack to the reader's language; untranslated texts stay as they are."""
        words = self.catalogues.get(locale, {})
        return lambda text: words.get(text) or text

    def diagram(self, process_id: str, locale: str) -> bytes:
        """The BPMN that shows the process, with its names and notes in the reader's language."""
        return in_words(self.process.source(process_id), self.translation(locale))


def compiled(bundle: Bundle) -> Pack:
    """Raises workflows.Problems or forms.Problems when the bundle is not fit to run."""
    process = workflows.compile(bundle)
    if missing := missing_forms(process, bundle):
        raise workflows.Problems(missing)
    ready = {name: forms.compile(bundle[f"{name}.form"]) for name in sorted(process.forms)}
    return Pack(process, ready, bundle)


def missing_forms(process: workflows.Process, bundle: Mapping[str, bytes]) -> list[workflows.Problem]:
    """One problem for each form that tasks show and the pack does not bring."""
    missing = (name for name in sorted(process.forms) if f"{name}.form" not in bundle)
    return [found("form.missing", "", 0, f"{name}.form", name=name) for name in missing]


def in_words(diagram: bytes, translate: Callable[[str], str]) -> bytes:
    """The BPMN with its names and notes said otherwise. Raises markup.Unreadable for what is no XML."""
    root = markup.parse(diagram)
    for element in root.iter():
        for shown in ("name", "value") if element.tag == _GROUP_TITLE else ("name",):
            if name := element.get(shown):
                element.set(shown, translate(name))
        if markup.local(element) == "text" and element.text:
            element.text = translate(element.text)
    return markup.written(root)


class Shelf:
    """Keeps the packs used last, by database, agency and version; a version never changes, so nothing grows stale."""

    def __init__(self) -> None:
        self._packs: OrderedDict[tuple[URL, int, int], Pack] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: tuple[URL, int, int], load: Callable[[], bytes]) -> Pack:
        kept = self._packs.get(key)
        if kept is not None:
            return kept
        with self._lock:
            if key not in self._packs:
                self._packs[key] = compiled(unpacked(load()))
                while len(self._packs) > KEEP:
                    self._packs.popitem(last=False)
            return self._packs[key]


shelf = Shelf()

"""Finds the sentences that people read, and brings them to the translators.

`.venv/bin/python -m devtools.words` renews the catalogues; babel.cfg says which files are read and how.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import IO

from devtools.steps import CACHE, ROOT, StepFailed, call, program, step

LANGUAGES = ("id", "en")
TRANSLATIONS = ROOT / "webapp" / "translations"
_FOLDERS = ("webapp", "forms")
_KEYWORDS = ("_l", "lazy_gettext", "lazy_ngettext:1,2")
_REFUSALS = frozenset({"Refusal", "NotAllowed", "NotFound"})
_HEADER = ("--no-location", "--sort-output", "--width=120", "--project=Siklus", "--header-comment=#")


def renew() -> None:
    """Add new sentences to the catalogues, untranslated, and take out what nobody says any more."""
    found = CACHE / "messages.pot"
    with step("Sentences found"):
        extract(found)
    for language in LANGUAGES:
        catalogue = TRANSLATIONS / language / "LC_MESSAGES" / "messages.po"
        verb = "update" if catalogue.exists() else "init"
        with step(f"Catalogue {language}: {verb}"):
            catalogue.parent.mkdir(parents=True, exist_ok=True)
            _babel(verb, "--input-file", found, "--output-file", catalogue, "--locale", language, *_ways(verb))


def extract(target: Path) -> None:
    """Write all sentences of pages, mail, forms and refusals to `target`, a .pot file."""
    target.parent.mkdir(parents=True, exist_ok=True)
    keywords = [f"--keyword={keyword}" for keyword in _KEYWORDS]
    _babel("extract", "--mapping-file", "babel.cfg", *keywords, *_HEADER, "--output-file", target, *_FOLDERS)


def in_python(file: IO[bytes], keywords: dict, comment_tags: tuple, options: dict) -> Iterator[tuple]:
    """The extractor of babel.cfg for Python: calls of gettext, docstrings of refusals, and the named constants."""
    tree = ast.parse(file.read())
    yield from _calls(tree, keywords)
    named = str(options.get("constants", "")).split()
    for line, text in chain(_refusals(tree), _constants(tree, named)):
        yield line, None, text, []


def _calls(tree: ast.Module, keywords: dict) -> Iterator[tuple]:
    """Line, function and strings of each call; what is no plain string stands as None."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and (name := _name(node.func)) in keywords and node.args:
            texts = tuple(getattr(part, "value", None) for part in node.args)
            if isinstance(texts[0], str):
                yield node.lineno, name, tuple(t if isinstance(t, str) else None for t in texts), []


def _refusals(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Line and message of each class that is a refusal, as webapp.core.errors reads it."""
    kinds = set(_REFUSALS)
    for node in ast.walk(tree):
        if not isinstance(node, ast.ClassDef):
            continue
        if node.name in _REFUSALS or any(_name(base) in kinds for base in node.bases):
            kinds.add(node.name)
            message = (ast.get_docstring(node) or "").split("\n\n")[0]
            yield node.lineno, " ".join(message.split())


def _constants(tree: ast.Module, names: list[str]) -> Iterator[tuple[int, str]]:
    """Line and text of each string in the assignments to these names: words that are looked up, not called."""
    for node in tree.body:
        if isinstance(node, ast.Assign) and any(_name(target) in names for target in node.targets):
            for part in ast.walk(node.value):
                if isinstance(part, ast.Constant) and isinstance(part.value, str):
                    yield part.lineno, part.value


def _name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def _ways(verb: str) -> tuple[str, ...]:
    if verb == "init":
        return ("--width=120",)
    return ("--width=120", "--no-fuzzy-matching", "--ignore-obsolete", "--ignore-pot-creation-date")


def _babel(*words: str | Path) -> None:
    call(program("python"), "-m", "babel.messages.frontend", *words)


if __name__ == "__main__":
    try:
        renew()
    except StepFailed as failure:
        sys.exit(str(failure))

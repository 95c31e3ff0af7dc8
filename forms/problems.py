"""What is wrong with a form definition, in words its author understands; `element` is the key or id of a component."""

from collections.abc import Iterable
from pathlib import Path

from sentences import Catalogue, Fix, Phrase, Problem, Problems, nearest, told

__all__ = ["CATALOGUE", "Problem", "Problems", "did_you_mean", "found", "mended_by", "words"]

CATALOGUE = Catalogue(Path(__file__).with_suffix(".toml"))


def found(code: str, element: str, line: int, /, *, fix: Fix | None = None, **values: object) -> Problem:
    """The problem that the catalogue has a sentence for."""
    return told(words(code, **values), severity="error", element=element, line=line, file="", fix=fix)


def words(code: str, /, **values: object) -> Phrase:
    """A part of a sentence, or a sentence that stands in another one."""
    return Phrase(CATALOGUE, code, tuple(values.items()))


def mended_by(code: str, /, *edits: dict, **values: object) -> Fix:
    """The fix whose title stands in the catalogue as `fix.` and the code; for `edits` see mending."""
    return Fix(CATALOGUE, f"fix.{code}", tuple(values.items()), edits)


def did_you_mean(word: str, words_known: Iterable[str]) -> Phrase:
    """What follows a sentence about a word that nobody knows."""
    meant = nearest(word, words_known)
    return words("not-meant") if meant is None else words("meant", word=meant)

"""What is wrong with a form definition, in words its author understands; `element` is the key or id of a component."""

from collections.abc import Iterable
from pathlib import Path

from sentences import Catalogue, Phrase, Problem, Problems, nearest, told

__all__ = ["CATALOGUE", "Problem", "Problems", "did_you_mean", "found", "words"]

CATALOGUE = Catalogue(Path(__file__).with_suffix(".toml"))


def found(code: str, element: str, line: int, /, **values: object) -> Problem:
    """The problem that the catalogue has a sentence for."""
    return told(words(code, **values), severity="error", element=element, line=line, file="")


def words(code: str, /, **values: object) -> Phrase:
    """A part of a sentence, or a sentence that stands in another one."""
    return Phrase(CATALOGUE, code, tuple(values.items()))


def did_you_mean(word: str, words_known: Iterable[str]) -> Phrase:
    """What follows a sentence about a word that nobody knows."""
    meant = nearest(word, words_known)
    return words("not-meant") if meant is None else words("meant", word=meant)

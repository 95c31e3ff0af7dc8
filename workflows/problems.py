"""What is wrong with a process, in words its author understands; knows nothing of how it was found."""

from collections.abc import Iterable
from pathlib import Path

from sentences import Catalogue, Fix, Phrase, Problem, Problems, nearest, told

__all__ = ["CATALOGUE", "UNFIT", "Fix", "Phrase", "Problem", "Problems", "did_you_mean", "found", "mended_by", "words"]

CATALOGUE = Catalogue(Path(__file__).with_suffix(".toml"))

UNFIT = "unfit"
"""The severity of what can be run, but must not be published: an error where the check knows for which application
(see context), else a warning, so that what has been published before stays usable when rules grow stricter."""


def found(
    code: str,
    element: str = "",
    line: int = 0,
    file: str = "",
    /,
    *,
    severity: str = "error",
    fix: Fix | None = None,
    **values: object,
) -> Problem:
    """The problem that the catalogue has a sentence for."""
    return told(words(code, **values), severity=severity, element=element, line=line, file=file, fix=fix)


def words(code: str, /, **values: object) -> Phrase:
    """A part of a sentence, or a sentence that stands in another one."""
    return Phrase(CATALOGUE, code, tuple(values.items()))


def mended_by(code: str, /, *edits: dict, surely: bool = False, **values: object) -> Fix:
    """The fix whose title stands in the catalogue as `fix.` and the code; for `edits` see mending."""
    return Fix(CATALOGUE, f"fix.{code}", tuple(values.items()), edits, surely)


def did_you_mean(word: str, known: Iterable[str]) -> Phrase:
    """What follows a sentence about a word that nobody knows."""
    meant = nearest(word, known)
    return words("not-meant") if meant is None else words("meant", word=meant)

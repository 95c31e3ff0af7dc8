"""What is wrong with a form definition, in words its author understands; `element` is the key or id of a component."""

from pathlib import Path

from sentences import Catalogue, Fix, Problem, Problems, did_you_mean, told

__all__ = ["CATALOGUE", "Problem", "Problems", "did_you_mean", "found", "mended_by", "words"]

CATALOGUE = Catalogue(Path(__file__).with_suffix(".toml"))
words, mended_by = CATALOGUE.phrase, CATALOGUE.mended_by


def found(code: str, element: str, line: int, /, *, fix: Fix | None = None, **values: object) -> Problem:
    """The problem that the catalogue has a sentence for."""
    return told(words(code, **values), severity="error", element=element, line=line, file="", fix=fix)

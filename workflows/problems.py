"""What is wrong with a process, in words its author understands; knows nothing of how it was found."""

from pathlib import Path

from sentences import Catalogue, Fix, Phrase, Problem, Problems, did_you_mean, told

__all__ = ["CATALOGUE", "UNFIT", "Fix", "Phrase", "Problem", "Problems", "did_you_mean", "found", "mended_by", "words"]

CATALOGUE = Catalogue(Path(__file__).with_suffix(".toml"))
words, mended_by = CATALOGUE.phrase, CATALOGUE.mended_by

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

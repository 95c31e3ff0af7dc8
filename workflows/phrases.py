"""Sentences about moves, scenarios, runs and differences of versions, in the reader's language."""

from pathlib import Path

from sentences import Catalogue, Phrase

CATALOGUE = Catalogue(Path(__file__).with_suffix(".toml"))


def phrase(code: str, /, **values: object) -> Phrase:
    """A sentence, or a part of one, that waits to be told in which language."""
    return Phrase(CATALOGUE, code, tuple(values.items()))

"""Why an expression cannot be used, in the languages of those who write expressions."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from feel.errors import FeelError
from sentences import Catalogue, Phrase

CATALOGUE = Catalogue(Path(__file__).with_suffix(".toml"))


def reason(error: FeelError) -> Phrase:
    """The error's sentence, found again among those of the catalogue with the values it was raised with."""
    text = str(error)
    for code, pattern in _patterns():
        found = pattern.fullmatch(text)
        if found is not None:
            return Phrase(CATALOGUE, code, tuple(found.groupdict().items()))
    return Phrase(CATALOGUE, "other", (("text", text),))


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(_as_patterns())


def _as_patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    for code, said in CATALOGUE.sentences.items():
        if code != "other":
            pieces = re.split(r"\{(\w+)\}", said["en"])
            written = "".join(f"(?P<{p}>.*)" if n % 2 else re.escape(p) for n, p in enumerate(pieces))
            yield code, re.compile(written, re.DOTALL)

"""Sentences about versions, moves and scenarios in the reader's language; all words stand in one file."""

import tomllib
from functools import cache
from pathlib import Path

LANGUAGES = ("en", "id")


def phrase(code: str, language: str = "en", **values: object) -> str:
    """The sentence `code` ("section.name") in Indonesian ("id") or else English, with the values in it."""
    section, _, name = code.partition(".")
    patterns = _catalogue()[section][name]
    return patterns["id" if language == "id" else "en"].format(**values)


@cache
def _catalogue() -> dict:
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))

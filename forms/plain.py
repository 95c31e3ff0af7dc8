"""The one place where values become plain JSON: what a case may hold, and nothing else."""

import json
import math
import re

from forms import limits

UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
DEPTH = 12


class NotPlain(ValueError):
    """The value cannot be kept as JSON."""


def text(value: str) -> str:
    """The text with line ends as \\n; NotPlain for control characters and lone surrogates."""
    if UNSTORABLE.search(value):
        raise NotPlain
    return value.replace("\r\n", "\n").replace("\r", "\n")


def storable(value: str) -> str:
    """The text without what no store can keep, for drafts."""
    return UNSTORABLE.sub("", value)


def value(given: object, depth: int = DEPTH) -> object:
    """The value if it is plain JSON all the way down; NotPlain otherwise."""
    if depth == 0:
        raise NotPlain
    match given:
        case None | bool():
            return given
        case int() if abs(given) <= limits.INTEGER:
            return given
        case float() if math.isfinite(given):
            return given
        case str():
            return text(given)
        case list() | tuple():
            return [value(item, depth - 1) for item in given]
        case dict() if all(isinstance(name, str) for name in given):
            return {text(name): value(item, depth - 1) for name, item in given.items()}
    raise NotPlain


def value_or_none(given: object) -> object:
    try:
        return value(given)
    except NotPlain:
        return None


def text_of(value: object) -> str:
    """A value as the text of a form field."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)

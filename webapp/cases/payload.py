"""What a message from outside carries, as people write it: the text of a JSON object. Knows no case."""

import json

from webapp.core.errors import Refusal
from webapp.library.offers import STARTS_WITH
from workflows.values import plain

LONGEST = 20_000


class BadFields(Refusal):
    """What it carries cannot be read as the text of a JSON object."""

    status = 422


class NoJson(BadFields):
    """This is no JSON, from line %(line)s, character %(column)s on. Names and texts stand in double quotes, like
    {"received": "2027-03-01"}."""


class NoObject(BadFields):
    """Write fields with their names in braces, like {"received": "2027-03-01"}."""


class TooMuch(BadFields):
    """What a message carries may have %(most)s characters at most."""


class FieldTwice(BadFields):
    """The field “%(name)s” stands there twice; only one of the two could be meant."""


class CannotBeKept(BadFields):
    """A field holds what cannot be kept: signs that are no text, a number that is too large, or lists within lists."""


class NotFromOutside(BadFields):
    """The field “%(name)s” is set when a case is opened: who appraises whom, and until when, comes from no message."""


def fields_in(written: str) -> dict:
    """The fields by their names; nothing written stands for none. Raises BadFields."""
    if not written.strip():
        return {}
    if len(written) > LONGEST:
        raise TooMuch(most=LONGEST)
    found = _read(written)
    if not isinstance(found, dict):
        raise NoObject
    for name in sorted(found.keys() & STARTS_WITH):
        raise NotFromOutside(name=name)
    try:
        return plain(found)
    except ValueError:
        raise CannotBeKept from None


def _read(written: str) -> object:
    try:
        return json.loads(written, object_pairs_hook=_once_each, parse_constant=_refuse)
    except json.JSONDecodeError as fault:
        raise NoJson(line=fault.lineno, column=fault.colno) from None
    except (ValueError, RecursionError):  # thousands of digits, of brackets, or no number
        raise CannotBeKept from None


def _once_each(pairs: list[tuple[str, object]]) -> dict:
    found: dict = {}
    for name, value in pairs:
        if name in found:
            raise FieldTwice(name=name)
        found[name] = value
    return found


def _refuse(constant: str) -> None:
    raise ValueError(constant)

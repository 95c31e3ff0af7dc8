"""Applies the edits of a fix to a form: `put` writes a value, `drop` takes one out, both `at` a JSON pointer.

What the edits do not speak of stays as it is, but for the space between things.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

LONGEST = 10  # digits of a place in a list


class CannotMend(ValueError):
    """The edit does not fit the form; the message says why, for whoever made the edit."""


def mend(content: bytes, edits: Iterable[Mapping]) -> bytes:
    """The form with the edits made, in order. Raises CannotMend."""
    try:
        form = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise CannotMend("The form cannot be read.") from None
    for edit in edits:
        _apply(form, edit)
    try:
        return (json.dumps(form, ensure_ascii=False, indent=2) + "\n").encode()
    except (ValueError, RecursionError):  # half a character, or nested deeper than can be written
        raise CannotMend("The form cannot be written.") from None


def _apply(form: Any, edit: Mapping) -> None:
    at = edit.get("at")
    if not isinstance(at, str) or not at.startswith("/"):
        raise CannotMend("The edit needs a place.")
    *path, last = at[1:].split("/")
    holder = form
    for name in path:
        holder = _inside(holder, name)
    match edit.get("do"):
        case "put" if isinstance(holder, dict):
            holder[last] = edit.get("value")
        case "put":
            _inside(holder, last)
            holder[int(last)] = edit.get("value")
        case "drop":
            _inside(holder, last)
            del holder[last if isinstance(holder, dict) else int(last)]
        case other:
            raise CannotMend(f"There is no edit “{other}”.")


def _inside(holder: Any, name: str) -> Any:
    if isinstance(holder, dict) and name in holder:
        return holder[name]
    if isinstance(holder, list) and name.isdecimal() and len(name) < LONGEST and int(name) < len(holder):
        return holder[int(name)]
    raise CannotMend(f"There is no “{name}” there.")

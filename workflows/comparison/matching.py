"""Finds out what was added, removed, changed or put elsewhere among things that have ids or an order."""

import json
from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher

from workflows.comparison.differences import Change

Settings = Mapping[str, object]


def changes(old: Settings, new: Settings) -> tuple[Change, ...]:
    """The settings that differ, in the order of the new version, then those that are gone."""
    names = [*new, *(name for name in old if name not in new)]
    return tuple(Change(n, old.get(n), new.get(n)) for n in names if not same(old.get(n), new.get(n)))


def same(old: object, new: object) -> bool:
    """Equal also in type: true is not 1."""
    return type(old) is type(new) and old == new


def displaced(old: Sequence[str], new: Sequence[str]) -> set[str]:
    """Of the ids in both, the few that stand in another order."""
    known = set(old)
    there = [id_ for id_ in new if id_ in known]
    left = set(there)
    before = [id_ for id_ in old if id_ in left]
    if there == before:
        return set()
    matcher = SequenceMatcher(None, before, there, autojunk=False)
    kept = {id_ for block in matcher.get_matching_blocks() for id_ in there[block.b : block.b + block.size]}
    return set(there) - kept


def flat(value: object, name: str = "") -> dict[str, object]:
    """Nested settings as one level: `a.b`, and `a[0]` or `a[key]` for parts of lists. Empty ones are left out."""
    match value:
        case dict():
            parts: Iterable[tuple[str, object]] = ((f"{name}.{k}" if name else str(k), v) for k, v in value.items())
        case list() if any(isinstance(part, dict | list) for part in value):
            parts = ((f"{name}[{_key(part, place)}]", _without_key(part)) for place, part in enumerate(value))
        case list():
            return {name: json.dumps(value, ensure_ascii=False)}
        case _:
            return {} if value is None or value == "" else {name: value}
    return {key: found for inner, part in parts for key, found in flat(part, inner).items()}


def _key(part: object, place: int) -> object:
    """A choice of a form is known by its value, not by its place."""
    match part:
        case {"value": str() | int() as value, **others} if set(others) <= {"label"}:
            return value
    return place + 1


def _without_key(part: object) -> object:
    match part:
        case {"value": str() | int(), "label": label, **others} if not others:
            return label
    return part

"""Compares forms field by field. A form is any JSON here; what its settings mean is not known."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from workflows.comparison.differences import ADDED, CHANGED, MOVED, REMOVED, Difference
from workflows.comparison.matching import changes, displaced, flat

DEPTH = 30
NOT_SETTINGS = frozenset({"components", "id", "layout", "showOutline", "type"})
"""What is told elsewhere or is of the drawing alone; the form editor adds an outline to each group that it opens."""


@dataclass
class Field:
    id: str
    type: str
    name: str
    inside: str
    settings: dict[str, object]


@dataclass
class FormFile:
    name: str
    settings: dict[str, object]
    fields: dict[str, Field] = field(default_factory=dict)


def read(files: Mapping[str, bytes]) -> dict[str, FormFile]:
    """Id of the form -> what it holds. Raises for a file that is no JSON object."""
    found = {}
    for file, content in files.items():
        if not file.lower().endswith(".form"):
            continue
        source = json.loads(content)
        id_ = str(source.get("id") or file.rsplit(".", 1)[0])
        own = source.get("siklus") if isinstance(source.get("siklus"), dict) else {}
        form = FormFile(str(own.get("title") or id_), flat({k: v for k, v in source.items() if k not in NOT_SETTINGS}))
        _add(form, source, "", 0)
        found[id_] = form
    return found


def _add(form: FormFile, holder: dict, inside: str, depth: int) -> None:
    parts = holder.get("components")
    for part in parts if isinstance(parts, list) and depth < DEPTH else []:
        if not isinstance(part, dict):
            continue
        id_ = str(part.get("id") or part.get("key") or part.get("path") or f"{inside}#{len(form.fields) + 1}")
        name = str(part.get("label") or part.get("text") or part.get("key") or id_)
        settings = flat({key: value for key, value in part.items() if key not in NOT_SETTINGS})
        form.fields[id_] = Field(id_, str(part.get("type", "")), name, inside, settings)
        _add(form, part, id_, depth + 1)


def differences(old: FormFile, new: FormFile) -> Iterator[Difference]:
    if whole := changes(old.settings, new.settings):
        yield Difference("setting", CHANGED, "", new.name, changes=whole)
    elsewhere = displaced(list(old.fields), list(new.fields))
    before = ""
    for id_, one in new.fields.items():
        then = old.fields.get(id_)
        if then is None:
            yield Difference("field", ADDED, id_, one.name, one.type, before)
        else:
            yield from _changed(then, one, before, elsewhere)
        before = one.name
    for id_, one in old.fields.items():
        if id_ not in new.fields:
            yield Difference("field", REMOVED, id_, one.name, one.type)


def _changed(then: Field, one: Field, before: str, elsewhere: set[str]) -> Iterator[Difference]:
    found = changes({**then.settings, "type": then.type}, {**one.settings, "type": one.type})
    if found:
        yield Difference("field", CHANGED, one.id, one.name, one.type, changes=found)
    if one.id in elsewhere or then.inside != one.inside:
        yield Difference("field", MOVED, one.id, one.name, one.type, before)

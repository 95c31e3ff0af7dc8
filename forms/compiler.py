"""From the bytes of a `.form` file to a Definition, or the list of everything that is wrong with it."""

from collections.abc import Iterator

from forms.definition import Check, Component, Definition, Group, Question, RowList, View, everything, level
from forms.problems import Problems, did_you_mean
from forms.reading import KEY, Part, Reader
from forms.tree import Tree

OWN = frozenset({"title", "panels", "prefill", "checks", "submit"})


def read(definition: bytes | dict) -> Definition:
    """The definition; raises Problems with every fault found."""
    reader = Reader(definition)
    if not reader.problems:
        form = _form(Part(reader, reader.root, "form"))
    if reader.problems:
        raise Problems(reader.problems)
    return form


def _form(root: Part) -> Definition:
    own = root.part("siklus")
    own.only(OWN)
    id_ = root.text("id")
    if not KEY.fullmatch(id_):
        root.problem("form.id")
    if root.source.get("type", "default") != "default":
        root.problem("form.kind")
    components = Tree().scope(root)
    checks = own.checks("checks")
    _meet_their_fields(root, checks, components)
    for rows in (c for c in everything(components) if isinstance(c, RowList)):
        _meet_their_fields(Part(root.reader, {}, rows.key), rows.checks, rows.components)
    title, submit = own.text("title") or root.text("title"), own.text("submit")
    return Definition(
        id=id_,
        title=title,
        panels=own.names("panels"),
        prefill=own.names("prefill"),
        checks=checks,
        submit=submit,
        components=components,
        texts=_said(id_, [title, submit, *(check.message for check in checks)], components),
    )


def _meet_their_fields(part: Part, checks: tuple[Check, ...], components: tuple[Component, ...]) -> None:
    keys = {component.key for component in level(components) if isinstance(component, Question | RowList)}
    for check in checks:
        if check.field is not None and check.field not in keys:
            part.problem("form.check-field", field=check.field, meant=did_you_mean(check.field, keys))


def _said(form: str, own: list[str], components: tuple[Component, ...]) -> dict[str, str]:
    said = dict.fromkeys(own, form)
    for component in everything(components):
        for text in _texts(component):
            said.setdefault(text, getattr(component, "key", component.id))
    return {text: element for text, element in said.items() if text}


def _texts(component: Component) -> Iterator[str]:
    """Every text of it that a person reads."""
    yield component.label
    match component:
        case View():
            yield component.text
        case Group():
            yield component.hint
        case RowList():
            yield from (component.hint, component.row_label)
            yield from (check.message for check in component.checks)
        case Question():
            yield from (component.hint, component.example, component.unit, component.bounds.pattern_message)
            yield from (option.label for option in component.options)

"""Rules about who does a task: an expression of known variables, or a group that there is."""

from collections.abc import Iterator

from sentences import nearest
from workflows.problems import Problem, did_you_mean, mended_by
from workflows.rules.places import Place, places


def problems(library) -> Iterator[Problem]:
    context = library.context
    for place in places(library):
        if place.node.kind == "userTask":
            if context is not None and context.groups is not None:
                yield from _groups(place, context.groups)
            yield from _assignee(place, set() if context is None else set(context.variables or ()))


def _groups(place: Place, known: frozenset[str]) -> Iterator[Problem]:
    groups = place.node.groups
    if groups is None or groups.is_feel:
        return
    names = [name.strip() for name in groups.text.split(",")]
    for name in names:
        if name not in known:
            meant = nearest(name, known)
            right = None if meant is None else ",".join(meant if other == name else other for other in names)
            fix = mended_by("group", _assigned(place, candidateGroups=right), meant=meant) if right else None
            yield place.unfit("group.unknown", fix=fix, group=name, meant=did_you_mean(name, known))


def _assignee(place: Place, variables: set[str]) -> Iterator[Problem]:
    """People are numbers here; a word as assignee was meant to be the variable of that name."""
    assignee = place.node.assignee
    if assignee is None or assignee.is_feel or assignee.text.isdecimal():
        return
    word = assignee.text
    variable = word if word in variables else nearest(word, variables)
    fix = mended_by("assignee", _assigned(place, assignee=f"={variable}"), meant=f"={variable}") if variable else None
    yield place.unfit("assignee.text", fix=fix, written=word)


def _assigned(place: Place, **attributes: str) -> dict:
    return {
        "do": "extension",
        "element": place.node.id,
        "type": "zeebe:assignmentDefinition",
        "attributes": attributes,
    }

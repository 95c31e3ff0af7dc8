"""Rules about what each kind of step must be told: forms, people, operations, calls, loops."""

from collections.abc import Iterator

from sentences import nearest
from workflows.extensions import NAME
from workflows.problems import Fix, Problem, did_you_mean, mended_by
from workflows.reading import ACTIVITIES
from workflows.rules.places import Place, places, reachable


def problems(library) -> Iterator[Problem]:
    for place in places(library):
        check = _CHECKS.get(place.node.kind)
        if check is not None:
            yield from check(place, library)
        yield from _loop(place)
        yield from _names(place)


def _user_task(place: Place, library) -> Iterator[Problem]:
    node = place.node
    known = library.forms or frozenset()
    if node.form is None:
        named_alike = node.id if node.id in known else None
        yield place.unfit("task.form", fix=_named(place, "zeebe:formDefinition", formId=named_alike))
    elif library.forms is not None and node.form not in known:
        fix = _named(place, "zeebe:formDefinition", formId=nearest(node.form, known))
        yield place("form.unknown", fix=fix, form=node.form, meant=did_you_mean(node.form, known))
    if node.assignee is None and node.groups is None:
        yield place.unfit("task.people")


def _named(place: Place, type_: str, **attributes: str | None) -> Fix | None:
    """Name what was probably meant, when something was."""
    (name,) = attributes.values()
    if name is None or not place.node.id:
        return None
    edit = {"do": "extension", "element": place.node.id, "type": type_, "attributes": attributes}
    return mended_by("name", edit, name=name)


def _service_task(place: Place, library) -> Iterator[Problem]:
    if place.node.operation is None:
        yield place("operation.missing")


def _send_task(place: Place, library) -> Iterator[Problem]:
    if place.node.operation is None and place.node.trigger.kind == "none":
        yield place("message.missing")


def _script_task(place: Place, library) -> Iterator[Problem]:
    node = place.node
    if node.bad_script_line is not None:
        yield place("script.line", written=node.bad_script_line)
    elif not node.script:
        yield place("script.missing")


def _rule_task(place: Place, library) -> Iterator[Problem]:
    decision = place.node.decision
    if decision is None:
        yield place("decision.missing")
    elif decision not in library.decisions:
        fix = _named(place, "zeebe:calledDecision", decisionId=nearest(decision, library.decisions))
        yield place("decision.unknown", fix=fix, decision=decision, meant=did_you_mean(decision, library.decisions))


def _call(place: Place, library) -> Iterator[Problem]:
    called = place.node.called
    if not called:
        yield place("call.missing")
    elif called not in library.processes:
        fix = _named(place, "zeebe:calledElement", processId=nearest(called, library.processes))
        yield place("call.unknown", fix=fix, process=called, meant=did_you_mean(called, library.processes))
    elif (begin := library.processes[called].body.start) is not None and begin.triggers:
        yield place("start.called", process=called)
    elif place.process.id in _called_from(library, called):
        yield place("call.circle", process=called)


def _called_from(library, process: str) -> set[str]:
    def calls(id_: str) -> list[str]:
        return [node.called for _, node in library.processes[id_].nodes() if node.called in library.processes]

    return reachable([process], calls)


def _idle(place: Place, library) -> Iterator[Problem]:
    yield place.warn("task.idle")


_CHECKS = {
    "userTask": _user_task,
    "serviceTask": _service_task,
    "sendTask": _send_task,
    "scriptTask": _script_task,
    "businessRuleTask": _rule_task,
    "callActivity": _call,
    "task": _idle,
    "manualTask": _idle,
}


def _loop(place: Place) -> Iterator[Problem]:
    loop = place.node.loop
    if loop is None:
        return
    if place.node.kind not in ACTIVITIES:
        yield place("loop.place")
    if loop.kind == "standard":
        if loop.most is not None and not loop.most.isdecimal():
            yield place("loop.most", written=loop.most)
        if loop.again is None and loop.most is None:
            yield place("loop.endless")
    elif (loop.items is None) == (loop.times is None):
        yield place("loop.items")
    elif loop.results is None and loop.result is not None:
        yield place("loop.results")


def _names(place: Place) -> Iterator[Problem]:
    node, loop = place.node, place.node.loop
    names = [line.target for line in (*node.inputs, *node.outputs, *node.script)]
    names += [name for name in (node.result, loop and loop.item, loop and loop.results) if name]
    for name in names:
        if not NAME.match(name):
            yield place("variable.name", name=name)

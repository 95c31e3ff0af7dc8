"""Rules about what each kind of step must be told: forms, people, operations, calls, timers, messages, loops."""

from collections.abc import Iterator
from datetime import date, datetime

import feel
from workflows.extensions import NAME
from workflows.model import Trigger
from workflows.problems import Problem
from workflows.rules.places import Place, places, reachable

TRIGGERS = {
    "startEvent": {"none"},
    "endEvent": {"none", "error", "terminate"},
    "intermediateThrowEvent": {"none"},
    "intermediateCatchEvent": {"timer", "message"},
    "boundaryEvent": {"timer", "message", "error"},
    "receiveTask": {"message"},
}


def problems(library) -> Iterator[Problem]:
    for place in places(library):
        check = _CHECKS.get(place.node.kind)
        if check is not None:
            yield from check(place, library)
        yield from _trigger(place)
        yield from _loop(place)
        yield from _names(place)


def _user_task(place: Place, library) -> Iterator[Problem]:
    node = place.node
    if node.form is None:
        yield place.unfit("task.form")
    elif library.forms is not None and node.form not in library.forms:
        yield place("form.unknown", form=node.form)
    if node.assignee is None and node.groups is None:
        yield place.unfit("task.people")


def _service_task(place: Place, library) -> Iterator[Problem]:
    if place.node.operation is None:
        yield place("operation.missing")


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
    elif decision not in library.tables:
        yield place("decision.unknown", decision=decision)


def _call(place: Place, library) -> Iterator[Problem]:
    called = place.node.called
    if not called:
        yield place("call.missing")
    elif called not in library.processes:
        yield place("call.unknown", process=called)
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
    "scriptTask": _script_task,
    "businessRuleTask": _rule_task,
    "callActivity": _call,
    "task": _idle,
    "manualTask": _idle,
}


def _trigger(place: Place) -> Iterator[Problem]:
    node = place.node
    allowed = TRIGGERS.get(node.kind)
    if allowed is None:
        return
    if len(node.triggers) > 1:
        yield place("event.several")
    elif node.trigger.kind not in allowed:
        if node.trigger.kind == "none":
            yield place("event.plain")
        else:
            yield place("event.unsupported", trigger=node.trigger.kind)
    elif node.trigger.kind == "timer":
        yield from _timer(place, node.trigger)
    elif node.trigger.kind == "message" and not node.trigger.name:
        yield place("message.missing")
    elif node.trigger.kind == "error":
        yield from _error(place)


def _timer(place: Place, timer: Trigger) -> Iterator[Problem]:
    if timer.value is None:
        yield place("timer.missing")
    elif timer.timing == "cycle":
        yield place("timer.cycle")
    elif not timer.value.is_feel and not _is_written_time(timer.value.text):
        yield place("timer.text", written=timer.value.text)


def _is_written_time(text: str) -> bool:
    if text.startswith("P"):
        return feel.evaluate("duration(text)", {"text": text}) is not None
    try:
        if len(text) == len("2026-01-31"):
            return date.fromisoformat(text) is not None
        return datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False


def _error(place: Place) -> Iterator[Problem]:
    node = place.node
    if node.kind == "endEvent":
        if not node.trigger.name:
            yield place("error.missing")
        return
    host = place.body.nodes.get(node.attached_to or "")
    if host is not None and host.kind not in {"subProcess", "callActivity"}:
        yield place("error.host")
    if not node.interrupting:
        yield place("error.interrupting")


def _loop(place: Place) -> Iterator[Problem]:
    loop = place.node.loop
    if loop is None:
        return
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

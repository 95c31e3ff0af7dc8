"""Rules about events: where which kind may stand, what it must name, and whether somebody catches what is thrown."""

from collections.abc import Iterator
from datetime import date, datetime

import feel
from workflows import cycles
from workflows.model import Node, Trigger
from workflows.problems import Fix, Problem, mended_by
from workflows.rules.places import Place, places
from workflows.rules.times import duration_meant

_THROWN = {"none", "message", "signal", "escalation", "compensate"}
TRIGGERS = {
    "startEvent": {"none", "timer", "message", "signal"},
    "endEvent": {*_THROWN, "error", "terminate"},
    "intermediateThrowEvent": {*_THROWN, "link"},
    "intermediateCatchEvent": {"timer", "message", "signal", "link"},
    "boundaryEvent": {"timer", "message", "signal", "error", "escalation", "compensate"},
    "receiveTask": {"message"},
    "sendTask": {"none", "message"},
}
INSIDE = {"none"}  # what may start a sub-process that a flow leads to
BY_EVENT = {"timer", "message", "signal", "error", "escalation"}
FAILING = {"subProcess", "callActivity", "serviceTask", "sendTask"}
OPEN_INSIDE = {"subProcess", "callActivity"}


def problems(library) -> Iterator[Problem]:
    for place in places(library):
        if place.node.kind in TRIGGERS:
            yield from _trigger(place)


def _trigger(place: Place) -> Iterator[Problem]:
    node = place.node
    if len(node.triggers) > 1:
        yield place("event.several")
    elif node.trigger.kind not in _allowed(place):
        if node.trigger.kind == "none":
            yield place("event.plain")
        else:
            yield place("event.unsupported", trigger=node.trigger.kind)
    elif node.trigger.kind in _CHECKS:
        yield from _CHECKS[node.trigger.kind](place)


def _allowed(place: Place) -> set[str]:
    if place.node.kind != "startEvent" or place.body.owner is None:
        return TRIGGERS[place.node.kind]
    return BY_EVENT if place.body.owner.by_event else INSIDE


def _timer(place: Place) -> Iterator[Problem]:
    timer = place.node.trigger
    if timer.value is None:
        yield place("timer.missing")
    elif timer.timing == "cycle":
        yield from _cycle(place, timer.value.text, is_feel=timer.value.is_feel)
    elif not timer.value.is_feel and not _is_written_time(timer.value.text):
        yield place("timer.text", fix=_waiting(place, timer.value.text), written=timer.value.text)


def _waiting(place: Place, written: str) -> Fix | None:
    meant = duration_meant(written)
    if meant is None or not place.node.id:
        return None
    return mended_by("duration", {"do": "duration", "element": place.node.id, "value": meant}, meant=meant)


def _cycle(place: Place, written: str, *, is_feel: bool) -> Iterator[Problem]:
    if place.node.interrupting or place.node.kind == "intermediateCatchEvent":
        yield place("timer.cycle")
    match = cycles.WRITTEN.match(written)
    if is_feel:
        return
    if match is None or not all(_is_written_time(part) for part in match.groups()[1:] if part):
        yield place("timer.repetition", written=written)
    elif feel.evaluate('duration(step) < duration("PT1H")', {"step": match[3]}) is True:
        yield place("timer.often", written=written)


def _is_written_time(text: str) -> bool:
    if text.startswith("P"):
        return feel.evaluate("duration(text)", {"text": text}) is not None
    try:
        if len(text) == len("2026-01-31"):
            return date.fromisoformat(text) is not None
        return datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False


def _message(place: Place) -> Iterator[Problem]:
    node = place.node
    is_thrown = node.kind in {"endEvent", "intermediateThrowEvent"}
    if not node.trigger.name and not (is_thrown and node.operation):
        yield place("message.missing")


def _signal(place: Place) -> Iterator[Problem]:
    if not place.node.trigger.name:
        yield place("signal.missing")


def _error(place: Place) -> Iterator[Problem]:
    node = place.node
    if node.kind == "endEvent":
        if not node.trigger.name:
            yield place("error.missing")
        return
    if not _is_on(place, FAILING):
        yield place("error.host")
    if not node.interrupting:
        edit = {"do": "set", "element": node.id, "attribute": "cancelActivity", "value": "true"}
        yield place("error.interrupting", fix=mended_by("interrupt", edit, surely=True) if node.attached_to else None)


def _escalation(place: Place) -> Iterator[Problem]:
    node = place.node
    if node.kind in {"endEvent", "intermediateThrowEvent"}:
        if not node.trigger.name:
            yield place("escalation.missing")
    elif not _is_on(place, OPEN_INSIDE):
        yield place("escalation.host")


def _is_on(place: Place, kinds: set[str]) -> bool:
    """Whether the event sits on such an activity, if it sits on any at all."""
    host = place.body.nodes.get(place.node.attached_to or "")
    return host is None or (host.kind in kinds and not host.by_event)


def _link(place: Place) -> Iterator[Problem]:
    node = place.node
    throws = node.kind == "intermediateThrowEvent"
    others = [n for n in place.body.nodes.values() if n is not node and _is_link(n, node.trigger)]
    if not node.trigger.name:
        yield place("link.missing")
    elif all(other.kind == node.kind for other in others):
        yield place("link.no-catch" if throws else "link.no-throw", link=node.trigger.name)
    if not throws and any(other.kind == node.kind for other in others):
        yield place("link.twice", link=node.trigger.name)
    if any(flow in place.body.flows for flow in (node.outgoing if throws else node.incoming)):
        yield place("link.flow")


def _is_link(node: Node, trigger: Trigger) -> bool:
    return node.trigger.kind == "link" and node.trigger.name == trigger.name


_CHECKS = {
    "timer": _timer,
    "message": _message,
    "signal": _signal,
    "error": _error,
    "escalation": _escalation,
    "link": _link,
}

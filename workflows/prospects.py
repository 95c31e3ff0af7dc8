"""What lies ahead of a case as its process is drawn: the elements that its tokens can still come to."""

from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from workflows.building import BodySpec
from workflows.case import Case
from workflows.process import Process
from workflows.specs import DecisionStep, InnerStep, Step
from workflows.tokens import is_live

Place = tuple[str, str]  # process, element


@dataclass(frozen=True)
class Prospect:
    """What a move changes ahead of a case: elements it may meet only now, those it will meet no more, the decisions
    (by id) that it may ask and that answer by other rules."""

    added: tuple[Place, ...]
    removed: tuple[Place, ...]
    decisions: tuple[str, ...]


def compare(old: Process, new: Process, before: Case, after: Case) -> Prospect:
    """The same case, `before` in the old version and `after` in the new one."""
    then, now = _ahead(before), _ahead(after)
    known = {**old.decisions, **old.literals}
    asked = {step.asked.id: step.asked for step in now.values() if isinstance(step, DecisionStep)}
    return Prospect(
        added=tuple(sorted(now.keys() - old.elements.keys())),
        removed=tuple(sorted(then.keys() - new.elements.keys())),
        decisions=tuple(sorted(id_ for id_, rule in asked.items() if _meaning(rule) != _meaning(known.get(id_)))),
    )


def _ahead(case: Case) -> dict[Place, Step]:
    found: dict[Place, Step] = {}
    inside: dict[str, BodySpec] = {}
    for part in case.parts():
        after = _after(part.spec)
        here = {task.task_spec.element for task in part.tasks.values() if is_live(task)}
        _walk(part.spec, [next_ for element in here for next_ in after.get(element, [])], found, inside)
    seen: set[str] = set()
    while inside:
        key, body = inside.popitem()
        if key not in seen:
            seen.add(key)
            _walk(body, list(body.before), found, inside)
    return found


def _walk(body: BodySpec, first: list[str], found: dict[Place, Step], inside: dict[str, BodySpec]) -> None:
    """Note the elements from `first` on within the body; what runs inside them is left to be walked."""
    after, unseen, met = _after(body), list(first), set()
    while unseen:
        element = unseen.pop()
        if element not in met:
            met.add(element)
            unseen += after[element]
    for element in met:
        step = getattr(body.task_specs[element], "once", body.task_specs[element])
        found[(body.process, element)] = step
        if isinstance(step, InnerStep):
            inside[step.inner.name] = step.inner


def _after(body: BodySpec) -> dict[str, list[str]]:
    after: dict[str, list[str]] = {element: [] for element in body.before}
    for element, earlier in body.before.items():
        for one in earlier:
            after[one].append(element)
    return after


def _meaning(rule: Any) -> object:
    """A decision with those it requires, but for the place in its file."""
    if isinstance(rule, tuple | list):
        return [_meaning(part) for part in rule]
    if not is_dataclass(rule):
        return rule
    return {f.name: _meaning(getattr(rule, f.name)) for f in fields(rule) if f.name not in {"file", "line"}}

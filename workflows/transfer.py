"""Takes the tokens of a case in memory to the steps of another version, each to the step of the same name.

Nothing is sent ahead in this engine (see tokens), so a token is all there is to move; and what it has noted goes along,
but for deadlines that are to be counted anew (see borders). Whatever does not fit is a reason not to move the case.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from SpiffWorkflow.task import Task

from workflows import compaction
from workflows.borders import Borders, border
from workflows.building import BodySpec
from workflows.case import Case, Tokens
from workflows.compensation import CompensateStep
from workflows.events import CatchStep, EventGatewayStep
from workflows.expressions import kept, mapped
from workflows.gateways import InclusiveStep, JoinStep
from workflows.loops import LoopStep
from workflows.model import Node
from workflows.phrases import phrase
from workflows.process import Process
from workflows.specs import InnerStep, PersonStep, Step
from workflows.tokens import is_live


@dataclass(frozen=True)
class Reason:
    """Why a case cannot move; `code` is a sentence of the section [move] of the catalogue."""

    code: str
    element: str
    process: str
    values: dict = field(default_factory=dict, compare=False)

    def sentence(self, language: str = "en") -> str:
        return phrase(f"move.{self.code}", **{"name": self.element, **self.values}).sentence(language)

    @property
    def text(self) -> str:
        return self.sentence("en")


def move(case: Case, new: Process, borders: Borders) -> Iterator[Reason]:
    """Make it a case of `new`; when any reason is yielded, the case is good for nothing any more."""
    compaction.compact(case)
    found: dict[Reason, None] = {}
    for part in case.parts():
        found.update(dict.fromkeys(_move_part(part, new, borders)))
        if found:
            yield from found
            return
    case.process = new
    yield from dict.fromkeys(reason for part in case.parts() for reason in _stranded(part))


def _move_part(part: Tokens, new: Process, borders: Borders) -> Iterator[Reason]:
    owner: Step | None = None if part.owner is None else part.owner.task_spec  # moved already
    if owner is not None and not isinstance(owner, InnerStep):
        yield _reason("inner", owner)
        return
    body = new.main if owner is None else owner.inner
    if _listeners(part.spec) != _listeners(body):
        yield _reason("around", owner) if owner else Reason("around", "", body.process, {"name": body.process})
    yield from _undone(part, body)
    borders.drop(part, body)
    reasons = list(_move_tokens(part, body))
    yield from reasons
    part.spec = body
    if not reasons:
        borders.begin(part)


def _listeners(body: BodySpec) -> set[tuple]:
    nodes = [(listener.name, listener.node) for listener in body.start.listeners]
    return {(name, node.id, node.trigger.kind, node.interrupting) for name, node in nodes}


def _undone(part: Tokens, body: BodySpec) -> Iterator[Reason]:
    """What the scope remembers to undo, or is undoing, must be drawn in the new version as well."""
    for task in part.tasks.values():
        noted = task.internal_data
        pairs = noted.get("done") if task is part.task_tree else None
        left = noted["left"] if isinstance(task.task_spec, CompensateStep) and is_live(task) else []
        for name in {*_handlers(pairs or []), *left}:
            if name in part.spec.task_specs and name not in body.task_specs:
                yield _reason("undo", part.spec.task_specs[name])


def _handlers(pairs: list) -> Iterator[str]:
    for _, undoing in pairs:
        if isinstance(undoing, str):
            yield undoing
        else:
            yield from _handlers(undoing)


def _move_tokens(part: Tokens, body: BodySpec) -> Iterator[Reason]:
    for task in part.tasks.values():
        old, new = task.task_spec, body.task_specs.get(task.task_spec.name)
        host = old.node.attached_to or old.element
        if new is None and host != old.node.id and host in part.spec.before and host not in body.before:
            continue  # the activity it belongs to is gone, which is reason enough
        reasons = list(_differences(old, body, new)) if is_live(task) or new is None else []
        yield from reasons
        if new is not None and not reasons:
            task.task_spec = new
            _refresh(task, old)


def _differences(old: Step, body: BodySpec, new: Step | None) -> Iterator[Reason]:
    """Why a token at `old` cannot go on at `new`."""
    is_there = old.element in body.before
    if is_there and _is_redrawn(old.body, body, old.element):
        yield _reason("border", old)
    elif is_there and _repetition(old) != _repetition(body.task_specs.get(old.element)):
        yield _reason("loop", old)
    elif new is None:
        yield _reason("gone", old)
    elif type(new) is not type(old):
        yield _reason("kind", old, old=old.node.kind, new=new.node.kind)
    elif isinstance(old, JoinStep) and set(old.sources) != set(new.sources):
        yield _reason("join", old)
    elif isinstance(old, CatchStep | EventGatewayStep) and _expected(old) != _expected(new):
        yield _reason("event", old)


def _is_redrawn(old: BodySpec, new: BodySpec, element: str) -> bool:
    """Whether an event on the border is still drawn, but of another kind: what waits there would not fit."""
    then, now = border(old, element), border(new, element)
    return any(_manner(then[id_]) != _manner(now[id_]) for id_ in then.keys() & now.keys())


def _manner(event: Node) -> tuple:
    return event.trigger.kind, event.interrupting


def _repetition(step: Step | None) -> tuple | None:
    """What the runs of a repeated activity have noted depends on this."""
    if step is not None and step.repeated_by is not None:
        step = step.repeated_by
    if not isinstance(step, LoopStep):
        return None
    return step.loop.kind, step.loop.item, step.loop.results is None


def _expected(step: CatchStep | EventGatewayStep) -> set[tuple]:
    nodes = [target.node for target in step.targets] if isinstance(step, EventGatewayStep) else [step.node]
    return {(node.id, node.trigger.kind) for node in nodes}


def _refresh(task: Task, old: Step) -> None:
    """A form of the new version may ask for inputs that the old one did not give."""
    node = task.task_spec.node
    if isinstance(task.task_spec, PersonStep) and is_live(task) and node.inputs != old.node.inputs:
        task.internal_data["inputs"] = kept(task, mapped(task, node.inputs))


def _stranded(part: Tokens) -> Iterator[Reason]:
    """Branches that wait for one that, as the new version is drawn, can come no more."""
    live = part.live()
    for task in live:
        step = task.task_spec
        if not isinstance(step, JoinStep) or isinstance(step, InclusiveStep):
            continue
        arrived = {t.internal_data["from"] for t in live if t.task_spec is step}
        elsewhere = {t.task_spec.element for t in live if t.task_spec is not step}
        if any(not elsewhere & _upstream(step, source) for source in set(step.sources) - arrived):
            yield _reason("never", step)


def _upstream(join: JoinStep, place: str) -> set[str]:
    found: set[str] = set()
    unseen = [place]
    while unseen:
        current = unseen.pop()
        if current not in found and current != join.element:
            found.add(current)
            unseen += join.body.before[current]
    return found


def _reason(code: str, step: Step, **values: object) -> Reason:
    return Reason(code, step.element, step.body.process, {"name": step.node.name or step.element, **values})

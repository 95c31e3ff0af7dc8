"""Starts a case and takes it from one rest to the next: bytes in, bytes and what changed out. Keeps nothing.

`perform(type, inputs)` runs the operation of a service task; what it raises comes out unchanged. Whatever is raised,
the bytes that were passed in are still good. `now` must carry a time zone; it is the only clock. `held` are the ids of
timers that take no effect now, although they may be due.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID, uuid5

from SpiffWorkflow.task import Task

from workflows import codec, expressions
from workflows.bounds import LATE, bounded
from workflows.case import Case, Perform
from workflows.events import StartStep, Wait, waits
from workflows.failures import EngineError, NobodyWaits, TaskNotOpen
from workflows.model import Node
from workflows.process import Process
from workflows.results import Beginning, Message, Outcome, Timer, WorkItem
from workflows.specs import PersonStep
from workflows.throwing import broadcast
from workflows.tokens import READY, WAITING, look_again
from workflows.values import plain

__all__ = [
    "EngineError",
    "TaskNotOpen",
    "beginnings",
    "complete",
    "deliver",
    "look",
    "signal",
    "start",
    "tick",
    "variables",
    "work",
]


def start(process: Process, variables: Mapping, *, perform: Perform, now: datetime) -> Outcome:
    """A new case, up to where it first waits: where only events begin the process, before the first of them."""
    case = Case(process, perform=perform, now=_aware(now))
    try:
        case.task_tree.data = plain(variables)
    except ValueError as error:
        raise EngineError("", str(error)) from error
    with bounded(case.work):
        case.advance()
        _let_time_pass(case)
        return _outcome(case, {})


def complete(
    process: Process,
    state: bytes,
    task_id: UUID,
    answers: Mapping,
    *,
    perform: Perform,
    now: datetime,
    held: Collection[UUID] = (),
) -> Outcome:
    """Hand in the answers of a task. Deadlines that have passed take effect first, and may withdraw the task.

    Raises TaskNotOpen when the task is not, or no longer, open.
    """
    case = _resume(process, state, perform, now, held)
    with bounded(case.work):
        before = _open(case)
        _let_all_time_pass(case)
        task = _open(case).get(task_id)
        if task is None:
            raise TaskNotOpen(task_id)
        task.task_spec.accept(task, answers, process.reads)
        case.run(task)
        _let_time_pass(case)
        return _outcome(case, before)


def tick(process: Process, state: bytes, *, perform: Perform, now: datetime, held: Collection[UUID] = ()) -> Outcome:
    """Let the timers that are due take effect, the earliest first; of very many those that one step may cost."""
    case = _resume(process, state, perform, now, held)
    with bounded(case.work):
        before = _open(case)
        _let_time_pass(case)
        return _outcome(case, before)


def deliver(
    process: Process, state: bytes, message: Message | str, payload: Mapping, *, perform: Perform, now: datetime
) -> Outcome:
    """Hand a message to whoever has waited for it longest: with a key those who wait for the key come first, without
    one those who wait for none. Raises NobodyWaits when there is none.
    """
    wanted = Message(message) if isinstance(message, str) else message
    case = _resume(process, state, perform, now)
    with bounded(case.work):
        before = _open(case)
        _let_all_time_pass(case)
        hearing = (wait for wait in waits(case) if wait.hears(wanted))
        wait = min(hearing, key=lambda each: each.is_keyed != (wanted.key is not None), default=None)
        if wait is None:
            raise NobodyWaits(wanted.name)
        wait.hear(dict(payload))
        case.advance()
        _let_time_pass(case)
        return _outcome(case, before)


def signal(process: Process, state: bytes, name: str, payload: Mapping, *, perform: Perform, now: datetime) -> Outcome:
    """Let everything in the case that waits for the signal hear it; nothing happens when nothing does."""
    case = _resume(process, state, perform, now)
    with bounded(case.work):
        before = _open(case)
        _let_all_time_pass(case)
        broadcast(case, name, dict(payload))
        case.advance()
        _let_time_pass(case)
        return _outcome(case, before)


def look(process: Process, state: bytes) -> Outcome:
    """The stored case as it stands, as a step in which nothing happened: `opened` are all open tasks."""
    return _outcome(codec.decode(process, state), {})


def work(process: Process, state: bytes) -> tuple[WorkItem, ...]:
    """The open tasks of a stored case."""
    case = codec.decode(process, state)
    return tuple(_item(case, task) for task in _open(case).values())


def beginnings(process: Process, state: bytes) -> tuple[Beginning, ...]:
    """What a stored case that has not begun waits for, the first of which begins it; nothing once it has begun."""
    case = codec.decode(process, state)
    starts = [wait for wait in waits(case) if isinstance(wait.task.task_spec, StartStep)]
    return tuple(Beginning(w.kind, w.node.trigger.name, w.due) for w in starts)


def variables(process: Process, state: bytes) -> dict:
    """The variables of a stored case."""
    return dict(codec.decode(process, state).task_tree.data)


def _aware(now: datetime) -> datetime:
    if now.tzinfo is None:
        raise ValueError("now must carry a time zone")
    return now


def _resume(process: Process, state: bytes, perform: Perform, now: datetime, held: Collection[UUID] = ()) -> Case:
    case = codec.decode(process, state)
    case.perform, case.now, case.held = perform, _aware(now), frozenset(held)
    return case


def _open(case: Case) -> dict[UUID, Task]:
    return {t.id: t for t in case.tokens() if t.has_state(READY) and isinstance(t.task_spec, PersonStep)}


def _let_all_time_pass(case: Case) -> None:
    """Before anything else happens; raises EngineError where more is overdue than can be caught up with in one go."""
    if not _let_time_pass(case):
        raise EngineError("", LATE)


def _let_time_pass(case: Case) -> bool:
    """Fire the timers that are due one by one, since one may withdraw another; False when some are left for later."""
    while True:
        waiting = [wait for wait in waits(case) if wait.due is not None and _timer_id(wait) not in case.held]
        due = [(wait.due, number, wait) for number, wait in enumerate(waiting)]
        if not due or min(due)[0] > case.now:
            return True
        if case.work.is_half_done:
            return False
        case.work.look(len(waiting))
        look_again(min(due)[2].task)
        case.advance()


def _outcome(case: Case, before: Mapping[UUID, Task]) -> Outcome:
    if case.opened:
        case.tidy_up(case.passed[-1].element if case.passed else "")
    after, waiting = _open(case), waits(case)
    if not case.completed and not after and not any(wait.is_open for wait in waiting):
        stuck = next(task for task in case.tokens() if task.has_state(WAITING))
        raise EngineError(
            stuck.task_spec.element, "The case would wait here for ever: nothing else can happen any more."
        )
    return Outcome(
        state=codec.encode(case),
        opened=tuple(_item(case, task) for id_, task in after.items() if id_ not in before),
        closed=tuple(id_ for id_ in before if id_ not in after),
        timers=tuple(_timer(wait, wait.due) for wait in waiting if wait.due is not None),
        waiting_for=tuple(_message(wait) for wait in waiting if wait.kind == "message"),
        passed=tuple(case.passed),
        variables=dict(case.task_tree.data),
        finished=case.completed,
        messages=tuple(case.messages),
        signals=tuple(case.signals),
        signals_awaited=tuple(sorted({wait.node.trigger.name for wait in waiting if wait.kind == "signal"})),
    )


def _item(case: Case, task: Task) -> WorkItem:
    node, noted = task.task_spec.node, task.internal_data
    return WorkItem(
        id=task.id,
        element=node.id,
        process=task.workflow.spec.process,
        stage=_stage(task),
        name=node.name,
        form=node.form,
        assignee=expressions.text_of(task, node.assignee),
        groups=_groups(task, node),
        due=datetime.fromisoformat(noted["due"]) if "due" in noted else None,
        properties=dict(node.properties),
        item=task.data.get(node.loop.item) if node.loop is not None and node.loop.item else None,
        inputs=dict(noted.get("inputs", {})),
    )


def _groups(task: Task, node: Node) -> tuple[str, ...]:
    """Written as text with commas or computed as a list."""
    found = None if node.groups is None else expressions.evaluate(task, node.groups)
    names = found.split(",") if isinstance(found, str) else found if isinstance(found, list) else []
    return tuple(str(name).strip() for name in names if name)


def _stage(task: Task) -> str | None:
    """The call activity of the main diagram that the task is in."""
    owner = task.workflow.owner
    while owner is not None and owner.workflow.owner is not None:
        owner = owner.workflow.owner
    return owner.task_spec.element if owner is not None and owner.task_spec.node.kind == "callActivity" else None


def _timer(wait: Wait, due: datetime) -> Timer:
    return Timer(_timer_id(wait), wait.node.id, wait.task.workflow.spec.process, due, wait.interrupting)


def _timer_id(wait: Wait) -> UUID:
    return wait.task.id if wait.node is wait.task.task_spec.node else uuid5(wait.task.id, wait.node.id)


def _message(wait: Wait) -> Message:
    process = wait.task.workflow.spec.process
    return Message(wait.node.trigger.name, wait.noted.get("key"), wait.node.id, process)

"""Steps that wait for a moment, a message or an error: on their own, on the border of an activity, behind a gateway."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from SpiffWorkflow.task import Task

from workflows.expressions import assign, evaluate, kept, mapped, moment, trouble
from workflows.model import Node, Trigger
from workflows.results import Message
from workflows.specs import EndStep, Step
from workflows.tokens import FINISHED, WAITING, arrive, is_live, release, send, wait


@dataclass(frozen=True)
class Wait:
    """One thing that a waiting token waits for: the event drawn as `node`, with what was noted when waiting began."""

    task: Task
    node: Node
    noted: dict

    @property
    def due(self) -> datetime | None:
        return datetime.fromisoformat(self.noted["due"]) if "due" in self.noted else None

    @property
    def interrupting(self) -> bool | None:
        return self.node.interrupting if self.node.attached_to else None

    def hears(self, message: Message) -> bool:
        trigger = self.node.trigger
        if trigger.kind != "message" or trigger.name != message.name:
            return False
        return message.key is None or "key" not in self.noted or self.noted["key"] == str(message.key)


def note_wait(task: Task, trigger: Trigger, noted: dict) -> None:
    """Settle once, when waiting begins, until when or for which key."""
    if trigger.value is None:
        return
    if trigger.kind == "timer":
        noted["due"] = moment(task, trigger.value).isoformat()
    elif trigger.kind == "message":
        key = evaluate(task, trigger.value)
        noted["key"] = None if key is None else str(key)


def is_due(task: Task, noted: dict) -> bool:
    return "due" in noted and datetime.fromisoformat(noted["due"]) <= task.workflow.case.now


class CatchStep(Step):
    """Waits for its event; behind an event-based gateway the event has happened already."""

    def _update_hook(self, my_task: Task) -> bool:
        super()._update_hook(my_task)
        if isinstance(my_task.parent.task_spec, EventGatewayStep):
            return True
        if not my_task.has_state(WAITING):
            wait(my_task)
            note_wait(my_task, self.node.trigger, my_task.internal_data)
        return is_due(my_task, my_task.internal_data)

    def waits(self, my_task: Task) -> Iterator[Wait]:
        yield Wait(my_task, self.node, my_task.internal_data)

    def hear(self, my_task: Task, node: Node, payload: dict, read_by_process: frozenset[str]) -> None:
        """The message has come: keep what the output mapping, or else the process, reads of it."""
        take_payload(my_task, node, payload, read_by_process)
        release(my_task)


def take_payload(task: Task, node: Node, payload: dict, read_by_process: frozenset[str]) -> None:
    if node.outputs:
        assign(task, mapped(task, node.outputs, kept(task, payload)))
    else:
        assign(task, {name: value for name, value in payload.items() if name in read_by_process})


class BorderStep(CatchStep):
    """An event on the border of an activity. An interrupting one ends the activity the moment it happens."""

    listens = True

    def _on_ready_hook(self, my_task: Task) -> None:
        if self.node.interrupting:
            for sibling in my_task.parent.children:
                if sibling is not my_task and is_live(sibling):
                    sibling.cancel()
        elif self.node.trigger.kind == "message":
            arrive(send(my_task.parent, self))
        super()._on_ready_hook(my_task)


class EventGatewayStep(Step):
    """Waits for the first of several events, each drawn as a catch event after it."""

    def _update_hook(self, my_task: Task) -> bool:
        super()._update_hook(my_task)
        if not my_task.has_state(WAITING):
            wait(my_task)
            for target in self.targets:
                note_wait(my_task, target.node.trigger, my_task.internal_data.setdefault(target.element, {}))
        due = [w for w in self.waits(my_task) if is_due(my_task, w.noted)]
        if due:
            first = min(due, key=lambda w: w.noted["due"])
            my_task.internal_data["happened"] = first.node.id
        return bool(due)

    def waits(self, my_task: Task) -> Iterator[Wait]:
        return (Wait(my_task, target.node, my_task.internal_data[target.element]) for target in self.targets)

    def hear(self, my_task: Task, node: Node, payload: dict, read_by_process: frozenset[str]) -> None:
        my_task.internal_data["happened"] = node.id
        take_payload(my_task, node, payload, read_by_process)
        release(my_task)

    def outgoing(self, my_task: Task) -> list[Step]:
        return [target for target in self.targets if target.element == my_task.internal_data["happened"]]


class ErrorEndStep(EndStep):
    """Ends its body with an error, which the nearest border event for it catches."""

    def _run_hook(self, my_task: Task) -> bool:
        code = self.node.trigger.name
        catcher = self._catcher(my_task, code)
        if catcher is None:
            raise trouble(my_task, f"Nothing catches the error “{code}”.")
        release(catcher)
        return True

    def _catcher(self, my_task: Task, code: str) -> Task | None:
        owner = my_task.workflow.owner
        while owner is not None:
            activity = owner if owner.task_spec.repeated_by is None else owner.parent
            catching = [t for t in activity.parent.children if _catches(t, code)]
            if catching:
                return max(catching, key=lambda t: t.task_spec.node.trigger.name == code)
            owner = owner.workflow.owner
        return None


def _catches(task: Task, code: str) -> bool:
    if not isinstance(task.task_spec, BorderStep) or task.has_state(FINISHED):
        return False
    trigger = task.task_spec.node.trigger
    return trigger.kind == "error" and trigger.name in {code, ""}


def waits_of(task: Task) -> Iterator[Wait]:
    """What a token waits for; nothing when it waits for no event."""
    if task.has_state(WAITING) and isinstance(task.task_spec, CatchStep | EventGatewayStep):
        yield from task.task_spec.waits(task)

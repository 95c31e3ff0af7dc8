"""Steps that wait for what happens: on their own, behind a gateway, on the border of an activity, around a scope."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from SpiffWorkflow.task import Task

from workflows import cycles
from workflows.expressions import assign, evaluate, kept, mapped, moment
from workflows.model import Node, Trigger
from workflows.results import Message
from workflows.specs import Step
from workflows.tokens import WAITING, is_live, release, send, wait


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
        return self.node.interrupting if isinstance(self.task.task_spec, ListenerStep) else None

    @property
    def kind(self) -> str:
        return self.node.trigger.kind

    @property
    def is_open(self) -> bool:
        """Whether something outside can end it: an error or an escalation only comes from within."""
        return self.kind in {"message", "signal"} or "due" in self.noted

    @property
    def is_on(self) -> bool:
        """Whether the token still waits: what happened to another one may have taken it along."""
        return self.task.has_state(WAITING) and self.task.workflow.has(self.task)

    def hears(self, message: Message) -> bool:
        if self.kind != "message" or self.node.trigger.name != message.name:
            return False
        return message.key is None or not self.is_keyed or self.noted["key"] == str(message.key)

    @property
    def is_keyed(self) -> bool:
        return "key" in self.noted

    def hear(self, payload: dict) -> None:
        """It has happened: keep what the output mapping, or else the process, reads of the payload, and go on."""
        take_payload(self.task, self.node, payload)
        self.task.task_spec.happen(self.task, self.node)


def note_wait(task: Task, trigger: Trigger, noted: dict) -> None:
    """Settle once, when waiting begins, until when or for which key."""
    if trigger.value is None:
        return
    if trigger.timing == "cycle":
        cycles.begin(task, trigger.value, noted)
    elif trigger.kind == "timer":
        noted["due"] = moment(task, trigger.value).isoformat()
    elif trigger.kind == "message":
        key = evaluate(task, trigger.value)
        noted["key"] = None if key is None else str(key)


def is_due(task: Task, noted: dict) -> bool:
    return "due" in noted and datetime.fromisoformat(noted["due"]) <= task.workflow.case.now


def take_payload(task: Task, node: Node, payload: dict) -> None:
    if node.outputs:
        assign(task, mapped(task, node.outputs, kept(task, payload)))
    else:
        read = task.workflow.case.process.reads if payload else frozenset()
        assign(task, {name: value for name, value in payload.items() if name in read})


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

    def happen(self, my_task: Task, node: Node) -> None:
        release(my_task)


class StartStep(CatchStep):
    """A start event with a trigger: the case waits here to begin."""

    def _on_ready_hook(self, my_task: Task) -> None:
        for sibling in my_task.parent.children:
            if sibling is not my_task and isinstance(sibling.task_spec, StartStep) and is_live(sibling):
                sibling.cancel()
        super()._on_ready_hook(my_task)


class ListenerStep(CatchStep):
    """Listens while something else goes on, and either interrupts it or listens again."""

    def _on_ready_hook(self, my_task: Task) -> None:
        if self.node.interrupting:
            self.interrupt(my_task)
        else:
            self._listen_again(my_task)
        super()._on_ready_hook(my_task)

    def interrupt(self, my_task: Task) -> None:
        raise NotImplementedError

    def _listen_again(self, my_task: Task) -> None:
        noted = my_task.internal_data
        if self.node.trigger.kind == "timer":
            noted = cycles.following(my_task, noted)
            if noted is None:
                return
        again = send(my_task.parent, self)
        again.data, again.internal_data = my_task.data, dict(noted)
        wait(again)  # even when it is due again already: what is due takes effect in the order of time


class BorderStep(ListenerStep):
    """An event on the border of an activity. An interrupting one ends the activity the moment it happens."""

    listens = True

    def interrupt(self, my_task: Task) -> None:
        for sibling in my_task.parent.children:
            if sibling is not my_task and is_live(sibling):
                sibling.cancel()


class AroundStep(ListenerStep):
    """Listens for the event that starts a sub-process, as long as the scope around it lives. An interrupting one ends
    all else in the scope, whose end is then that of the sub-process."""

    visible = False
    in_background = True

    def interrupt(self, my_task: Task) -> None:
        for other in my_task.workflow.live():
            if other is not my_task and my_task.workflow.has(other):
                other.cancel()


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

    def happen(self, my_task: Task, node: Node) -> None:
        my_task.internal_data["happened"] = node.id
        release(my_task)

    def outgoing(self, my_task: Task) -> list[Step]:
        return [target for target in self.targets if target.element == my_task.internal_data["happened"]]


def waits_of(task: Task) -> Iterator[Wait]:
    """What a token waits for; nothing when it waits for no event."""
    if task.has_state(WAITING) and isinstance(task.task_spec, CatchStep | EventGatewayStep):
        yield from task.task_spec.waits(task)


def waits(case) -> list[Wait]:
    """All that the tokens of the case wait for."""
    return [wait for task in list(case.tokens()) for wait in waits_of(task)]

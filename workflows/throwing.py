"""Steps that throw messages, signals, escalations and errors, and who catches them: within the case at once, in other
cases by way of the outcome."""

from collections.abc import Iterable, Iterator

from SpiffWorkflow.task import Task

from workflows.events import AroundStep, BorderStep, Wait, waits, waits_of
from workflows.expressions import evaluate, kept, mapped, trouble
from workflows.model import Node
from workflows.results import Message, Thrown
from workflows.specs import Step


class ThrowStep(Step):
    """Throws, and goes on unless what catches it interrupts. The input mapping says what is thrown along."""

    def _on_complete_hook(self, my_task: Task) -> None:
        payload = kept(my_task, mapped(my_task, self.node.inputs))
        key = self._key(my_task, payload)
        super()._on_complete_hook(my_task)
        _THROW[self.node.trigger.kind](my_task, self.node, payload, key)

    def _key(self, my_task: Task, payload: dict) -> str | None:
        """The key of a message, as the receiver computes it, but of what is thrown along and the own variables."""
        value = self.node.trigger.value
        key = None if value is None else evaluate(my_task, value, payload)
        return None if key is None else str(key)


def _throw_message(my_task: Task, node: Node, payload: dict, key: str | None) -> None:
    case, message = my_task.workflow.case, Message(node.trigger.name, key)
    receiver = next((wait for wait in waits(case) if wait.hears(message)), None)
    if receiver is not None:
        receiver.hear(payload)
    else:
        case.messages.append(Thrown(message.name, payload, key, node.id, my_task.workflow.spec.process))


def _throw_signal(my_task: Task, node: Node, payload: dict, key: str | None) -> None:
    case = my_task.workflow.case
    broadcast(case, node.trigger.name, payload)
    case.signals.append(Thrown(node.trigger.name, payload, None, node.id, my_task.workflow.spec.process))


def broadcast(case, name: str, payload: dict) -> None:
    """Let everything that waits for the signal now hear it."""
    for wait in [w for w in waits(case) if w.kind == "signal" and w.node.trigger.name == name]:
        if wait.is_on:
            wait.hear(payload)


def _throw_error(my_task: Task, node: Node, payload: dict, key: str | None) -> None:
    raise_error(my_task, node.trigger.name, payload)


def raise_error(my_task: Task, code: str, payload: dict) -> None:
    catcher = _catcher(my_task, "error", code)
    if catcher is None:
        raise trouble(my_task, f"Nothing catches the error “{code}”.")
    catcher.hear(payload)


def _throw_escalation(my_task: Task, node: Node, payload: dict, key: str | None) -> None:
    catcher = _catcher(my_task, "escalation", node.trigger.name)
    if catcher is not None:
        catcher.hear(payload)


_THROW = {
    "message": _throw_message,
    "signal": _throw_signal,
    "error": _throw_error,
    "escalation": _throw_escalation,
}


def _catcher(task: Task, kind: str, code: str) -> Wait | None:
    """What catches it: the nearest event from the inside out, and of those at one place the one for this very code."""
    return next((found for place in _places(task) if (found := _best(place, kind, code))), None)


def _places(task: Task | None) -> Iterator[Iterable[Task]]:
    """Where an error or escalation passes: the border of the activity, what listens around the scope, and outward."""
    came_from = ""
    while task is not None:
        activity = task.parent if task.task_spec.is_part else task
        if activity.parent is not None and activity.parent.task_spec.holds_branches:
            yield [t for t in activity.parent.children if isinstance(t.task_spec, BorderStep)]
        came_from = task.task_spec.element
        yield [t for t in task.workflow.tasks.values() if _is_around(t, came_from)]
        task = task.workflow.owner


def _is_around(task: Task, came_from: str) -> bool:
    """A sub-process that an event started does not catch what it throws itself."""
    step = task.task_spec
    return isinstance(step, AroundStep) and step.targets[0].element != came_from


def _best(place: Iterable[Task], kind: str, code: str) -> Wait | None:
    found = [w for task in place for w in waits_of(task) if w.kind == kind and w.node.trigger.name in {code, ""}]
    return max(found, key=lambda wait: wait.node.trigger.name == code, default=None)

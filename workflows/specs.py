"""What happens at each kind of step: the behaviour shared by all tokens that come by. Never changed once built.

All steps of a body see the same variables, as in any BPMN engine: branches need no merging, and what a branch has
learnt the others know. Only the runs of a multi-instance activity see their own (see loops).
"""

from collections.abc import Mapping
from typing import Any

from SpiffWorkflow.bpmn.specs.bpmn_task_spec import BpmnTaskSpec
from SpiffWorkflow.task import Task

from workflows import undoing
from workflows.decisions import Decision, DecisionTable, Undecided
from workflows.expressions import assign, kept, mapped, moment, trouble
from workflows.failures import BpmnError
from workflows.literals import Rule
from workflows.model import Node
from workflows.results import Passage
from workflows.tokens import WAITING, begin, send

NOWHERE = Node("", "")


class Step(BpmnTaskSpec):
    """A step that simply lets tokens through. `targets` are the steps after it."""

    watches_others = False  # a waiting token here may go on because of what happens elsewhere
    holds_branches = False  # tokens after it belong together as long as one of them lives
    listens = False  # it is an event on the border of an activity
    in_background = False  # while it waits, the scope it is in does not wait for it
    visible = True  # it is an element of the diagram

    def __init__(self, body, name: str, node: Node = NOWHERE, *, manual: bool = False):
        super().__init__(body, name, manual=manual)
        self.body = body
        self.node = node
        self.targets: list[Step] = []
        self.repeated_by: Any = None  # the loop that this is one run of
        self.is_part = False  # the token it comes from waits here for its end: one run of a loop, or an undoing
        self.handler: str | None = None  # the activity that undoes this one

    @property
    def element(self) -> str:
        return self.node.id

    def test(self) -> None:
        """The diagram was checked when it was compiled."""

    def _predict_hook(self, my_task: Task) -> None:
        """No token is sent ahead."""

    def _update_hook(self, my_task: Task) -> bool:
        if my_task.parent is not None and "index" not in my_task.internal_data:
            my_task.data = my_task.parent.data
        return True

    def _on_ready_hook(self, my_task: Task) -> None:
        if not self.manual:
            my_task.workflow.case.queue.append(my_task)

    def _run_hook(self, my_task: Task) -> bool:
        return True

    def _on_complete_hook(self, my_task: Task) -> None:
        if self.visible:
            self.note(my_task)
        if self.is_part:
            my_task.parent.task_spec.run_ended(my_task)
            return
        self.remember(my_task)
        if not self.listens:
            _stop_listening(my_task)
        for target in self.outgoing(my_task):
            send(my_task, target)

    def remember(self, my_task: Task) -> None:
        """Note what undoes the activity."""
        if self.handler is not None:
            undoing.remember(my_task, self.handler)

    def outgoing(self, my_task: Task) -> "list[Step]":
        return self.targets

    def note(self, my_task: Task, decision: Decision | None = None) -> None:
        node = self.node
        my_task.workflow.case.passed.append(Passage(node.id, self.body.process, node.kind, node.name, decision))


def _stop_listening(my_task: Task) -> None:
    """An activity that is done needs the events on its border no more."""
    parent = my_task.parent
    if parent is None or not parent.task_spec.holds_branches:
        return
    for sibling in parent.children:
        if sibling.task_spec.listens and sibling.has_state(WAITING):
            sibling.cancel()


class HiddenStep(Step):
    """A step of the engine's own, drawn nowhere."""

    visible = False


class BeginStep(HiddenStep):
    """Where a body begins: first with what listens around it, then with its start events."""

    def __init__(self, body, name: str):
        super().__init__(body, name)
        self.listeners: list[Step] = []

    def _on_complete_hook(self, my_task: Task) -> None:
        for listener in self.listeners:
            send(my_task, listener)
        for start in self._starts():
            send(my_task, start)

    def _starts(self) -> list[Step]:
        """The one without a trigger; else all, of which the first to happen begins."""
        return [start for start in self.targets if not start.node.triggers] or self.targets


class ForkStep(HiddenStep):
    """Stands before an activity with border events: one token for the activity, one for each event."""

    holds_branches = True


class PersonStep(Step):
    """Work for a person: waits until it is completed from outside."""

    def __init__(self, body, name: str, node: Node):
        super().__init__(body, name, node, manual=True)

    def _on_ready_hook(self, my_task: Task) -> None:
        node = self.node
        if node.inputs:
            my_task.internal_data["inputs"] = kept(my_task, mapped(my_task, node.inputs))
        if node.due is not None:
            my_task.internal_data["due"] = moment(my_task, node.due, end_of_day=True).isoformat()

    def accept(self, my_task: Task, answers: Mapping, read_by_process: frozenset[str]) -> None:
        """Turn what the person handed in into variables: the output mapping decides, or else who reads them."""
        assign(my_task, self.taken(my_task, answers, read_by_process))

    def taken(self, my_task: Task, answers: Mapping, read_by_process: frozenset[str]) -> Mapping:
        if self.node.outputs:
            known = {**my_task.internal_data.get("inputs", {}), **kept(my_task, answers)}
            return mapped(my_task, self.node.outputs, known)
        return {name: value for name, value in answers.items() if name in read_by_process}


class OperationStep(Step):
    """Asks the application to do something, inside the same transaction."""

    def _run_hook(self, my_task: Task) -> bool:
        case = my_task.workflow.case
        inputs = kept(my_task, mapped(my_task, self.node.inputs))
        if case.perform is None:
            raise trouble(my_task, f"Nobody performs “{self.node.operation}” here.")
        case.performing = True
        try:
            result = case.perform(self.node.operation, inputs) or {}
        except BpmnError as error:
            case.performing = False
            case.raise_error(my_task, error)
            return False
        case.performing = False
        if not isinstance(result, Mapping):
            raise trouble(my_task, f"“{self.node.operation}” did not answer with names and values.")
        result = kept(my_task, result)
        assign(my_task, mapped(my_task, self.node.outputs, result) if self.node.outputs else result)
        return True


class ScriptStep(Step):
    """Computes variables, all of them or none."""

    def _run_hook(self, my_task: Task) -> bool:
        assign(my_task, mapped(my_task, self.node.script))
        return True


class DecisionStep(Step):
    """Asks a decision and remembers which rows answered."""

    def __init__(self, body, name: str, node: Node, asked: Rule):
        super().__init__(body, name, node)
        self.asked = asked

    def _run_hook(self, my_task: Task) -> bool:
        try:
            decision = self.asked.decide(my_task.data, my_task.workflow.case.now)
        except Undecided as error:
            raise trouble(my_task, str(error), error.openly) from error
        except ValueError as error:
            raise trouble(my_task, f"“{self.asked.id}” cannot be evaluated. {error}") from error
        answer = kept(my_task, {"answer": decision.outputs})["answer"]
        named = answer if self.node.result is None and isinstance(answer, dict) else {self._result_name(): answer}
        assign(my_task, mapped(my_task, self.node.outputs, named) if self.node.outputs else named)
        super().note(my_task, decision)
        return True

    def _result_name(self) -> str:
        column = self.asked.outputs[0].name if isinstance(self.asked, DecisionTable) else self.asked.variable
        return self.node.result or column or self.asked.id

    def note(self, my_task: Task, decision: Decision | None = None) -> None:
        """Noted already, with the decision."""


class InnerStep(Step):
    """A sub-process or call activity: runs `inner` and goes on when nothing in it lives any more."""

    inner: Any = None  # the body that runs inside; set when all bodies are built

    def _update_hook(self, my_task: Task) -> bool:
        super()._update_hook(my_task)
        assign(my_task, mapped(my_task, self.node.inputs))
        begin(my_task)
        my_task.workflow.case.enter(my_task, self.inner)
        return False

    def _run_hook(self, my_task: Task) -> bool:
        assign(my_task, mapped(my_task, self.node.outputs))
        return True

    def remember(self, my_task: Task) -> None:
        if self.handler is not None or (self.node.body is not None and not self.node.by_event):
            undoing.remember(my_task, self.handler)

    def _on_cancel(self, my_task: Task) -> None:
        my_task.workflow.case.forget(my_task)


class EndStep(Step):
    """An end event; one that terminates takes every other token of its body along."""

    def _on_complete_hook(self, my_task: Task) -> None:
        super()._on_complete_hook(my_task)
        if self.node.trigger.kind != "terminate":
            return
        for other in my_task.workflow.live():
            if other.id in my_task.workflow.tasks:  # not gone already with the activity it ran in
                other.cancel()

"""Gateways: which way a token goes, and when tokens that come together go on as one."""

from collections.abc import Iterator
from functools import cached_property

from SpiffWorkflow.task import Task

from workflows.expressions import evaluate, trouble
from workflows.model import Value
from workflows.specs import Step
from workflows.tokens import WAITING, is_live, wait


class ChoiceStep(Step):
    """Sends a token on by conditions. `ways` are pairs of a condition and a step; `otherwise` is the default."""

    def __init__(self, body, name: str, node):
        super().__init__(body, name, node)
        self.ways: list[tuple[Value | None, Step]] = []
        self.otherwise: Step | None = None

    def fitting(self, my_task: Task) -> Iterator[Step]:
        return (step for condition, step in self.ways if condition is None or evaluate(my_task, condition) is True)

    def or_otherwise(self, my_task: Task, chosen: list[Step]) -> list[Step]:
        if chosen:
            return chosen
        if self.otherwise is None:
            raise trouble(my_task, "No way out of this gateway fits, and none is the default.")
        return [self.otherwise]


class ExclusiveStep(ChoiceStep):
    """The first way that fits, else the default."""

    def outgoing(self, my_task: Task) -> list[Step]:
        first = next(self.fitting(my_task), None)
        return self.or_otherwise(my_task, [] if first is None else [first])


class JoinStep(Step):
    """Collects one token for each flow that leads here; what waits is a token, so nothing earlier is ever counted."""

    sources: tuple[str, ...] = ()  # ids of the steps that lead here

    def _update_hook(self, my_task: Task) -> bool:
        super()._update_hook(my_task)
        if not my_task.has_state(WAITING):
            my_task.internal_data["from"] = my_task.parent.task_spec.element
            wait(my_task)
        arrived = self._arrived(my_task)
        if not self._is_complete(my_task, arrived):
            return False
        for other in arrived.values():
            if other is not my_task:
                other.cancel()
        return True

    def _arrived(self, my_task: Task) -> dict[str, Task]:
        """The token that has waited longest on each flow; `my_task` on its own."""
        arrived: dict[str, Task] = {}
        for task in my_task.workflow.tasks.values():
            if task.task_spec is self and task.has_state(WAITING):
                arrived.setdefault(task.internal_data["from"], task)
        arrived[my_task.internal_data["from"]] = my_task
        return arrived

    def _is_complete(self, my_task: Task, arrived: dict[str, Task]) -> bool:
        return len(arrived) == len(self.sources)


class ParallelStep(JoinStep):
    """Waits for a token from every flow, then sends one down every way."""


class InclusiveStep(JoinStep, ChoiceStep):
    """Waits for every token that can still come, then goes all ways that fit."""

    watches_others = True

    def outgoing(self, my_task: Task) -> list[Step]:
        if len(self.ways) + (self.otherwise is not None) == 1:
            return self.targets
        return self.or_otherwise(my_task, list(self.fitting(my_task)))

    def _is_complete(self, my_task: Task, arrived: dict[str, Task]) -> bool:
        """By the standard: no token elsewhere can reach a flow that is still empty, unless it can as well come by one
        that is not, without passing this gateway."""
        for place in self._places_of_others(my_task):
            reachable = {source for source in self.sources if place in self._upstream[source]}
            if reachable and not reachable & arrived.keys():
                return False
        return True

    def _places_of_others(self, my_task: Task) -> set[str]:
        return {
            task.task_spec.element
            for task in my_task.workflow.tasks.values()
            if is_live(task) and task.task_spec is not self
        }

    @cached_property
    def _upstream(self) -> dict[str, set[str]]:
        return {source: self._leading_to(source) for source in self.sources}

    def _leading_to(self, place: str) -> set[str]:
        """The steps from which a token can come to `place` without passing this gateway."""
        found, unseen = set(), [place]
        while unseen:
            current = unseen.pop()
            if current not in found and current != self.element:
                found.add(current)
                unseen += self.body.before[current]
        return found

"""Walks a case in tests: stores it after every step, moves the clock by hand, remembers what operations were asked."""

from datetime import UTC, datetime, timedelta

import workflows
from workflows import engine

NOW = datetime(2026, 1, 5, 8, tzinfo=UTC)


class Walk:
    def __init__(self, bundle, variables=None, *, operations=None):
        self.process = bundle if isinstance(bundle, workflows.Process) else workflows.compile(bundle)
        self.operations = operations or {}
        self.asked: list[tuple[str, dict]] = []
        self.now = NOW
        self.path: list[str] = []
        self.decisions: list[workflows.Decision] = []
        self.thrown: list[workflows.Thrown] = []
        begin = engine.start(self.process, variables or {}, perform=self.perform, now=self.now)
        self._keep(begin)

    def perform(self, name: str, inputs: dict) -> dict:
        self.asked.append((name, inputs))
        answer = self.operations.get(name, {})
        return answer(**inputs) if callable(answer) else answer

    def _keep(self, outcome: workflows.Outcome) -> "Walk":
        self.outcome = outcome
        self.path += [passage.element for passage in outcome.passed]
        self.decisions += [passage.decision for passage in outcome.passed if passage.decision]
        self.thrown += [*outcome.messages, *outcome.signals]
        return self

    @property
    def items(self) -> tuple[workflows.WorkItem, ...]:
        return engine.work(self.process, self.outcome.state)

    @property
    def open(self) -> list[str]:
        return sorted(item.element for item in self.items)

    @property
    def variables(self) -> dict:
        return engine.variables(self.process, self.outcome.state)

    def item(self, element: str, item: object = None) -> workflows.WorkItem:
        return next(i for i in self.items if i.element == element and (item is None or i.item == item))

    def do(self, element: str, item: object = None, **answers) -> "Walk":
        return self.hand_in(self.item(element, item).id, **answers)

    def hand_in(self, task_id, **answers) -> "Walk":
        step = engine.complete(self.process, self.outcome.state, task_id, answers, perform=self.perform, now=self.now)
        return self._keep(step)

    def wait(self, **duration) -> "Walk":
        self.now += timedelta(**duration)
        return self._keep(engine.tick(self.process, self.outcome.state, perform=self.perform, now=self.now))

    def hear(self, message, **payload) -> "Walk":
        step = engine.deliver(self.process, self.outcome.state, message, payload, perform=self.perform, now=self.now)
        return self._keep(step)

    def signal(self, name, **payload) -> "Walk":
        step = engine.signal(self.process, self.outcome.state, name, payload, perform=self.perform, now=self.now)
        return self._keep(step)

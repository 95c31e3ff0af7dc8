"""A case in memory: its tokens, the queue of automatic steps, and what happened in this step of the engine."""

from collections import deque
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from SpiffWorkflow.task import Task
from SpiffWorkflow.workflow import Workflow

from workflows import compaction, expressions, throwing
from workflows.bounds import FULL, TOKENS, Work
from workflows.failures import BpmnError, EngineError
from workflows.results import Passage, Thrown
from workflows.tokens import READY, STARTED, WAITING, is_live, look_again, release

Perform = Callable[[str, dict], dict]

TASKS = 300  # tokens opened before finished ones are dropped


class Tokens(Workflow):
    """The tokens in one body: the main process, a called process or a sub-process with the token that owns it."""

    def __init__(self, spec, case: "Case | None" = None, owner: Task | None = None, *, restoring: bool = False):
        self.case = self if case is None else case
        self.owner = owner
        self.completed: bool = False
        super().__init__(spec, deserializing=restoring)

    @property
    def attached(self) -> bool:
        """Whether the activity this runs for still waits for it."""
        return self.owner is None or (self.owner.has_state(STARTED) and self.case.insides.get(self.owner.id) is self)

    def live(self) -> list[Task]:
        return [task for task in self.tasks.values() if is_live(task)]

    def has(self, task: Task) -> bool:
        """Whether the token was not dropped, with an activity around it."""
        return self.attached and self.tasks.get(task.id) is task

    def _task_completed_notify(self, task: Task) -> None:
        if self.completed or not self.attached:
            return
        live = (token for token in self.tasks.values() if is_live(token))
        if all(token.task_spec.in_background and token.has_state(WAITING) for token in live):
            for listener in self.live():
                listener.cancel()
            self.completed = True
            if self.owner is not None:
                release(self.owner)
            return
        for waiting in self.live() if self.spec.has_watchers else ():
            if waiting.task_spec.watches_others and waiting.has_state(WAITING):
                look_again(waiting)

    def _task_removed_notify(self, task: Task) -> None:
        self.case.forget(task)


class Case(Tokens):
    """The main process of a case and all that runs inside it.

    `process` is the compiled process, `now` the clock of this step, `perform` runs the operations of service tasks.
    """

    def __init__(
        self, process, *, perform: Perform | None = None, now: datetime | None = None, restoring: bool = False
    ):
        self.process = process
        self.perform = perform
        self.now: Any = now  # a datetime with a zone whenever anything runs
        self.held: frozenset[UUID] = frozenset()
        self.insides: dict[UUID, Tokens] = {}
        self.queue: deque[Task] = deque()
        self.passed: list[Passage] = []
        self.messages: list[Thrown] = []
        self.signals: list[Thrown] = []
        self.performing = False
        self.work = Work()
        self.opened, self.room = 0, TASKS  # tokens opened since the case was last tidied up, and before it is again
        super().__init__(process.main, restoring=restoring)

    def parts(self) -> list[Tokens]:
        return [self, *self.insides.values()]

    def tokens(self) -> Iterator[Task]:
        return (task for part in self.parts() for task in part.tasks.values())

    def enter(self, owner: Task, spec) -> Tokens:
        """Start the body `spec` inside the token `owner`; both share their variables."""
        inside = Tokens(spec, self, owner)
        inside.task_tree.data = owner.data
        self.opened += 1
        self.insides[owner.id] = inside
        return inside

    def forget(self, task: Task) -> None:
        """Drop whatever runs inside a token that is gone."""
        inside = self.insides.pop(task.id, None)
        if inside is not None:
            for token in inside.tasks.values():
                self.forget(token)

    def advance(self) -> None:
        """Run whatever needs no person, until only people, moments and messages are waited for."""
        while self.queue:
            task = self.queue.popleft()
            self.work.step(task.task_spec.element)
            if task.has_state(READY) and task.workflow.has(task):
                self._run(task)
            if self.opened > self.room:
                self.tidy_up(task.task_spec.element)

    def tidy_up(self, element: str) -> None:
        """As often as the case has doubled; more tokens than a case may hold are too many at any time."""
        compaction.compact(self)
        held = sum(len(part.live()) for part in self.parts())
        if held > TOKENS:
            raise EngineError(element, FULL)
        self.opened, self.room = 0, max(TASKS, held)

    def _run(self, task: Task) -> None:
        try:
            task.run()
        except EngineError:
            raise
        except Exception as error:
            if self.performing:  # what an operation raises is for the caller, who knows it
                raise
            unexpected = f"This step failed unexpectedly: {type(error).__name__}"
            raise EngineError(task.task_spec.element, f"{unexpected}: {error}", f"{unexpected}.") from error

    def raise_error(self, task: Task, error: BpmnError) -> None:
        """An operation ended its step with an error."""
        throwing.raise_error(task, error.code, expressions.kept(task, error.variables))

    def run(self, task: Task) -> None:
        """Finish a task that a person did, and go on from there."""
        self._run(task)
        self.advance()

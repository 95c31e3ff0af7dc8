"""Takes a case through its tasks, each done by the person who has it, each at its moment of the past."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from sqlalchemy import func, select, update

from webapp.cases import service
from webapp.cases.models import Case, Cycle, Task, Timer
from webapp.core import clock
from webapp.core.db import db
from webapp.demo import answers
from webapp.demo.cast import Cast
from webapp.demo.paper import Paper
from webapp.demo.stories import Story

TIMERS_AT_MOST = 20


class Astray(RuntimeError):
    """A case is not where its story expects it: the story or the diagram was changed."""


@dataclass(frozen=True)
class Walk:
    """One story's case on its way."""

    story: Story
    case: Case
    cast: Cast

    def go(self, moments: list[datetime], now: datetime) -> None:
        """Do every step of the story at its moment, then let the deadlines pass that have passed since."""
        for number, (element, moment) in enumerate(zip(self.story.steps, moments, strict=True)):
            self._let_time_pass(moment)
            with clock.at(moment):
                self._do(element, self.story.steps[: number + 1].count(element))
        self._let_time_pass(now)

    def _do(self, element: str, occurrence: int) -> None:
        task = self._open_task(element)
        actor = self.cast.doer(task)
        paper = Paper(task, self.case, actor)
        written = answers.written(self.story, element, occurrence, paper.known)
        service.complete_task(
            task,
            paper.filled(written),
            actor=actor,
            key=uuid5(NAMESPACE_URL, f"demo/{self.case.agency_id}/{self.case.id}/{element}/{occurrence}"),
            seen_version=task.version,
        )

    def _open_task(self, element: str) -> Task:
        """The open task of this element; of several, that of somebody whom nobody will look over the shoulder."""
        statement = select(Task).where(
            Task.agency_id == self.case.agency_id, Task.case_id == self.case.id, Task.status == "open"
        )
        found = db.session.scalars(statement.order_by(Task.assignee_id)).all()
        wanted = [task for task in found if task.element == element]
        if not wanted:
            raise Astray(self.story.who, element, [task.element for task in found])
        return min(wanted, key=lambda task: self.cast.is_guide(task.assignee_id))

    def _let_time_pass(self, until: datetime) -> None:
        for _ in range(TIMERS_AT_MOST):
            due = db.session.scalar(
                select(func.min(Timer.due_at)).where(
                    Timer.agency_id == self.case.agency_id, Timer.case_id == self.case.id, Timer.due_at <= until
                )
            )
            if due is None:
                return
            with clock.at(due + timedelta(seconds=1)):
                service.tick(self.case.agency_id, self.case.id)


def backdate(cycle: Cycle, opened: datetime) -> None:
    """The database's own clock knows nothing of past moments; it has dated the cycle and its cases today."""
    of_cycle = (Case.agency_id == cycle.agency_id, Case.cycle_id == cycle.id)
    db.session.execute(update(Case).where(*of_cycle).values(opened_at=opened))
    db.session.execute(
        update(Cycle).where(Cycle.agency_id == cycle.agency_id, Cycle.id == cycle.id).values(opened_at=opened)
    )

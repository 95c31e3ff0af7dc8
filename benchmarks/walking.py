"""Takes cases through the cycle as people would, by the service's own verbs."""

import time
import uuid
from collections.abc import Iterator, Sequence

from sqlalchemy import select

from benchmarks.answers import answers
from benchmarks.ground import Ground
from webapp.cases import service
from webapp.cases.models import Task
from webapp.core import operations
from webapp.core.db import db
from webapp.people.actor import Actor


def open_tasks(ground: Ground, cases: Sequence[int]) -> list[Task]:
    """The first open task of each of the cases, read in a transaction of its own."""
    statement = (
        select(Task)
        .where(Task.agency_id == ground.agency_id, Task.case_id.in_(cases), Task.status == "open")
        .distinct(Task.case_id)
        .order_by(Task.case_id, Task.opened_at, Task.id)
    )
    found = [task for task in db.session.scalars(statement) if _can_go_on(task)]
    db.session.commit()
    return found


def _can_go_on(task: Task) -> bool:
    """The stages after the forum are measured once their operations are there."""
    return task.element != "respond_to_result" or "outcomes.record_response" in operations.catalogue


def worker_of(ground: Ground, task: Task) -> Actor:
    if task.assignee_id is not None:
        return ground.actors[task.assignee_id]
    return ground.holder(task.groups[0])


def complete(ground: Ground, task: Task) -> float:
    """One completion with its commit; the seconds it took."""
    actor, given, key = worker_of(ground, task), answers(task.element), uuid.uuid4()
    db.session.expunge_all()
    began = time.perf_counter()
    service.complete_task(task, given, actor=actor, key=key, seen_version=task.version)
    db.session.commit()
    return time.perf_counter() - began


def rounds(ground: Ground, cases: Sequence[int]) -> Iterator[list[Task]]:
    """All that can be done now, again and again until the cases have ended."""
    while tasks := open_tasks(ground, cases):
        yield tasks

"""Takes cases through the cycle as people would, by the service's own verbs."""

import time
import uuid
from collections.abc import Iterator, Sequence

from sqlalchemy import select

from benchmarks.answers import answers
from benchmarks.ground import Map
from webapp.cases import service
from webapp.cases.models import Task
from webapp.core.db import db
from webapp.people.actor import Actor

MOST = 60  # rounds; a whole cycle has half as many


def rounds(map_: Map, cases: Sequence[int], *, most: int = MOST) -> Iterator[list[Task]]:
    """One open task of each case, again and again until the cases have ended."""
    for _ in range(most):
        tasks = _open_tasks(map_, cases)
        if not tasks:
            return
        yield tasks


def _open_tasks(map_: Map, cases: Sequence[int]) -> list[Task]:
    statement = (
        select(Task)
        .where(Task.agency_id == map_.agency_id, Task.case_id.in_(cases), Task.status == "open")
        .distinct(Task.case_id)
        .order_by(Task.case_id, Task.opened_at, Task.id)
    )
    found = list(db.session.scalars(statement))
    db.session.commit()
    return found


def worker_of(map_: Map, task: Task) -> Actor:
    if task.assignee_id is not None:
        return map_.actors[task.assignee_id]
    return map_.holder(task.groups[0])


def complete(map_: Map, task: Task) -> float:
    """One completion with its commit; the seconds it took."""
    actor, given, key = worker_of(map_, task), answers(task.element), uuid.uuid4()
    db.session.expunge_all()
    began = time.perf_counter()
    service.complete_task(task, given, actor=actor, key=key, seen_version=task.version)
    db.session.commit()
    return time.perf_counter() - began

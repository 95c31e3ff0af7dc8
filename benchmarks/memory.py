"""The engine alone: the same cases kept in memory, nothing read, nothing stored, operations answered from notes."""

import time
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import undefer

from webapp.cases.models import Case as CaseRow
from webapp.cases.models import Task
from webapp.core.db import db
from webapp.library import queries as library
from workflows import codec, compaction
from workflows.engine import _item, _let_time_pass, _open


class InMemory:
    """The cases of a measurement as the engine has them between two steps."""

    def __init__(self, agency_id: int, cases: Sequence[int]) -> None:
        rows = (
            select(CaseRow).options(undefer(CaseRow.state)).where(CaseRow.agency_id == agency_id, CaseRow.id.in_(cases))
        )
        self._cases = {
            row.id: codec.decode(library.pack(agency_id, row.process_version_id).process, row.state)
            for row in db.session.scalars(rows)
        }
        db.session.commit()

    def complete(self, task: Task, answers: dict, results: list[dict], now: datetime) -> float:
        """The same completion; the seconds that the engine took. Its tasks have ids of their own."""
        case = self._cases[task.case_id]
        token = self._same(case, task)
        waiting = iter(results)
        case.perform, case.now, case.passed = (lambda _name, _inputs: next(waiting)), now, []
        began = time.perf_counter()
        before = _open(case)
        _let_time_pass(case)
        token.task_spec.accept(token, answers, case.process.reads)
        case.run(token)
        _let_time_pass(case)
        compaction.compact(case)
        _ = [_item(case, opened) for id_, opened in _open(case).items() if id_ not in before]
        return time.perf_counter() - began

    def _same(self, case, task: Task):
        items: dict[UUID, object] = {id_: _item(case, token) for id_, token in _open(case).items()}
        wanted = None if task.assignee_id is None else str(task.assignee_id)
        fitting = (id_ for id_, item in items.items() if item.element == task.element and item.assignee == wanted)
        return _open(case)[next(fitting)]

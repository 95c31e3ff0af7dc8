"""All open tasks of an agency for HR: who has what, and what of it is to be given to somebody else."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Select, func, select

from webapp.cases.lists import SOONEST, InboxRow, rows_of
from webapp.cases.models import Task
from webapp.cases.narrowing import Tally, Wanted, narrowed, tallied
from webapp.core import clock
from webapp.core.db import db
from webapp.core.paging import Page
from webapp.people import queries as people

SIZE = 25


def open_tasks(actor, wanted: Wanted, holder: str, number: int) -> Page[InboxRow]:
    """That page of the open tasks, most urgent first; `holder` is the name or NIP of who has them."""
    tasks = _open(actor, wanted, holder)
    total = db.session.scalar(tasks.with_only_columns(func.count())) or 0
    number = min(max(1, number), max(1, -(-total // SIZE)))
    rows = rows_of(tasks.order_by(*SOONEST).limit(SIZE).offset((number - 1) * SIZE))
    return Page(rows, number, SIZE, total)


def tally(actor, wanted: Wanted, holder: str) -> list[Tally]:
    """How many open tasks stand where, whatever cycle, stage and unit are chosen."""
    return tallied(_open(actor, Wanted(words=wanted.words, late=wanted.late), holder))


def chosen(actor, ids: Sequence[UUID]) -> list[InboxRow]:
    """Those of these tasks that are the agency's, most urgent first, also when they have been closed meanwhile."""
    return rows_of(select(Task).where(Task.agency_id == actor.agency_id, Task.id.in_(ids)))


def all_of(actor, wanted: Wanted, holder: str, most: int) -> list[InboxRow]:
    """The open tasks that fit, on whatever page, but no more than `most`."""
    return rows_of(_open(actor, wanted, holder).order_by(*SOONEST).limit(most))


def _open(actor, wanted: Wanted, holder: str) -> Select:
    statement = select(Task).where(Task.agency_id == actor.agency_id, Task.status == "open")
    if holder:
        statement = statement.where(Task.assignee_id.in_(people.ids_meant_by(actor.agency_id, holder)))
    return narrowed(statement, wanted, actor.agency_id, clock.now())

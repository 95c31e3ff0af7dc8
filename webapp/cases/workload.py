"""All open tasks of an agency for HR: who has what, and what of it is to be given to somebody else."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Select, select

from webapp.cases.lists import HOLDER, SOONEST, InboxRow, about_people, rows, with_holder
from webapp.cases.models import Task
from webapp.cases.narrowing import Tally, Wanted, narrowed, tallied
from webapp.core import clock
from webapp.core.db import db
from webapp.core.paging import Page, page_of
from webapp.people import queries as people


def open_tasks(actor, wanted: Wanted, holder: str, number: int) -> Page[InboxRow]:
    """That page of the open tasks, most urgent first; `holder` is the name or NIP of who has them."""
    found = page_of(_wanted(rows(), actor, wanted, holder).order_by(*SOONEST), number)
    return Page([InboxRow(*row) for row in found.rows], found.number, found.size, found.total)


def tally(actor, wanted: Wanted, holder: str) -> list[Tally]:
    """How many open tasks stand where, whatever cycle, stage and unit are chosen."""
    of_words = Wanted(words=wanted.words, late=wanted.late)
    return tallied(_wanted(with_holder(about_people(select(Task))), actor, of_words, holder))


def chosen(actor, ids: Sequence[UUID]) -> list[InboxRow]:
    """Those of these tasks that are the agency's, most urgent first, also when they have been closed meanwhile."""
    statement = rows().where(Task.agency_id == actor.agency_id, Task.id.in_(ids)).order_by(*SOONEST)
    return [InboxRow(*row) for row in db.session.execute(statement)]


def all_of(actor, wanted: Wanted, holder: str, most: int) -> list[InboxRow]:
    """The open tasks that fit, on whatever page, but no more than `most`."""
    statement = _wanted(rows(), actor, wanted, holder).order_by(*SOONEST).limit(most)
    return [InboxRow(*row) for row in db.session.execute(statement)]


def _wanted(statement: Select, actor, wanted: Wanted, holder: str) -> Select:
    statement = statement.where(Task.agency_id == actor.agency_id, Task.status == "open")
    if holder.strip():
        statement = statement.where(people.is_meant_by(holder, who=HOLDER))
    return narrowed(statement, wanted, actor.agency_id, clock.now())

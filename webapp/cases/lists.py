"""The lists of the inbox: what waits for me, for my groups, for others, and what I have done; each a page at a time."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Uuid, and_, bindparam, case, func, or_, select
from sqlalchemy.orm import aliased, undefer

from webapp.cases.models import Case, Cycle, Task
from webapp.cases.narrowing import EVERYTHING, Tally, Wanted, narrowed, tallied
from webapp.cases.queries import (
    ANYBODY,
    about_me,
    asked_by,
    may_see_case,
    of_agency,
    stays_open,
    supervised,
    within_reach,
)
from webapp.core import clock
from webapp.core.db import db
from webapp.core.errors import NotFound
from webapp.people import queries as people
from webapp.people.models import Person, Unit

PAGE = 50


@dataclass(frozen=True)
class InboxRow:
    """A task as a list shows it."""

    task: Task
    case: Case
    employee: Person
    unit: Unit
    cycle: Cycle
    holder: Person | None


@dataclass(frozen=True)
class Counts:
    """How many tasks stand behind each tab of the inbox."""

    mine: int
    overdue: int
    shared: int
    waiting: int


def _mine(actor) -> ColumnElement[bool]:
    return and_(of_agency(Task, actor), Task.status == "open", Task.assignee_id == actor.person_id)


def _shared(actor) -> ColumnElement[bool]:
    return and_(
        of_agency(Task, actor),
        Task.status == "open",
        Task.assignee_id.is_(None),
        Task.groups.overlap(sorted(actor.roles)),
        ~about_me(actor),
    )


def _waiting(actor) -> ColumnElement[bool]:
    """Open work of others in my own cases and in the cases of those I supervise."""
    followed = select(Case.id).where(
        of_agency(Case, actor),
        Case.status == "running",
        or_(Case.employee_id == actor.person_id, Case.employee_id.in_(supervised(actor))),
    )
    return and_(
        of_agency(Task, actor),
        Task.status == "open",
        Task.case_id.in_(followed),
        Task.assignee_id.is_distinct_from(actor.person_id),
    )


def _done(actor) -> ColumnElement[bool]:
    mine = and_(Task.completed_by == actor.person_id, stays_open(Task.case_id, actor))
    return and_(of_agency(Task, actor), Task.status == "done", mine)


SOONEST = (Task.due_at.asc().nulls_last(), Task.opened_at, Task.id)
_LATEST = (Task.closed_at.desc(), Task.id)
TABS: dict[str, tuple[Callable[..., ColumnElement[bool]], tuple]] = {
    "mine": (_mine, SOONEST),
    "shared": (_shared, SOONEST),
    "waiting": (_waiting, SOONEST),
    "done": (_done, _LATEST),
}


def tasks(actor, tab: str, *, page: int = 1, wanted: Wanted = EVERYTHING) -> list[InboxRow]:
    """That page of a tab, most urgent first; one row more than a page when there is a next one."""
    belongs, order = TABS[tab]
    statement = narrowed(select(Task).where(belongs(actor)), wanted, actor.agency_id, clock.now())
    return rows_of(statement.order_by(*order).limit(PAGE + 1).offset((page - 1) * PAGE), order)


def tally(actor, tab: str, wanted: Wanted) -> list[Tally]:
    """How many tasks of the tab stand where; narrowed by what is no choice of a list: words and lateness."""
    belongs, _order = TABS[tab]
    of_words = Wanted(words=wanted.words, late=wanted.late)
    return tallied(narrowed(select(Task).where(belongs(actor)), of_words, actor.agency_id, clock.now()))


def counts(actor, now: datetime) -> Counts:
    """All counts in one round trip."""
    waiting = select(func.count()).select_from(Task).where(_waiting(actor)).scalar_subquery()
    shared = select(func.count()).select_from(Task).where(_shared(actor)).scalar_subquery()
    statement = select(func.count(), func.count(case((Task.due_at < now, 1))), shared, waiting).where(_mine(actor))
    return Counts(*db.session.execute(statement).one())


def find_tasks(actor, words: str) -> list[InboxRow]:
    """My open and shared tasks about somebody whose name or NIP holds these words."""
    if not words:
        return []
    statement = _rows().where(or_(_mine(actor), _shared(actor)), _about(words))
    return [InboxRow(*row) for row in db.session.execute(statement.order_by(*SOONEST).limit(PAGE))]


def find_cases(actor, words: str) -> list[tuple[Case, Person, Cycle]]:
    """Cases that I may see, by name, NIP or case number."""
    if not words:
        return []
    statement = (
        select(Case, Person, Cycle)
        .join(Person, and_(Person.agency_id == Case.agency_id, Person.id == Case.employee_id))
        .join(Cycle, and_(Cycle.agency_id == Case.agency_id, Cycle.id == Case.cycle_id))
        .where(may_see_case(actor), _about(words))
        .order_by(Person.name)
        .limit(PAGE)
    )
    return [(case_, person, cycle) for case_, person, cycle in db.session.execute(statement)]


def row_for(task_id: UUID, *, actor) -> InboxRow:
    """The task with everything its page names beside it, if it is within reach; NotFound otherwise."""
    found = db.session.execute(_row_within_reach(), {"task": task_id, **asked_by(actor)}).first()
    if found is None:
        raise NotFound
    return InboxRow(*found)


@cache
def _row_within_reach() -> Select:
    """Made once: making it takes longer than asking it, and every page of a task asks."""
    this_one = Task.id == bindparam("task", type_=Uuid)
    return _rows().where(this_one, within_reach(ANYBODY)).options(undefer(Case.state))


def rows_of(tasks: Select, order: tuple = SOONEST) -> list[InboxRow]:
    """The tasks of this statement, which are few, in this order, with everything that lists name beside them.

    The few are found first, so that only they are joined with what they are shown with.
    """
    few = tasks.with_only_columns(Task.agency_id, Task.id).subquery()
    statement = _rows().join(few, and_(few.c.agency_id == Task.agency_id, few.c.id == Task.id)).order_by(*order)
    return [InboxRow(*row) for row in db.session.execute(statement)]


_holder = aliased(Person)


def _rows() -> Select:
    return (
        select(Task, Case, Person, Unit, Cycle, _holder)
        .select_from(Task)
        .join(Case, and_(Case.agency_id == Task.agency_id, Case.id == Task.case_id))
        .join(Person, and_(Person.agency_id == Case.agency_id, Person.id == Case.employee_id))
        .join(Unit, and_(Unit.agency_id == Case.agency_id, Unit.id == Case.unit_id))
        .join(Cycle, and_(Cycle.agency_id == Case.agency_id, Cycle.id == Case.cycle_id))
        .join(_holder, and_(_holder.agency_id == Task.agency_id, _holder.id == Task.assignee_id), isouter=True)
    )


def _about(words: str):
    return or_(people.is_meant_by(words), Case.id == (int(words) if words.isdecimal() and len(words) < 10 else None))

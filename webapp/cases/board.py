"""What HR watches: cycles, how their opening goes, where the cases are, what is late."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, case, func, select

from webapp.cases import queries
from webapp.cases.models import Case, Cycle, CycleMember, Task
from webapp.cases.narrowing import EVERYTHING, Choice, Wanted, in_tree
from webapp.core import clock
from webapp.core.db import db
from webapp.core.errors import NotFound
from webapp.core.paging import Page, page_of
from webapp.people import queries as people
from webapp.people.models import Person, Unit


@dataclass(frozen=True)
class Opening:
    """How far the opening of a cycle's cases is."""

    waiting: int
    opened: int
    refused: int

    @property
    def total(self) -> int:
        return self.waiting + self.opened + self.refused

    @property
    def done(self) -> int:
        return self.opened + self.refused


@dataclass(frozen=True)
class StageCount:
    """Cases in one stage of the diagram, and how many of them have overdue work."""

    stage: str | None
    status: str
    cases: int
    late: int


def cycles(actor) -> Sequence[tuple[Cycle, int, int]]:
    """Newest first, each with the number of its cases and of the finished ones."""
    statement = (
        select(Cycle, func.count(Case.id), func.count(case((Case.status == "finished", 1))))
        .join(Case, and_(Case.agency_id == Cycle.agency_id, Case.cycle_id == Cycle.id), isouter=True)
        .where(Cycle.agency_id == actor.agency_id)
        .group_by(Cycle.agency_id, Cycle.id)
        .order_by(Cycle.opened_at.desc())
    )
    return [(cycle, cases, finished) for cycle, cases, finished in db.session.execute(statement)]


def cycle_for(cycle_id: int, *, actor) -> Cycle:
    found = db.session.get(Cycle, (actor.agency_id, cycle_id))
    if found is None:
        raise NotFound
    return found


def opening(cycle: Cycle) -> Opening:
    statement = (
        select(CycleMember.state, func.count())
        .where(CycleMember.agency_id == cycle.agency_id, CycleMember.cycle_id == cycle.id)
        .group_by(CycleMember.state)
    )
    counts = dict(db.session.execute(statement).tuples().all())
    return Opening(counts.get("waiting", 0), counts.get("opened", 0), counts.get("refused", 0))


def refused(cycle: Cycle) -> Sequence[tuple[Person, str]]:
    """Who could not be given a case, and why."""
    statement = (
        select(Person, CycleMember.problem)
        .join(CycleMember, and_(CycleMember.agency_id == Person.agency_id, CycleMember.person_id == Person.id))
        .where(
            CycleMember.agency_id == cycle.agency_id, CycleMember.cycle_id == cycle.id, CycleMember.state == "refused"
        )
        .order_by(Person.name)
    )
    return [(person, problem) for person, problem in db.session.execute(statement)]


def stages(cycle: Cycle, now: datetime, unit: int | None = None) -> list[StageCount]:
    """Cases by stage, of the whole cycle or of one unit with all below it."""
    late = (
        select(Task.case_id)
        .where(Task.agency_id == cycle.agency_id, Task.status == "open", Task.due_at < now)
        .distinct()
        .subquery()
    )
    statement = (
        select(Case.stage, Case.status, func.count(), func.count(late.c.case_id))
        .join(late, late.c.case_id == Case.id, isouter=True)
        .where(Case.agency_id == cycle.agency_id, Case.cycle_id == cycle.id)
        .group_by(Case.stage, Case.status)
    )
    if unit:
        statement = statement.where(Case.unit_id.in_(people.subtree(cycle.agency_id, unit)))
    return [StageCount(*row) for row in db.session.execute(statement)]


def units(cycle: Cycle) -> list[Choice]:
    """The units whose people the cycle is about, with the number of their cases."""
    statement = (
        select(Case.unit_id, func.count())
        .where(Case.agency_id == cycle.agency_id, Case.cycle_id == cycle.id)
        .group_by(Case.unit_id)
    )
    counts = Counter(dict(db.session.execute(statement).tuples().all()))
    return in_tree(counts, people.unit_tree(cycle.agency_id))


def not_begun(lines: Sequence["CaseLine"]) -> set[int]:
    """Which of these cases were opened and wait for what begins them."""
    still = (line.case for line in lines if line.case.stage is None and not line.open_tasks)
    return {case.id for case in still if queries.beginnings(case)}


@dataclass(frozen=True)
class CaseLine:
    """A case in HR's list, with the task it waits for longest."""

    case: Case
    employee: Person
    unit: Unit
    due_at: datetime | None
    open_tasks: int


def cases(cycle: Cycle, number: int, wanted: Wanted = EVERYTHING, *, now: datetime | None = None) -> Page[CaseLine]:
    """That page of the cycle's cases, the most urgent first. The stage `finished` stands for all that have ended."""
    work = (
        select(Task.case_id, func.min(Task.due_at).label("due_at"), func.count().label("open_tasks"))
        .where(Task.agency_id == cycle.agency_id, Task.status == "open")
        .group_by(Task.case_id)
        .subquery()
    )
    statement = (
        select(Case, Person, Unit, work.c.due_at, work.c.open_tasks)
        .join(Person, and_(Person.agency_id == Case.agency_id, Person.id == Case.employee_id))
        .join(Unit, and_(Unit.agency_id == Case.agency_id, Unit.id == Case.unit_id))
        .join(work, work.c.case_id == Case.id, isouter=True)
        .where(Case.agency_id == cycle.agency_id, Case.cycle_id == cycle.id)
        .order_by(work.c.due_at.asc().nulls_last(), Person.name)
    )
    if wanted.stage == "finished":
        statement = statement.where(Case.status == "finished")
    elif wanted.stage:
        statement = statement.where(Case.stage == wanted.stage)
    if wanted.unit:
        statement = statement.where(Case.unit_id.in_(people.subtree(cycle.agency_id, wanted.unit)))
    if wanted.words:
        statement = statement.where(people.is_meant_by(wanted.words))
    if wanted.late:
        statement = statement.where(work.c.due_at < (now or clock.now()))
    found = page_of(statement, number)
    return Page([CaseLine(*row) for row in found.rows], found.number, found.size, found.total)

"""Reads of one case or one task, and who may see them. What a person may not see does not exist."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import SimpleNamespace
from uuid import UUID

import orjson
from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Select,
    Text,
    TextClause,
    and_,
    bindparam,
    cast,
    exists,
    func,
    inspect,
    or_,
    select,
    text,
    true,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import aliased, undefer

from webapp.cases import ledger
from webapp.cases.models import LIVE, Case, Cycle, Draft, Event, Submission, Task, Timer
from webapp.core.db import db
from webapp.core.errors import NotFound
from webapp.core.permissions import can
from webapp.library import queries as library
from webapp.people.models import Person, Post
from workflows import engine
from workflows.results import Beginning

# Whoever reads, in a statement that is made once and asked with `asked_by(actor)`.
ANYBODY = SimpleNamespace(
    agency_id=bindparam("agency", type_=BigInteger),
    person_id=bindparam("person", type_=BigInteger),
    roles=bindparam("roles", type_=ARRAY(Text)),
)


def asked_by(actor) -> dict:
    return {"agency": actor.agency_id, "person": actor.person_id, "roles": sorted(actor.roles)}


def of_agency(table, actor):
    return table.agency_id == actor.agency_id


def about_me(actor):
    """Work on one's own case: a group's part in it is for the others of the group."""
    return Task.case_id.in_(select(Case.id).where(of_agency(Case, actor), Case.employee_id == actor.person_id))


def supervised(actor) -> Select:
    return select(Post.person_id).where(
        of_agency(Post, actor), Post.supervisor_id == actor.person_id, func.upper_inf(Post.valid)
    )


def task_for(task_id: UUID, *, actor) -> Task:
    """The task, if it is within reach; NotFound otherwise."""
    found = db.session.scalars(select(Task).where(Task.id == task_id, within_reach(actor))).first()
    if found is None:
        raise NotFound
    return found


def within_reach(actor) -> ColumnElement[bool]:
    """Of tasks: it is mine, my group's, or was mine."""
    roles = actor.roles if actor is ANYBODY else sorted(actor.roles)
    mine = or_(
        and_(Task.assignee_id == actor.person_id, or_(Task.status == "open", stays_open(Task.case_id, actor))),
        and_(Task.completed_by == actor.person_id, stays_open(Task.case_id, actor)),
        and_(Task.groups.overlap(roles), ~about_me(actor)),
        and_(_was_taken_from(actor), stays_open(Task.case_id, actor)),
    )
    return and_(of_agency(Task, actor), mine)


def _was_taken_from(actor):
    """Work that HR gave to somebody else: what the person had typed is still there for them."""
    moved = exists().where(
        of_agency(Event, actor),
        Event.case_id == Task.case_id,
        Event.task_id == Task.id,
        Event.kind == "task reassigned",
        cast(func.convert_from(Event.body, "UTF8"), JSONB)["from"].as_integer() == actor.person_id,
    )
    return and_(Task.status == "open", moved)


def draft_of(task: Task, person_id: int) -> Draft | None:
    return db.session.get(Draft, (task.agency_id, task.id, person_id))


def words_of_return(task: Task, case: Case) -> str:
    """What the diagram says of a step that has come back to be done again; mostly nothing."""
    return _return_words(task, case) if come_back([(task, case)]) else ""


def come_back(tasks: Iterable[tuple[Task, Case]]) -> set[UUID]:
    """The ids of those tasks whose step was done before in their case and was sent back."""
    wanted = [task for task, case_ in tasks if _return_words(task, case_)]
    if not wanted:
        return set()
    earlier = aliased(Task)
    done_before = exists().where(
        earlier.agency_id == Task.agency_id,
        earlier.case_id == Task.case_id,
        earlier.element == Task.element,
        earlier.status == "done",
        earlier.closed_at <= Task.opened_at,
    )
    these = and_(Task.agency_id == wanted[0].agency_id, Task.id.in_([task.id for task in wanted]))
    return set(db.session.scalars(select(Task.id).where(these, done_before)))


def _return_words(task: Task, case: Case) -> str:
    element = library.pack(case.agency_id, case.process_version_id).process.elements[task.process, task.element]
    return element.properties.get("returned", "")


def submission_of(task: Task) -> Submission | None:
    statement = select(Submission).where(Submission.agency_id == task.agency_id, Submission.task_id == task.id)
    return db.session.scalars(statement).first()


def still_counts() -> TextClause:
    """Of submissions: the case was not taken back to before them."""
    return text(f"not {ledger.TAKEN_BACK}")


def is_handed_in(task: Task, *, actor, key: UUID) -> bool:
    """Whether this person has completed this task under this key."""
    found = db.session.get(Submission, (task.agency_id, key))
    return found is not None and (found.person_id, found.task_id) == (actor.person_id, task.id)


def case_for(case_id: int, *, actor) -> Case:
    """The case, if the person takes part in it or watches over it; NotFound otherwise."""
    found = db.session.scalars(select(Case).where(Case.id == case_id, may_see_case(actor))).first()
    if found is None:
        raise NotFound
    return found


def may_see_case(actor):
    """The condition under which a case exists for the person: own, supervised, worked on, or by office."""
    if can(actor, "case:watch"):
        return of_agency(Case, actor)
    above = aliased(Post)
    second_level = (
        select(Post.person_id)
        .join(above, and_(above.agency_id == Post.agency_id, above.person_id == Post.supervisor_id))
        .where(
            of_agency(Post, actor),
            above.supervisor_id == actor.person_id,
            func.upper_inf(Post.valid),
            func.upper_inf(above.valid),
        )
    )
    worked_on = select(Task.case_id).where(
        of_agency(Task, actor), or_(Task.assignee_id == actor.person_id, Task.completed_by == actor.person_id)
    )
    return and_(
        of_agency(Case, actor),
        or_(
            Case.employee_id == actor.person_id,
            Case.employee_id.in_(supervised(actor)),
            Case.employee_id.in_(second_level),
            and_(Case.id.in_(worked_on), stays_open(Case.id, actor)),
        ),
    )


_closed: list[Callable[..., Select]] = []


def closes(cases: Callable[..., Select]) -> None:
    """A later stage tells by `cases(actor)` the ids of cases that having worked on them does not open to the actor.

    `actor` may be ANYBODY: the ids of agency and person go into the statement as they are.
    """
    _closed.append(cases)


def stays_open(case_id, actor):
    return and_(true(), *(case_id.not_in(cases(actor)) for cases in _closed))


_chosen: list[Callable[[Task], bool]] = []


def chooses(holds: Callable[[Task], bool]) -> None:
    """A later stage tells by `holds(task)` whether it has chosen itself who has the task, so that HR cannot."""
    _chosen.append(holds)


def is_chosen_by_its_stage(task: Task) -> bool:
    return any(holds(task) for holds in _chosen)


_unfit: list[Callable[[Task, int | None, int], bool]] = []


def unfits(holds: Callable[[Task, int | None, int], bool]) -> None:
    """A later stage tells by `holds(task, meant for, person)` who has had a part in what the task decides about."""
    _unfit.append(holds)


def is_unfit_for(task: Task, meant_for: int | None, person_id: int) -> bool:
    return any(holds(task, meant_for, person_id) for holds in _unfit)


def raters(case: Case) -> set[int]:
    """Who rates in this case, as its process knows it."""
    known = variables(case)
    return {known[name] for name in ("supervisor", "rater") if known.get(name) is not None}


def is_closed_to(person: Person, case: Case) -> bool:
    """Whether having worked on the case would not open it to the person: a conflict of interest has been told."""
    member = SimpleNamespace(agency_id=person.agency_id, person_id=person.id)
    open_to = select(Case.id).where(Case.agency_id == case.agency_id, Case.id == case.id, stays_open(Case.id, member))
    return db.session.execute(open_to).first() is None


def variables(case: Case) -> dict:
    """The thin process variables of the case: ids, decisions, counts."""
    whole = _with_state(case)
    return engine.variables(library.pack(whole.agency_id, whole.process_version_id).process, whole.state)


def beginnings(case: Case) -> tuple[Beginning, ...]:
    """What a case that was opened and has not begun waits for; nothing once it has begun, or has ended."""
    if case.status not in LIVE:
        return ()
    whole = _with_state(case)
    return engine.beginnings(library.pack(whole.agency_id, whole.process_version_id).process, whole.state)


@dataclass(frozen=True)
class Meant:
    """For whom the diagram means an open task: a person, else groups; neither where its expressions tell nobody."""

    person: int | None = None
    groups: tuple[str, ...] = ()


def meant_for(task: Task, case: Case) -> Meant:
    """Whoever has the task now, and whatever HR does in nobody's stead."""
    whole = _with_state(case)
    process = library.pack(whole.agency_id, whole.process_version_id).process
    item = next((item for item in engine.work(process, whole.state) if item.id == task.id), None)
    if item is None:
        return Meant()
    named = int(item.assignee) if item.assignee is not None and item.assignee.isdecimal() else None
    return Meant(named, () if named is not None else item.groups)


def _with_state(case: Case) -> Case:
    """The case as its last step left it, read again only where its state has not been."""
    if "state" not in inspect(case).unloaded:
        return case
    statement = select(Case).options(undefer(Case.state)).where(Case.agency_id == case.agency_id, Case.id == case.id)
    return db.session.scalars(statement, execution_options={"populate_existing": True}).one()


def employee_of(case: Case) -> Person:
    return db.session.get_one(Person, (case.agency_id, case.employee_id))


def cycle_of(case: Case) -> Cycle:
    return db.session.get_one(Cycle, (case.agency_id, case.cycle_id))


def my_case(actor) -> Case | None:
    """My newest case, for "my cycle" beside the inbox."""
    statement = (
        select(Case)
        .where(of_agency(Case, actor), Case.employee_id == actor.person_id, Case.status != "cancelled")
        .order_by(Case.opened_at.desc())
        .limit(1)
    )
    return db.session.scalars(statement).first()


def open_tasks(case: Case) -> Sequence[tuple[Task, Person | None]]:
    """What is open in the case now, and with whom."""
    statement = (
        select(Task, Person)
        .join(Person, and_(Person.agency_id == Task.agency_id, Person.id == Task.assignee_id), isouter=True)
        .where(Task.agency_id == case.agency_id, Task.case_id == case.id, Task.status == "open")
        .order_by(Task.opened_at)
    )
    return [(task, person) for task, person in db.session.execute(statement)]


@dataclass(frozen=True)
class Happened:
    """One event of a case with what its body says."""

    event: Event
    actor: Person | None
    body: dict


def history(case: Case) -> list[Happened]:
    """All events of the case, newest first."""
    statement = (
        select(Event, Person)
        .join(Person, and_(Person.agency_id == Event.agency_id, Person.id == Event.actor_id), isouter=True)
        .where(Event.agency_id == case.agency_id, Event.case_id == case.id)
        .order_by(Event.seq.desc())
    )
    return [Happened(event, person, orjson.loads(event.body)) for event, person in db.session.execute(statement)]


def has_due_timer(agency_id: int, case_id: int, now: datetime) -> bool:
    statement = select(Timer.id).where(
        Timer.agency_id == agency_id,
        Timer.case_id == case_id,
        Timer.due_at <= now,
        Timer.incident_id.is_(None),
    )
    return db.session.execute(statement.limit(1)).first() is not None


def cases_with_due_timers(now: datetime, limit: int = 200) -> list[tuple[int, int]]:
    """(agency id, case id) of cases that a timer waits for, longest overdue first."""
    statement = (
        select(Timer.agency_id, Timer.case_id)
        .where(Timer.due_at <= now, Timer.incident_id.is_(None))
        .group_by(Timer.agency_id, Timer.case_id)
        .order_by(func.min(Timer.due_at))
        .limit(limit)
    )
    return [(agency, case_id) for agency, case_id in db.session.execute(statement)]

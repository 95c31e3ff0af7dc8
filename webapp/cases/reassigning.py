"""Giving open tasks to other people: by HR, with a reason, and never so that anybody judges the own work."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import JSONB

from webapp.cases import history, ledger, queries
from webapp.cases.models import LIVE, Case, Event, Task
from webapp.cases.queries import Meant
from webapp.cases.refusals import CaseEnded, TaskClosed
from webapp.core import jobs
from webapp.core.db import db
from webapp.core.errors import Refusal
from webapp.core.permissions import require
from webapp.people import queries as people
from webapp.people.models import Person
from workflows import EngineError

log = logging.getLogger(__name__)
KIND = "task reassigned"


class AlreadyTheirs(Refusal):
    """This person has the task already, or one just like it in this case."""


class HasLeft(Refusal):
    """This person does not work here any more."""


class OwnWord(Refusal):
    """This step is the employee's own word; nobody else can do it."""


class OwnCase(Refusal):
    """The task is about the person you chose, and nobody takes part in judging the own work."""


class CaseOfMine(Refusal):
    """This is your own case; another HR officer has to reassign its tasks."""


class NotToMyself(Refusal):
    """You cannot give a task to yourself; another HR officer can."""


class NotOfTheGroup(Refusal):
    """This task is for a group that the person does not belong to."""


class JudgesOwnRating(Refusal):
    """The person rates this employee, and whoever rated does not decide about the rating."""


class ChosenByItsStage(Refusal):
    """The panel fills its seats itself, by its rules about conflicts of interest."""


class StateUnreadable(Refusal):
    """The stored state of this case cannot be read, so nobody can say whose step this is. Tell a process admin."""


class TookPart(Refusal):
    """The person has had a part in what is decided here."""


class ToldOfAConflict(Refusal):
    """This person has told of a conflict of interest in this case."""


@dataclass(frozen=True)
class Moved:
    """What became of one task: given to the person, or why not."""

    task: Task
    refusal: Refusal | None


def reassign_all(tasks: Sequence[Task], to: Person, *, reason: str, actor) -> list[Moved]:
    """Give each of the tasks to the person; one that cannot be given does not keep the others back."""
    moved: dict[UUID, Refusal | None] = {}
    for task in sorted(tasks, key=lambda each: each.case_id):  # always in this order: nobody waits in a circle
        try:
            with db.session.begin_nested():
                reassign(task, to, reason=reason, actor=actor)
            moved[task.id] = None
        except Refusal as refusal:
            moved[task.id] = refusal
        except EngineError:
            log.exception("task %s cannot be reassigned", task.id)
            moved[task.id] = StateUnreadable()
    return [Moved(task, moved[task.id]) for task in tasks]


def foreseen(tasks: Sequence[Task], to: Person, *, reason: str, actor) -> list[Moved]:
    """What `reassign_all` would do with them; nothing is done."""
    with db.session.begin_nested() as trial:
        moved = reassign_all(tasks, to, reason=reason, actor=actor)
        trial.rollback()
    return moved


def reassign(task: Task, to: Person, *, reason: str, actor) -> None:
    """Give the task to the person and tell both; what was typed so far stays with whoever typed it.

    Raises a Refusal when the task is closed, or the person may not have it.
    """
    locked = ledger.lock(task.agency_id, task.case_id)
    db.session.refresh(task)
    if locked is None or task.status != "open":
        raise TaskClosed
    if locked.status not in LIVE:
        raise CaseEnded
    require(actor, "task:reassign", task)
    case = db.session.get_one(Case, (task.agency_id, task.case_id))
    meant = queries.meant_for(task, case)
    _refuse_what_is_not_for_hr(task, case, to, meant.person, actor)
    _refuse_conflicts(task, case, to, meant)
    before = task.assignee_id
    _hand_over(task, to)
    body = {"task": task.element, "from": before, "to": to.id, "of": meant.person, "reason": reason}
    seq = history.note(locked, KIND, actor_id=actor.person_id, task_id=task.id, body=body)
    jobs.later("cases.tell_reassigned", agency_id=task.agency_id, case_id=task.case_id, seq=seq)


def _refuse_what_is_not_for_hr(task: Task, case: Case, to: Person, meant_for: int | None, actor) -> None:
    if to.left_on is not None:
        raise HasLeft
    if case.employee_id == actor.person_id:
        raise CaseOfMine
    if to.id == actor.person_id:
        raise NotToMyself
    if case.employee_id in (task.assignee_id, meant_for):
        raise OwnWord
    if queries.is_chosen_by_its_stage(task):
        raise ChosenByItsStage
    if to.id == task.assignee_id or _has_one_like_it(task, to):
        raise AlreadyTheirs


def _refuse_conflicts(task: Task, case: Case, to: Person, meant: Meant) -> None:
    if to.id == case.employee_id:
        raise OwnCase
    if queries.is_closed_to(to, case):
        raise ToldOfAConflict
    if meant.groups:
        if people.roles_of(to.agency_id, [to.id]).get(to.id, frozenset()).isdisjoint(meant.groups):
            raise NotOfTheGroup
    elif _rates(case, to, meant.person):
        raise JudgesOwnRating
    if queries.is_unfit_for(task, meant.person, to.id):
        raise TookPart


def _rates(case: Case, to: Person, meant_for: int | None) -> bool:
    """Whether the person is the rater, or has stood in for the rater, and the step is somebody else's."""
    raters = queries.raters(case)
    acts_as = {to.id, *_stood_in_for(case, to)}
    return bool(acts_as & raters) and meant_for not in acts_as | raters


def _stood_in_for(case: Case, person: Person) -> set[int]:
    """Whose steps of this case the person has been given by HR."""
    body = func.convert_from(Event.body, "UTF8").cast(JSONB)
    statement = select(body["of"].as_integer()).where(
        Event.agency_id == case.agency_id,
        Event.case_id == case.id,
        Event.kind == KIND,
        body["to"].as_integer() == person.id,
    )
    return set(db.session.scalars(statement)) - {None}


def _has_one_like_it(task: Task, to: Person) -> bool:
    statement = select(Task.id).where(
        Task.agency_id == task.agency_id,
        Task.case_id == task.case_id,
        Task.element == task.element,
        Task.status == "open",
        Task.assignee_id == to.id,
    )
    return db.session.execute(statement).first() is not None


def _hand_over(task: Task, to: Person) -> None:
    change = update(Task).where(Task.agency_id == task.agency_id, Task.id == task.id)
    db.session.execute(change.values(assignee_id=to.id, version=Task.version + 1))

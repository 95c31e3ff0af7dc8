"""The verbs of a running case. None of them commits or sees the request."""

import hashlib
import logging
from uuid import UUID

import orjson
from sqlalchemy import literal, select, update
from sqlalchemy.dialects.postgresql import JSONB, insert

from webapp.cases import ledger, queries, steps
from webapp.cases import policy as _rules  # noqa: F401  its rows must be in the truth table
from webapp.cases.models import Case, Cycle, Draft, Task
from webapp.cases.refusals import CaseEnded, CaseSuspended, KeyReused, StepFailed, TaskChanged, TaskClosed, TaskTaken
from webapp.core import clock
from webapp.core.db import db, passes
from webapp.core.errors import Refusal
from webapp.core.permissions import require
from webapp.library import queries as library
from workflows import engine

log = logging.getLogger(__name__)


def complete_task(task: Task, answers: dict, *, actor, key: UUID, seen_version: int) -> None:
    """Hand in `answers` for the task and let the case go on to whatever comes next.

    `key` makes a repeat harmless: the same person's same answers under the same key do nothing more.
    `seen_version` is the task's version when the form was shown. Raises a Refusal when the task is gone, taken or
    changed; raises StepFailed when the diagram cannot go on, and then nothing is kept.
    """
    if task.groups and task.assignee_id not in (None, actor.person_id):
        raise TaskTaken
    require(actor, "task:complete", task)
    now = clock.now()
    digest = hashlib.sha256(orjson.dumps(answers, option=orjson.OPT_SORT_KEYS)).digest()
    kept, locked = ledger.hand_in(
        ledger.NewSubmission(
            task.agency_id, key, task.case_id, task.id, task.element, actor.person_id, answers, digest, now
        )
    )
    if not kept:
        _recognise_repeat(task, actor, key, digest)
        return
    case = _unchanged(locked, actor, seen_version)
    now = clock.now()  # whoever had the case meanwhile was earlier
    process = library.pack(case.agency_id, case.process_version_id).process
    handed_in = steps.HandedIn(task.element, answers)
    step = steps.on_case(case, actor_id=actor.person_id, now=now, handed_in=handed_in)
    try:
        outcome = engine.complete(
            process, case.state, task.id, answers, perform=step.perform, now=now, held=case.held_timers
        )
    except engine.TaskNotOpen:
        raise TaskClosed from None
    except Refusal:
        raise
    except Exception as error:
        if passes(error):
            raise
        log.exception("task %s cannot be completed: the process does not go on", task.id)
        raise StepFailed from error
    steps.take(
        case,
        outcome,
        kind="task completed",
        actor_id=actor.person_id,
        now=now,
        done=task.id,
        details={"task": task.element, "submission": digest.hex()},
    )


def _recognise_repeat(task: Task, actor, key: UUID, digest: bytes) -> None:
    """A repeat of the very same request is fine; anything else under a used key or for a done task is refused."""
    earlier = ledger.submission(task.agency_id, key)
    if earlier is None:
        raise TaskClosed
    if (earlier["person_id"], earlier["task_id"], bytes(earlier["sha256"])) != (
        actor.person_id,
        task.id,
        digest,
    ):
        raise KeyReused


def _unchanged(case: ledger.Locked | None, actor, seen_version: int) -> ledger.Locked:
    """The case, if its task is still what the person saw: open, theirs or free, and of the same version."""
    if case is None or case.task_status != "open":
        raise TaskClosed
    if case.status != "running":
        raise CaseSuspended if case.status == "suspended" else CaseEnded
    if case.assignee_id not in (None, actor.person_id):
        raise TaskTaken
    if case.task_version != seen_version:
        raise TaskChanged
    return case


def tick(agency_id: int, case_id: int) -> bool:
    """Let the timers of the case that are due fire; False when somebody else is at the case or none is due."""
    case = ledger.lock(agency_id, case_id, wait=False)
    now = clock.now()
    if case is None or case.status != "running" or not queries.has_due_timer(agency_id, case_id, now):
        return False
    process = library.pack(agency_id, case.process_version_id).process
    step = steps.on_case(case, actor_id=None, now=now)
    outcome = engine.tick(process, case.state, perform=step.perform, now=now, held=case.held_timers)
    steps.take(case, outcome, kind="deadline reached", actor_id=None, now=now)
    return True


def open_case(cycle: Cycle, person_id: int, variables: dict, unit_id: int, *, actor_id: int | None) -> int | None:
    """Start the person's case in the cycle; None when there is one already. Returns the case id."""
    process = library.pack(cycle.agency_id, cycle.process_version_id).process
    statement = (
        insert(Case)
        .values(
            agency_id=cycle.agency_id,
            cycle_id=cycle.id,
            employee_id=person_id,
            unit_id=unit_id,
            process_version_id=cycle.process_version_id,
            state=b"",
            version=0,
        )
        .on_conflict_do_nothing()
        .returning(Case.id)
    )
    case_id = db.session.execute(statement).scalar()
    if case_id is None:
        return None
    case = ledger.lock_new(cycle.agency_id, case_id)
    now = clock.now()
    step = steps.on_case(case, actor_id=actor_id, now=now)
    outcome = engine.start(process, variables, perform=step.perform, now=now)
    steps.take(case, outcome, kind="case opened", actor_id=actor_id, now=now, details={"variables": variables})
    return case_id


def claim(task: Task, *, actor) -> None:
    """Take a task of my group, so that nobody else starts on it."""
    if task.groups and task.assignee_id not in (None, actor.person_id):
        raise TaskTaken
    require(actor, "task:claim", task)
    _hand_to(task, actor.person_id, only_if_free=True)


def release(task: Task, *, actor) -> None:
    """Give a task back to the group; the draft stays mine."""
    require(actor, "task:release", task)
    _hand_to(task, None)


def _hand_to(task: Task, person_id: int | None, *, only_if_free: bool = False) -> None:
    change = (
        update(Task)
        .where(Task.agency_id == task.agency_id, Task.id == task.id, Task.status == "open")
        .values(assignee_id=person_id, version=Task.version + 1)
    )
    if only_if_free:
        change = change.where(Task.assignee_id.is_(None))
    if db.session.execute(change.returning(Task.id)).first() is None:
        raise TaskTaken


def save_draft(task: Task, answers: dict, *, actor) -> None:
    """Keep what was typed so far, for this person and task. Raises TaskClosed when the task is not open any more."""
    require(actor, "task:complete", task)
    still_open = (
        select(
            literal(task.agency_id),
            literal(task.id),
            literal(actor.person_id),
            literal(answers, JSONB),
            literal(clock.now()),
        )
        .where(Task.agency_id == task.agency_id, Task.id == task.id, Task.status == "open")
        .with_for_update(read=True)
    )
    columns = ["agency_id", "task_id", "person_id", "answers", "saved_at"]
    row = insert(Draft).from_select(columns, still_open)
    kept = db.session.execute(
        row.on_conflict_do_update(
            index_elements=["agency_id", "task_id", "person_id"],
            set_={"answers": row.excluded.answers, "saved_at": row.excluded.saved_at},
        ).returning(Draft.task_id)
    )
    if kept.first() is None:
        raise TaskClosed

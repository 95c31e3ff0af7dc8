"""The verbs of coaching: open the plan, keep its sessions, close it. None of them commits."""

from datetime import date

from webapp.cases.letters import write_to_employee
from webapp.core.db import db
from webapp.core.operations import OnCase
from webapp.forum.handed_in import latest
from webapp.outcomes import queries
from webapp.outcomes.models import Coaching, CoachingProgress, CoachingSession, CoachingTarget
from webapp.outcomes.refusals import NoCoaching, RemarkWanted, UnknownTarget


def open_coaching(on: OnCase, task: str) -> Coaching:
    """Keep the plan with its targets; a second plan replaces one that has had no session yet."""
    given = latest(on, task)
    earlier = queries.coaching(on.agency_id, on.case_id)
    if earlier is not None:
        if earlier.sessions:
            return earlier
        db.session.delete(earlier)
        db.session.flush()
    plan = Coaching(
        agency_id=on.agency_id,
        case_id=on.case_id,
        focus=given.answers["focus"],
        support=given.answers.get("support") or None,
        opened_by=given.person_id,
        opened_at=on.now,
        targets=[_target(on, number, row) for number, row in enumerate(given.answers["targets"], 1)],
    )
    db.session.add(plan)
    db.session.flush()
    write_to_employee(on, "outcomes.coaching_opened")
    return plan


def record_session(on: OnCase, task: str, confirmation: str) -> tuple[int, bool]:
    """Keep the session with the employee's answer to it.

    Returns how many sessions have been confirmed, and whether this one was confirmed with all targets met: a record
    that the employee denies ends nothing.
    """
    plan, held, answered = _plan(on), latest(on, task), latest(on, confirmation)
    confirmed, remark = answered.answers["confirmed"] == "yes", answered.answers.get("remark") or None
    if not confirmed and remark is None:
        raise RemarkWanted
    session = CoachingSession(
        agency_id=on.agency_id,
        coaching_id=plan.id,
        number=len(plan.sessions) + 1,
        held_on=date.fromisoformat(held.answers["session_date"]),
        topics=held.answers["topics"],
        commitments=held.answers["commitments"],
        next_on=_day(held.answers.get("next_date")),
        held_by=held.person_id,
        confirmed=confirmed,
        remark=remark,
        help_wanted=answered.answers.get("help_wanted") or None,
        answered_by=answered.person_id,
        answered_at=on.now,
        progress=[_progress(plan, row) for row in held.answers.get("targets") or []],
    )
    plan.sessions.append(session)
    db.session.flush()
    return len(plan.held), confirmed and session.all_met


def close_coaching(on: OnCase) -> Coaching:
    plan = _plan(on)
    plan.closed_at = plan.closed_at or on.now
    db.session.flush()
    write_to_employee(on, "outcomes.coaching_closed")
    return plan


def _plan(on: OnCase) -> Coaching:
    found = queries.coaching(on.agency_id, on.case_id)
    if found is None:
        raise NoCoaching
    return found


def _target(on: OnCase, number: int, row: dict) -> CoachingTarget:
    return CoachingTarget(
        agency_id=on.agency_id,
        number=number,
        title=row["title"],
        method=row["method"],
        measure=row["measure"],
        due_on=date.fromisoformat(row["due"]),
    )


def _progress(plan: Coaching, row: dict) -> CoachingProgress:
    target = next((target for target in plan.targets if target.code == row["code"]), None)
    if target is None:
        raise UnknownTarget(code=row["code"])
    return CoachingProgress(
        agency_id=plan.agency_id,
        target_number=target.number,
        met=bool(row.get("met")),
        progress=row.get("progress") or None,
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None

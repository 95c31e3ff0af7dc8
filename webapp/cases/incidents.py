"""Incidents: background work that failed for good and waits for a person to look and retry."""

import logging
import traceback
from pathlib import Path
from uuid import UUID

import psycopg
from sqlalchemy import select, update

from webapp.cases import history, ledger
from webapp.cases.models import Incident, Timer
from webapp.cases.refusals import ReasonMissing
from webapp.core import clock, jobs
from webapp.core.db import db
from webapp.core.permissions import require
from workflows import EngineError

log = logging.getLogger(__name__)
TIMERS = "cases.tick"
STEP = "cases.complete_task"
RETRIED = "incident retried"
QUOTING = (AttributeError, LookupError, TypeError, ValueError, psycopg.DataError)  # the value that was at fault
OURS = Path(__file__).resolve().parents[1]


class GivenUp(Exception):
    """The queue gave the job up: its worker died each time, was stopped in the middle, or does not know the job."""


def record(job: str, arguments: dict, error: Exception) -> None:
    """Remember a job whose tries are used up; commits, since the job's own transaction is gone."""
    _remember(job, arguments, error)
    db.session.commit()


def take_over_given_up() -> int:
    """Make incidents of the jobs that the queue gave up without a word; the number of them. Commits."""
    taken = jobs.take_given_up()
    for name, arguments in taken:
        _remember(name, arguments, GivenUp(" ".join((GivenUp.__doc__ or "").split())))
    db.session.commit()
    return len(taken)


def _remember(job: str, arguments: dict, error: Exception) -> None:
    agency_id = arguments.get("agency_id")
    if agency_id is None:
        log.error("job %s failed for good and names no agency: %s", job, error)
        return
    db.session.add(_incident(agency_id, arguments.get("case_id"), job, arguments, error))


def hold_timers(agency_id: int, case_id: int, error: Exception) -> None:
    """Stop trying the due timers of a case until somebody has looked."""
    log.error("the timers of case %s/%s failed", agency_id, case_id, exc_info=error)
    found = _incident(agency_id, case_id, TIMERS, {"agency_id": agency_id, "case_id": case_id}, error)
    db.session.add(found)
    db.session.flush()
    due = update(Timer).where(
        Timer.agency_id == agency_id,
        Timer.case_id == case_id,
        Timer.due_at <= clock.now(),
        Timer.incident_id.is_(None),
    )
    held = db.session.execute(due.values(incident_id=found.id).returning(Timer.id))
    if held.first() is None:  # another worker was faster, or the case has gone on
        db.session.delete(found)


def step_failed(agency_id: int, case_id: int, task_id: UUID, error: BaseException) -> None:
    """Tell that a person could not complete a task, once until somebody has looked."""
    arguments = {"agency_id": agency_id, "case_id": case_id, "task": str(task_id)}
    known = select(Incident.id).where(
        Incident.agency_id == agency_id,
        Incident.case_id == case_id,
        Incident.job == STEP,
        Incident.resolved_at.is_(None),
    )
    if db.session.execute(known.limit(1)).first() is None:
        db.session.add(_incident(agency_id, case_id, STEP, arguments, error))


def _incident(agency_id: int, case_id: int | None, job: str, arguments: dict, error: BaseException) -> Incident:
    problem = f"{type(error).__name__}: {_words_of(error)}"[:2000]
    return Incident(agency_id=agency_id, case_id=case_id, job=job, arguments=arguments, problem=problem)


def _words_of(error: BaseException) -> str:
    """Without what people wrote, which is not for the readers of incidents. A diagram may hand anything to anything."""
    cause = getattr(error, "orig", error)
    if isinstance(cause, EngineError):
        return cause.openly
    if isinstance(cause, QUOTING) and not _is_worded_by_us(cause):
        return f"{type(cause).__name__} in {_place_of(error)}"
    if isinstance(cause, psycopg.Error):
        return cause.diag.message_primary or ""  # the rest quotes rows
    return str(error)


def _is_worded_by_us(error: BaseException) -> bool:
    return type(error).__module__.partition(".")[0] in {"webapp", "workflows", "forms", "feel"}


def _place_of(error: BaseException) -> str:
    """Where in the program it was raised last that is ours."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if OURS in Path(frame.filename).parents]
    return (
        f"{Path(frames[-1].filename).relative_to(OURS.parent)}:{frames[-1].lineno}"
        if frames
        else "code that is not ours"
    )


def retry(incident: Incident, *, actor, reason: str = "") -> None:
    """Try the failed work again and close the incident; if it fails again, a new one is opened.

    A step that a person could not take is theirs to take again. What concerns a case wants a reason, which stands in
    its history; ReasonMissing without one.
    """
    require(actor, "incident:resolve", incident)
    if incident.case_id is not None and not reason.strip():
        raise ReasonMissing
    case = None if incident.case_id is None else ledger.lock(incident.agency_id, incident.case_id)
    if not _close(incident, actor):
        return
    if incident.job == TIMERS:
        held = update(Timer).where(Timer.agency_id == incident.agency_id, Timer.incident_id == incident.id)
        db.session.execute(held.values(incident_id=None))
    elif incident.job != STEP:
        jobs.later(incident.job, **incident.arguments)
    if case is not None:
        body = {"job": incident.job, "incident": incident.id, "reason": reason.strip()}
        history.note(case, RETRIED, actor_id=actor.person_id, body=body)


def close_all(agency_id: int, job: str, arguments: dict, *, actor) -> None:
    """For who asks for the same work anew: close the open incidents of the job with these arguments among its own."""
    statement = select(Incident).where(
        Incident.agency_id == agency_id,
        Incident.job == job,
        Incident.resolved_at.is_(None),
        Incident.arguments.contains(arguments),
    )
    for incident in db.session.scalars(statement).all():
        require(actor, "incident:resolve", incident)
        _close(incident, actor)


def _close(incident: Incident, actor) -> bool:
    """False when somebody has closed it already."""
    still_open = update(Incident).where(
        Incident.agency_id == incident.agency_id, Incident.id == incident.id, Incident.resolved_at.is_(None)
    )
    closed = still_open.values(resolved_at=clock.now(), resolved_by=actor.person_id, resolution="retried")
    return db.session.execute(closed.returning(Incident.id)).first() is not None

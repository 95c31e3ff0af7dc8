"""Incidents: background work that failed for good and waits for a person to look and retry."""

import logging

from sqlalchemy import select, update

from webapp.cases.models import Incident, Timer
from webapp.core import clock, jobs
from webapp.core.db import db
from webapp.core.permissions import require

log = logging.getLogger(__name__)
TIMERS = "cases.tick"


def record(job: str, arguments: dict, error: Exception) -> None:
    """Remember a job whose tries are used up; commits, since the job's own transaction is gone."""
    agency_id = arguments.get("agency_id")
    if agency_id is None:
        log.error("job %s failed for good and names no agency: %s", job, error)
        return
    db.session.add(_incident(agency_id, arguments.get("case_id"), job, arguments, error))
    db.session.commit()


def hold_timers(agency_id: int, case_id: int, error: Exception) -> None:
    """Stop trying the due timers of a case until somebody has looked."""
    log.error("the timers of case %s/%s failed", agency_id, case_id, exc_info=error)
    found = _incident(agency_id, case_id, TIMERS, {"agency_id": agency_id, "case_id": case_id}, error)
    db.session.add(found)
    db.session.flush()
    due = update(Timer).where(Timer.agency_id == agency_id, Timer.case_id == case_id, Timer.due_at <= clock.now())
    db.session.execute(due.values(incident_id=found.id))


def _incident(agency_id: int, case_id: int | None, job: str, arguments: dict, error: Exception) -> Incident:
    problem = f"{type(error).__name__}: {error}"[:2000]
    return Incident(agency_id=agency_id, case_id=case_id, job=job, arguments=arguments, problem=problem)


def open_incidents(actor) -> list[Incident]:
    statement = select(Incident).where(Incident.agency_id == actor.agency_id, Incident.resolved_at.is_(None))
    return list(db.session.scalars(statement.order_by(Incident.opened_at.desc())))


def retry(incident: Incident, *, actor) -> None:
    """Try the failed work again and close the incident; if it fails again, a new one is opened."""
    require(actor, "incident:resolve", incident)
    incident.resolved_at, incident.resolved_by, incident.resolution = clock.now(), actor.person_id, "retried"
    if incident.job == TIMERS:
        held = update(Timer).where(Timer.agency_id == incident.agency_id, Timer.incident_id == incident.id)
        db.session.execute(held.values(incident_id=None))
    else:
        jobs.later(incident.job, **incident.arguments)

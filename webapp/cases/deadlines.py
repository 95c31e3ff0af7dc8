"""Since when the work of a case is open, and how soon something may be due that a person did not expect."""

from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import orjson
from sqlalchemy import select

from webapp.cases.models import Event, Task
from webapp.cases.opening import OFFICE_CLOSES
from webapp.core import clock
from webapp.core.db import db
from webapp.people.models import Agency
from workflows import Deadlines

RESUMED = "case resumed"
KEEP, ANEW = "keep", "anew"  # what a move does with deadlines


def of_case(agency_id: int, case_id: int, *, anew: bool = False) -> Deadlines:
    """For a move of the case: nothing that begins or changes is due before the office closes tomorrow."""
    return Deadlines(_opened(agency_id, case_id), _close_of_tomorrow(agency_id), anew)


def _opened(agency_id: int, case_id: int) -> dict[UUID, datetime]:
    """Since when each task of the case is open. By how much a hold has postponed deadlines does not count."""
    statement = select(Task.id, Task.opened_at).where(Task.agency_id == agency_id, Task.case_id == case_id)
    held = _postponements(agency_id, case_id)
    return {
        task: opened + sum((by for at, by in held if at > opened), timedelta())
        for task, opened in db.session.execute(statement)
    }


def _postponements(agency_id: int, case_id: int) -> list[tuple[datetime, timedelta]]:
    statement = select(Event.at, Event.body).where(
        Event.agency_id == agency_id, Event.case_id == case_id, Event.kind == RESUMED
    )
    found = [(at, orjson.loads(body)) for at, body in db.session.execute(statement)]
    return [(at, timedelta(seconds=body["postponed_seconds"])) for at, body in found]


def _close_of_tomorrow(agency_id: int) -> datetime:
    zone = ZoneInfo(db.session.get_one(Agency, agency_id).time_zone)
    tomorrow = clock.now().astimezone(zone).date() + timedelta(days=1)
    return datetime.combine(tomorrow, OFFICE_CLOSES, zone)

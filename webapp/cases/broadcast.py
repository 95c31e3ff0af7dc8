"""Messages and signals on their way from one case to those that wait for them. Never commits."""

from sqlalchemy import or_, select

from webapp.cases import ledger, steps
from webapp.cases.models import Subscription
from webapp.cases.refusals import CaseSuspended, NobodyListens
from webapp.cases.subscriptions import MESSAGE, SIGNAL
from webapp.core import clock, jobs
from webapp.core.db import db
from webapp.library import queries as library
from workflows import Message, NobodyWaits, engine


def send(agency_id: int, name: str, key: str | None, payload: dict) -> int:
    """Give a message to the one case that has waited longest for it; returns the case. Raises NobodyListens."""
    fits = or_(Subscription.key == key, Subscription.key == "") if key is not None else True
    waiting = _listening(agency_id, MESSAGE, name).where(fits)
    for case_id in db.session.scalars(waiting).all():
        if _hear(agency_id, case_id, MESSAGE, name, key, payload):
            return case_id
    raise NobodyListens


def broadcast(agency_id: int, name: str, payload: dict, *, sent: str, sender: int | None) -> None:
    """Ask for a job for each case that waits for the signal; the one that sent it has heard it already."""
    waiting = [case_id for case_id in db.session.scalars(_listening(agency_id, SIGNAL, name)) if case_id != sender]
    common = {"agency_id": agency_id, "thrown": name, "payload": payload, "sent": sent}
    jobs.many_later("cases.hear", [{**common, "case_id": case_id} for case_id in waiting])


def hear(agency_id: int, case_id: int, name: str, payload: dict) -> None:
    """Let the case hear the signal, if it still waits for it."""
    _hear(agency_id, case_id, SIGNAL, name, None, payload)


def _listening(agency_id: int, kind: str, name: str):
    found = select(Subscription.case_id).where(
        Subscription.agency_id == agency_id, Subscription.kind == kind, Subscription.name == name
    )
    return found.order_by(Subscription.since, Subscription.case_id)


def _hear(agency_id: int, case_id: int, kind: str, name: str, key: str | None, payload: dict) -> bool:
    case = ledger.lock(agency_id, case_id)
    if case is None or case.status not in {"running", "suspended"}:
        return False
    if case.status == "suspended":
        raise CaseSuspended
    now = clock.now()
    process = library.pack(agency_id, case.process_version_id).process
    perform = steps.on_case(case, actor_id=None, now=now).perform
    try:
        if kind == MESSAGE:
            outcome = engine.deliver(process, case.state, Message(name, key), payload, perform=perform, now=now)
        else:
            outcome = engine.signal(process, case.state, name, payload, perform=perform, now=now)
    except NobodyWaits:
        return False
    steps.take(case, outcome, kind=f"{kind} heard", actor_id=None, now=now, details={kind: name})
    return True

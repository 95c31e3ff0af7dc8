"""Messages and signals on their way from one case to those that wait for them. Never commits."""

from sqlalchemy import Select, and_, or_, select, true

from webapp.cases import ledger, steps
from webapp.cases.models import Case, Subscription
from webapp.cases.refusals import CaseSuspended, NobodyListens
from webapp.cases.subscriptions import MESSAGE, SIGNAL
from webapp.core import clock, jobs
from webapp.core.db import db
from webapp.library import queries as library
from workflows import Message, NobodyWaits, engine


def send(agency_id: int, name: str, key: str | None, payload: dict, *, hops: int = 0) -> int:
    """Give a message to the one case that has waited longest for it; returns the case.

    A case on hold is passed over. Raises CaseSuspended when only such cases wait, NobodyListens when none does.
    """
    fits = or_(Subscription.key == key, Subscription.key == "") if key is not None else true()
    waiting = _listening(agency_id, MESSAGE, name).where(fits)
    for case_id in db.session.scalars(waiting.where(Case.status == "running")).all():
        if _hear(agency_id, case_id, MESSAGE, name, key, payload, hops):
            return case_id
    if db.session.scalars(waiting.where(Case.status == "suspended").limit(1)).first() is not None:
        raise CaseSuspended
    raise NobodyListens


def broadcast(agency_id: int, name: str, payload: dict, *, sent: str, sender: int | None, hops: int = 0) -> None:
    """Ask for a job for each case that waits for the signal; the one that sent it has heard it already."""
    waiting = [case_id for case_id in db.session.scalars(_listening(agency_id, SIGNAL, name)) if case_id != sender]
    common = {"agency_id": agency_id, "thrown": name, "payload": payload, "sent": sent, "hops": hops}
    jobs.many_later("cases.hear", [{**common, "case_id": case_id} for case_id in waiting])


def hear(agency_id: int, case_id: int, name: str, payload: dict, *, hops: int = 0) -> None:
    """Let the case hear the signal, if it still waits for it."""
    _hear(agency_id, case_id, SIGNAL, name, None, payload, hops)


def _listening(agency_id: int, kind: str, name: str) -> Select:
    """The cases that wait for it, longest first."""
    its_case = and_(Case.agency_id == Subscription.agency_id, Case.id == Subscription.case_id)
    found = select(Subscription.case_id).join(Case, its_case)
    wanted = found.where(Subscription.agency_id == agency_id, Subscription.kind == kind, Subscription.name == name)
    return wanted.order_by(Subscription.since, Subscription.case_id)


def _hear(  # noqa: PLR0917
    agency_id: int, case_id: int, kind: str, name: str, key: str | None, payload: dict, hops: int
) -> bool:
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
    steps.take(case, outcome, kind=f"{kind} heard", actor_id=None, now=now, details={kind: name}, hops=hops)
    return True

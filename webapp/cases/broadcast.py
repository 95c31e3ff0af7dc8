"""Messages and signals on their way from one case to those that wait for them. Never commits."""

from typing import Any

from sqlalchemy import Select, or_, select, true

from webapp.cases import ledger, steps
from webapp.cases.models import LIVE, Case, Subscription
from webapp.cases.refusals import CaseSuspended, NobodyListens
from webapp.cases.subscriptions import MESSAGE, SIGNAL, over_live_cases
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
        if reach(agency_id, case_id, MESSAGE, name, key, payload, hops=hops):
            return case_id
    if db.session.scalars(waiting.where(Case.status == "suspended").limit(1)).first() is not None:
        raise CaseSuspended
    raise NobodyListens


def broadcast(agency_id: int, name: str, payload: dict, *, sent: str, sender: int | None, **by: Any) -> int:
    """Ask for a job for each case that waits for the signal, and tell how many they are.

    `sender` is the case that has heard it already; for `by` see reach.
    """
    waiting = [case_id for case_id in db.session.scalars(_listening(agency_id, SIGNAL, name)) if case_id != sender]
    common = {"agency_id": agency_id, "thrown": name, "payload": payload, "sent": sent, **by}
    jobs.many_later("cases.hear", [{**common, "case_id": case_id} for case_id in waiting])
    return len(waiting)


def hear(agency_id: int, case_id: int, name: str, payload: dict, **by: Any) -> None:
    """Let the case hear the signal, if it still waits for it."""
    reach(agency_id, case_id, SIGNAL, name, None, payload, **by)


def reach(
    agency_id: int,
    case_id: int,
    kind: str,
    name: str,
    key: str | None,
    payload: dict,
    *,
    actor_id: int | None = None,
    told: dict | None = None,
    hops: int = 0,
) -> bool:
    """Let this case hear it; False when it does not wait for it.

    What somebody has sent has them as the actor of the event, which also keeps what is `told` of it.
    For `hops` see steps.take.
    """
    case = ledger.lock(agency_id, case_id)
    if case is None or case.status not in LIVE:
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
    details = {kind: name, **(told or {})}
    steps.take(case, outcome, kind=f"{kind} heard", actor_id=actor_id, now=now, details=details, hops=hops)
    return True


def _listening(agency_id: int, kind: str, name: str) -> Select:
    """The cases that wait for it, longest first."""
    found = over_live_cases(select(Subscription.case_id), agency_id)
    wanted = found.where(Subscription.kind == kind, Subscription.name == name)
    return wanted.order_by(Subscription.since, Subscription.case_id)

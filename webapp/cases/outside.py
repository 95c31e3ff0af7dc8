"""Messages and signals from outside: what is waited for, who would hear it, sending it with a reason. Never commits.

Whoever sends is no part of the case: nobody sends anything to the own case, or to one of somebody they rate, alone.
"""

import hashlib
import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import Select, and_, func, null, or_, select

from webapp.cases import broadcast, queries
from webapp.cases.models import Case, Cycle, Subscription
from webapp.cases.refusals import NobodyWaitsForIt, NotForMyOwn, NotTaken, ReasonMissing, SentInItsPlace
from webapp.cases.subscriptions import MESSAGE, SIGNAL, over_live_cases
from webapp.core.db import db, passes
from webapp.core.errors import Refusal
from webapp.core.jobs import JobEffect, first_time
from webapp.core.paging import Page, page_of
from webapp.core.permissions import can, require
from webapp.people.models import Person

log = logging.getLogger(__name__)
KINDS = (MESSAGE, SIGNAL)
TOLD = 20  # of those who would hear a signal


@dataclass(frozen=True)
class Dispatch:
    """What is to be sent. A message with a key is for who waits for that key, one without for who waits for none."""

    kind: str
    name: str
    key: str = ""
    payload: dict = field(default_factory=dict)

    @property
    def digest(self) -> str:
        whole = orjson.dumps([self.kind, self.name, self.key, self.payload], option=orjson.OPT_SORT_KEYS)
        return hashlib.sha256(whole).hexdigest()


@dataclass(frozen=True)
class Awaited:
    """What so many cases wait for, the first of them since that time; `key` is None where keys are not told."""

    kind: str
    name: str
    key: str | None
    cases: int
    since: datetime


@dataclass(frozen=True)
class Hearer:
    """A case that waits for it."""

    case: Case
    employee: Person
    cycle: Cycle
    since: datetime


def awaited(
    agency_id: int, number: int, *, words: str = "", kind: str = "", size: int = 25, keys: bool = True
) -> Page[Awaited]:
    """That page of all that running cases wait for, the longest wait first; narrowed by words of the name or key.

    Without `keys` neither the list nor what is found tells anything of them.
    """
    named = (Subscription.name, Subscription.key) if keys else (Subscription.name,)
    heard, since = (Subscription.kind, *named), func.min(Subscription.since)
    columns = (*heard, *(() if keys else (null(),)), func.count(), since)
    statement = over_live_cases(select(*columns), agency_id).group_by(*heard).order_by(since, *heard)
    if words:
        fits = (column.icontains(words, autoescape=True) for column in named)
        statement = statement.where(or_(*fits))
    if kind in KINDS:
        statement = statement.where(Subscription.kind == kind)
    found = page_of(statement, number, size)
    return Page([Awaited(*row) for row in found.rows], found.number, found.size, found.total)


def names(agency_id: int) -> list[tuple[str, str]]:
    """Kind and name of all that is waited for."""
    heard = (Subscription.kind, Subscription.name)
    statement = over_live_cases(select(*heard), agency_id).distinct().order_by(*heard)
    return [(kind, name) for kind, name in db.session.execute(statement)]


def keys(agency_id: int, name: str, most: int = 5) -> list[str]:
    """Some of the keys for which cases wait for the message."""
    statement = over_live_cases(select(Subscription.key), agency_id).where(
        Subscription.kind == MESSAGE, Subscription.name == name, Subscription.key != ""
    )
    return list(db.session.scalars(statement.distinct().order_by(Subscription.key).limit(most)))


def hearers(agency_id: int, dispatch: Dispatch) -> tuple[list[Hearer], int]:
    """Who would hear it, and how many they are: of a message the one case, of a signal all; only some of many."""
    columns = select(Case, Person, Cycle, Subscription.since)
    statement = _hearing(columns, agency_id, dispatch)
    statement = statement.join(Person, and_(Person.agency_id == Case.agency_id, Person.id == Case.employee_id)).join(
        Cycle, and_(Cycle.agency_id == Case.agency_id, Cycle.id == Case.cycle_id)
    )
    rows = db.session.execute(statement.limit(1 if dispatch.kind == MESSAGE else TOLD)).all()
    count = len(rows)
    if dispatch.kind == SIGNAL:
        whole = _hearing(select(Case.id), agency_id, dispatch).order_by(None).subquery()
        count = db.session.scalar(select(func.count()).select_from(whole)) or 0
    return [Hearer(*row) for row in rows], count


def seen(dispatch: Dispatch, would_hear: Sequence[Hearer]) -> str:
    """What somebody has looked at before sending: the dispatch, and of a message the case that takes it."""
    case = would_hear[0].case.id if dispatch.kind == MESSAGE and would_hear else 0
    return f"{dispatch.digest}.{case}"


def check(dispatch: Dispatch, *, actor) -> None:
    """Raises NobodyWaitsForIt, or NotForMyOwn when the actor would decide in a case that is closed to them."""
    require(actor, "message:send")
    statement = _hearing(select(Case), actor.agency_id, dispatch)
    found = db.session.scalars(statement.limit(1) if dispatch.kind == MESSAGE else statement)
    is_heard = False
    for case in found:
        is_heard = True
        if _is_open_to(actor, case):
            return
    raise NotForMyOwn if is_heard else NobodyWaitsForIt


def _is_open_to(actor, case: Case) -> bool:
    return can(actor, "message:send", case) and actor.person_id not in queries.raters(case)


def send(dispatch: Dispatch, reason: str, *, once: str, agency_id: int, actor=None) -> int | None:
    """Send it; the case that took the message, or the number of cases that are going to hear the signal.

    `actor` is a person, or nobody for whoever runs this machine. Under the same `once` it is sent one time: None
    when it has been. Raises a Refusal.
    """
    if actor is not None:
        require(actor, "message:send")
    if not reason.strip():
        raise ReasonMissing
    if not _first_of(agency_id, once, dispatch.digest):
        return None
    if actor is not None:
        check(dispatch, actor=actor)
    by: dict[str, Any] = {
        "actor_id": actor.person_id if actor is not None else None,
        "told": {"reason": reason.strip(), "payload": dispatch.payload},
    }
    if dispatch.kind == MESSAGE:
        return _deliver(agency_id, dispatch, by, actor)
    heard = broadcast.broadcast(agency_id, dispatch.name, dispatch.payload, sent=f"outside:{once}", sender=None, **by)
    if not heard:
        raise NobodyWaitsForIt
    return heard


def is_sent(agency_id: int, once: str) -> bool:
    """Whether something has been sent under this name."""
    return db.session.get(JobEffect, _effect(agency_id, once)) is not None


def _effect(agency_id: int, once: str) -> str:
    return f"outside:{agency_id}:{once}"


def _first_of(agency_id: int, once: str, digest: str) -> bool:
    """Whether nothing has been sent under this name. Raises SentInItsPlace when it was something else."""
    effect = _effect(agency_id, once)
    if first_time(effect):
        return first_time(f"{effect}:{digest}")
    if first_time(f"{effect}:{digest}"):
        raise SentInItsPlace
    return False


def _deliver(agency_id: int, dispatch: Dispatch, by: dict[str, Any], actor) -> int:
    """A message is taken now or not at all: by another case than the one that was checked only if that is open too."""
    case = db.session.scalars(_hearing(select(Case), agency_id, dispatch).limit(1)).first()
    if case is None:
        raise NobodyWaitsForIt
    if actor is not None and not _is_open_to(actor, case):
        raise NotForMyOwn
    key = dispatch.key or None
    try:
        if broadcast.reach(agency_id, case.id, MESSAGE, dispatch.name, key, dispatch.payload, **by):
            return case.id
    except Refusal:
        raise
    except Exception as error:
        if passes(error):
            raise
        log.exception("case %s cannot go on with the message %s from outside", case.id, dispatch.name)
        raise NotTaken from error
    raise NobodyWaitsForIt


def _hearing(statement: Select, agency_id: int, dispatch: Dispatch) -> Select:
    """Over the cases that wait for it, the one that has waited longest first, those on hold last."""
    statement = over_live_cases(statement, agency_id).where(
        Subscription.kind == dispatch.kind, Subscription.name == dispatch.name
    )
    if dispatch.kind == MESSAGE:
        statement = statement.where(Subscription.key.in_({dispatch.key, ""}))
    return statement.order_by(Case.status != "running", Subscription.since, Subscription.case_id)

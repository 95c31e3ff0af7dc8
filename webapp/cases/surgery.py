"""What an admin does to one case from outside its diagram: hold it, cancel it, take it back. Always with a reason.

Nothing is erased: each act is an event of the case's chain, and what was handed in before stays.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import orjson
from sqlalchemy import select, update

from webapp.cases import deadlines, earlier, ledger, queries, steps
from webapp.cases.models import LIVE, Case, Event, Incident, Task
from webapp.cases.refusals import (
    CaseNotRunning,
    CaseNotSuspended,
    CaseRatedByMe,
    ReasonMissing,
)
from webapp.cases.withdrawing import withdraw_all
from webapp.core import clock, jobs
from webapp.core.db import db
from webapp.core.errors import NotFound
from webapp.core.permissions import can, require
from webapp.library import queries as library
from webapp.people.models import Person
from workflows import Outcome, WorkItem, engine, repair

SUSPENDED, RESUMED, CANCELLED, RETURNED = "case suspended", deadlines.RESUMED, "case cancelled", "case returned"
ACTS = (SUSPENDED, RESUMED, CANCELLED, RETURNED)
LETTER = "cases.surgery"


@dataclass(frozen=True)
class Act:
    """An operation on a case, as its employee is told of it."""

    kind: str
    reason: str
    actor: str


def suspend(case: Case, reason: str, *, actor) -> None:
    """Hold the case: its tasks stay where they are and cannot be handed in, its deadlines do not count."""
    locked = _locked(case, reason, actor, among=("running",), refusal=CaseNotRunning)
    _take(locked, _with(_seen(locked), timers=()), SUSPENDED, reason, actor, status="suspended")


def resume(case: Case, reason: str, *, postpone: bool, actor) -> None:
    """Let a held case go on; with `postpone` its deadlines move by the time it was held, else they are as they were."""
    locked = _locked(case, reason, actor, among=("suspended",), refusal=CaseNotSuspended)
    held = clock.now() - _suspended_at(locked) if postpone else timedelta()
    seen = engine.look(_process(locked), repair.postponed(locked.state, held))
    _take(locked, _with(seen), RESUMED, reason, actor, postponed_seconds=round(held.total_seconds()))
    if held:
        _move_due_dates(locked, seen.opened)


def cancel(case: Case, reason: str, *, actor) -> None:
    """End the case without a result. Its open work is withdrawn; the person may be appraised in the cycle anew."""
    locked = _locked(case, reason, actor)
    gone = _with(_seen(locked), timers=(), waiting_for=(), signals_awaited=(), closed=_open_tasks(locked))
    _take(locked, gone, CANCELLED, reason, actor, status="cancelled")


def take_back(case: Case, seq: int, reason: str, *, actor, postpone: bool = False) -> None:
    """Go on from where the case was after its event `seq`: that work is open again, all later work is withdrawn.

    With `postpone` the deadlines of that time move by the time since then, else they are as they were.
    """
    locked = _locked(case, reason, actor, among=("running",), refusal=CaseNotRunning)
    point = earlier.of_locked(locked, seq, postpone=postpone)
    since = clock.now() - point.at if postpone else timedelta()
    withdraw_all(case.agency_id, case.id, point.at)
    seen = engine.look(_process(locked), repair.renewed(point.state))
    again = replace(seen, closed=_open_tasks(locked))
    _take(locked, again, RETURNED, reason, actor, back_to=seq, postponed_seconds=round(since.total_seconds()))


def case_for(case_id: int, *, actor) -> Case:
    """A case that `actor` may operate on. Raises NotFound for any other."""
    case = db.session.get(Case, (actor.agency_id, case_id))
    if case is None or not can(actor, "case:repair", case):
        raise NotFound
    return case


def incidents_of(case: Case) -> list[Incident]:
    """What is broken in this case, the oldest first."""
    statement = select(Incident).where(
        Incident.agency_id == case.agency_id, Incident.case_id == case.id, Incident.resolved_at.is_(None)
    )
    return list(db.session.scalars(statement.order_by(Incident.opened_at)))


def last_act(agency_id: int, case_id: int) -> Act | None:
    """The latest operation on the case."""
    statement = (
        select(Event, Person.name)
        .join(Person, (Person.agency_id == Event.agency_id) & (Person.id == Event.actor_id))
        .where(Event.agency_id == agency_id, Event.case_id == case_id, Event.kind.in_(ACTS))
        .order_by(Event.seq.desc())
        .limit(1)
    )
    found = db.session.execute(statement).first()
    return None if found is None else Act(found.Event.kind, orjson.loads(found.Event.body)["reason"], found.name)


def _locked(
    case: Case,
    reason: str,
    actor,
    *,
    among: Sequence[str] = LIVE,
    refusal: type[CaseNotRunning] | type[CaseNotSuspended] = CaseNotRunning,
) -> ledger.Locked:
    require(actor, "case:repair", case)
    if not reason.strip():
        raise ReasonMissing
    locked = ledger.lock(case.agency_id, case.id)
    if locked is None or locked.status not in among:
        raise refusal
    if actor.person_id in queries.raters(case):
        raise CaseRatedByMe
    return locked


def _process(case: ledger.Locked):
    return library.pack(case.agency_id, case.process_version_id).process


def _seen(case: ledger.Locked) -> Outcome:
    return engine.look(_process(case), case.state)


def _with(seen: Outcome, **changes: object) -> Outcome:
    """The outcome of a step that opens no work: what is open has been announced already."""
    return replace(seen, **{"opened": (), **changes})  # type: ignore[arg-type]


def _take(case: ledger.Locked, outcome: Outcome, kind: str, reason: str, actor, status="running", **details) -> None:
    steps.take(
        case,
        outcome,
        kind=kind,
        actor_id=actor.person_id,
        now=clock.now(),
        status=status,
        details={"reason": reason.strip(), **details},
    )
    jobs.later(
        "cases.tell",
        agency_id=case.agency_id,
        case_id=case.case_id,
        person_id=case.employee_id,
        letter=LETTER,
        key=str(case.chain_length + 1),
    )


def _open_tasks(case: ledger.Locked) -> tuple:
    statement = select(Task.id).where(
        Task.agency_id == case.agency_id, Task.case_id == case.case_id, Task.status == "open"
    )
    return tuple(db.session.scalars(statement))


def _suspended_at(case: ledger.Locked) -> datetime:
    statement = (
        select(Event.at)
        .where(Event.agency_id == case.agency_id, Event.case_id == case.case_id, Event.kind == SUSPENDED)
        .order_by(Event.seq.desc())
        .limit(1)
    )
    return db.session.scalars(statement).one()


def _move_due_dates(case: ledger.Locked, work: tuple[WorkItem, ...]) -> None:
    for item in work:
        mine = update(Task).where(Task.agency_id == case.agency_id, Task.id == item.id, Task.status == "open")
        db.session.execute(mine.values(due_at=item.due, version=Task.version + 1))

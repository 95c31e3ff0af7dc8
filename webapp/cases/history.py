"""Adds to the history of a case what is no step of its diagram. Never commits."""

from uuid import UUID

from sqlalchemy import insert, update

from webapp.cases import chain, ledger
from webapp.cases.models import Case, Event
from webapp.core import clock
from webapp.core.db import db


def note(case: ledger.Locked, kind: str, *, actor_id: int, body: dict, task_id: UUID | None = None) -> int:
    """Keep as the next event of the case that this person did it now; the number of the event."""
    event = chain.link(
        case.chain_head,
        case.chain_length + 1,
        case=(case.agency_id, case.case_id),
        at=clock.now(),
        kind=kind,
        actor_id=actor_id,
        task_id=task_id,
        body=body,
    )
    db.session.execute(insert(Event).values(agency_id=case.agency_id, case_id=case.case_id, **vars(event)))
    longer = update(Case).where(Case.agency_id == case.agency_id, Case.id == case.case_id)
    db.session.execute(longer.values(version=Case.version + 1, chain_length=event.seq, chain_head=event.hash))
    return event.seq

"""What becomes of panels, opinions and decisions when a case is taken back."""

from datetime import datetime

from sqlalchemy import select

from webapp.cases.withdrawing import drop, withdraws
from webapp.core.db import db
from webapp.forum.models import Decision, Opinion, PanelSession


@withdraws
def withdraw(agency_id: int, case_id: int, after: datetime) -> None:
    """A panel formed since is gone; an earlier one is as open and as blind as it was then."""
    drop(agency_id, case_id, after, PanelSession.convened_at)
    sessions = select(PanelSession).where(PanelSession.agency_id == agency_id, PanelSession.case_id == case_id)
    for session in list(db.session.scalars(sessions)):
        _open_again(session, after)


def _open_again(session: PanelSession, after: datetime) -> None:
    for decision in _of(session, Decision):
        if decision.decided_at > after:
            db.session.delete(decision)
    for opinion in _of(session, Opinion):
        if opinion.given_at > after:
            db.session.delete(opinion)
        elif opinion.revealed_at is not None and opinion.revealed_at > after:
            opinion.revealed_at = None
    if session.closed_at is not None and session.closed_at > after:
        session.closed_at = None
    db.session.flush()
    if session.revealed_at is not None and session.revealed_at > after:
        session.revealed_at = session.disagreement = None
    _seat_as_then(session, after)


def _seat_as_then(session: PanelSession, after: datetime) -> None:
    for member in list(session.members):
        if member.appointed_at > after:
            db.session.delete(member)
    db.session.flush()
    for member in session.members:
        if member.left_at is not None and member.left_at > after:
            member.state, member.left_at, member.conflict_reason = "appointed", None, None
    db.session.flush()
    db.session.expire(session)


def _of(session: PanelSession, model: type[Decision] | type[Opinion]) -> list:
    rows = select(model).where(model.agency_id == session.agency_id, model.session_id == session.id)
    return list(db.session.scalars(rows))

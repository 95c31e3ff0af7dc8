"""What becomes of responses, objections, results and coaching when a case is taken back."""

from datetime import datetime

from sqlalchemy import delete, select

from webapp.cases.withdrawing import drop, withdraws
from webapp.core.db import db
from webapp.outcomes.models import Award, Coaching, CoachingSession, Objection, Rating, Response
from webapp.outcomes.refusals import CertificateIsOut

_EXPLANATION = {"explanation": None, "explained_by": None, "explained_at": None}
_DECISION = dict.fromkeys(
    (
        "hearing_date",
        "employee_hearing",
        "rater_hearing",
        "decision",
        "new_work_rating",
        "new_behaviour_rating",
        "decision_reason",
        "decided_by",
        "decided_at",
    )
)


@withdraws
def withdraw(agency_id: int, case_id: int, after: datetime) -> None:
    """Raises CertificateIsOut when an award was approved since: whoever holds its certificate relies on it."""
    awards = select(Award.id).where(Award.agency_id == agency_id, Award.case_id == case_id, Award.approved_at > after)
    if db.session.execute(awards).first() is not None:
        raise CertificateIsOut
    drop(agency_id, case_id, after, Rating.finalised_at, Response.at, Objection.raised_at, Coaching.opened_at)
    for objection in _of(Objection, agency_id, case_id):
        _pending_again(objection, after)
    for coaching in _of(Coaching, agency_id, case_id):
        if coaching.closed_at is not None and coaching.closed_at > after:
            coaching.closed_at = None
        held = (CoachingSession.agency_id == agency_id, CoachingSession.coaching_id == coaching.id)
        db.session.execute(delete(CoachingSession).where(*held, CoachingSession.answered_at > after))
    db.session.flush()
    db.session.expire_all()


def _pending_again(objection: Objection, after: datetime) -> None:
    for moment, columns in ((objection.explained_at, _EXPLANATION), (objection.decided_at, _DECISION)):
        if moment is not None and moment > after:
            for name, value in columns.items():
                setattr(objection, name, value)


def _of(model: type[Objection] | type[Coaching], agency_id: int, case_id: int) -> list:
    return list(db.session.scalars(select(model).where(model.agency_id == agency_id, model.case_id == case_id)))

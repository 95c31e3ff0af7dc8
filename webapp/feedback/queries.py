"""Every read of feedback, assessments and comments. Later stages read ratings here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import aliased, lazyload

from webapp.activities.models import Activity
from webapp.core import i18n
from webapp.core.db import db
from webapp.core.errors import NotFound
from webapp.core.paging import Page, page_of
from webapp.feedback.models import Assessment, PeriodFeedback, QuickFeedback, RatingComment
from webapp.people.models import Person
from webapp.plans.queries import FRESH, cycle_of

PAGE = 25
SHOWN = 30  # in a panel


@dataclass(frozen=True)
class Said:
    """One quick feedback with the people and the report it is about."""

    feedback: QuickFeedback
    giver: Person
    receiver: Person
    activity: Activity | None


def received(actor, number: int = 1) -> Page[Said]:
    """What others said to me, newest first."""
    return _page(_said(actor).where(QuickFeedback.receiver_id == actor.person_id), number)


def given(actor, number: int = 1) -> Page[Said]:
    """What I said to others, newest first."""
    return _page(_said(actor).where(QuickFeedback.giver_id == actor.person_id), number)


def said_in_cycle(case, limit: int) -> Sequence[QuickFeedback]:
    """The newest quick feedback that the person of the case got from the first day of its cycle to the rating.

    Later than the last day of the cycle when the rating is: it is about this work as long as nobody has rated it.
    """
    newest = select(QuickFeedback).where(*_in_cycle(case)).order_by(QuickFeedback.given_at.desc(), QuickFeedback.id)
    return db.session.scalars(newest.limit(limit)).all()


def tones_in_cycle(case) -> dict[str, int]:
    """How often each tone was struck in it."""
    counted = select(QuickFeedback.tone, func.count()).where(*_in_cycle(case)).group_by(QuickFeedback.tone)
    return dict(db.session.execute(counted).tuples().all())


def feedback_for(feedback_id: int, *, actor) -> QuickFeedback:
    """The feedback, if I gave or received it; NotFound otherwise."""
    found = db.session.get(QuickFeedback, (actor.agency_id, feedback_id))
    if found is None or actor.person_id not in (found.giver_id, found.receiver_id):
        raise NotFound
    return found


def colleague(person_id: int, *, actor) -> Person:
    """A person of the agency; NotFound otherwise."""
    found = db.session.get(Person, (actor.agency_id, person_id))
    if found is None:
        raise NotFound
    return found


def period_feedback(agency_id: int, case_id: int) -> Sequence[PeriodFeedback]:
    """What the supervisor said about each period, in their order."""
    statement = (
        select(PeriodFeedback)
        .where(PeriodFeedback.agency_id == agency_id, PeriodFeedback.case_id == case_id)
        .order_by(PeriodFeedback.period)
    )
    return db.session.scalars(statement, execution_options=FRESH).all()


def self_assessment(agency_id: int, case_id: int) -> Assessment | None:
    """What the person says about the own year."""
    return assessment(agency_id, case_id, "self")


def rating(agency_id: int, case_id: int, *, alone: bool = False) -> Assessment | None:
    """The rating that counts: the latest by supervisor or superior; `alone` leaves its rows unread."""
    statement = select(Assessment).where(
        Assessment.agency_id == agency_id, Assessment.case_id == case_id, Assessment.kind != "self"
    )
    newest = statement.order_by(Assessment.given_at.desc(), Assessment.id.desc()).limit(1)
    newest = newest.options(lazyload("*")) if alone else newest
    return db.session.scalars(newest, execution_options=FRESH).first()


def assessment(agency_id: int, case_id: int, kind: str) -> Assessment | None:
    statement = select(Assessment).where(
        Assessment.agency_id == agency_id, Assessment.case_id == case_id, Assessment.kind == kind
    )
    return db.session.scalars(statement, execution_options=FRESH).first()


def comment(agency_id: int, case_id: int) -> RatingComment | None:
    """What the person said to the rating; None when nothing was said."""
    statement = select(RatingComment).where(RatingComment.agency_id == agency_id, RatingComment.case_id == case_id)
    return db.session.scalars(statement, execution_options=FRESH).first()


_giver, _receiver = aliased(Person), aliased(Person)


def _in_cycle(case) -> tuple:
    cycle, zone = cycle_of(case), ZoneInfo(i18n.time_zone())
    begins = datetime.combine(cycle.starts_on, time.min, zone)
    last_day = datetime.combine(cycle.ends_on + timedelta(days=1), time.min, zone)
    rated = rating(case.agency_id, case.id, alone=True)
    ended_at = rated.given_at if rated is not None else case.ended_at
    before = (QuickFeedback.given_at < max(last_day, ended_at),) if ended_at is not None else ()
    return (
        QuickFeedback.agency_id == case.agency_id,
        QuickFeedback.receiver_id == case.employee_id,
        QuickFeedback.given_at >= begins,
        *before,
    )


def _said(actor) -> Select:
    return (
        select(QuickFeedback, _giver, _receiver, Activity)
        .join(_giver, and_(_giver.agency_id == QuickFeedback.agency_id, _giver.id == QuickFeedback.giver_id))
        .join(
            _receiver, and_(_receiver.agency_id == QuickFeedback.agency_id, _receiver.id == QuickFeedback.receiver_id)
        )
        .outerjoin(
            Activity, and_(Activity.agency_id == QuickFeedback.agency_id, Activity.id == QuickFeedback.activity_id)
        )
        .where(QuickFeedback.agency_id == actor.agency_id)
        .order_by(QuickFeedback.given_at.desc(), QuickFeedback.id.desc())
    )


def _page(wanted: Select, number: int) -> Page[Said]:
    found = page_of(wanted, number, PAGE)
    return Page([Said(*row) for row in found.rows], found.number, found.size, found.total)

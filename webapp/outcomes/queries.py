"""Every read of responses, objections, results, awards and coaching."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, and_, select

from webapp.cases.models import Case, Cycle, Submission
from webapp.core.db import db
from webapp.core.errors import NotFound
from webapp.outcomes.models import (
    Award,
    Certificate,
    Coaching,
    CoachingProgress,
    CoachingSession,
    CoachingTarget,
    Objection,
    Rating,
    Response,
)
from webapp.people.models import Person, Unit
from webapp.plans.queries import FRESH


@dataclass(frozen=True)
class Awarded:
    """An award as HR's list shows it."""

    award: Award
    certificate: Certificate
    person: Person
    unit: Unit
    cycle: Cycle


def rating(agency_id: int, case_id: int) -> Rating | None:
    return db.session.get(Rating, (agency_id, case_id), populate_existing=True)


def response(agency_id: int, case_id: int) -> Response | None:
    return db.session.get(Response, (agency_id, case_id), populate_existing=True)


def objection(agency_id: int, case_id: int) -> Objection | None:
    statement = select(Objection).where(Objection.agency_id == agency_id, Objection.case_id == case_id)
    return db.session.scalars(statement, execution_options=FRESH).first()


def award(agency_id: int, case_id: int) -> Award | None:
    statement = select(Award).where(Award.agency_id == agency_id, Award.case_id == case_id)
    return db.session.scalars(statement, execution_options=FRESH).first()


def coaching(agency_id: int, case_id: int) -> Coaching | None:
    statement = select(Coaching).where(Coaching.agency_id == agency_id, Coaching.case_id == case_id)
    return db.session.scalars(statement, execution_options=FRESH).first()


def coaching_targets(agency_id: int, case_id: int) -> list[tuple[CoachingTarget, CoachingProgress | None]]:
    """The targets of the case, each with how far it had come at the last session."""
    last = (
        select(CoachingSession.id)
        .where(CoachingSession.agency_id == agency_id, CoachingSession.coaching_id == Coaching.id)
        .order_by(CoachingSession.number.desc())
        .limit(1)
        .scalar_subquery()
    )
    reached = and_(
        CoachingProgress.agency_id == agency_id,
        CoachingProgress.session_id == last,
        CoachingProgress.target_number == CoachingTarget.number,
    )
    statement = (
        select(CoachingTarget, CoachingProgress)
        .join(Coaching, and_(Coaching.agency_id == CoachingTarget.agency_id, Coaching.id == CoachingTarget.coaching_id))
        .outerjoin(CoachingProgress, reached)
        .where(Coaching.agency_id == agency_id, Coaching.case_id == case_id)
        .order_by(CoachingTarget.number)
    )
    return [(target, progress) for target, progress in db.session.execute(statement, execution_options=FRESH)]


def latest_submission(agency_id: int, case_id: int, element: str) -> Submission | None:
    statement = select(Submission).where(
        Submission.agency_id == agency_id, Submission.case_id == case_id, Submission.element == element
    )
    return db.session.scalars(statement.order_by(Submission.at.desc(), Submission.key.desc()).limit(1)).first()


def cases_of(actor) -> Sequence[tuple[Case, Cycle]]:
    """My appraisals, newest first."""
    statement = (
        select(Case, Cycle)
        .join(Cycle, and_(Cycle.agency_id == Case.agency_id, Cycle.id == Case.cycle_id))
        .where(Case.agency_id == actor.agency_id, Case.employee_id == actor.person_id, Case.status != "cancelled")
        .order_by(Cycle.starts_on.desc(), Case.id.desc())
    )
    return [(case, cycle) for case, cycle in db.session.execute(statement)]


def awards(agency_id: int, cycle_id: int | None = None) -> Select:
    """The select of awards, by cycle when one is given; see core/paging.page_of. Rows fit Awarded."""
    statement = (
        select(Award, Certificate, Person, Unit, Cycle)
        .join(Certificate, and_(Certificate.agency_id == Award.agency_id, Certificate.award_id == Award.id))
        .join(Case, and_(Case.agency_id == Award.agency_id, Case.id == Award.case_id))
        .join(Person, and_(Person.agency_id == Case.agency_id, Person.id == Case.employee_id))
        .join(Unit, and_(Unit.agency_id == Case.agency_id, Unit.id == Case.unit_id))
        .join(Cycle, and_(Cycle.agency_id == Case.agency_id, Cycle.id == Case.cycle_id))
        .where(Award.agency_id == agency_id)
        .order_by(Certificate.year.desc(), Certificate.number)
    )
    return statement if cycle_id is None else statement.where(Case.cycle_id == cycle_id)


def all_awards(agency_id: int, cycle_id: int | None = None) -> list[Awarded]:
    return [Awarded(*row) for row in db.session.execute(awards(agency_id, cycle_id))]


def award_cycles(agency_id: int) -> Sequence[Cycle]:
    """Cycles to choose from, newest first."""
    return db.session.scalars(
        select(Cycle).where(Cycle.agency_id == agency_id).order_by(Cycle.starts_on.desc(), Cycle.id.desc())
    ).all()


def locked_certificate(agency_id: int, certificate_id: int) -> Certificate | None:
    """The certificate, so that two workers do not make its PDF at once."""
    return db.session.get(Certificate, (agency_id, certificate_id), with_for_update=True, populate_existing=True)


def certificate_for(code: str, *, actor) -> Certificate:
    """The certificate of this code, for its holder, HR and the head of the agency; NotFound otherwise."""
    statement = (
        select(Certificate, Case.employee_id)
        .join(Award, and_(Award.agency_id == Certificate.agency_id, Award.id == Certificate.award_id))
        .join(Case, and_(Case.agency_id == Award.agency_id, Case.id == Award.case_id))
        .where(Certificate.agency_id == actor.agency_id, Certificate.code == code)
    )
    row = db.session.execute(statement).first()
    if row is None or (row[1] != actor.person_id and actor.roles.isdisjoint(("hr", "agency_head"))):
        raise NotFound
    return row[0]


def certificate_by_code(code: str) -> Certificate | None:
    """For everybody, signed in or not: shows only what the paper says."""
    return db.session.scalars(select(Certificate).where(Certificate.code == code)).first()


def certificate_by_sha256(sha256: str) -> Certificate | None:
    return db.session.scalars(select(Certificate).where(Certificate.sha256 == sha256)).first()

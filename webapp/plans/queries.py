"""Every read of plans and progress. Later stages read plans here too."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import and_, func, select
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.attributes import set_committed_value

from webapp.cases.models import Case, Cycle
from webapp.core.db import db
from webapp.core.errors import NotFound
from webapp.people.models import Person
from webapp.plans import achievement, sight
from webapp.plans.models import Indicator, Plan, PlanAgreement, PlanResult, ProgressReport

FRESH = {"populate_existing": True}  # steps write past the session, see plans/ledger


@dataclass(frozen=True)
class Standing:
    """How an indicator stands: realisations by period, the one number of them all, and what that achieves."""

    indicator: Indicator
    by_period: dict[int, Decimal | None]
    recorded: Decimal | None
    achievement: Decimal | None


@dataclass(frozen=True)
class PlanOfCase:
    """A plan with the case and cycle it belongs to."""

    plan: Plan
    case: Case
    cycle: Cycle


def _of_case(agency_id: int, case_id: int):
    return and_(Plan.agency_id == agency_id, Plan.case_id == case_id)


def _in_force():
    return and_(Plan.adopted_at.is_not(None), Plan.superseded_at.is_(None))


def drafts(agency_id: int, case_id: int) -> Sequence[Plan]:
    """All drafts of the case, oldest first; adopted ones among them."""
    statement = select(Plan).where(_of_case(agency_id, case_id)).order_by(Plan.revision)
    return db.session.scalars(statement, execution_options=FRESH).all()


def latest_draft(agency_id: int, case_id: int) -> Plan | None:
    newest = select(func.max(Plan.revision)).where(_of_case(agency_id, case_id)).scalar_subquery()
    return _whole(_of_case(agency_id, case_id), Plan.revision == newest)


def plan_in_force(agency_id: int, case_id: int) -> Plan | None:
    """The adopted plan that counts now."""
    return _whole(_of_case(agency_id, case_id), _in_force())


def _whole(*conditions) -> Plan | None:
    """The plan with results, indicators and targets in one statement: steps of the monitoring read it each time."""
    results = joinedload(Plan.results)
    indicators = results.joinedload(PlanResult.indicators)
    options = (indicators.joinedload(Indicator.targets), indicators.lazyload(Indicator.result))
    found = db.session.scalars(select(Plan).where(*conditions).options(*options), execution_options=FRESH)
    plan = found.unique().first()
    for result in plan.results if plan else ():
        for indicator in result.indicators:
            set_committed_value(indicator, "result", result)
    return plan


def plan_shown(agency_id: int, case_id: int) -> Plan | None:
    """The adopted plan, or the latest draft while there is none."""
    return plan_in_force(agency_id, case_id) or latest_draft(agency_id, case_id)


def newest_plan_of(agency_id: int, person_id: int) -> PlanOfCase | None:
    """The adopted plan of the person's newest appraisal that has one."""
    statement = (
        select(Plan, Case, Cycle)
        .join(Case, and_(Case.agency_id == Plan.agency_id, Case.id == Plan.case_id))
        .join(Cycle, and_(Cycle.agency_id == Case.agency_id, Cycle.id == Case.cycle_id))
        .where(Plan.agency_id == agency_id, Case.employee_id == person_id, Case.status != "cancelled", _in_force())
        .order_by(Cycle.starts_on.desc(), Case.id.desc())
    )
    row = db.session.execute(statement.limit(1), execution_options=FRESH).first()
    return PlanOfCase(*row) if row else None


def plans_of(person_id: int, *, actor) -> list[PlanOfCase]:
    """The plan of each appraisal of the person, newest first, or its latest draft while none is adopted.

    NotFound when the person's work is not for the actor to see.
    """
    if not sight.may_see_work_of(actor, person_id):
        raise NotFound
    statement = (
        select(Case, Cycle)
        .join(Cycle, and_(Cycle.agency_id == Case.agency_id, Cycle.id == Case.cycle_id))
        .where(Case.agency_id == actor.agency_id, Case.employee_id == person_id, Case.status != "cancelled")
        .order_by(Cycle.starts_on.desc(), Case.id.desc())
    )
    shown = [(plan_shown(case.agency_id, case.id), case, cycle) for case, cycle in db.session.execute(statement)]
    return [PlanOfCase(plan, case, cycle) for plan, case, cycle in shown if plan is not None]


def indicators_of(agency_id: int, person_id: int) -> list[Indicator]:
    """What the person may report activities on: the indicators of the newest adopted plan."""
    newest = newest_plan_of(agency_id, person_id)
    return newest.plan.indicators if newest else []


def progress_reports(agency_id: int, case_id: int) -> Sequence[ProgressReport]:
    """What was reported for each period, in their order."""
    statement = (
        select(ProgressReport)
        .where(ProgressReport.agency_id == agency_id, ProgressReport.case_id == case_id)
        .order_by(ProgressReport.period)
    )
    return db.session.scalars(statement, execution_options=FRESH).all()


def progress_report(agency_id: int, case_id: int, period: int) -> ProgressReport | None:
    statement = select(ProgressReport).where(
        ProgressReport.agency_id == agency_id, ProgressReport.case_id == case_id, ProgressReport.period == period
    )
    return db.session.scalars(statement, execution_options=FRESH).first()


def standings(plan: Plan, reports: Sequence[ProgressReport]) -> list[Standing]:
    """Where each indicator of the plan stands by these reports."""
    return [_standing(indicator, reports) for indicator in plan.indicators]


def _standing(indicator: Indicator, reports: Sequence[ProgressReport]) -> Standing:
    by_period = {report.period: report.realisation(indicator.id) for report in reports}
    recorded = achievement.consolidated(by_period.values(), indicator.consolidation)
    achieved = achievement.of_indicator(recorded, indicator.target, indicator.polarity)
    return Standing(indicator, by_period, recorded, achieved)


def overall(rows: Sequence[Standing]) -> Decimal | None:
    """The achievement of the whole plan."""
    return achievement.of_plan((row.achievement, row.indicator.weight) for row in rows)


def cycle_of(case) -> Cycle:
    return db.session.get_one(Cycle, (case.agency_id, case.cycle_id))


def agreements(agency_id: int, case_id: int) -> list[tuple[PlanAgreement, Person]]:
    """The rounds of agreeing on the drafts of the case with who answered, oldest first."""
    statement = (
        select(PlanAgreement, Person)
        .join(Plan, and_(Plan.agency_id == PlanAgreement.agency_id, Plan.id == PlanAgreement.plan_id))
        .join(Person, and_(Person.agency_id == PlanAgreement.agency_id, Person.id == PlanAgreement.decided_by))
        .where(_of_case(agency_id, case_id))
        .order_by(PlanAgreement.decided_at, PlanAgreement.id)
    )
    return [(agreement, person) for agreement, person in db.session.execute(statement)]


def agreement_in_force(agency_id: int, case_id: int) -> PlanAgreement | None:
    """The answer by which the plan that counts was adopted."""
    statement = (
        select(PlanAgreement)
        .join(Plan, and_(Plan.agency_id == PlanAgreement.agency_id, Plan.id == PlanAgreement.plan_id))
        .where(_of_case(agency_id, case_id), _in_force(), PlanAgreement.task == Plan.adopted_in)
    )
    return db.session.scalars(statement).first()


def person_for(person_id: int, *, actor) -> Person:
    """The person, if their work is for the actor to see; NotFound otherwise."""
    found = db.session.get(Person, (actor.agency_id, person_id))
    if found is None or not sight.may_see_work_of(actor, person_id):
        raise NotFound
    return found

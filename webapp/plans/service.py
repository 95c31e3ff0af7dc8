"""The verbs of plans. They act for the diagram, so the right to act was checked with the task. None of them commits."""

from collections.abc import Iterable
from decimal import Decimal

from webapp.core.db import db
from webapp.core.operations import OnCase
from webapp.plans import queries
from webapp.plans.models import (
    VALUES,
    AgreementNote,
    Expectation,
    Indicator,
    Plan,
    PlanAgreement,
    PlanResult,
    Progress,
    ProgressReport,
    Target,
)
from webapp.plans.numbers import exact, plain
from webapp.plans.refusals import (
    NoDraft,
    NoMainResult,
    NoPlan,
    NothingHandedIn,
    ResultWithoutIndicator,
    UnknownIndicator,
    WeightsOff,
)

QUARTERS = {1: "q1", 2: "q2", 3: "q3", 4: "q4"}


def record_draft(on: OnCase, task: str) -> Plan:
    """Keep what was handed in as the next draft of the plan, with codes for its indicators."""
    answers = handed_in(on, task)
    results = [_result(on, number, row) for number, row in enumerate(answers.get("results") or [], 1)]
    _require_sound(results)
    draft = Plan(
        agency_id=on.agency_id,
        case_id=on.case_id,
        revision=queries.draft_count(on.agency_id, on.case_id) + 1,
        support=answers.get("support") or None,
        accountability=answers.get("accountability") or None,
        consequences=answers.get("consequences") or None,
        drafted_by=on.actor_id or on.employee_id,
        drafted_at=on.now,
        results=results,
    )
    db.session.add(draft)
    db.session.flush()
    return draft


def adopt(on: OnCase, task: str) -> Plan:
    """Make the latest draft the plan that counts, with all rounds that led to it; an earlier plan is superseded."""
    draft = queries.latest_draft(on.agency_id, on.case_id)
    if draft is None:
        raise NoDraft
    if draft.adopted_at is not None:
        return draft
    given = on.submissions(task)
    if not given:
        raise NothingHandedIn
    _record_rounds(on)
    if task == "decide_plan":
        _set_numbers(draft, given[-1].answers)
    _put_in_force(on, draft)
    draft.adopted_by, draft.adopted_at, draft.adopted_in = given[-1].person_id, on.now, task
    db.session.flush()
    return draft


def record_progress(on: OnCase, task: str, period: int) -> ProgressReport:
    """Keep what was reported for the period; a second report of the same period replaces the first."""
    answers = handed_in(on, task)
    plan = queries.plan_in_force(on.agency_id, on.case_id)
    if plan is None:
        raise NoPlan
    rows = [
        Progress(
            agency_id=on.agency_id, indicator_id=known(plan, row["code"]).id, realisation=exact(row.get("realisation"))
        )
        for row in answers.get("indicators") or []
    ]
    earlier = queries.progress_report(on.agency_id, on.case_id, period)
    if earlier is not None:
        db.session.delete(earlier)
        db.session.flush()
    report = ProgressReport(
        agency_id=on.agency_id,
        case_id=on.case_id,
        plan_id=plan.id,
        period=period,
        effort=answers.get("effort") or None,
        obstacles=answers.get("obstacles") or None,
        support_needed=answers.get("support_needed") or None,
        reported_by=on.actor_id or on.employee_id,
        reported_at=on.now,
        rows=rows,
    )
    db.session.add(report)
    db.session.flush()
    return report


def handed_in(on: OnCase, task: str) -> dict:
    """The latest answers of the task; a Refusal when there are none."""
    answers = on.answers(task)
    if answers is None:
        raise NothingHandedIn
    return answers


def known(plan: Plan, code: str) -> Indicator:
    """The indicator of the plan that a form names by its code; a Refusal when there is none."""
    found = plan.indicator(code)
    if found is None:
        raise UnknownIndicator(code=code)
    return found


def _result(on: OnCase, number: int, row: dict) -> PlanResult:
    return PlanResult(
        agency_id=on.agency_id,
        number=number,
        kind=row["kind"],
        title=row["title"],
        superior_result=row.get("superior_result") or None,
        reason_without_superior_result=row.get("reason_without_superior_result") or None,
        indicators=[_indicator(on, place, given) for place, given in enumerate(row.get("indicators") or [], 1)],
    )


def _indicator(on: OnCase, number: int, row: dict) -> Indicator:
    return Indicator(
        agency_id=on.agency_id,
        number=number,
        aspect=row["aspect"],
        title=row["title"],
        unit=row["unit"],
        polarity=row["polarity"],
        consolidation=row["consolidation"],
        target=exact(row.get("target")),
        weight=exact(row.get("weight")) or Decimal(0),
        source=row.get("source") or None,
        targets=_targets(on.agency_id, row),
    )


def _targets(agency_id: int, row: dict) -> list[Target]:
    given = ((period, exact(row.get(key))) for period, key in QUARTERS.items())
    return [Target(agency_id=agency_id, period=period, value=value) for period, value in given if value is not None]


def _require_sound(results: list[PlanResult]) -> None:
    if not any(result.kind == "main" for result in results):
        raise NoMainResult
    for result in results:
        if not result.indicators:
            raise ResultWithoutIndicator(number=result.number)
    _require_weights(indicator for result in results for indicator in result.indicators)


def _require_weights(indicators: Iterable[Indicator]) -> None:
    total = sum((indicator.weight for indicator in indicators), Decimal(0))
    if total != 100:
        raise WeightsOff(sum=plain(total))


def _set_numbers(draft: Plan, answers: dict) -> None:
    """The superior who decides sets targets and weights himself."""
    for row in answers.get("indicators") or []:
        indicator = known(draft, row["code"])
        indicator.target = exact(row.get("target"))
        indicator.weight = exact(row.get("weight")) or Decimal(0)
        indicator.targets = []
    db.session.flush()
    for row in answers.get("indicators") or []:
        known(draft, row["code"]).targets = _targets(draft.agency_id, row)
    _require_weights(draft.indicators)


def _put_in_force(on: OnCase, draft: Plan) -> None:
    before = queries.plan_in_force(on.agency_id, on.case_id)
    if before is not None:
        before.superseded_at = on.now
        db.session.flush()
    draft.version = 1 + (before.version or 0) if before else 1


def _record_rounds(on: OnCase) -> None:
    """Every round of agreeing, each with the draft it was about: the latest one of its time."""
    drafts = queries.drafts(on.agency_id, on.case_id)
    stored = queries.agreed_rounds(on.agency_id, on.case_id)
    for task in queries.AGREEING:
        for given in on.submissions(task):
            draft = max((d for d in drafts if d.drafted_at <= given.at), key=lambda d: d.revision, default=None)
            if draft is not None and (draft.id, task) not in stored:
                stored.add((draft.id, task))
                db.session.add(_round(on, task, draft, given))
    db.session.flush()


def _round(on: OnCase, task: str, draft: Plan, given) -> PlanAgreement:
    answers = given.answers
    notes = [
        AgreementNote(
            agency_id=on.agency_id,
            indicator_id=known(draft, row["code"]).id,
            verdict=row["verdict"],
            note=row.get("note") or None,
        )
        for row in answers.get("indicators") or []
        if row.get("verdict")
    ]
    expectations = [
        Expectation(agency_id=on.agency_id, value=value, text=answers[f"{value}_expectation"])
        for value in VALUES
        if answers.get(f"{value}_expectation")
    ]
    return PlanAgreement(
        agency_id=on.agency_id,
        plan_id=draft.id,
        task=task,
        decision=answers.get("decision") or "decided",
        reason=answers.get("decision_reason") or None,
        decided_by=given.person_id,
        decided_at=given.at,
        notes=notes,
        expectations=expectations,
    )

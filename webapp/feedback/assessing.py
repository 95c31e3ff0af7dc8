"""What the cycle itself asks for: feedback per period, assessments, and the comment on the rating.

These verbs act for the diagram, so the right to act was checked with the task. Running one again replaces what it kept.
"""

from collections.abc import Iterable
from decimal import Decimal

from webapp.activities.service import attach_to_case
from webapp.core.db import db
from webapp.core.operations import OnCase
from webapp.feedback import queries, words
from webapp.feedback.models import (
    AssessedIndicator,
    AssessedValue,
    Assessment,
    IndicatorFeedback,
    IndicatorRemark,
    PeriodFeedback,
    RatingComment,
)
from webapp.feedback.proposal import UNDETERMINED, proposed_for
from webapp.feedback.refusals import BreachWithoutNote, DeviationWithoutReason, NotRatedYet
from webapp.plans import queries as plans
from webapp.plans.achievement import of_indicator, of_plan
from webapp.plans.models import VALUES, Plan
from webapp.plans.numbers import exact
from webapp.plans.refusals import NoPlan
from webapp.plans.service import handed_in, known

KINDS = {"rate_performance": "supervisor", "take_over_rating": "superior"}


def record_review(on: OnCase, task: str, period: int) -> PeriodFeedback:
    """Keep what the supervisor said about the period."""
    answers, plan = handed_in(on, task), _plan(on)
    rows = [
        IndicatorFeedback(
            agency_id=on.agency_id,
            indicator_id=known(plan, row["code"]).id,
            tone=row["tone"],
            text=row.get("feedback") or None,
        )
        for row in answers.get("indicators") or []
    ]
    earlier = queries.feedback_of_period(on.agency_id, on.case_id, period)
    return _replace(
        earlier,
        PeriodFeedback(
            agency_id=on.agency_id,
            case_id=on.case_id,
            period=period,
            author_id=_author(on, task),
            given_at=on.now,
            tone=answers["tone"],
            keep=answers["keep"],
            improve=answers.get("improve") or None,
            agreement=answers.get("agreement") or None,
            rows=rows,
        ),
    )


def record_self_assessment(on: OnCase, task: str) -> Assessment:
    """Keep how the person sees the own year, with the achievement of the realisation claimed."""
    answers = handed_in(on, task)
    found = _assessment(on, "self", on.employee_id, answers, note="evidence_note", value_note="example")
    for text in (
        "effort",
        "obstacles",
        "innovation_title",
        "innovation_benefit",
        "innovation_evidence",
        "strengths",
        "growth",
    ):
        setattr(found, text, answers.get(text) or None)
    found.files = [file.described() for file in attach_to_case(on, answers.get("evidence_files"))]
    return _replace([queries.self_assessment(on.agency_id, on.case_id)], found)


def record_rating(on: OnCase, task: str, *, rater: int, proposed: str) -> Assessment:
    """Keep the rating with the validated realisation; one that differs from what that proposes needs a reason.

    `proposed` is what the claim proposed: it counts only when the table of the process does not tell by itself.
    """
    answers = handed_in(on, task)
    if answers.get("integrity_violation") and not answers.get("integrity_note"):
        raise BreachWithoutNote
    found = _assessment(on, KINDS[task], rater, answers, note="validation_note", value_note="note")
    found.proposed_work_rating = proposed_for(on, found.achievement, otherwise=proposed)
    found.work_rating = answers["rating_of_work"]
    found.integrity_breach = bool(answers.get("integrity_violation"))
    for text in ("deviation_reason", "innovation_note", "integrity_note", "notes", "recommendation"):
        setattr(found, text, answers.get(text) or None)
    _justified(found)
    return _replace([queries.assessment(on.agency_id, on.case_id, KINDS[task])], found)


def record_behaviour(on: OnCase, behaviour_rating: str) -> None:
    """Add the overall rating of behaviour, which the decision table found, to the rating."""
    found = queries.rating(on.agency_id, on.case_id)
    if found is None:
        raise NotRatedYet
    found.behaviour_rating = behaviour_rating
    db.session.flush()


def record_comment(on: OnCase, task: str) -> RatingComment:
    """Keep what the person said to the rating."""
    answers, plan = handed_in(on, task), _plan(on)
    remarks = [
        IndicatorRemark(agency_id=on.agency_id, indicator_id=known(plan, row["code"]).id, remark=row["remark"])
        for row in answers.get("indicators") or []
        if row.get("remark")
    ]
    files = [file.described() for file in attach_to_case(on, answers.get("evidence_files"))]
    return _replace(
        [queries.comment(on.agency_id, on.case_id)],
        RatingComment(
            agency_id=on.agency_id,
            case_id=on.case_id,
            author_id=on.employee_id,
            given_at=on.now,
            stance=answers["stance"],
            behaviour_remark=answers.get("behaviour_remark") or None,
            general=answers.get("general") or None,
            wants_to_attend=bool(answers.get("wants_to_attend")),
            files=files,
            remarks=remarks,
        ),
    )


def _justified(found: Assessment) -> None:
    proposed = found.proposed_work_rating
    if proposed not in (None, UNDETERMINED, found.work_rating) and not found.deviation_reason:
        raise DeviationWithoutReason(achievement=words.figure(found.achievement), proposed=words.label(proposed))


def _assessment(on: OnCase, kind: str, author: int, answers: dict, *, note: str, value_note: str) -> Assessment:
    plan = _plan(on)
    rows = list(_indicators(plan, answers, note))
    weights = {indicator.id: indicator.weight for indicator in plan.indicators}
    values = [
        AssessedValue(
            agency_id=on.agency_id,
            value=value,
            rating=answers[value],
            note=answers.get(f"{value}_{value_note}") or None,
        )
        for value in VALUES
    ]
    return Assessment(
        agency_id=on.agency_id,
        case_id=on.case_id,
        kind=kind,
        author_id=author,
        given_at=on.now,
        achievement=of_plan((row.achievement, weights[row.indicator_id]) for row in rows),
        indicators=rows,
        values=values,
    )


def _indicators(plan: Plan, answers: dict, note: str) -> Iterable[AssessedIndicator]:
    for row in answers.get("indicators") or []:
        indicator = known(plan, row["code"])
        realisation: Decimal | None = exact(row.get("realisation"))
        yield AssessedIndicator(
            agency_id=plan.agency_id,
            indicator_id=indicator.id,
            realisation=realisation,
            achievement=of_indicator(realisation, indicator.target, indicator.polarity),
            note=row.get(note) or None,
        )


def _plan(on: OnCase) -> Plan:
    found = plans.plan_in_force(on.agency_id, on.case_id)
    if found is None:
        raise NoPlan
    return found


def _author(on: OnCase, task: str) -> int:
    return on.submissions(task)[-1].person_id


def _replace(earlier: Iterable, row):
    for old in earlier:
        if old is not None:
            db.session.delete(old)
    db.session.flush()
    db.session.add(row)
    db.session.flush()
    return row

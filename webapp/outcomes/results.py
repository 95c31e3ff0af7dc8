"""A result with all that led to it: numbers, indicators with their evidence, who decided what, and the rules."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from webapp.activities import queries as activities
from webapp.activities.models import Evidence
from webapp.cases import queries as cases
from webapp.cases.models import Case
from webapp.feedback import queries as feedback
from webapp.feedback.models import AssessedIndicator, AssessedValue, Assessment
from webapp.forum import queries as forum
from webapp.forum.models import Decision
from webapp.outcomes import explanation, queries
from webapp.outcomes.explanation import Fired, Grid, Translate
from webapp.outcomes.models import Rating
from webapp.people.queries import names
from webapp.plans import queries as plans
from webapp.plans.models import VALUES, Indicator
from webapp.plans.numbers import exact


@dataclass(frozen=True)
class IndicatorLine:
    """An indicator as it was rated, with what the person showed for it."""

    indicator: Indicator
    rated: AssessedIndicator | None
    evidence: list[Evidence]


@dataclass(frozen=True)
class Said:
    """One of the decisions on the way: by whom, when, what it set, and the reason that was given.

    `kind` is supervisor, superior, forum or objection; `changes` are (number, its new value).
    """

    kind: str
    who: str
    at: datetime
    changes: list[tuple[str, object]]
    reason: str | None


@dataclass(frozen=True)
class Result:
    """What a case has come to so far. `final` is None while it may still change; then `predicate` is what the
    table says to the present ratings."""

    case: Case
    final: Rating | None
    achievement: Decimal | None
    work: str | None
    behaviour: str | None
    predicate: str | None
    indicators: list[IndicatorLine]
    period_files: list[Evidence]
    values: list[tuple[str, AssessedValue | None]]
    decisions: list[Said]
    fired: dict[str, Fired]
    grid: Grid | None

    def decided_by(self, number: str) -> Said | None:
        """Who set this number last: `achievement`, `work_rating` or `behaviour_rating`."""
        return next((said for said in reversed(self.decisions) if number in dict(said.changes)), None)


def of_case(case: Case, translate: Translate) -> Result | None:
    """None while nobody has rated the case."""
    assessment = feedback.rating(case.agency_id, case.id)
    if assessment is None:
        return None
    final = queries.rating(case.agency_id, case.id)
    known = _numbers(final) if final else cases.variables(case)
    work, behaviour = known.get("work_rating"), known.get("behaviour_rating")
    nine = explanation.grid(case, work, behaviour)
    evidence = activities.evidence_of(case.agency_id, case.id)
    return Result(
        case=case,
        final=final,
        achievement=exact(known.get("achievement")),
        work=work,
        behaviour=behaviour,
        predicate=final.predicate if final else nine.here.predicate if nine else None,
        indicators=_indicators(case, assessment, evidence),
        period_files=[each for each in evidence if each.file is not None],
        values=[(value, assessment.value(value)) for value in VALUES],
        decisions=_decisions(case, assessment),
        fired=explanation.fired(case, translate),
        grid=nine,
    )


def _numbers(final: Rating) -> dict:
    return {
        "achievement": final.achievement,
        "work_rating": final.work_rating,
        "behaviour_rating": final.behaviour_rating,
    }


def _indicators(case: Case, assessment: Assessment, evidence: Sequence[Evidence]) -> list[IndicatorLine]:
    plan = plans.plan_in_force(case.agency_id, case.id)
    return [
        IndicatorLine(
            indicator,
            assessment.indicator(indicator.id),
            [each for each in evidence if each.indicator_id == indicator.id],
        )
        for indicator in (plan.indicators if plan else [])
    ]


def _decisions(case: Case, assessment: Assessment) -> list[Said]:
    decision = forum.decision_on(case.agency_id, case.id)
    objection = queries.objection(case.agency_id, case.id)
    people = {assessment.author_id}
    people |= {each.decided_by for each in (decision, objection) if each is not None and each.decided_by is not None}
    known = names(case.agency_id, people)
    said = [_by_rater(assessment, known)]
    if decision is not None:
        said.append(_by_panel(decision, known))
    if objection is not None and objection.decided_by is not None and objection.decided_at is not None:
        changes = _set(
            [("work_rating", objection.new_work_rating), ("behaviour_rating", objection.new_behaviour_rating)]
        )
        judge, reason = known[objection.decided_by], objection.decision_reason
        said.append(Said("objection", judge, objection.decided_at, changes, reason))
    return said


def _by_rater(assessment: Assessment, known: dict[int, str]) -> Said:
    changes: list[tuple[str, object]] = [
        ("achievement", assessment.achievement),
        ("work_rating", assessment.work_rating),
        ("behaviour_rating", assessment.behaviour_rating),
    ]
    reason = assessment.deviation_reason
    return Said(assessment.kind, known[assessment.author_id], assessment.given_at, changes, reason)


def _by_panel(decision: Decision, known: dict[int, str]) -> Said:
    changes = [
        ("achievement", decision.achievement_after if decision.decision == "correct" else None),
        ("work_rating", decision.new_work_rating),
        ("behaviour_rating", decision.new_behaviour_rating),
    ]
    return Said("forum", known[decision.decided_by], decision.decided_at, _set(changes), decision.reason)


def _set(changes: list) -> list[tuple[str, object]]:
    return [(number, value) for number, value in changes if value is not None]

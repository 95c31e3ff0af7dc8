"""What the cycle itself asks for: feedback per period, assessments, and the comment on the rating.

These verbs act for the diagram, so the right to act was checked with the task. Running one again replaces what it kept.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from webapp.activities.service import attach_to_case
from webapp.core.operations import OnCase
from webapp.feedback import ledger, words
from webapp.feedback.ledger import Assessed
from webapp.feedback.proposal import UNDETERMINED, proposed_for
from webapp.feedback.refusals import BreachWithoutNote, DeviationWithoutReason, NotRatedYet
from webapp.plans.achievement import of_indicator, of_plan
from webapp.plans.ledger import Measures
from webapp.plans.models import VALUES
from webapp.plans.numbers import exact
from webapp.plans.service import handed_in, measures

KINDS = {"rate_performance": "supervisor", "take_over_rating": "superior"}


@dataclass(frozen=True)
class Rated:
    """What a rating tells the process. `rater` is who gave it, whoever was asked first."""

    rater: int
    achievement: Decimal | None
    work_rating: str
    values_above: int
    values_below: int
    integrity_breach: bool


def record_review(on: OnCase, task: str, period: int) -> None:
    """Keep what the supervisor said about the period."""
    answers, plan = handed_in(on, task), measures(on)
    rows = [
        {"indicator": plan.known(row["code"]).id, "tone": row["tone"], "text": row.get("feedback")}
        for row in answers.get("indicators") or []
    ]
    said = {"tone": answers["tone"], "keep": answers["keep"], **_texts(answers, "improve", "agreement")}
    ledger.keep_review(on.agency_id, on.case_id, period, author=_author(on, task), at=on.now, said=said, rows=rows)


def record_self_assessment(on: OnCase, task: str) -> Decimal | None:
    """Keep how the person sees the own year; the achievement of the realisation claimed."""
    answers, plan = handed_in(on, task), measures(on)
    rows = list(_indicators(plan, answers, "evidence_note"))
    achievement = _achievement(plan, rows)
    files = [file.described() for file in attach_to_case(on, answers.get("evidence_files"))]
    said = {
        **_texts(answers, *ledger.OF_THE_PERSON),
        "author_id": on.employee_id,
        "given_at": on.now,
        "achievement": achievement,
        "files": files,
    }
    values = _values(answers, "example")
    ledger.keep_assessment(on.agency_id, on.case_id, "self", said=said, indicators=rows, values=values)
    return achievement


def record_rating(on: OnCase, task: str, *, proposed: str) -> Rated:
    """Keep the rating with the validated realisation; one that differs from what that proposes needs a reason.

    `proposed` is what the claim proposed: it counts only when the table of the process does not tell by itself.
    """
    answers, plan = handed_in(on, task), measures(on)
    breach = bool(answers.get("integrity_violation"))
    if breach and not answers.get("integrity_note"):
        raise BreachWithoutNote
    rows, values = list(_indicators(plan, answers, "validation_note")), _values(answers, "note")
    achievement = _achievement(plan, rows)
    rater, found = _author(on, task), proposed_for(on, achievement, otherwise=proposed)
    _require_reason(answers, achievement, found)
    said = {
        **_texts(answers, "deviation_reason", "innovation_note", "integrity_note", "notes", "recommendation"),
        "author_id": rater,
        "given_at": on.now,
        "achievement": achievement,
        "proposed_work_rating": found,
        "work_rating": answers["rating_of_work"],
        "integrity_breach": breach,
    }
    ledger.keep_assessment(on.agency_id, on.case_id, KINDS[task], said=said, indicators=rows, values=values)
    ratings = [rating for _value, rating, _note in values]
    return Rated(rater, achievement, answers["rating_of_work"], ratings.count("above"), ratings.count("below"), breach)


def record_behaviour(on: OnCase, behaviour_rating: str) -> None:
    """Add the overall rating of behaviour, which the decision table found, to the rating."""
    if not ledger.rate_behaviour(on.agency_id, on.case_id, behaviour_rating):
        raise NotRatedYet


def record_comment(on: OnCase, task: str) -> bool:
    """Keep what the person said to the rating; whether the person wants to be heard."""
    answers, plan = handed_in(on, task), measures(on)
    remarks = {
        plan.known(row["code"]).id: row["remark"] for row in answers.get("indicators") or [] if row.get("remark")
    }
    files = [file.described() for file in attach_to_case(on, answers.get("evidence_files"))]
    attends = bool(answers.get("wants_to_attend"))
    said = {
        "stance": answers["stance"],
        "wants_to_attend": attends,
        **_texts(answers, "behaviour_remark", "general"),
    }
    ledger.keep_comment(
        on.agency_id, on.case_id, author=on.employee_id, at=on.now, said=said, files=files, remarks=remarks
    )
    return attends


def _require_reason(answers: dict, achievement: Decimal | None, proposed: str) -> None:
    if proposed not in (UNDETERMINED, answers["rating_of_work"]) and not answers.get("deviation_reason"):
        raise DeviationWithoutReason(achievement=words.figure(achievement), proposed=words.label(proposed))


def _indicators(plan: Measures, answers: dict, note: str) -> Iterator[Assessed]:
    for row in answers.get("indicators") or []:
        indicator, realisation = plan.known(row["code"]), exact(row.get("realisation"))
        achieved = of_indicator(realisation, indicator.target, indicator.polarity)
        yield Assessed(indicator.id, realisation, achieved, row.get(note) or None)


def _achievement(plan: Measures, rows: list[Assessed]) -> Decimal | None:
    weights = {indicator.id: indicator.weight for indicator in plan.by_code.values()}
    return of_plan((row.achievement, weights[row.indicator]) for row in rows)


def _values(answers: dict, note: str) -> list[tuple[str, str, str | None]]:
    return [(value, answers[value], answers.get(f"{value}_{note}") or None) for value in VALUES]


def _texts(answers: dict, *names: str) -> dict:
    return {name: answers.get(name) or None for name in names}


def _author(on: OnCase, task: str) -> int:
    given = on.submissions(task, since=on.now) or on.submissions(task)
    return given[-1].person_id

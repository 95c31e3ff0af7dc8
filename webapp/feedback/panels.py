"""What forms may show or start from: feedback of the periods, assessments, the comment."""

from webapp.core.audience import EVERYBODY, OFFICES, PARTIES, SEEING, Relation
from webapp.core.panels import panel, prefill
from webapp.core.words import N_
from webapp.feedback import queries, words
from webapp.feedback.models import Assessment
from webapp.people.queries import names
from webapp.plans import queries as plans
from webapp.plans import sight
from webapp.plans import words as plan_words
from webapp.plans.models import VALUES
from webapp.plans.numbers import plain
from webapp.plans.queries import cycle_of


@prefill("feedback.claimed_indicators", audience=EVERYBODY)
def claimed_indicators(case, _actor) -> dict:
    """What the person claims, for the rater to validate."""
    claimed = queries.self_assessment(case.agency_id, case.id)
    rows = []
    for indicator, row in _assessed(case, claimed):
        realisation = plain(row.realisation) if row else None
        rows.append(
            {
                "code": indicator.code,
                "title": indicator.title,
                "target_text": plan_words.annual_target(indicator),
                "claimed": realisation,
                "achievement": plain(row.achievement) if row else None,
                "realisation": realisation,
            }
        )
    return {"indicators": rows}


@prefill("feedback.rated_indicators", audience=SEEING)
def rated_indicators(case, _actor) -> dict:
    """What the rater found for each indicator, for the person to comment on."""
    rating = queries.rating(case.agency_id, case.id)
    rows = [
        {
            "code": indicator.code,
            "title": indicator.title,
            "rating_text": words.rating_text(row.realisation if row else None, row.achievement if row else None),
        }
        for indicator, row in _assessed(case, rating)
    ]
    return {"indicators": rows}


@panel(
    "period_feedback",
    title=N_("Feedback of the periods"),
    template="feedback/panels/period_feedback.html",
    audience=PARTIES,
)
def period_feedback(case, _actor) -> dict:
    """The latest period first."""
    said = queries.period_feedback(case.agency_id, case.id)
    return {
        "said": said[::-1],
        "names": names(case.agency_id, {each.author_id for each in said}),
        "cycle": cycle_of(case),
        "words": words,
        "plan_words": plan_words,
    }


@panel(
    "quick_feedback",
    title=N_("Quick feedback"),
    template="feedback/panels/quick_feedback.html",
    audience=EVERYBODY - OFFICES - {Relation.EMPLOYEE},
)
def quick_feedback(case, actor) -> dict | None:
    """What was said about the person within the cycle, for those who appraise; by whom is told without a name."""
    if actor is None or actor.person_id == case.employee_id:
        return None
    said = queries.said_in_cycle(case, queries.SHOWN)
    above = sight.people_above(case.agency_id, case.employee_id)
    return {
        "said": [(each, _role(each.giver_id, actor, above)) for each in said],
        "counts": queries.tones_in_cycle(case),
        "words": words,
    }


@panel(
    "self_assessment", title=N_("Self-assessment"), template="feedback/panels/self_assessment.html", audience=EVERYBODY
)
def self_assessment(case, _actor) -> dict:
    return _shown(case, queries.self_assessment(case.agency_id, case.id))


@panel("ratings", title=N_("Rating"), template="feedback/panels/ratings.html", audience=SEEING)
def ratings(case, _actor) -> dict:
    """The rating that counts, by supervisor or superior."""
    return _shown(case, queries.rating(case.agency_id, case.id))


@panel("comment", title=N_("Comment on the rating"), template="feedback/panels/comment.html", audience=SEEING)
def comment(case, _actor) -> dict:
    return {"comment": queries.comment(case.agency_id, case.id), "words": words}


def _role(giver_id: int, actor, above: set[int]) -> str:
    if giver_id == actor.person_id:
        return "from_me"
    return "from_above" if giver_id in above else "from_peer"


def _shown(case, assessment: Assessment | None) -> dict:
    author = names(case.agency_id, {assessment.author_id})[assessment.author_id] if assessment else ""
    return {
        "assessment": assessment,
        "author": author,
        "indicators": _assessed(case, assessment),
        "values": [(value, assessment.value(value) if assessment else None) for value in VALUES],
        "words": words,
        "plan_words": plan_words,
    }


def _assessed(case, assessment: Assessment | None) -> list:
    """Each indicator of the plan with its row of the assessment, or None."""
    plan = plans.plan_in_force(case.agency_id, case.id)
    return [
        (indicator, assessment.indicator(indicator.id) if assessment else None)
        for indicator in (plan.indicators if plan else [])
    ]

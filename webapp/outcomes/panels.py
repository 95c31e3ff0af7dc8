"""What forms may show or start from: the result and why, the objection, the award, the coaching plan."""

from datetime import date

from webapp.cases.queries import employee_of
from webapp.core import i18n
from webapp.core.audience import EVERYBODY, OFFICES, PARTIES, SEEING, Relation
from webapp.core.panels import panel, prefill
from webapp.core.words import N_
from webapp.feedback import queries as feedback
from webapp.feedback import words as feedback_words
from webapp.forum import queries as forum
from webapp.outcomes import explanation, queries, results, words
from webapp.people.queries import names
from webapp.plans import queries as plans
from webapp.plans import words as plan_words
from webapp.plans.models import VALUES

_OF_OBJECTIONS = PARTIES | OFFICES | {Relation.JUDGE}


@prefill("outcomes.disputable_rows", audience=SEEING)
def disputable_rows(case, _actor) -> dict:
    """All indicators, then the seven values, each as it was rated."""
    rating = feedback.rating(case.agency_id, case.id)
    plan = plans.plan_in_force(case.agency_id, case.id)
    rows = []
    for indicator in plan.indicators if plan else []:
        rated = rating.indicator(indicator.id) if rating else None
        text = feedback_words.rating_text(rated.realisation if rated else None, rated.achievement if rated else None)
        rows.append({"code": indicator.code, "title": indicator.title, "outcome_text": text})
    for value in VALUES:
        valued = rating.value(value) if rating else None
        text = words.rating(valued.rating) if valued else plan_words.UNKNOWN
        rows.append({"code": value, "title": plan_words.label(value), "outcome_text": text})
    return {"rows": rows}


@prefill("outcomes.disputed_rows", audience=_OF_OBJECTIONS)
def disputed_rows(case, _actor) -> dict:
    objection = queries.objection(case.agency_id, case.id)
    rows = [
        {
            "code": row.code,
            "title": row.title,
            "claim": row.claim,
            "wanted": row.wanted,
            "explanation": row.explanation,
        }
        for row in (objection.rows if objection else [])
    ]
    return {"rows": rows}


@prefill("outcomes.award_proposal", audience=OFFICES)
def award_proposal(case, _actor) -> dict:
    """The last proposal, and why it was returned if it was; nothing at first."""
    proposed = queries.latest_submission(case.agency_id, case.id, "propose_award")
    if proposed is None:
        return {}
    answered = queries.latest_submission(case.agency_id, case.id, "approve_award")
    returned = answered is not None and answered.answers.get("decision") == "returned"
    kept = ("kind", "title", "basis", "letter_number", "citation")
    return {
        **{key: proposed.answers.get(key) for key in kept},
        "return_reason": answered.answers.get("decision_reason") if answered and returned else None,
    }


@prefill("outcomes.coaching_targets", audience=PARTIES | OFFICES)
def coaching_targets(case, _actor) -> dict:
    """The targets, each as it stood at the last session."""
    rows = [
        {
            "code": target.code,
            "title": target.title,
            "measure": target.measure,
            "met": progress is not None and progress.met,
            "progress": progress.progress if progress is not None else None,
        }
        for target, progress in queries.coaching_targets(case.agency_id, case.id)
    ]
    return {"targets": rows}


@prefill("outcomes.last_session", audience=PARTIES | OFFICES)
def last_session(case, _actor) -> dict:
    """What the supervisor wrote down and the employee has not answered yet."""
    held = queries.latest_submission(case.agency_id, case.id, "hold_coaching_session")
    keys = ("session_date", "topics", "commitments")
    return {key: held.answers.get(key) for key in keys} if held else {}


@panel("result", title=N_("Result"), template="outcomes/panels/result.html", audience=EVERYBODY)
def result(case, actor) -> dict:
    """The ratings with the rules that led to them. Whoever has yet to score the dossier blind sees nothing of it."""
    if forum.scores_blind(actor, case.agency_id, case.id):
        return {"result": None, "blind": True, "words": words}
    return {"blind": False, "is_mine": case.employee_id == actor.person_id, **shown_result(case)}


@panel("objection", title=N_("Objection"), template="outcomes/panels/objection.html", audience=_OF_OBJECTIONS)
def objection(case, _actor) -> dict:
    found = queries.objection(case.agency_id, case.id)
    concerned = found.concerned if found else ()
    return {
        "objection": found,
        "names": names(case.agency_id, concerned),
        "response": queries.response(case.agency_id, case.id),
        "words": words,
    }


@panel("coaching", title=N_("Coaching plan"), template="outcomes/panels/coaching.html", audience=PARTIES | OFFICES)
def coaching(case, _actor) -> dict:
    """Coaching is between the employee and those above; of the office, HR and the head of the agency follow it."""
    return shown_coaching(case)


def shown_result(case) -> dict:
    """What the template of a result needs."""
    translate = explanation.pack_of(case).translation(i18n.language())
    return {
        "result": results.of_case(case, translate),
        "employee": employee_of(case),
        "words": words,
        "plan_words": plan_words,
    }


def shown_coaching(case) -> dict:
    """What the template of a coaching plan needs."""
    plan = queries.coaching(case.agency_id, case.id)
    today: date = i18n.today()
    return {"plan": plan, "today": today, "words": words}

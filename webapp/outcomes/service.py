"""The verbs of answer, objection and result. They act for the diagram, so the right to act was checked with the task.

None of them commits. Running one again replaces what it kept.
"""

from datetime import date

from webapp.activities.service import attach_to_case
from webapp.cases.letters import write_to_employee
from webapp.core.db import db
from webapp.core.operations import OnCase, Submitted
from webapp.feedback import queries as feedback
from webapp.forum import queries as forum
from webapp.forum.handed_in import latest
from webapp.outcomes import policy, queries
from webapp.outcomes.models import DisputedRow, Objection, Rating, Response
from webapp.outcomes.refusals import (
    NoObjection,
    NotDisputed,
    NothingChanged,
    NothingDisputed,
    NotImpartial,
    NotRated,
    ReasonOfObjectionWanted,
)
from webapp.plans.numbers import exact


def record_response(on: OnCase, task: str) -> Response:
    """Keep the employee's answer; an objection needs a reason and at least one disputed row."""
    given = latest(on, task)
    objects = given.answers["answer"] == "object"
    if objects:
        _raise_objection(on, given)
    return _respond(on, "objected" if objects else "accepted", given)


def accept_by_silence(on: OnCase) -> Response:
    return _respond(on, "silent", None)


def record_explanation(on: OnCase, task: str) -> Objection:
    """Add what the rater says to each disputed row and in general."""
    found, given = _objection(on), latest(on, task)
    for row in given.answers.get("rows") or []:
        _disputed(found, row["code"]).explanation = row["explanation"]
    found.explanation = given.answers["general_explanation"]
    found.explanation_files = _files(on, given)
    found.explained_by, found.explained_at = given.person_id, on.now
    db.session.flush()
    return found


def record_objection_decision(on: OnCase, task: str, *, work_rating: str, behaviour_rating: str) -> Objection:
    """Keep the final decision on the objection, per row and in general; by neither side."""
    found, given = _objection(on), latest(on, task)
    if not policy.may_judge(given.person_id, found):
        raise NotImpartial
    answers = given.answers
    for row in answers.get("rows") or []:
        disputed = _disputed(found, row["code"])
        disputed.verdict, disputed.verdict_reason = row["verdict"], row["reason"]
    found.new_work_rating = found.new_behaviour_rating = None
    if answers["decision"] == "change":
        found.new_work_rating = _if_other(answers.get("new_work_rating"), work_rating)
        found.new_behaviour_rating = _if_other(answers.get("new_behaviour_rating"), behaviour_rating)
        if found.new_work_rating is None and found.new_behaviour_rating is None:
            raise NothingChanged
    found.hearing_date = date.fromisoformat(answers["hearing_date"])
    found.employee_hearing, found.rater_hearing = answers["employee_hearing"], answers["rater_hearing"]
    found.decision, found.decision_reason = answers["decision"], answers["decision_reason"]
    found.decided_by, found.decided_at = given.person_id, on.now
    db.session.flush()
    return found


def finalise(
    on: OnCase, *, achievement: float | None, work_rating: str, behaviour_rating: str, predicate: str
) -> Rating:
    """Keep the final result, with whoever decided last: the judge of the objection, the panel's chair, the rater."""
    decided_in, decided_by, decided_at = _decided(on)
    found = queries.rating(on.agency_id, on.case_id)
    if found is None:
        found = Rating(agency_id=on.agency_id, case_id=on.case_id)
        db.session.add(found)
    found.achievement = exact(achievement)
    found.work_rating, found.behaviour_rating, found.predicate = work_rating, behaviour_rating, predicate
    found.decided_in, found.decided_by, found.decided_at = decided_in, decided_by, decided_at
    found.finalised_at = on.now
    db.session.flush()
    write_to_employee(on, "outcomes.result_final")
    return found


def _respond(on: OnCase, kind: str, given: Submitted | None) -> Response:
    found = queries.response(on.agency_id, on.case_id)
    if found is None:
        found = Response(agency_id=on.agency_id, case_id=on.case_id)
        db.session.add(found)
    found.kind, found.at = kind, on.now
    found.answered_by = given.person_id if given else None
    found.remark = (given.answers.get("remark") or None) if given and kind == "accepted" else None
    db.session.flush()
    return found


def _raise_objection(on: OnCase, given: Submitted) -> None:
    answers = given.answers
    disputed = [row for row in answers.get("rows") or [] if row.get("disputed")]
    if not disputed:
        raise NothingDisputed
    if not answers.get("objection_reason"):
        raise ReasonOfObjectionWanted
    assessment = feedback.rating(on.agency_id, on.case_id)
    if assessment is None:
        raise NotRated
    earlier = queries.objection(on.agency_id, on.case_id)
    if earlier is not None:
        db.session.delete(earlier)
        db.session.flush()
    objection = Objection(
        agency_id=on.agency_id,
        case_id=on.case_id,
        reason=answers["objection_reason"],
        wanted_decision=answers.get("wanted_decision") or None,
        files=_files(on, given),
        raised_by=given.person_id,
        raised_at=on.now,
        rater_id=assessment.author_id,
        rows=[_row(on, place, row) for place, row in enumerate(disputed, 1)],
    )
    db.session.add(objection)
    db.session.flush()


def _row(on: OnCase, place: int, row: dict) -> DisputedRow:
    return DisputedRow(
        agency_id=on.agency_id,
        code=row["code"],
        place=place,
        title=row["title"],
        outcome_text=row.get("outcome_text") or "",
        claim=row.get("claim") or None,
        wanted=row.get("wanted") or None,
    )


def _files(on: OnCase, given: Submitted) -> list[dict]:
    return [file.described() for file in attach_to_case(on, given.answers.get("evidence_files"))]


def _objection(on: OnCase) -> Objection:
    found = queries.objection(on.agency_id, on.case_id)
    if found is None:
        raise NoObjection
    return found


def _disputed(objection: Objection, code: str) -> DisputedRow:
    found = objection.row(code)
    if found is None:
        raise NotDisputed(code=code)
    return found


def _if_other(rating: str | None, present: str) -> str | None:
    return rating if rating and rating != present else None


def _decided(on: OnCase):
    objection = queries.objection(on.agency_id, on.case_id)
    if objection is not None and objection.decided_by is not None:
        return "objection", objection.decided_by, objection.decided_at
    decision = forum.decision_on(on.agency_id, on.case_id)
    if decision is not None:
        return "forum", decision.decided_by, decision.decided_at
    assessment = feedback.rating(on.agency_id, on.case_id)
    if assessment is None:
        raise NotRated
    return "assessment", assessment.author_id, assessment.given_at

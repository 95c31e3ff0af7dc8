"""The verbs of answer, objection and result. They act for the diagram, so the right to act was checked with the task.

None of them commits. Running one again replaces what it kept.
"""

from datetime import date

from webapp.activities.service import attach_to_case
from webapp.cases.letters import write_to_employee
from webapp.core.db import db
from webapp.core.operations import OnCase, Submitted
from webapp.forum.handed_in import latest
from webapp.outcomes import ledger, policy, queries
from webapp.outcomes.models import DisputedRow, Objection
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


def record_response(on: OnCase, task: str) -> None:
    """Keep the employee's answer; an objection needs a reason and at least one disputed row."""
    given = latest(on, task)
    objects = given.answers["answer"] == "object"
    if objects:
        _raise_objection(on, given)
    remark = None if objects else given.answers.get("remark") or None
    ledger.keep_response(on, "objected" if objects else "accepted", by=given.person_id, remark=remark)


def accept_by_silence(on: OnCase) -> None:
    ledger.keep_response(on, "silent", by=None, remark=None)


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


def finalise(on: OnCase, *, achievement: float | None, work_rating: str, behaviour_rating: str, predicate: str) -> None:
    """Keep the final result, with whoever decided last: the judge of the objection, the panel's chair, the rater."""
    result = {
        "achievement": exact(achievement),
        "work_rating": work_rating,
        "behaviour_rating": behaviour_rating,
        "predicate": predicate,
    }
    if not ledger.finalise(on, result):
        raise NotRated
    write_to_employee(on, "outcomes.result_final")


def _raise_objection(on: OnCase, given: Submitted) -> None:
    answers = given.answers
    disputed = [row for row in answers.get("rows") or [] if row.get("disputed")]
    if not disputed:
        raise NothingDisputed
    if not answers.get("objection_reason"):
        raise ReasonOfObjectionWanted
    said = {"reason": answers["objection_reason"], "wanted_decision": answers.get("wanted_decision") or None}
    rows = [{**row, "place": place} for place, row in enumerate(disputed, 1)]
    if not ledger.raise_objection(on, by=given.person_id, said=said, files=_files(on, given), rows=rows):
        raise NotRated


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

"""What the diagram asks of answers, objections and the final result."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy.exc import IntegrityError

from tests.webapp.activities.uploads import reference, upload
from tests.webapp.factories import make_office
from tests.webapp.feedback.answers import rating_answers
from tests.webapp.outcomes.answers import acceptance, explanation, objection, verdict
from tests.webapp.plans.rows import Story, make_case, with_adopted_plan
from webapp.core import files
from webapp.core.db import db
from webapp.core.operations import perform
from webapp.outcomes import queries
from webapp.outcomes.refusals import NoObjection, NotDisputed, NothingChanged, NothingDisputed, NotRated

RATINGS = {"work_rating": "meets", "behaviour_rating": "below"}
RESULT = {"achievement": 98.5, **RATINGS, "predicate": "poor"}


@pytest.fixture
def office(app):
    return make_office()


@pytest.fixture
def story(office):
    respond(Story(make_case(office, office.fajar)), office.fajar, acceptance())  # noise: a colleague's answer
    found = with_adopted_plan(office, office.ana, office.bo)
    rate(found, office)
    return found


def respond(story, person, answers):
    return perform(
        story.hand_in("respond_to_result", person, answers), "outcomes.record_response", {"task": "respond_to_result"}
    )


def explain(story, office, answers):
    on = story.hand_in("explain_rating", office.bo, answers)
    return perform(on, "outcomes.record_explanation", {"task": "explain_rating"})


def judge(story, office, answers):
    on = story.hand_in("decide_objection", office.citra, answers)
    return perform(on, "outcomes.record_objection_decision", {"task": "decide_objection", **RATINGS})


def rate(story, office):
    on = story.hand_in("rate_performance", office.bo, rating_answers(94, 24, 40))
    inputs = {"task": "rate_performance", "proposed_work_rating": "meets"}
    perform(on, "feedback.record_rating", inputs)


def of(story):
    return story.case.agency_id, story.case.id


def test_acceptance_is_kept_with_its_remark(story, office):
    assert respond(story, office.ana, acceptance()) == {}
    found = queries.response(*of(story))
    assert (found.kind, found.answered_by, found.remark) == ("accepted", office.ana.id, "Terima kasih")
    assert queries.objection(*of(story)) is None


def test_silence_accepts_and_names_nobody(story):
    perform(story.step(), "outcomes.accept_by_silence", {})
    found = queries.response(*of(story))
    assert (found.kind, found.answered_by) == ("silent", None)


def test_the_database_does_not_believe_in_an_answer_without_a_person(story):
    perform(story.step(), "outcomes.accept_by_silence", {})
    queries.response(*of(story)).kind = "accepted"
    with pytest.raises(IntegrityError, match="an_answer_has_a_person"):
        db.session.flush()


def test_an_objection_keeps_only_the_rows_disputed(story, office):
    respond(story, office.ana, objection())
    found = queries.objection(*of(story))
    assert [(row.code, row.claim, row.wanted) for row in found.rows] == [
        ("1.1", "Seharusnya 96", None),
        ("loyal", "Tanpa contoh", "Sesuai"),
    ]
    assert (found.reason, queries.response(*of(story)).kind) == ("Bukti tidak dibuka", "objected")


def test_an_objection_to_nothing_is_refused(story, office):
    undisputed = [{**row, "disputed": False} for row in objection()["rows"]]
    with pytest.raises(NothingDisputed):
        respond(story, office.ana, objection(rows=undisputed))
    assert queries.response(*of(story)) is None


def test_the_files_of_an_objection_stay_with_it(story, office):
    files.keep(upload(), agency_id=office.ana.agency_id, person_id=office.ana.id)
    respond(story, office.ana, objection(evidence_files=[reference()]))
    assert queries.objection(*of(story)).files == [reference()]


def test_the_rater_explains_each_row(story, office):
    respond(story, office.ana, objection())
    assert explain(story, office, explanation()) == {}
    found = queries.objection(*of(story))
    assert [row.explanation for row in found.rows] == ["Data Desember terlambat", "Contoh ada di catatan"]
    assert (found.explanation, found.explained_by) == ("Saya memeriksa ulang", office.bo.id)


def test_only_disputed_rows_are_explained(story, office):
    respond(story, office.ana, objection())
    with pytest.raises(NotDisputed):
        explain(story, office, explanation(rows=[{"code": "1.2", "explanation": "Sudah tepat"}]))


def test_without_objection_there_is_nothing_to_decide(story, office):
    with pytest.raises(NoObjection):
        judge(story, office, verdict())


def test_a_rejected_objection_leaves_the_ratings(story, office):
    respond(story, office.ana, objection())
    assert judge(story, office, verdict()) == RATINGS
    found = queries.objection(*of(story))
    assert [row.verdict for row in found.rows] == ["accepted", "rejected"]
    assert (found.decided_by, found.hearing_date) == (office.citra.id, date(2027, 1, 12))


def test_an_objection_upheld_changes_one_rating_and_leaves_the_other(story, office):
    respond(story, office.ana, objection())
    answers = verdict("change", new_behaviour_rating="meets", new_work_rating=None)
    assert judge(story, office, answers) == {"work_rating": "meets", "behaviour_rating": "meets"}


@pytest.mark.parametrize("new", [{}, {"new_work_rating": "meets"}, {"new_behaviour_rating": "below"}])
def test_a_change_that_changes_nothing_is_refused(story, office, new):
    respond(story, office.ana, objection())
    with pytest.raises(NothingChanged):
        judge(story, office, verdict("change", **new))


def test_the_result_names_the_rater_when_nobody_decided_after(story, office):
    assert perform(story.step(), "outcomes.finalise", RESULT) == {}
    found = queries.rating(*of(story))
    assert (found.achievement, found.predicate) == (Decimal("98.5"), "poor")
    assert (found.decided_in, found.decided_by) == ("assessment", office.bo.id)


def test_the_result_names_the_judge_of_the_objection(story, office):
    respond(story, office.ana, objection())
    judge(story, office, verdict())
    perform(story.step(), "outcomes.finalise", RESULT)
    found = queries.rating(*of(story))
    assert (found.decided_in, found.decided_by) == ("objection", office.citra.id)


def test_an_unknown_achievement_is_no_obstacle_to_a_result(story, office):
    perform(story.step(), "outcomes.finalise", {**RESULT, "achievement": None})
    assert queries.rating(*of(story)).achievement is None


def test_what_nobody_rated_has_no_result_and_no_objection(office):
    unrated = Story(make_case(office, office.eka))
    with pytest.raises(NotRated):
        perform(unrated.step(), "outcomes.finalise", RESULT)
    with pytest.raises(NotRated):
        respond(unrated, office.eka, objection())

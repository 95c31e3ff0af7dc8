"""What the diagram asks of feedback: reviews, assessments, the comment."""

from decimal import Decimal

import pytest
from sqlalchemy.exc import IntegrityError

from tests.webapp.activities.uploads import reference, upload
from tests.webapp.feedback.answers import comment_answers, rating_answers, review_answers, self_answers
from tests.webapp.plans.rows import Story, acting, make_case, render, with_adopted_plan
from webapp.core import files
from webapp.core.db import db
from webapp.core.operations import perform
from webapp.core.panels import readers
from webapp.feedback import queries
from webapp.feedback.refusals import BreachWithoutNote, DeviationWithoutReason, NotRatedYet
from webapp.library import bundles
from webapp.library.models import ProcessVersion
from webapp.plans.refusals import NoPlan, UnknownIndicator

AS_PLANNED = (95, 24, 40.5)


@pytest.fixture
def story(office):
    noise = with_adopted_plan(office, office.fajar, office.bo)
    rate(noise, office.bo, rating_answers(*AS_PLANNED))
    return with_adopted_plan(office, office.ana, office.bo)


def assess(story, office, answers):
    on = story.hand_in("assess_self", office.ana, answers)
    return perform(on, "feedback.record_self_assessment", {"task": "assess_self"})


def rate(story, rater, answers, task="rate_performance", proposed="meets"):
    on = story.hand_in(task, rater, answers)
    inputs = {"task": task, "proposed_work_rating": proposed}
    return perform(on, "feedback.record_rating", inputs)


def of(story):
    return story.case.agency_id, story.case.id


def test_a_review_is_kept_per_indicator_and_a_repeat_replaces_it(story, office):
    for answers in (review_answers(keep="lama"), review_answers(tone="negative", improve="Datang tepat waktu")):
        on = story.hand_in("review_progress", office.bo, answers)
        assert perform(on, "feedback.record_review", {"task": "review_progress", "period": 2}) == {}
    [said] = queries.period_feedback(*of(story))
    assert (said.period, said.author_id, said.tone, said.improve) == (2, office.bo.id, "negative", "Datang tepat waktu")
    assert {row.indicator.code: (row.tone, row.text) for row in said.rows} == {
        "1.1": ("positive", "Pertahankan"),
        "1.2": ("neutral", None),
    }


def test_the_self_assessment_computes_what_is_claimed(story, office):
    assert assess(story, office, self_answers(95, 30, None)) == {"achievement": 92.65}
    found = queries.self_assessment(*of(story))
    assert [row.achievement for row in found.indicators] == [Decimal(100), Decimal(75), None]
    assert (found.author_id, found.work_rating, found.innovation_title) == (office.ana.id, None, "Kartu saku")
    assert found.value("loyal").note == "contoh loyal"


def test_nothing_claimed_is_an_unknown_achievement(story, office):
    assert assess(story, office, self_answers(None, None, None)) == {"achievement": None}


def test_the_files_of_an_assessment_stay_with_it(story, office):
    files.keep(upload(), agency_id=office.ana.agency_id, person_id=office.ana.id)
    assess(story, office, self_answers(1, 1, 1, evidence_files=[reference()]))
    assert queries.self_assessment(*of(story)).files == [reference()]


def test_the_rating_recomputes_and_counts(story, office):
    answers = rating_answers(95, 24, 40.5, loyal="above", adaptive="above", competent="below")
    assert rate(story, office.bo, answers) == {
        "rater": office.bo.id,
        "achievement": 100,
        "work_rating": "meets",
        "values_above": 2,
        "values_below": 1,
        "integrity_breach": False,
    }
    assert queries.rating(*of(story)).kind == "supervisor"


def test_a_superior_who_takes_over_is_the_author(story, office):
    rate(story, office.citra, rating_answers(*AS_PLANNED), task="take_over_rating")
    found = queries.rating(*of(story))
    assert (found.kind, found.author_id) == ("superior", office.citra.id)


@pytest.mark.parametrize("claimed", ["meets", "undetermined"])
def test_a_rating_other_than_the_validated_results_propose_needs_its_reason(story, office, claimed):
    more = (114, 24, 40.5)
    with pytest.raises(DeviationWithoutReason) as refused:
        rate(story, office.bo, rating_answers(*more), proposed=claimed)
    assert refused.value.values == {"achievement": "112", "proposed": "Di atas ekspektasi"}
    assert queries.rating(*of(story)) is None
    with_reason = rating_answers(*more, deviation_reason="Sasaran dikurangi pada bulan Juli")
    assert rate(story, office.bo, with_reason, proposed=claimed)["work_rating"] == "meets"
    assert queries.rating(*of(story)).proposed_work_rating == "above"


def test_a_rating_that_the_validated_results_propose_needs_no_reason_whatever_was_claimed(story, office):
    assert rate(story, office.bo, rating_answers(*AS_PLANNED), proposed="above")["work_rating"] == "meets"


def test_where_nothing_can_be_measured_the_rater_needs_no_reason(story, office):
    assert rate(story, office.bo, rating_answers(None, None, None), proposed="undetermined")["achievement"] is None
    assert queries.rating(*of(story)).proposed_work_rating == "undetermined"


def test_a_process_without_a_table_of_thresholds_compares_with_its_own_proposal(story, office):
    own_name = {b'decisionId="work_rating"': b'decisionId="own"', b'<decision id="work_rating"': b'<decision id="own"'}
    files = bundles.shipped("appraisal")
    for shipped, own in own_name.items():
        files = {name: content.replace(shipped, own) for name, content in files.items()}
    version = db.session.get_one(ProcessVersion, (story.case.agency_id, story.case.process_version_id))
    version.bundle = bundles.packed(files)
    with pytest.raises(DeviationWithoutReason):
        rate(story, office.bo, rating_answers(*AS_PLANNED), proposed="above")
    assert rate(story, office.bo, rating_answers(*AS_PLANNED), proposed="meets")["work_rating"] == "meets"


def test_a_breach_of_integrity_is_described(story, office):
    with pytest.raises(BreachWithoutNote):
        rate(story, office.bo, rating_answers(*AS_PLANNED, integrity_violation=True))
    told = rating_answers(*AS_PLANNED, integrity_violation=True, integrity_note="Gratifikasi")
    assert rate(story, office.bo, told)["integrity_breach"] is True


def test_the_rating_of_behaviour_is_added_to_the_rating_that_counts(story, office):
    rate(story, office.bo, rating_answers(*AS_PLANNED))
    assert perform(story.step(office.bo), "feedback.record_behaviour", {"behaviour_rating": "above"}) == {}
    assert queries.rating(*of(story)).behaviour_rating == "above"


def test_behaviour_cannot_be_rated_before_work(story, office):
    with pytest.raises(NotRatedYet):
        perform(story.step(), "feedback.record_behaviour", {"behaviour_rating": "above"})


def test_a_comment_keeps_remarks_and_says_who_wants_to_be_heard(story, office):
    on = story.hand_in("comment_on_rating", office.ana, comment_answers())
    assert perform(on, "feedback.record_comment", {"task": "comment_on_rating"}) == {"attends_forum": True}
    found = queries.comment(*of(story))
    assert [(row.indicator.code, row.remark) for row in found.remarks] == [("1.1", "Data gudang keliru")]


def test_an_assessment_names_only_indicators_of_the_plan(story, office):
    answers = self_answers(1, 2, 3)
    answers["indicators"][0]["code"] = "9.9"
    with pytest.raises(UnknownIndicator):
        assess(story, office, answers)


def test_an_assessment_needs_a_plan(office):
    with pytest.raises(NoPlan):
        assess(Story(make_case(office, office.ana)), office, self_answers(1, 2, 3))


def test_the_database_keeps_a_self_assessment_from_rating_itself(story, office):
    assess(story, office, self_answers(1, 2, 3))
    queries.self_assessment(*of(story)).work_rating = "above"
    with pytest.raises(IntegrityError, match="only_others_rate_work"):
        db.session.flush()


def test_the_rater_starts_from_what_is_claimed(story, office):
    assess(story, office, self_answers(94, None, 40.5))
    rows = readers["feedback.claimed_indicators"](story.case, acting(office.bo))["indicators"]
    assert [(r["code"], r["claimed"], r["achievement"], r["realisation"]) for r in rows] == [
        ("1.1", 94, 98.95, 94),
        ("1.2", None, None, None),
        ("2.1", 40.5, 100, 40.5),
    ]


def test_the_person_reads_what_was_validated(story, office):
    rate(story, office.bo, rating_answers(94, None, 40.5))
    rows = readers["feedback.rated_indicators"](story.case, acting(office.ana))["indicators"]
    assert "94" in rows[0]["rating_text"]
    assert "98,95" in rows[0]["rating_text"]
    assert "—" in rows[1]["rating_text"]


@pytest.mark.parametrize("name", ["period_feedback", "self_assessment", "ratings", "comment"])
def test_an_empty_panel_says_so_in_one_line(story, office, app, name):
    assert render(app, name, story.case).count("<p") == 1


def test_filled_panels_show_what_was_said(story, office, app):
    on = story.hand_in("review_progress", office.bo, review_answers(keep="<b>Jemput bola</b>"))
    perform(on, "feedback.record_review", {"task": "review_progress", "period": 1})
    assess(story, office, self_answers(94, None, 40.5))
    rate(story, office.bo, rating_answers(93, 30, None, loyal="above", loyal_note="Menjaga rahasia"))
    on = story.hand_in("comment_on_rating", office.ana, comment_answers())
    perform(on, "feedback.record_comment", {"task": "comment_on_rating"})
    assert "&lt;b&gt;Jemput bola" in render(app, "period_feedback", story.case)
    assert "Kartu saku" in render(app, "self_assessment", story.case)
    assert "Menjaga rahasia" in render(app, "ratings", story.case)
    assert "Data gudang keliru" in render(app, "comment", story.case)


def test_the_rating_is_theirs_who_gave_it_whoever_was_asked_first(story, office):
    given = rate(story, office.citra, rating_answers(*AS_PLANNED))
    assert given["rater"] == office.citra.id
    assert queries.rating(*of(story)).author_id == office.citra.id

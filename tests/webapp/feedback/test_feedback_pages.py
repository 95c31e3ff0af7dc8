"""Quick feedback: who may give it, what it needs, how it is answered."""

from datetime import UTC, date, datetime

import pytest
from flask import render_template

from tests.webapp.factories import make_office
from tests.webapp.feedback.answers import rating_answers
from tests.webapp.plans.rows import acting, make_case, with_adopted_plan
from webapp.activities.models import Activity
from webapp.core import clock, i18n
from webapp.core.db import db
from webapp.core.panels import panels
from webapp.feedback import assessing
from webapp.feedback.models import QuickFeedback

TODAY = date(2026, 11, 18)


@pytest.fixture(autouse=True)
def wednesday():
    with clock.at(datetime(2026, 11, 18, 3, 0, tzinfo=UTC)):
        yield


def give(browser, person, **values):
    return browser.post("/feedback", data={"person": str(person.id), "tone": "positive", "text": "", **values})


def stored() -> list[QuickFeedback]:
    return db.session.query(QuickFeedback).all()


def make_feedback(giver, receiver, **values) -> QuickFeedback:
    row = QuickFeedback(
        agency_id=giver.agency_id,
        giver_id=giver.id,
        receiver_id=receiver.id,
        **{"tone": "positive", "text": "Cepat tanggap", **values},
    )
    db.session.add(row)
    db.session.commit()
    return row


@pytest.mark.parametrize("who", ["bo", "citra", "dewi", "fajar"])
def test_those_above_and_peers_of_the_unit_may_give_feedback(office, signed_in, who):
    answer = give(signed_in(getattr(office, who)), office.ana)
    assert (answer.status_code, answer.location) == (303, "/feedback?tab=given")
    assert stored()[0].giver_id == getattr(office, who).id


@pytest.mark.parametrize(("giver", "receiver"), [("eka", "ana"), ("ana", "ana"), ("ana", "citra")])
def test_others_may_not(office, signed_in, giver, receiver):
    browser = signed_in(getattr(office, giver))
    assert give(browser, getattr(office, receiver)).status_code == 403
    assert browser.get(f"/feedback/new?person={getattr(office, receiver).id}").status_code == 403
    assert stored() == []


def test_people_of_other_agencies_do_not_exist(office, signed_in):
    other = make_office()
    assert give(signed_in(office.dewi), other.ana).status_code == 404


@pytest.mark.parametrize(
    ("wrong", "words"),
    [({"tone": "negative"}, "only praise may go without"), ({"tone": "furious", "text": "x"}, "Not a valid choice")],
)
def test_more_than_praise_needs_words(office, signed_in, wrong, words):
    answer = give(signed_in(office.bo), office.ana, **wrong)
    assert answer.status_code == 422
    assert words in answer.text
    assert stored() == []


def test_one_tap_on_a_report_leads_back_to_the_team(office, signed_in):
    activity = Activity(agency_id=office.agency.id, person_id=office.ana.id, day=TODAY, minutes=30, text="Rapat")
    db.session.add(activity)
    db.session.commit()
    bo = signed_in(office.bo)
    assert 'name="tone" value="positive"' in bo.get("/activities/team").text
    answer = give(bo, office.ana, activity=str(activity.id), next="/activities/team?span=week")
    assert answer.location == "/activities/team?span=week"
    assert (stored()[0].activity_id, activity.commented_by) == (activity.id, office.bo.id)


@pytest.mark.parametrize("place", ["//evil.example/activities/team", "/activities/teams", "https://evil.example"])
def test_the_way_back_is_one_of_ours(office, signed_in, place):
    assert give(signed_in(office.bo), office.ana, next=place).location == "/feedback?tab=given"


def test_a_peer_cannot_comment_on_a_report_that_is_not_for_peers(office, signed_in):
    activity = Activity(agency_id=office.agency.id, person_id=office.ana.id, day=TODAY, minutes=30, text="Rapat")
    db.session.add(activity)
    db.session.commit()
    assert give(signed_in(office.fajar), office.ana, activity=str(activity.id)).status_code == 404
    assert activity.commented_at is None


def test_a_report_of_somebody_else_cannot_be_mixed_in(office, signed_in):
    activity = Activity(agency_id=office.agency.id, person_id=office.fajar.id, day=TODAY, minutes=30, text="Rapat")
    db.session.add(activity)
    db.session.commit()
    assert give(signed_in(office.bo), office.ana, activity=str(activity.id)).status_code == 404


def test_received_and_given_feedback_stand_apart(office, signed_in):
    make_feedback(office.bo, office.ana, text="untuk Ana")
    make_feedback(office.ana, office.fajar, text="dari Ana")
    make_feedback(office.bo, office.fajar, text="bukan urusan Ana")
    ana = signed_in(office.ana)
    received, given = ana.get("/feedback").text, ana.get("/feedback?tab=given").text
    assert "untuk Ana" in received
    assert "dari Ana" not in received
    assert "dari Ana" in given
    assert "bukan urusan Ana" not in received + given


def test_the_receiver_answers_once(office, signed_in):
    feedback = make_feedback(office.bo, office.ana)
    ana = signed_in(office.ana)
    assert ana.post(f"/feedback/{feedback.id}/reply", data={"text": "Terima kasih"}).status_code == 303
    assert ana.post(f"/feedback/{feedback.id}/reply", data={"text": "Sekali lagi"}).status_code == 409
    assert feedback.reply == "Terima kasih"
    assert "Terima kasih" in signed_in(office.bo).get("/feedback?tab=given").text


def test_an_empty_answer_is_refused_beside_its_field(office, signed_in):
    feedback = make_feedback(office.bo, office.ana)
    answer = signed_in(office.ana).post(f"/feedback/{feedback.id}/reply", data={"text": " "})
    assert answer.status_code == 422
    assert "Write your answer." in answer.text
    assert feedback.reply is None


def test_the_giver_cannot_answer_and_others_do_not_see_it(office, signed_in):
    feedback = make_feedback(office.bo, office.ana)
    assert signed_in(office.bo).post(f"/feedback/{feedback.id}/reply", data={"text": "x"}).status_code == 403
    assert signed_in(office.citra).post(f"/feedback/{feedback.id}/reply", data={"text": "x"}).status_code == 404


def test_the_page_offers_the_people_of_my_unit_and_team(office, signed_in):
    page = signed_in(office.bo).get("/feedback").text
    assert "Ana Wulandari" in page
    assert "Eka Putri" not in page
    assert "Feedback for Ana Wulandari" in signed_in(office.bo).get(f"/feedback/new?person={office.ana.id}").text


@pytest.fixture
def in_cycle(office):
    """What was said about Ana within her cycle, and noise around it."""
    case = make_case(office, office.ana)
    make_feedback(office.fajar, office.ana, text="Membantu <b>saya</b>", reply="Sama-sama", replied_at=clock.now())
    make_feedback(office.citra, office.ana, tone="negative", text="Datang terlambat")
    make_feedback(office.bo, office.ana, text="Rapi sekali")
    make_feedback(office.bo, office.ana, text="tahun lalu", given_at=datetime(2025, 11, 18, tzinfo=UTC))
    make_feedback(office.bo, office.fajar, text="milik Fajar")
    return case


def panel_for(app, case, person) -> str:
    shown = panels["quick_feedback"].load(case, acting(person))
    with app.test_request_context(), i18n.reader("en"):
        return render_template(panels["quick_feedback"].template, **shown)


@pytest.mark.parametrize("who", ["bo", "eka"])
def test_who_appraises_reads_quick_feedback_of_the_cycle_without_names(app, office, in_cycle, who):
    text = panel_for(app, in_cycle, getattr(office, who))
    for words in ("Membantu &lt;b&gt;saya", "Sama-sama", "Datang terlambat", "Rapi sekali", "From a colleague"):
        assert words in text
    for words in ("tahun lalu", "milik Fajar", "Fajar Nugraha", "Citra Kirana", "Bo Santoso"):
        assert words not in text
    assert ("From you" in text) == (who == "bo")


def test_what_is_said_after_the_last_day_counts_until_the_rating(office):
    story = with_adopted_plan(office, office.ana, office.bo, year=2025)
    for text, month in (("sebelum penilaian", 2), ("sesudah penilaian", 4)):
        make_feedback(office.fajar, office.ana, text=text, given_at=datetime(2026, month, 1, tzinfo=UTC))
    assert words_of(story.case, office.bo) == ["sesudah penilaian", "sebelum penilaian"]
    story.at = datetime(2026, 3, 1, tzinfo=UTC)
    on = story.hand_in("rate_performance", office.bo, rating_answers(94, 24, 40))
    assessing.record_rating(on, "rate_performance", proposed="meets")
    assert words_of(story.case, office.bo) == ["sebelum penilaian"]


def words_of(case, person) -> list[str]:
    with i18n.reader("en", "Asia/Jakarta"):
        return [each.text for each, _role in panels["quick_feedback"].load(case, acting(person))["said"]]


def test_nobody_reads_the_panel_about_themselves(office, in_cycle):
    assert panels["quick_feedback"].load(in_cycle, acting(office.ana)) is None


def test_a_person_about_whom_nothing_was_said_has_an_empty_panel(app, office):
    assert panel_for(app, make_case(office, office.ana), office.bo).count("<p") == 1

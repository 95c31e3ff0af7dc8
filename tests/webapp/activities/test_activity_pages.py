"""The pages of activity reports: reporting, changing, the team, the files."""

import io
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.webapp.plans.rows import open_task, with_adopted_plan
from webapp.activities.models import Activity
from webapp.core import clock
from webapp.core.db import db
from webapp.plans.queries import plan_in_force

TODAY = date(2026, 11, 18)  # a Wednesday


@pytest.fixture(autouse=True)
def wednesday():
    with clock.at(datetime(2026, 11, 18, 3, 0, tzinfo=UTC)):
        yield


def make_activity(person, text="Memantau rantai dingin", **values) -> Activity:
    values = {"day": TODAY, "minutes": 60, **values}
    activity = Activity(agency_id=person.agency_id, person_id=person.id, text=text, **values)
    db.session.add(activity)
    db.session.commit()
    return activity


def typed(**values) -> dict:
    return {"text": "Memeriksa empat puskesmas", "day": "2026-11-18", "minutes": "90", "indicator": "", **values}


def stored(person) -> list[Activity]:
    return db.session.query(Activity).filter_by(agency_id=person.agency_id, person_id=person.id).all()


def test_a_text_and_a_duration_are_enough(office, signed_in):
    ana = signed_in(office.ana)
    answer = ana.post("/activities", data=typed())
    assert (answer.status_code, answer.location) == (303, "/activities")
    [activity] = stored(office.ana)
    assert (activity.day, activity.minutes, activity.indicator_id, activity.result) == (TODAY, 90, None, None)
    page = ana.get("/activities").text
    assert "Memeriksa empat puskesmas" in page
    assert "1 h 30 min" in page


def test_everything_else_is_kept_too(office, signed_in):
    story = with_adopted_plan(office, office.ana, office.bo)
    ana = signed_in(office.ana)
    indicator = _indicator(story)
    ana.post("/activities", data=typed(indicator=str(indicator.id), result="12.5", unit="desa", obstacle="Banjir"))
    [activity] = stored(office.ana)
    assert (activity.indicator_id, str(activity.result), activity.unit) == (indicator.id, "12.5", "desa")
    assert activity.obstacle == "Banjir"


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"text": "   "}, "Say what you did."),
        ({"minutes": "0"}, "between 1 and"),
        ({"minutes": "x"}, "Not a valid integer"),
        ({"day": "2026-11-19"}, "present day"),
        ({"day": "kemarin"}, "Not a valid date"),
        ({"result": "NaN"}, "not a number that can be kept"),
        ({"result": "1e999"}, "not a number that can be kept"),
        ({"indicator": "999999"}, "Not a valid choice"),
    ],
)
def test_a_mistake_keeps_what_was_typed(office, signed_in, wrong, words):
    answer = signed_in(office.ana).post("/activities", data=typed(obstacle="Jalan putus", **wrong))
    assert answer.status_code == 422
    assert words in answer.text
    assert "Jalan putus" in answer.text
    assert stored(office.ana) == []


def test_an_indicator_of_somebody_elses_plan_cannot_be_chosen(office, signed_in):
    foreign = _indicator(with_adopted_plan(office, office.fajar, office.bo))
    assert signed_in(office.ana).post("/activities", data=typed(indicator=str(foreign.id))).status_code == 422


def test_a_day_has_24_hours(office, signed_in):
    make_activity(office.ana, minutes=1400)
    make_activity(office.fajar, minutes=1400)
    ana = signed_in(office.ana)
    assert ana.post("/activities", data=typed(minutes="41")).status_code == 422
    assert ana.post("/activities", data=typed(minutes="40")).status_code == 303


def test_evidence_comes_back_as_a_download_that_browsers_do_not_run(office, signed_in):
    ana = signed_in(office.ana)
    ana.post("/activities", data=typed(files=(io.BytesIO(b"%PDF-1 isi"), "rekap é.pdf")))
    [file] = stored(office.ana)[0].files
    answer = ana.get(f"/files/{file.sha256}")
    assert answer.data == b"%PDF-1 isi"
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith("attachment; filename")
    assert "filename*=UTF-8''rekap%20%C3%A9.pdf" in answer.headers["Content-Disposition"]
    assert answer.headers["Content-Security-Policy"].startswith("sandbox")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_what_is_no_evidence_is_refused_by_its_bytes(office, signed_in):
    answer = signed_in(office.ana).post("/activities", data=typed(files=(io.BytesIO(b"MZ"), "bukti.pdf")))
    assert answer.status_code == 422
    assert "bukti.pdf cannot be attached" in answer.text


def test_evidence_is_for_those_above_and_nobody_else(office, signed_in):
    signed_in(office.ana).post("/activities", data=typed(files=(io.BytesIO(b"%PDF-1"), "bukti.pdf")))
    [file] = stored(office.ana)[0].files
    assert [
        signed_in(person).get(f"/files/{file.sha256}").status_code
        for person in (office.bo, office.citra, office.fajar, office.eka)
    ] == [200, 200, 404, 404]


def test_my_report_can_be_changed_and_withdrawn_until_somebody_comments(office, signed_in):
    activity = make_activity(office.ana, "lama")
    ana = signed_in(office.ana)
    assert "lama" in ana.get(f"/activities/{activity.id}/edit").text
    assert ana.post(f"/activities/{activity.id}", data=typed(text="baru")).status_code == 303
    signed_in(office.bo).post("/feedback", data=said(activity))
    assert ana.post(f"/activities/{activity.id}", data=typed(text="lagi")).status_code == 403
    assert ana.post(f"/activities/{activity.id}/withdrawal").status_code == 403
    assert stored(office.ana)[0].text == "baru"
    assert "it stays as it is" in ana.get("/activities").text


def test_a_withdrawn_report_is_gone_for_everybody(office, signed_in):
    activity = make_activity(office.ana, "keliru")
    ana = signed_in(office.ana)
    assert ana.post(f"/activities/{activity.id}/withdrawal").status_code == 303
    assert "keliru" not in ana.get("/activities").text
    bo = signed_in(office.bo)
    assert "keliru" not in bo.get("/activities/team").text
    assert bo.post("/feedback", data=said(activity)).status_code == 404


@pytest.mark.parametrize("who", ["bo", "fajar"])
def test_nobody_else_changes_my_report(office, signed_in, who):
    activity = make_activity(office.ana)
    other = signed_in(getattr(office, who))
    assert other.get(f"/activities/{activity.id}/edit").status_code == 404
    assert other.post(f"/activities/{activity.id}", data=typed()).status_code == 404
    assert other.post(f"/activities/{activity.id}/withdrawal").status_code == 404


def test_what_was_typed_of_a_report_is_there_again_for_its_author_alone(office, signed_in):
    written = {"text": "Memeriksa rantai dingin", "minutes": "sembilan puluh", "obstacle": "<b>Listrik</b>"}
    kept = signed_in(office.ana).post("/activities/draft", data=written)
    assert kept.status_code == 200
    assert "saved_at" in kept.json
    page = signed_in(office.ana).get("/activities").text
    for text in ("Memeriksa rantai dingin", "sembilan puluh", "&lt;b&gt;Listrik", "Draft saved at"):
        assert text in page
    assert "rantai dingin" not in signed_in(office.fajar).get("/activities").text
    assert db.session.query(Activity).count() == 0


def test_the_button_keeps_a_draft_where_no_script_runs_and_reporting_ends_it(office, signed_in):
    ana = signed_in(office.ana)
    saved = ana.post("/activities", data={"text": "", "minutes": "45", "_draft": "save"}, follow_redirects=True)
    assert "Your draft is saved" in saved.text
    assert 'value="45"' in saved.text
    ana.post("/activities", data={"text": "Selesai", "minutes": "45", "day": str(TODAY)})
    assert 'value="45"' not in ana.get("/activities").text


def test_the_list_is_mine_and_can_be_narrowed(office, signed_in):
    make_activity(office.fajar, "milik Fajar")
    make_activity(office.ana, "lancar")
    make_activity(office.ana, "macet", obstacle="Listrik padam", day=TODAY - timedelta(days=9))
    ana = signed_in(office.ana)
    everything = ana.get("/activities").text
    assert "lancar" in everything
    assert "milik Fajar" not in everything
    assert "macet" not in ana.get("/activities?since=2026-11-18").text
    assert "lancar" not in ana.get("/activities?blocked=1").text
    assert "lancar" not in ana.get("/activities?q=mac%25").text
    assert "macet" in ana.get("/activities?until=2026-11-10&q=MAC&since=bukan-tanggal&indicator=x&page=-4").text


def test_the_team_page_tells_who_reported_and_who_is_blocked(office, signed_in):
    make_activity(office.ana, "hari ini", obstacle="Vaksin habis")
    make_activity(office.ana, "Senin lalu", day=TODAY - timedelta(days=2))
    make_activity(office.ana, "minggu lalu", day=TODAY - timedelta(days=3))
    make_activity(office.eka, "bukan tim Bo")
    bo = signed_in(office.bo)
    today = bo.get("/activities/team").text
    assert "hari ini" in today
    assert "Vaksin habis" in today
    assert "Senin lalu" not in today
    assert "bukan tim Bo" not in today
    week = bo.get("/activities/team?span=week").text
    assert "Senin lalu" in week
    assert "minggu lalu" not in week
    quiet = bo.get("/activities/team?show=none").text
    assert "Fajar Nugraha" in quiet
    assert "Ana Wulandari" not in quiet
    assert "Fajar Nugraha" not in bo.get("/activities/team?show=blocked").text


def test_who_supervises_nobody_has_no_team_page(office, signed_in):
    assert signed_in(office.ana).get("/activities/team").status_code == 403


def test_reports_of_a_person_are_for_those_above_and_for_whoever_has_the_case(office, signed_in):
    make_activity(office.ana, "hari ini")
    story = with_adopted_plan(office, office.ana, office.bo)
    open_task(story.case, office.eka)
    db.session.commit()
    place = f"/activities/people/{office.ana.id}"
    assert "hari ini" in signed_in(office.citra).get(place).text
    for_eka = signed_in(office.eka).get(place)
    assert "hari ini" in for_eka.text
    assert "Give feedback" not in for_eka.text
    assert signed_in(office.fajar).get(place).status_code == 404


def said(activity, **values) -> dict:
    return {"person": str(activity.person_id), "activity": str(activity.id), "tone": "positive", "text": "", **values}


def _indicator(story):
    db.session.commit()
    return plan_in_force(story.case.agency_id, story.case.id).indicators[0]

"""The pages of plans and the panels of the dossier, as people see them."""

import pytest

from tests.webapp.factories import make_office, make_person
from tests.webapp.plans.rows import (
    Story,
    acting,
    agreement_answers,
    draft_answers,
    make_case,
    open_task,
    progress_answers,
    render,
    targets,
    with_adopted_plan,
)
from webapp.core.db import db
from webapp.core.operations import perform
from webapp.core.panels import readers
from webapp.plans import panels


@pytest.fixture
def story(office):
    story = with_adopted_plan(office, office.ana, office.bo)
    report(story, office, 1, (19, 30, 10))
    db.session.commit()
    return story


def report(story, office, period, values):
    on = story.hand_in("report_progress", office.ana, progress_answers(*values))
    perform(on, "plans.record_progress", {"task": "report_progress", "period": period})


@pytest.fixture
def in_period(monkeypatch):
    """Lets the case be in that period, as its process variables would say."""

    def set_variables(**variables):
        monkeypatch.setattr(panels, "variables", lambda _case: variables)

    return set_variables


def test_my_plan_shows_targets_realisations_and_achievement(story, office, signed_in):
    page = signed_in(office.ana).get("/plans/mine")
    assert page.status_code == 200
    for text in ("Imunisasi bayi meningkat", "Cakupan imunisasi dasar lengkap", "95 persen", "20%", "Jemput bola"):
        assert text in page.text


def test_who_has_no_plan_is_told_where_it_comes_from(story, office, signed_in):
    page = signed_in(office.fajar).get("/plans/mine")
    assert "No plan yet" in page.text
    assert "Imunisasi" not in page.text


def test_an_earlier_plan_stays_readable_below_the_running_one(story, office, signed_in):
    with_adopted_plan(office, office.ana, office.bo, year=2025)
    page = signed_in(office.ana).get("/plans/mine").text
    assert page.index("Cycle 2026") < page.index("Cycle 2025")


def test_a_draft_is_shown_as_a_draft(office, signed_in):
    story = Story(make_case(office, office.ana))
    perform(story.hand_in("draft_plan", office.ana, draft_answers()), "plans.record_draft", {"task": "draft_plan"})
    assert "Draft 1" in signed_in(office.ana).get("/plans/mine").text


@pytest.mark.parametrize("who", ["bo", "citra", "dewi"])
def test_everybody_above_reads_the_plan(story, office, signed_in, who):
    page = signed_in(getattr(office, who)).get(f"/plans/people/{office.ana.id}")
    assert page.status_code == 200
    assert "Plan of Ana Wulandari" in page.text


@pytest.mark.parametrize("who", ["fajar", "eka"])
def test_for_peers_and_other_offices_the_plan_does_not_exist(story, office, signed_in, who):
    assert signed_in(getattr(office, who)).get(f"/plans/people/{office.ana.id}").status_code == 404


def test_who_has_the_case_on_the_desk_reads_the_plan_as_long_as_that_lasts(story, office, signed_in):
    task = open_task(story.case, office.eka)
    browser = signed_in(office.eka)
    assert browser.get(f"/plans/people/{office.ana.id}").status_code == 200
    task.status, task.closed_at, task.completed_by = "done", story.at, office.eka.id
    db.session.commit()
    assert browser.get(f"/plans/people/{office.ana.id}").status_code == 404


def test_people_of_other_agencies_do_not_exist(story, office, signed_in):
    other = make_office()
    assert signed_in(other.dewi).get(f"/plans/people/{office.ana.id}").status_code == 404


def test_the_report_of_a_period_starts_from_its_targets(story, office, app, in_period):
    in_period(period=2)
    with app.test_request_context():
        found = readers["plans.period_indicators"](story.case, acting(office.ana))
    assert found["period_title"] == "Triwulan II, April\u2013Juni 2026"
    assert [(r["code"], r["realisation"]) for r in found["indicators"]] == [("1.1", None), ("1.2", None), ("2.1", None)]
    assert "45 persen" in found["indicators"][0]["target_text"]
    assert "10,5 orang" in found["indicators"][2]["target_text"]


def test_the_review_of_a_period_shows_what_was_reported(story, office, app, in_period):
    in_period(period=1)
    with app.test_request_context():
        rows = readers["plans.period_report"](story.case, acting(office.bo))["indicators"]
    assert [(r["realisation_text"], r["achievement"]) for r in rows] == [
        ("19 persen", 95),
        ("30 jam", 75),
        ("10 orang", 100),
    ]


def test_the_self_assessment_starts_from_the_consolidated_year(story, office, app):
    report(story, office, 2, (47.5, None, 12))
    with app.test_request_context():
        rows = readers["plans.annual_indicators"](story.case, acting(office.ana))["indicators"]
    assert [(r["recorded"], r["realisation"]) for r in rows] == [(47.5, 47.5), (30, 30), (22, 22)]


def test_the_agreement_starts_from_the_latest_draft(story, office, app):
    with app.test_request_context():
        [first, _, last] = readers["plans.draft_indicators"](story.case, acting(office.bo))["indicators"]
    assert {**first, "target_text": None} == {
        "code": "1.1",
        "title": "Cakupan imunisasi dasar lengkap",
        "target_text": None,
        "unit": "persen",
        "targets": targets(20, 45, 70, 95),
        "target": 95,
        "weight": 60,
    }
    assert last["targets"] == targets(10, 10.5, None, 20)


@pytest.mark.parametrize("name", ["plan", "superior_plan", "agreement", "progress"])
def test_an_empty_panel_says_so_in_one_line(office, app, in_period, name):
    in_period(supervisor=office.bo.id)
    case = make_case(office, office.ana)
    assert render(app, name, case).count("<p") == 1


def test_the_plan_of_the_superior_is_never_that_of_just_anybody(story, office, app, in_period):
    in_period(supervisor=office.ana.id)
    below = make_case(office, make_person(office.unit, "Gita Staf", supervisor=office.ana))
    assert "Imunisasi bayi meningkat" in render(app, "superior_plan", below)
    beside = make_case(office, office.fajar)
    assert "Imunisasi bayi meningkat" not in render(app, "superior_plan", beside)


def test_panels_show_the_plan_its_agreement_and_progress(story, app):
    assert "Cakupan imunisasi dasar lengkap" in render(app, "plan", story.case)
    assert "Ajukan satu perbaikan" in render(app, "agreement", story.case)
    assert "Vaksin terlambat" in render(app, "progress", story.case)


def test_the_employee_reads_why_a_draft_was_sent_back_while_revising_it(office, app):
    story = Story(make_case(office, office.ana))
    perform(story.hand_in("draft_plan", office.ana, draft_answers()), "plans.record_draft", {"task": "draft_plan"})
    sent_back = story.hand_in("agree_plan", office.bo, agreement_answers("revise"))
    perform(sent_back, "plans.record_agreement", {"task": "agree_plan"})
    text = render(app, "agreement", story.case)
    assert "Bo Santoso" in text
    assert "Target kurang menantang" in text
    assert "Naikkan" in text


def test_the_rater_reads_what_was_expected_of_each_value(story):
    found = readers["plans.expectations"](story.case, None)
    assert found["adaptive_expectation"] == "Ajukan satu perbaikan"
    assert [value for value in found.values() if value is not None] == ["Ajukan satu perbaikan"]


def test_who_has_the_case_on_the_desk_is_not_led_to_a_team_of_theirs(story, office, signed_in):
    supervised, panellist = signed_in(office.bo), make_person(office.unit, "Gita Panel", roles=("panel",))
    open_task(story.case, panellist)
    db.session.commit()
    place = f"/plans/people/{office.ana.id}"
    assert ">My team</a>" in supervised.get(place).text
    assert ">My team</a>" not in signed_in(panellist).get(place).text


@pytest.mark.parametrize("told", [{}, {"period": "besar"}, {"period": 0}, {"period": 9}, {"period": None}])
def test_a_process_that_does_not_tell_the_period_is_answered_in_words(story, in_period, told):
    in_period(**told)
    for name in ("plans.period_indicators", "plans.period_report"):
        with pytest.raises(panels.NoPeriod, match="does not tell which"):
            readers[name](story.case, None)


@pytest.mark.parametrize("told", [{}, {"supervisor": "Bo"}, {"supervisor": None}])
def test_a_process_that_does_not_tell_the_supervisor_shows_nobodys_plan(story, in_period, told):
    in_period(**told)
    assert panels.superior_plan(story.case, None)["plan"] is None

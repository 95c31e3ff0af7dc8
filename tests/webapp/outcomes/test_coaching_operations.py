"""What the diagram asks of coaching: the plan, its sessions, its end."""

import pytest

from tests.webapp.factories import make_office
from tests.webapp.outcomes.answers import coaching_plan, confirmation, session_record
from tests.webapp.plans.rows import Story, make_case
from webapp.core.operations import perform
from webapp.outcomes import queries
from webapp.outcomes.refusals import NoCoaching, RemarkWanted, UnknownTarget


@pytest.fixture
def office(app):
    return make_office()


@pytest.fixture
def story(office):
    plan(Story(make_case(office, office.fajar)), office)  # noise: a colleague's plan
    return Story(make_case(office, office.ana))


def plan(story, office):
    on = story.hand_in("plan_coaching", office.bo, coaching_plan())
    return perform(on, "outcomes.open_coaching", {"task": "plan_coaching"})


def hold(story, office, record, answer):
    story.hand_in("hold_coaching_session", office.bo, record)
    on = story.hand_in("confirm_coaching_session", office.ana, answer)
    inputs = {"task": "hold_coaching_session", "confirmation": "confirm_coaching_session"}
    return perform(on, "outcomes.record_session", inputs)


def of(story):
    return story.case.agency_id, story.case.id


def test_a_plan_numbers_its_targets(story, office):
    assert plan(story, office) == {}
    found = queries.coaching(*of(story))
    assert [(t.code, t.title, t.method) for t in found.targets] == [
        ("1", "Berkas tepat waktu", "coaching"),
        ("2", "Paham aplikasi", "training"),
    ]
    assert (found.opened_by, found.closed_at) == (office.bo.id, None)


def test_only_confirmed_sessions_count(story, office):
    plan(story, office)
    assert hold(story, office, session_record(False, True), confirmation()) == {
        "sessions_held": 1,
        "targets_met": False,
    }
    assert hold(story, office, session_record(True, True), confirmation("no")) == {
        "sessions_held": 1,
        "targets_met": False,
    }
    assert hold(story, office, session_record(True, True), confirmation()) == {
        "sessions_held": 2,
        "targets_met": True,
    }
    sessions = queries.coaching(*of(story)).sessions
    assert [(s.number, s.confirmed, s.remark) for s in sessions] == [
        (1, True, None),
        (2, False, "Bukan itu yang dibahas"),
        (3, True, None),
    ]


def test_a_denial_says_what_does_not_fit(story, office):
    plan(story, office)
    with pytest.raises(RemarkWanted):
        hold(story, office, session_record(True, True), confirmation("no", remark=None))


def test_a_session_names_only_targets_of_the_plan(story, office):
    plan(story, office)
    with pytest.raises(UnknownTarget):
        hold(story, office, session_record(True, True, True), confirmation())


def test_there_is_no_session_without_a_plan(story, office):
    with pytest.raises(NoCoaching):
        hold(story, office, session_record(True, True), confirmation())


def test_closing_keeps_the_time(story, office):
    plan(story, office)
    perform(story.step(), "outcomes.close_coaching", {})
    assert queries.coaching(*of(story)).closed_at == story.at

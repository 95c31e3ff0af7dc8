"""Who decides an objection: never who gave the rating, never who objects, and somebody where there is anybody."""

import pytest
from sqlalchemy.exc import IntegrityError

from tests.webapp.factories import make_grant, make_office, make_person
from tests.webapp.feedback.answers import rating_answers
from tests.webapp.outcomes.answers import objection, verdict
from tests.webapp.plans.rows import Story, with_adopted_plan
from webapp.core.db import db
from webapp.core.operations import perform
from webapp.outcomes import queries
from webapp.outcomes.refusals import NotImpartial

RATINGS = {"work_rating": "meets", "behaviour_rating": "meets"}


@pytest.fixture
def office(app):
    found = make_office()
    found.panel = [make_person(found.unit, f"{name} Panel", roles=("panel",)) for name in ("Gita", "Hadi", "Indah")]
    return found


def objected(office, employee, rater, *, task="rate_performance") -> Story:
    """The employee objects to what the rater rated."""
    story = with_adopted_plan(office, employee, rater)
    on = story.hand_in(task, rater, rating_answers(94, 24, 40))
    perform(on, "feedback.record_rating", {"task": task, "proposed_work_rating": "meets"})
    on = story.hand_in("respond_to_result", employee, objection())
    perform(on, "outcomes.record_response", {"task": "respond_to_result"})
    return story


def appointed(story, superior) -> int | None:
    return perform(story.step(), "outcomes.appoint_judge", {"superior": superior.id})["judge"]


def replaced(story, superior) -> int | None:
    return perform(story.step(), "outcomes.replace_judge", {"superior": superior.id})["judge"]


def of(story):
    return queries.objection(story.case.agency_id, story.case.id)


def judge(story, person):
    on = story.hand_in("decide_objection", person, verdict())
    return perform(on, "outcomes.record_objection_decision", {"task": "decide_objection", **RATINGS})


def test_the_superior_of_the_rater_decides(office):
    story = objected(office, office.ana, office.bo)
    assert appointed(story, office.citra) == office.citra.id
    assert (of(story).rater_id, of(story).judge_as) == (office.bo.id, "superior")


def test_asking_again_gives_the_same_judge(office):
    story = objected(office, office.ana, office.bo)
    assert appointed(story, office.citra) == appointed(story, office.citra)


def test_a_superior_who_took_the_rating_over_does_not_judge_it(office):
    story = objected(office, office.ana, office.citra, task="take_over_rating")
    assert appointed(story, office.citra) == office.dewi.id
    assert of(story).judge_as == "agency_head"


def test_another_head_judges_what_the_head_rated(office):
    deputy = make_person(office.unit, "Wakil", roles=("agency_head",))
    assert appointed(objected(office, office.citra, office.dewi), office.dewi) == deputy.id


def test_where_there_is_one_head_a_panel_member_of_no_part_in_the_case_judges(office):
    story = objected(office, office.citra, office.dewi)
    perform(story.step(), "forum.convene", {"attends_forum": False})
    outside = make_person(office.unit, "Kiki Panel", roles=("panel",))
    assert appointed(story, office.dewi) == outside.id
    assert of(story).judge_as == "panel"


def test_who_has_left_is_not_asked(office):
    story = objected(office, office.ana, office.bo)
    office.citra.left_on = story.at.date()
    assert appointed(story, office.citra) == office.dewi.id


def test_the_objector_does_not_judge_as_head(office):
    make_grant(office.citra, "agency_head")
    story = objected(office, office.citra, office.dewi)
    assert appointed(story, office.dewi) in {person.id for person in office.panel}


def test_when_nobody_may_judge_there_is_no_judge_until_hr_appoints_one(office):
    story = objected(office, office.citra, office.dewi)
    perform(story.step(), "forum.convene", {"attends_forum": False})
    assert appointed(story, office.dewi) is None
    deputy = make_person(office.unit, "Wakil", roles=("agency_head",))
    assert appointed(story, office.dewi) == deputy.id


def test_who_lets_the_time_pass_is_followed_by_the_next(office):
    story = objected(office, office.ana, office.bo)
    appointed(story, office.citra)
    assert replaced(story, office.citra) == office.dewi.id
    assert of(story).passed_over == [office.citra.id]


def test_who_let_the_time_pass_is_asked_again_only_when_hr_finds_nobody_else(office):
    story = objected(office, office.citra, office.dewi)
    perform(story.step(), "forum.convene", {"attends_forum": False})
    deputy = make_person(office.unit, "Wakil", roles=("agency_head",))
    assert appointed(story, office.dewi) == deputy.id
    assert replaced(story, office.dewi) is None
    assert appointed(story, office.dewi) == deputy.id
    assert of(story).passed_over == []


@pytest.mark.parametrize("who", ["ana", "bo"])
def test_neither_side_decides_even_with_the_task_in_hand(office, who):
    story = objected(office, office.ana, office.bo)
    appointed(story, office.citra)
    with pytest.raises(NotImpartial):
        judge(story, getattr(office, who))
    assert of(story).decided_by is None


@pytest.mark.parametrize(
    ("column", "who", "rule"),
    [
        ("judge_id", "bo", "the_judge_is_neither_side"),
        ("judge_id", "ana", "the_judge_is_neither_side"),
        ("decided_by", "bo", "nobody_judges_their_own_rating"),
        ("decided_by", "ana", "nobody_decides_their_own"),
    ],
)
def test_the_database_knows_no_judge_who_is_a_side(office, column, who, rule):
    story = objected(office, office.ana, office.bo)
    appointed(story, office.citra)
    judge(story, office.citra)
    setattr(of(story), column, getattr(office, who).id)
    with pytest.raises(IntegrityError, match=rule):
        db.session.flush()

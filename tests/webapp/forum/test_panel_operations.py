"""What the diagram asks of the panel: forming it, the reveal, replacements, the decision."""

from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from tests.webapp.factories import make_office, make_person
from tests.webapp.forum.answers import conflict_answers, decision_answers, opinion_answers
from tests.webapp.plans.rows import Story, acting, make_case
from webapp.core.db import db
from webapp.core.operations import perform
from webapp.core.panels import readers
from webapp.forum import queries
from webapp.forum.models import PanelSession
from webapp.forum.refusals import (
    CorrectionOutOfBounds,
    NoQuorum,
    NothingChanged,
    NothingToCorrect,
    NotRevealed,
    ReasonWanted,
)
from webapp.people.models import Grant, Person

BEFORE = {"achievement": 96.5, "work_rating": "meets", "behaviour_rating": "meets"}


@pytest.fixture
def office(app):
    found = make_office()
    found.panel = [
        make_person(found.unit, f"{name} Panel", roles=("panel",)) for name in ("Gita", "Hadi", "Indah", "Joko")
    ]
    return found


@pytest.fixture
def story(office):
    return Story(make_case(office, office.ana))


def convene(story, **inputs) -> dict:
    story.at += timedelta(hours=1)
    return perform(story.step(), "forum.convene", {"attends_forum": True, **inputs})


def score(story, members, *answers):
    for member, given in zip(members, answers, strict=False):
        story.hand_in("score_dossier", db.session.get_one(Person, (story.case.agency_id, member)), given)
    story.at += timedelta(hours=1)
    return perform(story.step(), "forum.reveal", {"task": "score_dossier"})


def replace(story) -> dict:
    return perform(story.step(), "forum.replace_absent", {"task": "score_dossier"})


def decide(story, chair, answers, **before):
    on = story.hand_in("decide_forum", db.session.get_one(Person, (story.case.agency_id, chair)), answers)
    return perform(on, "forum.record_decision", {"task": "decide_forum", **BEFORE, **before})


def revealed(story, *answers) -> dict:
    """A panel of three whose opinions are open."""
    panel = convene(story)
    assert score(story, panel["panel_members"], *(answers or [opinion_answers()] * 3))["quorum_met"]
    return panel


def shown(story, office) -> dict:
    """What the form of HR says about who may sit in the panel."""
    return readers["forum.eligible"](story.case, acting(office.eka, "hr"))


def session_of(story) -> PanelSession:
    return queries.latest_session(story.case.agency_id, story.case.id)


def give_role(person):
    db.session.add(Grant(agency_id=person.agency_id, person_id=person.id, role="panel"))
    db.session.flush()


def test_the_panel_is_odd_with_a_chair_and_a_quorum(story, office):
    panel = convene(story)
    assert panel["panel_members"] == [person.id for person in office.panel[:3]]
    assert panel["panel_chair"] in panel["panel_members"]
    assert (session_of(story).quorum, session_of(story).employee_attends) == (2, True)


def test_nobody_above_or_below_the_employee_nor_a_worker_on_the_case_sits_in_the_panel(office):
    for person in (office.ana, office.bo, office.citra, office.dewi):
        give_role(person)
    story = Story(make_case(office, office.bo))  # Ana is below him, Citra and Dewi above
    story.hand_in("rate_performance", office.panel[0], {})
    assert convene(story)["panel_members"] == [person.id for person in office.panel[1:]]


def test_those_with_fewer_open_panels_are_chosen_first(story, office):
    gita, hadi, indah, joko = (person.id for person in office.panel)
    assert convene(story)["panel_chair"] == gita
    second = Story(make_case(office, office.fajar))
    assert convene(second) == {"panel_members": [joko, gita, hadi], "panel_chair": joko}
    assert convene(Story(make_case(office, office.eka)))["panel_members"] == [indah, joko, gita]


def test_who_has_left_is_not_chosen(story, office):
    office.panel[0].left_on = story.at.date()
    assert office.panel[0].id not in convene(story)["panel_members"]


def test_of_too_few_people_no_panel_is_formed_until_hr_appoints_more(story, office):
    for person in office.panel[:2]:
        story.hand_in("review_progress", person, {})
    assert convene(story) == {"panel_members": [], "panel_chair": None}
    assert session_of(story) is None
    assert shown(story, office) == {"eligible": 2, "seats": 3}
    kiki = make_person(office.unit, "Kiki Panel", roles=("panel",))
    assert shown(story, office)["eligible"] == 3
    assert convene(story)["panel_members"] == [*(person.id for person in office.panel[2:]), kiki.id]


def test_forming_the_panel_twice_gives_the_same_panel(story):
    assert convene(story) == convene(story)


def test_the_database_keeps_a_second_open_session_out(story):
    convene(story)
    first = session_of(story)
    db.session.add(
        PanelSession(
            agency_id=first.agency_id,
            case_id=first.case_id,
            quorum=2,
            employee_attends=False,
            convened_at=story.at,
        )
    )
    with pytest.raises(IntegrityError, match="uq_panel_session_open"):
        db.session.flush()


@pytest.mark.parametrize(
    ("opinions", "expected"),
    [
        ([("meets", "meets")] * 3, 0),
        ([("above", "meets"), ("meets", "meets"), ("below", "meets")], 0.5),
        ([("above", "above"), ("below", "below"), ("meets", "meets")], 1),
        ([("above", "meets"), ("meets", "meets"), ("meets", "meets")], 0.25),
    ],
)
def test_disagreement_is_the_mean_spread_of_both_scales(story, opinions, expected):
    panel = convene(story)
    answers = [opinion_answers(*opinion) for opinion in opinions]
    assert score(story, panel["panel_members"], *answers) == {"quorum_met": True, "disagreement": expected}


def test_without_quorum_nothing_is_revealed_not_even_the_spread(story):
    panel = convene(story)
    found = score(story, panel["panel_members"], opinion_answers("below"), conflict_answers(), conflict_answers())
    assert found == {"quorum_met": False, "disagreement": 0}
    assert [seat.opinion for seat in queries.seats(session_of(story))] == [None]


def test_a_member_in_conflict_does_not_count_and_is_replaced(story, office):
    panel = convene(story)
    chair, other, third = panel["panel_members"]
    assert not score(story, [chair, other], opinion_answers(), conflict_answers())["quorum_met"]
    joko = office.panel[3].id
    assert replace(story) == {"panel_members": [joko, third], "panel_chair": chair}
    assert {m.person_id: m.state for m in session_of(story).members} == {
        chair: "appointed",
        other: "conflicted",
        joko: "appointed",
        third: "appointed",
    }


def test_opinions_of_an_earlier_round_count(story, office):
    panel = convene(story)
    score(story, panel["panel_members"], opinion_answers("above"))
    waiting = replace(story)["panel_members"]
    assert score(story, waiting, opinion_answers("below")) == {"quorum_met": True, "disagreement": 0.5}


def test_a_chair_in_conflict_does_not_lead_the_session(story, office):
    panel = convene(story)
    members = panel["panel_members"]
    found = score(story, members, conflict_answers(), opinion_answers(), opinion_answers())
    assert not found["quorum_met"]
    joko = office.panel[3].id
    assert replace(story) == {"panel_members": [joko], "panel_chair": members[1]}
    assert score(story, [joko], opinion_answers())["quorum_met"]


def test_who_was_absent_is_asked_again_when_nobody_else_may_sit(story, office):
    office.panel[3].left_on = story.at.date()
    members = convene(story)["panel_members"]
    score(story, members, opinion_answers(), conflict_answers())
    again = replace(story)
    assert again["panel_members"] == [members[2]]
    assert score(story, again["panel_members"], opinion_answers())["quorum_met"]


def test_when_all_who_may_sit_are_in_conflict_nobody_is_left_to_score(story, office):
    members = convene(story)["panel_members"]
    score(story, members, *[conflict_answers()] * 3)
    waiting = replace(story)["panel_members"]
    assert waiting == [office.panel[3].id]
    score(story, waiting, conflict_answers())
    assert replace(story) == {"panel_members": [], "panel_chair": None}
    assert shown(story, office) == {"eligible": 0, "seats": 3}


def test_a_panel_that_ran_out_of_people_is_filled_up_when_hr_appoints_more(story, office):
    office.panel[3].left_on = story.at.date()
    members = convene(story)["panel_members"]
    score(story, members, opinion_answers(), conflict_answers(), conflict_answers())
    assert replace(story)["panel_members"] == []
    kiki = make_person(office.unit, "Kiki Panel", roles=("panel",))
    assert convene(story) == {"panel_members": [kiki.id], "panel_chair": members[0]}
    assert score(story, [kiki.id], opinion_answers())["quorum_met"]


def test_when_only_a_chair_is_wanting_a_member_who_has_scored_takes_the_chair(story, office):
    office.panel[3].left_on = story.at.date()
    panel = convene(story)
    members = panel["panel_members"]
    assert not score(story, members, conflict_answers(), opinion_answers(), opinion_answers())["quorum_met"]
    assert replace(story) == {"panel_members": [members[1]], "panel_chair": members[1]}
    assert score(story, [members[1]], opinion_answers())["quorum_met"]


def test_keeping_the_rating_gives_back_what_there_was(story):
    panel = revealed(story)
    assert decide(story, panel["panel_chair"], decision_answers()) == {**BEFORE, "follows_table": False}
    assert session_of(story).closed_at is not None


def test_a_correction_moves_the_achievement_within_its_bounds(story):
    panel = revealed(story)
    found = decide(story, panel["panel_chair"], decision_answers("correct", correction=-2.5))
    assert found == {**BEFORE, "achievement": 94, "follows_table": True}


def test_a_correction_stops_at_120(story):
    panel = revealed(story)
    assert decide(story, panel["panel_chair"], decision_answers("correct", correction=5), achievement=118)[
        "achievement"
    ] == (120)


@pytest.mark.parametrize(
    ("answers", "before", "refusal"),
    [
        (decision_answers("correct", correction=5.01), {}, CorrectionOutOfBounds),
        (decision_answers("correct", correction=0), {}, CorrectionOutOfBounds),
        (decision_answers("correct"), {}, CorrectionOutOfBounds),
        (decision_answers("correct", correction=1), {"achievement": None}, NothingToCorrect),
        (decision_answers("change"), {}, NothingChanged),
        (decision_answers("change", new_work_rating="meets"), {}, NothingChanged),
        (decision_answers("change", new_work_rating="above", decision_reason=None), {}, ReasonWanted),
        (decision_answers(absent=(1, 3)), {}, NoQuorum),
    ],
)
def test_a_decision_beyond_its_bounds_is_refused(story, answers, before, refusal):
    panel = revealed(story)
    with pytest.raises(refusal):
        decide(story, panel["panel_chair"], answers, **before)
    assert queries.decision_on(story.case.agency_id, story.case.id) is None


def test_a_change_gives_the_new_rating_and_leaves_the_other(story):
    panel = revealed(story)
    answers = decision_answers("change", new_work_rating="above", new_behaviour_rating=None)
    found = decide(story, panel["panel_chair"], answers)
    assert found == {**BEFORE, "work_rating": "above", "follows_table": False}


def test_nothing_is_decided_before_the_reveal(story):
    panel = convene(story)
    with pytest.raises(NotRevealed):
        decide(story, panel["panel_chair"], decision_answers())


def test_the_minutes_say_who_was_there_what_was_decided_and_who_differed(story, office):
    panel = revealed(story)
    answers = decision_answers("correct", correction=3, absent=(3,))
    answers["seats"][1]["dissent"] = "Menurut saya sudah sesuai"
    decide(story, panel["panel_chair"], answers)
    decision = queries.decision_on(story.case.agency_id, story.case.id)
    assert [row.dissent for row in decision.dissents] == ["Menurut saya sudah sesuai"]
    for words in (
        "Ana Wulandari",
        office.ana.nip,
        "Gita Panel",
        "Indah Panel",
        "Stok kosong bulan Februari",
        "Di luar kendali pegawai",
        "Menurut saya sudah sesuai",
        "Pelatihan lanjutan",
        "96,5",
        "99,5",
    ):
        assert words in decision.minutes
    assert "\n\n\n" not in decision.minutes

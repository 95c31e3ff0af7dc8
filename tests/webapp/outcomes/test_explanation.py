"""Why a result is as it is, on a case that was really walked."""

import pytest

from tests.webapp.cycles import Cycle
from tests.webapp.forum.answers import decision_answers
from tests.webapp.outcomes.answers import objection, verdict
from tests.webapp.outcomes.walked import ANSWERS, do, until
from webapp.core import i18n
from webapp.outcomes import explanation, results, words


@pytest.fixture
def cycle(app, session) -> Cycle:
    return Cycle()


def as_written(text: str) -> str:
    return text


def result_of(cycle):
    return results.of_case(cycle.case, as_written)


def test_nobody_has_rated_yet(cycle):
    assert result_of(cycle) is None


def test_each_number_names_whoever_set_it_last(cycle):
    corrected = decision_answers("correct", correction=3)
    until(cycle, "respond_to_result", decide_forum=corrected)
    found = result_of(cycle)
    gita = cycle.panel[0].name
    assert (found.achievement, found.work, found.behaviour) == (103, "above", "meets")
    assert [(number, found.decided_by(number).who) for number in ("achievement", "behaviour_rating")] == [
        ("achievement", gita),
        ("behaviour_rating", "Bo Santoso"),
    ]
    assert found.decided_by("achievement").reason == "Di luar kendali pegawai"
    assert found.final is None


def test_a_result_before_its_end_says_what_the_table_would_say(cycle):
    until(cycle, "comment_on_rating")
    assert (result_of(cycle).predicate, result_of(cycle).final) == ("good", None)


def test_the_rules_that_fired_are_told_in_the_words_of_the_process(cycle):
    until(cycle, "propose_award")
    fired = result_of(cycle).fired
    assert list(fired) == ["work_rating", "behaviour_rating", "final_predicate", "follow_up"]
    assert fired["final_predicate"].rules == [
        "Hasil kerja sesuai ekspektasi dan perilaku kerja sesuai ekspektasi: predikat Baik."
    ]
    assert fired["final_predicate"].inputs == {"Hasil kerja": "meets", "Perilaku kerja": "meets"}
    assert fired["final_predicate"].who.name == "Ana Wulandari"
    assert fired["behaviour_rating"].who.name == "Bo Santoso"


def test_the_proposal_is_explained_by_the_validated_figures_not_by_the_claim(cycle):
    low = [{**row, "realisation": 1} for row in ANSWERS["rate_performance"]["indicators"]]
    below = {"rating_of_work": "below", "indicators": low}
    until(cycle, "comment_on_rating", rate_performance=below)
    found = result_of(cycle).fired["work_rating"]
    assert (found.outputs, found.rules) == ("below", ["Capaian kurang dari 90: di bawah ekspektasi."])
    assert found.inputs == {"Capaian (persen)": float(result_of(cycle).achievement)}
    assert found.who.name == "Bo Santoso"


def test_a_correction_is_explained_by_the_corrected_figures(cycle):
    until(cycle, "respond_to_result", decide_forum=decision_answers("correct", correction=3))
    found = result_of(cycle).fired["work_rating"]
    assert (found.outputs, found.inputs, found.who.name) == ("above", {"Capaian (persen)": 103}, cycle.panel[0].name)


def test_where_a_case_goes_from_its_result_is_not_called_a_method_of_coaching(app):
    with i18n.reader("en", "Asia/Jakarta"):
        assert words.any_code("coaching", "follow_up") == "Coaching"
        assert words.any_code("coaching") == "Coaching by the superior"


def test_rules_are_told_in_the_readers_language(cycle):
    until(cycle, "propose_award")
    english = explanation.pack_of(cycle.case).translation("en")
    [rule] = explanation.fired(cycle.case, english)["final_predicate"].rules
    assert rule != as_written(rule) or "Hasil" not in rule


def test_all_nine_combinations_come_from_the_table_of_the_process(cycle):
    until(cycle, "respond_to_result")
    grid = explanation.grid(cycle.case, "meets", "meets")
    assert {(c.work, c.behaviour): c.predicate for c in grid.cells} == {
        ("above", "below"): "poor",
        ("above", "meets"): "good",
        ("above", "above"): "very_good",
        ("meets", "below"): "poor",
        ("meets", "meets"): "good",
        ("meets", "above"): "good",
        ("below", "below"): "very_poor",
        ("below", "meets"): "needs_improvement",
        ("below", "above"): "needs_improvement",
    }


def test_what_one_other_rating_would_have_changed(cycle):
    until(cycle, "respond_to_result")
    grid = explanation.grid(cycle.case, "meets", "meets")
    assert [(c.work, c.behaviour, c.predicate) for c in grid.one_away] == [
        ("below", "meets", "needs_improvement"),
        ("meets", "below", "poor"),
    ]
    stuck = explanation.grid(cycle.case, "above", "below")
    assert [(c.work, c.behaviour) for c in stuck.one_away] == [
        ("below", "below"),
        ("above", "meets"),
        ("above", "above"),
    ]
    assert not stuck.work_alone_changes_nothing


def test_the_judge_of_an_objection_stands_last(cycle):
    until(cycle, "decide_objection", respond_to_result=objection())
    upheld = verdict("change", new_work_rating="above", new_behaviour_rating="above")
    do(cycle, cycle.task("decide_objection"), upheld)
    found = result_of(cycle)
    assert (found.predicate, found.final.decided_in) == ("very_good", "objection")
    assert [said.kind for said in found.decisions] == ["supervisor", "forum", "objection"]
    assert found.decided_by("work_rating").who == "Citra Kirana"


def test_the_whole_way_to_coaching_and_its_end(cycle):
    low = [{**row, "realisation": 1} for row in ANSWERS["rate_performance"]["indicators"]]
    below = {"rating_of_work": "below", "indicators": low, "deviation_reason": "Jauh dari target"}
    until(cycle, None, rate_performance=below)
    assert (cycle.case.status, result_of(cycle).predicate) == ("finished", "needs_improvement")

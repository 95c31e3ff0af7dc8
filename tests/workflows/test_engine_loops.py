"""Activities that run several times."""

import pytest
from case_walk import Walk
from sketch import (
    again_while,
    border,
    choice,
    each,
    end,
    inside,
    one,
    person,
    rule,
    script,
    service,
    start,
    step,
    table,
    timer,
    times,
)

import workflows

MEMBERS = {"members": [11, 22, 33]}


def panel(**options):
    return person("score", each("=members", "member", **options), assignee="=member")


def scored(**options):
    options = {"results": "scores", "result": "=score"} | options
    return one(start(), panel(**options), person("after"), end(), flows="s -> score -> after -> e")


def test_a_panel_works_side_by_side_each_member_with_a_task_of_her_own():
    walk = Walk(scored(), MEMBERS)
    assert [(i.assignee, i.item) for i in walk.items] == [("11", 11), ("22", 22), ("33", 33)]


def test_results_stand_in_the_order_of_the_elements_whoever_is_first():
    walk = Walk(scored(), MEMBERS).do("score", 33, score=3).do("score", 11, score=1)
    assert walk.variables["scores"] == [1, 3]
    assert walk.do("score", 22, score=2).variables["scores"] == [1, 2, 3]
    assert walk.open == ["after"]


def test_what_a_member_writes_stays_with_her():
    walk = Walk(scored(), {**MEMBERS, "score": "of the case"}).do("score", 22, score=2)
    assert walk.variables == {**MEMBERS, "score": "of the case", "scores": [2]}


def test_members_in_turn_work_one_after_the_other():
    walk = Walk(scored(turn=True), MEMBERS)
    for member in (11, 22, 33):
        assert [i.item for i in walk.items] == [member]
        walk.do("score", score=member)
    assert walk.variables["scores"] == [11, 22, 33]


def test_a_completion_condition_ends_the_rest():
    walk = Walk(scored(until="=numberOfCompletedInstances >= 2"), MEMBERS).do("score", 33, score=3)
    walk.do("score", 11, score=1)
    assert walk.open == ["after"]
    assert len(walk.outcome.closed) == 2
    assert walk.variables["scores"] == [1, 3]


def test_a_deadline_ends_a_panel_and_keeps_the_results_so_far():
    bundle = one(
        start(),
        panel(results="scores", result="=score"),
        border("late", "score", timer("P7D")),
        person("after"),
        end(),
        flows="s -> score -> after -> e\nlate -> after",
    )
    walk = Walk(bundle, MEMBERS).do("score", 22, score=2).wait(days=7)
    assert (walk.open, walk.variables["scores"]) == (["after"], [2])
    assert walk.do("after").outcome.finished


def test_an_empty_collection_is_passed_at_once():
    walk = Walk(scored(), {"members": []})
    assert (walk.open, walk.path, walk.variables["scores"]) == (["after"], ["s", "score"], [])


def test_a_collection_that_is_no_list_stops_the_case():
    with pytest.raises(workflows.EngineError, match="needs a list"):
        Walk(scored(), {"members": 3})


def test_without_an_output_collection_a_run_hands_on_what_it_wrote():
    work = inside(
        "visit",
        start("vs"),
        script("add", "sum = sum + n"),
        end("ve"),
        flows="vs -> add -> ve",
        loop=each("=numbers", "n", turn=True),
    )
    walk = Walk(one(start(), work, end(), flows="s -> visit -> e"), {"numbers": [1, 2, 3], "sum": 0})
    assert walk.variables == {"numbers": [1, 2, 3], "sum": 6}


def test_a_number_of_runs_can_be_given_instead_of_a_collection():
    walk = Walk(one(start(), person("a", times("=n + 1")), end(), flows="s -> a -> e"), {"n": 2})
    assert walk.open == ["a", "a", "a"]


def test_sub_processes_and_operations_run_once_per_element():
    visits = inside(
        "visit",
        start("vs"),
        person("go"),
        end("ve"),
        flows="vs -> go -> ve",
        loop=each("=places", "place", results="seen", result="=place"),
    )
    report = service("tell", "tell", {"whom": "=person"}, inner=each("=seen", "person"))
    walk = Walk(one(start(), visits, report, end(), flows="s -> visit -> tell -> e"), {"places": ["a", "b"]})
    for item in reversed(walk.items):
        walk.hand_in(item.id)
    assert [inputs for _, inputs in walk.asked] == [{"whom": "a"}, {"whom": "b"}]


def test_a_panel_inside_a_panel_keeps_the_two_apart():
    inner = person("vote", each("=group.members", "member", results="votes", result="=vote"), assignee="=member")
    outer = inside(
        "council",
        start("cs"),
        inner,
        end("ce"),
        flows="cs -> vote -> ce",
        loop=each("=groups", "group", results="all_votes", result="=votes"),
    )
    walk = Walk(
        one(start(), outer, end(), flows="s -> council -> e"), {"groups": [{"members": [1, 2]}, {"members": [3]}]}
    )
    for item in reversed(walk.items):
        walk.hand_in(item.id, vote=item.item * 10)
    assert walk.variables["all_votes"] == [[10, 20], [30]]


def test_a_repeated_activity_runs_while_its_condition_holds():
    body = inside(
        "round",
        start("rs"),
        person("a"),
        script("c", "n = n + 1"),
        end("re"),
        flows="rs -> a -> c -> re",
        loop=again_while("=n < 3"),
    )
    walk = Walk(one(start(), body, end(), flows="s -> round -> e"), {"n": 0}).do("a").do("a").do("a")
    assert walk.outcome.finished


def test_a_loop_that_tests_first_may_not_run_at_all():
    body = inside(
        "round", start("rs"), person("a"), end("re"), flows="rs -> a -> re", loop=again_while("=false", before=True)
    )
    assert Walk(one(start(), body, end(), flows="s -> round -> e")).path == ["s", "round", "e"]


def test_a_panel_in_a_loop_starts_its_results_anew_each_time():
    """Trap: the second pass raised “output must be empty”."""
    bundle = one(
        start(),
        step("exclusiveGateway", "m"),
        panel(results="scores", result="=score"),
        choice("x", "e"),
        end(),
        flows="s -> m -> score -> x -> e\nx -> m | =count(scores) < 4 and scores[1] < 5",
    )
    walk = Walk(bundle, MEMBERS)
    for first in (1, 5):
        for item in walk.items:
            walk.hand_in(item.id, score=first)
    assert walk.variables["scores"] == [5, 5, 5]
    assert walk.outcome.finished


def test_a_variable_named_like_the_element_or_the_result_does_no_harm():
    """Trap: “input item already exists”."""
    walk = Walk(scored(), {**MEMBERS, "member": "someone", "score": "old", "scores": [0]})
    assert walk.variables["scores"] == []
    for item in walk.items:
        walk.hand_in(item.id, score=item.item)
    assert walk.variables == {**MEMBERS, "member": "someone", "score": "old", "scores": [11, 22, 33]}


def test_a_collecting_decision_in_a_loop_keeps_no_leftovers_of_the_round_before():
    """Trap: lists were merged, so that the second round gave [5, 5] for [3, 3]."""
    decision = table("d", ["n"], ["x"], [["-", "n"], ["-", "n"]], "COLLECT")
    bundle = one(
        start(),
        step("exclusiveGateway", "m"),
        rule("ask", "d", "both"),
        script("c", "n = 3", "round = round + 1"),
        choice("x", "e"),
        end(),
        flows="s -> m -> ask -> c -> x -> e\nx -> m | =round < 2",
    ) | {"d.dmn": decision}
    assert Walk(bundle, {"n": 5, "round": 0}).variables["both"] == [3, 3]


def test_a_deadline_on_sub_processes_side_by_side_withdraws_the_work_in_all_of_them():
    visits = inside("visit", start("vs"), person("go"), end("ve"), flows="vs -> go -> ve", loop=each("=[1, 2, 3]", "n"))
    bundle = one(
        start(),
        visits,
        border("late", "visit", timer("P1D")),
        person("after"),
        end(),
        flows="s -> visit -> e\nlate -> after -> e",
    )
    walk = Walk(bundle).do("go").wait(days=1)
    assert (walk.open, len(walk.outcome.closed)) == (["after"], 2)
    assert walk.do("after").outcome.finished


def test_nothing_that_was_about_to_run_runs_once_its_activity_is_interrupted():
    error = '<bpmn:error id="err" errorCode="x"/>'
    raising = '<bpmn:errorEventDefinition errorRef="err"/>'
    visits = inside(
        "visit",
        start("vs"),
        choice("which", "late"),
        end("failed", raising),
        script("late", "n = n"),
        script("later", "n = n"),
        service("o", "op"),
        end("ve"),
        flows="vs -> which -> late -> later -> o -> ve\nwhich -> failed | =n = 1",
        loop=each("=[1, 2]", "n"),
    )
    bundle = one(start(), visits, border("b", "visit", raising), end(), flows="s -> visit -> e\nb -> e", extra=error)
    walk = Walk(bundle)
    assert walk.asked == []
    assert walk.outcome.finished


def test_a_deadline_that_has_passed_already_lets_no_run_begin():
    work = service("o", "op", inner=each("=[1, 2]", "n"))
    bundle = one(start(), work, border("b", "o", timer("PT0S")), end(), flows="s -> o -> e\nb -> e")
    walk = Walk(bundle)
    assert (walk.asked, walk.path) == ([], ["s", "b", "e"])

"""What each kind of step does, as a person would notice it."""

from datetime import timedelta

import pytest
from case_walk import NOW, Walk
from sketch import (
    call,
    choice,
    drawing,
    end,
    fork,
    inside,
    one,
    person,
    process,
    rule,
    script,
    service,
    settings,
    start,
    step,
    table,
    zeebe,
)

import workflows
from workflows import engine


def test_a_task_opens_with_its_form_its_people_and_its_due_date():
    bundle = one(start(), person("a", due='=now() + duration("P7D")', assignee="=who"), end(), flows="s -> a -> e")
    [item] = Walk(bundle, {"who": 17}).outcome.opened
    assert (item.element, item.process, item.name, item.form) == ("a", "p", "a", "form")
    assert (item.assignee, item.due) == ("17", NOW + timedelta(days=7))


@pytest.mark.parametrize(
    ("written", "days"),
    [("P7D", 7), ("=limit", 12), ('=duration("P1M")', 31), ("=day", 3.6666550925925925), ("2026-01-08T08:00:00Z", 3)],
)
def test_a_due_date_is_a_duration_a_point_in_time_or_the_end_of_a_day(written, days):
    walk = Walk(
        one(start(), person("a", due=written), end(), flows="s -> a -> e"), {"limit": "P12D", "day": "2026-01-08"}
    )
    assert walk.item("a").due == NOW + timedelta(days=days)


def test_a_due_date_does_not_move_while_the_case_goes_on():
    bundle = one(
        start(),
        fork("f"),
        person("a", due="P7D"),
        person("b"),
        fork("j"),
        end(),
        flows="s -> f -> a -> j -> e\nf -> b -> j",
    )
    walk = Walk(bundle)
    due = walk.item("a").due
    walk.wait(days=3).do("b")
    assert walk.item("a").due == due


def test_groups_are_text_with_commas_or_a_computed_list():
    def task(id_, groups):
        return step("userTask", id_, settings(zeebe("assignmentDefinition", candidateGroups=groups)))

    bundle = one(start(), task("a", "hr, panel"), task("b", "=roles"), end(), flows="s -> a -> b -> e")
    walk = Walk(bundle, {"roles": ["agency_head", "hr"]})
    assert walk.item("a").groups == ("hr", "panel")
    assert walk.do("a").item("b").groups == ("agency_head", "hr")


def test_answers_become_variables_only_when_the_process_reads_them():
    bundle = one(
        start(),
        person("a"),
        choice("g", "e"),
        end(),
        end("other"),
        flows='s -> a -> g -> e\ng -> other | =decision = "agreed"',
    )
    walk = Walk(bundle).do("a", decision="agreed", long_text="x" * 5000)
    assert walk.variables == {"decision": "agreed"}
    assert walk.path[-1] == "other"


def test_an_output_mapping_decides_alone_what_of_the_answers_is_kept():
    task = person("a", outputs={"score": "=first + second", "kind": "fixed text"})
    walk = Walk(one(start(), task, end(), flows="s -> a -> e"), {"second": 2})
    walk.do("a", first=40, second=1, third=9)
    assert walk.variables == {"second": 2, "score": 41, "kind": "fixed text"}


def test_a_second_completion_is_refused():
    walk = Walk(one(start(), person("a"), person("b"), end(), flows="s -> a -> b -> e"))
    done = walk.item("a").id
    walk.do("a")
    with pytest.raises(workflows.TaskNotOpen):
        walk.hand_in(done)
    with pytest.raises(workflows.TaskNotOpen):
        walk.do("b").hand_in(done)


def test_an_operation_gets_its_inputs_and_its_result_becomes_variables():
    bundle = one(
        start(),
        service("adopt", "plans.adopt", {"task": "draft_plan", "of": "=employee"}),
        end(),
        flows="s -> adopt -> e",
    )
    walk = Walk(bundle, {"employee": 5}, operations={"plans.adopt": {"plan_version": 2}})
    assert walk.asked == [("plans.adopt", {"task": "draft_plan", "of": 5})]
    assert walk.variables == {"employee": 5, "plan_version": 2}


def test_an_output_mapping_of_an_operation_decides_alone_what_is_kept():
    bundle = one(start(), service("o", "op", {}, {"half": "=whole / 2"}), end(), flows="s -> o -> e")
    assert Walk(bundle, operations={"op": {"whole": 9, "more": 1}}).variables == {"half": 4.5}


def test_a_failed_operation_leaves_the_passed_in_state_valid():
    class Refusal(Exception):
        pass

    def refuse():
        raise Refusal

    walk = Walk(
        one(start(), person("a"), service("o", "op"), end(), flows="s -> a -> o -> e"), operations={"op": refuse}
    )
    before = walk.outcome.state
    with pytest.raises(Refusal):
        walk.do("a")
    assert walk.outcome.state == before
    assert walk.open == ["a"]
    walk.operations = {}
    assert walk.do("a").outcome.finished


def test_a_script_assigns_all_its_lines_or_none():
    walk = Walk(
        one(start(), person("a"), script("c", "n = n + 1", "double = n * 2"), end(), flows="s -> a -> c -> e"), {"n": 1}
    )
    assert walk.do("a").variables == {"n": 2, "double": 4}


def test_a_failing_expression_names_the_element_in_a_plain_sentence():
    bundle = one(start(), script("deep", "x = now2()"), end(), flows="s -> deep -> e")
    assert [p.element for p in workflows.check(bundle)] == ["deep"]
    bundle = one(
        start(), script("slow", "x = count(for i in 1..5000, j in 1..5000 return i)"), end(), flows="s -> slow -> e"
    )
    with pytest.raises(workflows.EngineError) as caught:
        Walk(bundle)
    assert caught.value.element == "slow"
    assert "cannot be evaluated" in caught.value.text


def test_a_decision_is_remembered_with_its_inputs_and_the_rows_that_fired():
    decision = table("predicate", ["score"], ["label"], [[">= 90", '"good"'], ["< 90", '"poor"']])
    bundle = {**one(start(), rule("d", "predicate", "predicate"), end(), flows="s -> d -> e"), "d.dmn": decision}
    walk = Walk(bundle, {"score": 95})
    assert walk.variables["predicate"] == "good"
    assert walk.decisions == [workflows.Decision("predicate", {"score": 95}, ("r1",), "good")]
    assert walk.path == ["s", "d", "e"]


def test_a_decision_without_a_fitting_row_stops_the_case_at_its_element():
    decision = table("predicate", ["score"], ["label"], [[">= 90", '"good"']])
    bundle = {**one(start(), rule("d", "predicate", "predicate"), end(), flows="s -> d -> e"), "d.dmn": decision}
    with pytest.raises(workflows.EngineError, match=r"fits score = 12"):
        Walk(bundle, {"score": 12})


def test_a_called_process_works_on_the_same_variables_and_is_the_stage_of_its_tasks():
    main = process(
        "main", start(), call("plan_stage", "plan"), person("after"), end(), flows="s -> plan_stage -> after -> e"
    )
    called = process(
        "plan",
        start(),
        inside("deeper", start("ds"), person("draft"), end("de"), flows="ds -> draft -> de"),
        script("c", "n = n + 1"),
        end(),
        flows="s -> deeper -> c -> e",
    )
    walk = Walk({"main.bpmn": drawing(main), "plan.bpmn": drawing(called)}, {"n": 1})
    item = walk.item("draft")
    assert (item.process, item.stage) == ("plan", "plan_stage")
    walk.do("draft")
    assert walk.variables == {"n": 2}
    assert walk.item("after").stage is None
    assert walk.path == ["s", "s", "ds", "draft", "de", "deeper", "c", "e", "plan_stage"]


def test_branches_see_what_the_others_have_learnt():
    bundle = one(
        start(),
        fork("f"),
        person("a", outputs={"known": "=told"}),
        person("b", assignee="=known"),
        fork("j"),
        end(),
        flows="s -> f -> a -> j -> e\nf -> b -> j",
    )
    walk = Walk(bundle, {"known": 1}).do("a", told=2)
    assert walk.item("b").assignee == "2"
    assert walk.do("b").variables == {"known": 2}


def test_a_case_that_can_never_go_on_is_refused_instead_of_kept():
    bundle = one(
        start(),
        person("a"),
        choice("x", "j"),
        person("b"),
        fork("j"),
        end(),
        end("e2"),
        flows="s -> a -> x -> j -> e\nx -> b | =other\nb -> j",
    )
    with pytest.raises(workflows.EngineError, match="for ever"):
        Walk(bundle).do("a", other=False)


def test_the_clock_must_carry_a_zone():
    compiled = workflows.compile(one(start(), end(), flows="s -> e"))
    with pytest.raises(ValueError, match="zone"):
        engine.start(compiled, {}, perform=lambda name, inputs: {}, now=NOW.replace(tzinfo=None))


def test_steps_of_an_unknown_version_are_named():
    old = Walk(one(start(), person("a"), end(), flows="s -> a -> e"))
    new = workflows.compile(one(start(), person("b"), end(), flows="s -> b -> e"))
    with pytest.raises(workflows.EngineError) as caught:
        engine.work(new, old.outcome.state)
    assert caught.value.element == "a"


@pytest.mark.parametrize("state", [b"", b"no state", b"\x28\xb5\x2f\xfd"])
def test_bytes_that_are_no_state_are_refused(state):
    compiled = workflows.compile(one(start(), end(), flows="s -> e"))
    with pytest.raises(workflows.EngineError, match="cannot be read"):
        engine.work(compiled, state)

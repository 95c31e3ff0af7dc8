"""A scenario is brought up to date with a process that was changed, and what that changes is told."""

import pytest
from sketch import border, catch, choice, end, fork, listening, message, one, person, rule, service, start, table, timer

import workflows
from workflows import scenarios
from workflows.scenarios import Edits

HEAD = 'title = "Through"\nprocess = "p"\nstart = 2026-01-05T08:00:00+07:00\n'
TWO = HEAD + (
    'steps = [{ do = "a", answers = { x = 1 } }, { do = "b", answers = { y = 2 } }]\n[variables]\nz = 1\n[operations]\n'
    '"make.it" = { made = true }\n[expect]\npath = ["s", "a", "b", "e"]\n[expect.variables]\nx = 1\n'
)


def drawn(flows, *steps, **more):
    return workflows.compile(one(start(), *steps, end(), flows=flows, **more))


def asks(id_, **more):
    """A task that keeps what is answered."""
    return person(id_, outputs={name: f"={name}" for name in more.pop("keeps", ())}, **more)


A, B, C = asks("a", keeps=["x"]), asks("b", keeps=["y"]), asks("c", keeps=["c"])
BEFORE = drawn("s -> a -> b -> e", A, B)


def renewed(process, text=TWO, edits=None, example=None):
    return scenarios.renewed(
        process, scenarios.read(text.encode()), example or (lambda run, task: {"c": "made up"}), edits
    )


def changes(renewal):
    return [(change.kind, change.number, getattr(change.step, "element", "")) for change in renewal.steps]


def told(renewal):
    return scenarios.differences(renewal.before.expect, renewal.scenario.expect)


def plays_again(process, renewal):
    """As its file would."""
    return scenarios.play(process, scenarios.read(scenarios.written(renewal.scenario).encode())).faults == ()


def impossible(*given, **more):
    with pytest.raises(scenarios.Impossible) as stop:
        renewed(*given, **more)
    assert stop.value.fault.sentence("en") != stop.value.fault.sentence("id")
    return stop.value.fault.code


def test_the_scenario_of_these_tests_passes_before_anything_is_changed():
    assert scenarios.play(BEFORE, scenarios.read(TWO.encode())).faults == ()
    assert changes(renewed(BEFORE)) == []


@pytest.mark.parametrize(
    ("flows", "number", "path"),
    [
        ("s -> c -> a -> b -> e", 1, ("s", "c", "a", "b", "e")),
        ("s -> a -> c -> b -> e", 2, ("s", "a", "c", "b", "e")),
        ("s -> a -> b -> c -> e", 3, ("s", "a", "b", "c", "e")),
    ],
)
def test_a_step_that_was_added_is_done_with_an_example_wherever_it_stands(flows, number, path):
    process = drawn(flows, A, B, C)
    renewal = renewed(process)
    assert changes(renewal) == [("put in", number, "c")]
    assert renewal.scenario.steps[number - 1].answers == {"c": "made up"}
    assert renewal.scenario.expect.path == path
    assert [detour.added for detour in told(renewal).path] == [("c",)]
    assert not told(renewal).result_changes
    assert plays_again(process, renewal)


def test_title_start_variables_and_operations_stay_and_so_do_the_answers():
    before = scenarios.read(TWO.encode())
    now = renewed(drawn("s -> a -> c -> b -> e", A, B, C)).scenario
    kept = ("title", "process", "start", "variables", "operations")
    assert [getattr(now, name) for name in kept] == [getattr(before, name) for name in kept]
    assert (now.steps[0], now.steps[2]) == before.steps


def test_a_step_that_was_removed_is_taken_out():
    process = drawn("s -> b -> e", B)
    renewal = renewed(process)
    assert changes(renewal) == [("taken out", 1, "a")]
    assert [(one.name, one.old, one.new) for one in told(renewal).results] == [("x", 1, None)]
    assert plays_again(process, renewal)


def test_a_step_of_another_id_keeps_its_answers_where_that_is_known():
    process = drawn("s -> a -> new_b -> e", A, asks("new_b", keeps=["y"]))
    renewal = renewed(process, edits=Edits(frozenset(), {"b": "new_b"}))
    assert changes(renewal) == [("renamed", 2, "new_b")]
    assert renewal.scenario.steps[1].answers == {"y": 2}
    assert changes(renewed(process)) == [("taken out", 2, "b"), ("put in", 2, "new_b")]


def test_a_step_that_a_new_gateway_passes_by_is_taken_out_and_the_rest_goes_on():
    way = choice("g", default="b")
    flows = "s -> g\n g -> a | =z > 1\n g -> b\n a -> b -> e"
    process = drawn(flows, way, A, B)
    renewal = renewed(process)
    assert changes(renewal) == [("taken out", 1, "a")]
    assert told(renewal).path[0].removed == ("a",)
    assert plays_again(process, renewal)


def test_steps_that_change_places_are_done_in_the_new_order():
    process = drawn("s -> b -> a -> e", A, B)
    renewal = renewed(process)
    assert changes(renewal) == [("moved", 2, "a")]
    assert renewal.scenario.steps[1].answers == {"x": 1}
    assert plays_again(process, renewal)


def test_a_step_that_moves_back_is_done_before_the_steps_after_it():
    text = TWO.replace("y = 2 } }]", 'y = 2 } }, { do = "c" }]').replace('"b", "e"', '"b", "c", "e"')
    renewal = renewed(drawn("s -> b -> a -> c -> e", A, B, C), text)
    assert [step.element for step in renewal.scenario.steps] == ["b", "a", "c"]
    assert changes(renewal) == [("moved", 2, "a")]


def test_time_passes_first_where_the_scenario_itself_lets_a_new_task_wait():
    text = HEAD + 'steps = [{ wait = "P1D" }, { do = "a" }]\n[expect]\npath = ["s", "a", "e"]\n'
    renewal = renewed(drawn("s -> a -> e", A), text, Edits(frozenset({"a"})))
    assert changes(renewal) == []


def decided(result):
    files = one(start(), A, B, rule("decide", "t", "verdict"), end(), flows="s -> a -> b -> decide -> e")
    return workflows.compile({**files, "t.dmn": table("t", ["x"], ["verdict"], [["1", result], ["not(1)", '"no"']])})


def test_a_decision_that_comes_out_otherwise_is_told_as_a_changed_result():
    ends = 'path = ["s", "a", "b", "decide", "e"]\ndecisions = [{ table = "t", rules = ["r1"] }]\n'
    text = TWO.replace('path = ["s", "a", "b", "e"]\n', ends).replace("x = 1\n", 'verdict = "yes"\n', 1)
    text = text.replace("[expect.variables]\nx = 1", '[expect.variables]\nverdict = "yes"')
    assert changes(renewed(decided('"yes"'), text)) == []
    assert not told(renewed(decided('"yes"'), text)).result_changes
    found = told(renewed(decided('"maybe"'), text))
    assert [(one.name, one.old, one.new) for one in found.results] == [("verdict", "yes", "maybe")]
    other = told(renewed(decided('"yes"'), text.replace('["r1"]', '["r9"]')))
    assert [(one.name, one.old, one.new) for one in other.results] == [("t", ("r9",), ("r1",))]


def test_another_end_and_a_run_that_ends_now_are_told():
    process = workflows.compile(one(start(), A, B, end("other"), flows="s -> a -> b -> other"))
    assert told(renewed(process)).end == ("e", "other")
    unfinished = TWO.replace("[expect]", "[expect]\nfinished = false")
    assert told(renewed(BEFORE, unfinished)).finished is True


def test_branches_that_end_in_another_order_are_no_other_result():
    old, new = (scenarios.Expected(path) for path in (("s", "f", "a", "e"), ("s", "f", "e", "c", "a")))
    assert not scenarios.differences(old, scenarios.Expected(("s", "f", "e", "a"))).result_changes
    assert scenarios.differences(new, old).end is None
    assert scenarios.differences(old, scenarios.Expected(("s", "f", "a", "other"))).end == ("e", "other")


def test_what_the_expectation_is_silent_about_stays_so():
    silent = TWO.replace('path = ["s", "a", "b", "e"]\n', "")
    expect = renewed(drawn("s -> a -> c -> b -> e", A, B, C), silent).scenario.expect
    assert (expect.path, expect.decisions, expect.variables) == (None, None, {"x": 1})


def test_new_steps_are_done_before_time_passes_so_that_a_silence_stays_one():
    silent = border("late", "b", timer("P5D"))
    flows = "s -> a -> b -> e\n late -> e"
    text = HEAD + 'steps = [{ do = "a" }, { wait = "P5D" }]\n[expect]\npath = ["s", "a", "late", "e"]\n'
    assert scenarios.play(drawn(flows, A, B, silent), scenarios.read(text.encode())).faults == ()
    process = drawn(flows.replace("a -> b", "a -> c -> b"), A, B, C, silent)
    renewal = renewed(process, text, Edits(frozenset({"c"})))
    assert changes(renewal) == [("put in", 2, "c")]
    assert renewal.scenario.expect.path == ("s", "a", "c", "late", "e")
    assert changes(renewed(process, text)) == [("put in", 3, "c"), ("put in", 4, "b")], "nobody said that c is new"


def test_new_steps_are_done_before_a_message_comes():
    heard = catch("heard", listening("news"))
    text = HEAD + 'steps = [{ hear = "news" }]\n'
    process = drawn("s -> c -> heard -> e", C, heard, extra=message("news"))
    assert changes(renewed(process, text)) == [("put in", 1, "c")]


def test_every_member_of_a_new_panel_is_put_in():
    process = drawn("s -> a -> f\n f -> c -> j\n f -> d -> j\n j -> b -> e", A, B, C, asks("d"), fork("f"), fork("j"))
    renewal = renewed(process)
    assert sorted(changes(renewal)) == [("put in", 2, "c"), ("put in", 3, "d")]
    assert plays_again(process, renewal)


def test_an_endless_circle_is_given_up():
    process = drawn("s -> a -> c -> g\n g -> c\n g -> b | =c = 9\n b -> e", A, B, C, choice("g", default="c"))
    seen = []
    assert impossible(process, example=lambda run, task: seen.append(len(run.steps)) or {"c": 1}) == "too_many_put_in"
    assert seen == list(range(1, 21))


def test_a_task_that_was_known_and_is_asked_once_more_is_no_new_step():
    process = drawn("s -> a -> g\n g -> b | =x > 1\n g -> a\n b -> e", A, B, choice("g", default="a"))
    assert impossible(process) == "not_open"


def test_what_an_operation_answers_is_not_made_up():
    process = drawn("s -> a -> o -> b -> e", A, B, service("o", "make.that", {"given": "=x"}))
    assert impossible(process) == "unpinned"


def test_a_process_that_has_gone_is_told():
    assert impossible(BEFORE, TWO.replace('process = "p"', 'process = "q"')) == "no_process"

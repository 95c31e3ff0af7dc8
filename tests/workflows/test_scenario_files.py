"""A scenario's file is read or explained, a run compared, and a recorded run written down so that it plays again."""

from datetime import UTC, datetime
from os import environ

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sketch import catch, declared, definition, end, listening, message, one, person, process, service, start, timer

import workflows
from workflows import scenarios

EXAMPLES = 60 * int(environ.get("SIKLUS_THOROUGH", "1"))
WALK = workflows.compile(
    one(
        start(),
        person("a", outputs={"x": "=x"}),
        service("op", "make.it", {"given": "=x"}),
        catch("pause", timer("P2D")),
        end(),
        flows="s -> a -> op -> pause -> e",
    )
)
GOOD = """
title = "Once through"
process = "p"
start = 2026-01-05T08:00:00+07:00
steps = [{ do = "a", answers = { x = 1, on = 2026-02-01 } }, { wait = "P1D" }, { until = 2026-01-08T08:00:00+07:00 }]
[operations]
"make.it" = { made = true }
[expect]
path = ["s", "a", "op", "pause", "e"]
[expect.variables]
made = true
"""


def faults_of(text, process=WALK):
    return [fault.code for fault in scenarios.play(process, scenarios.read(text.encode())).faults]


def refused(content):
    with pytest.raises(scenarios.BadScenario) as refusal:
        scenarios.read(content if isinstance(content, bytes) else content.encode())
    assert all(fault.sentence(language) for fault in refusal.value.faults for language in ("en", "id"))
    return [(fault.code, fault.step) for fault in refusal.value.faults]


def test_a_scenario_plays_as_written():
    assert faults_of(GOOD) == []


def test_what_all_scenarios_share_is_completed_by_each():
    shared = b'[variables]\nx = 1\ny = 1\n[operations]\n"other.thing" = {}'
    read = scenarios.read((GOOD + "\n[variables]\ny = 2").encode(), shared)
    assert read.variables == {"x": 1, "y": 2}
    assert set(read.operations) == {"make.it", "other.thing"}


@pytest.mark.parametrize(
    ("old", "new", "code", "step"),
    [
        ('process = "p"', "", "text_needed", 0),
        ('process = "p"', "process = 3", "text_needed", 0),
        ("start = 2026-01-05T08:00:00+07:00", "start = 2026-01-05", "moment_needed", 0),
        ('title = "Once', 'subject = "x"\ntitle = "Once', "unknown_entry", 0),
        ("answers = { x = 1, on = 2026-02-01 }", "answers = 5", "table_needed", 1),
        ('{ wait = "P1D" }', '{ wait = "tomorrow" }', "duration_needed", 2),
        ('{ wait = "P1D" }', '{ wait = "-P1D" }', "duration_needed", 2),
        ('{ wait = "P1D" }', '{ wait = "P1D", do = "a" }', "step_kind", 2),
        ('{ wait = "P1D" }', "7", "step_kind", 2),
        ("{ made = true }", "5", "operation_answer", 0),
        ("{ made = true }", "[]", "operation_answer", 0),
        ("{ made = true }", "{ made = nan }", "value", 0),
        ('path = ["s",', "path = [5,", "path_needed", 0),
        ("[expect]", '[expect]\ndecisions = [{ table = "t" }]', "decisions_needed", 0),
        ("[expect]", "[expect]\nfinished = 1", "finished_needed", 0),
        ("title =", "title = = ", "no_toml", 0),
    ],
)
def test_what_is_wrong_with_a_file_is_said_where_it_is(old, new, code, step):
    assert old in GOOD
    assert (code, step) in refused(GOOD.replace(old, new, 1))


def test_a_file_that_is_no_text_or_far_too_large_is_refused():
    assert refused(b"\xff\xfe") == [("no_text", 0)]
    assert refused(b"#" * 2_000_001) == [("too_large", 0)]
    assert refused("x = " + "[" * 5000) == [("no_toml", 0)]


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.binary(max_size=60), st.integers(0, len(GOOD)), st.integers(0, 40))
def test_no_bytes_break_the_reading_or_the_playing(noise, place, dropped):
    content = GOOD.encode()[:place] + noise + GOOD.encode()[place + dropped :]
    try:
        scenario = scenarios.read(content)
    except scenarios.BadScenario as refusal:
        scenario = None
        sentences = [fault.sentence("id") for fault in refusal.faults]
    if scenario is not None:
        sentences = [fault.sentence("id") for fault in scenarios.play(WALK, scenario).faults]
    assert all(sentences)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('do = "a"', 'do = "b"', "not_open"),
        ('process = "p"', 'process = "q"', "no_process"),
        ('"make.it"', '"make.that"', "unpinned"),
        ("{ until = 2026-01-08T08:00:00+07:00 }", "", "unfinished"),
        ("2026-01-08", "2026-01-01", "back_in_time"),
        ("[expect.variables]\nmade = true", "[expect.variables]\nmade = false", "variable"),
        ('"op", "pause"', '"pause", "op"', "path"),
        ('path = ["s", "a", "op", "pause", "e"]', "decisions = [{ table = 't', rules = ['r1'] }]", "decisions"),
        ("{ until", '{ do = "a" }, { until', "not_open"),
    ],
)
def test_a_run_that_is_not_as_expected_says_what_differs(old, new, code):
    assert old in GOOD
    assert code in faults_of(GOOD.replace(old, new, 1))


def test_a_message_is_handed_to_the_case_that_waits_for_it():
    waiting = one(start(), catch("c", listening("news")), end(), flows="s -> c -> e", extra=message("news"))
    text = 'process = "p"\nstart = 2026-01-05T08:00:00Z\nsteps = [{ hear = "news", payload = { x = 1 } }]'
    assert faults_of(text, workflows.compile(waiting)) == []
    assert faults_of(text.replace('"news"', '"olds"'), workflows.compile(waiting)) == ["engine"]


def test_a_signal_is_heard_by_the_case_that_waits_for_it_and_by_no_other():
    hears = catch("c", definition("signal", "recess"))
    waiting = workflows.compile(one(start(), hears, end(), flows="s -> c -> e", extra=declared("signal", "recess")))
    text = 'process = "p"\nstart = 2026-01-05T08:00:00Z\nsteps = [{ signal = "recess", payload = { x = 1 } }]'
    assert faults_of(text, waiting) == []
    assert faults_of(text.replace('"recess"', '"lunch"'), waiting) == ["not_awaited"]
    told = scenarios.read(text.encode())
    assert scenarios.read(scenarios.record(waiting, told).encode()).steps == told.steps


def test_a_recorded_run_plays_again_as_it_went():
    moment = datetime(2026, 1, 5, 8, tzinfo=UTC)
    steps = (
        scenarios.Do("a", {"x": 1, "none": None, "rows": [{"a b": '“quoted” \\ "text"\n', "c": [True, 1.5]}]}),
        scenarios.Until(datetime(2026, 1, 9, 8, tzinfo=UTC)),
    )
    clicked = scenarios.Scenario("Clicked through", "p", moment, steps, {}, {"make.it": [{"made": 1}]})
    again = scenarios.read(scenarios.record(WALK, clicked).encode())
    assert scenarios.play(WALK, again).faults == ()
    assert again.expect.path == ("s", "a", "op", "pause", "e")
    assert again.expect.variables == {"x": 1, "made": 1}
    assert again.steps[0].answers["rows"] == steps[0].answers["rows"]
    assert scenarios.read(scenarios.written(again).encode()) == again


def test_a_stage_of_a_pack_is_played_on_its_own():
    two = {"p.bpmn": one(start(), person("a"), end(), flows="s -> a -> e")["p.bpmn"]}
    stage = process("stage", start("ss"), person("b"), end("se"), flows="ss -> b -> se").encode()
    two["p.bpmn"] = two["p.bpmn"].replace(b"</bpmn:definitions>", stage + b"</bpmn:definitions>")
    two["pack.toml"] = b'main = "p"'
    text = 'process = "stage"\nstart = 2026-01-05T08:00:00Z\nsteps = [{ do = "b" }]\n[expect]\npath = ["ss", "b", "se"]'
    assert faults_of(text, workflows.compile(two)) == []

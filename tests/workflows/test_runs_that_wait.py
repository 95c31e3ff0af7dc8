"""Simulated runs that only something from outside could let go on say what they wait for."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sketch import catch, declared, definition, end, listening, message, one, person, start

import workflows
from workflows import lab

TRIAL = lab.Trial(
    answer=lambda item, chance: {},
    delay=lambda item, chance: timedelta(days=1),
    operations=lambda chance: lambda operation, inputs: {},
    start=datetime(2026, 1, 5, 8, tzinfo=UTC),
)


@pytest.mark.parametrize(
    ("about", "extra", "ended"),
    [
        (listening("news"), message("news"), "waiting"),
        (definition("signal", "news"), declared("signal", "news"), "unsignalled"),
    ],
)
def test_a_run_says_what_it_waits_for(about, extra, ended):
    drawn = one(start(), catch("c", about), end(), flows="s -> c -> e", extra=extra)
    (run,) = lab.simulate(workflows.compile(drawn), TRIAL, runs=1, seed=1).runs
    assert run.ended == ended
    assert "“news”" in run.reason("id")


def test_a_run_that_came_to_no_end_calls_the_step_by_its_name():
    drawn = one(start(), catch("c", listening("news")), end(), flows="s -> c -> e", extra=message("news"))
    named = {"p.bpmn": drawn["p.bpmn"].replace(b'id="c" name="c"', b'id="c" name="Tunggu kabar"')}
    (run,) = lab.simulate(workflows.compile(named), TRIAL, runs=1, seed=1).runs
    assert run.element == "c"
    assert "at “Tunggu kabar”" in run.reason("en")
    assert "di “Tunggu kabar”" in run.reason("id")


def test_what_failed_at_no_step_in_particular_names_none():
    drawn = one(start(), person("a"), end(), flows="s -> a -> e")
    trial = replace(TRIAL, answer=lambda item, chance: 1 / 0)
    (run,) = lab.simulate(workflows.compile(drawn), trial, runs=1, seed=1).runs
    assert run.reason("en") == "The case cannot go on: ZeroDivisionError: division by zero"

"""Simulated runs that only something from outside could let go on say what they wait for."""

from datetime import UTC, datetime, timedelta

import pytest
from sketch import catch, declared, definition, end, listening, message, one, start

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

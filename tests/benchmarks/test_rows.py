"""How measured figures read. That they are good is for `siklus bench` to say, never for a test."""

import json

import pytest

from benchmarks.rows import Row, document, line


def test_a_row_tells_figure_goal_and_verdict_in_one_line():
    assert line(Row("S1", "completion / its floor, p50", 1.84, "x", most=2.0)).split() == (
        ["S1", "completion", "/", "its", "floor,", "p50", "1.84", "x", "<=", "2", "ok"]
    )
    assert line(Row("S2", "completions per second", 118.26, "/s", least=250)).endswith("118.3 /s     >= 250   SHORT")


@pytest.mark.parametrize(("value", "ok"), [(1.99, True), (2.0, True), (2.01, False)])
def test_a_goal_that_is_just_reached_is_reached(value, ok):
    assert Row("S1", "", value, "x", most=2.0).ok is ok
    assert Row("S2", "", -value, "/s", least=-2.0).ok is ok


def test_for_machines_there_is_one_document_with_all_that_was_measured():
    told = json.loads(document([Row("S8", "bytes", 45.678912, "kB", most=60)]))
    assert set(told) == {"machine", "at", "rows"}
    assert told["rows"] == [{"id": "S8", "name": "bytes", "unit": "kB", "value": 45.679, "goal": "<= 60", "ok": True}]

"""The floor that a completion is compared with must be the same work, or the ratio would mean nothing."""

import psycopg
import pytest

from benchmarks import completion
from benchmarks.answers import answers
from benchmarks.ground import prepared

CHANGED = (
    '"case"',
    "task",
    "submission",
    "event",
    "timer",
    "plan",
    "progress",
    "assessment",
    "decision",
    "rating",
    "coaching",
)


@pytest.mark.slow
def test_a_twin_on_which_the_statements_are_replayed_holds_the_same_rows_in_the_end():
    with prepared(1, durable=False) as ground:
        ids = ground.open_cases(1)
        twin = ground.twin()
        measured = completion.interleaved(ground, ids, twin)
        assert [m.element for m in measured][:2] == ["draft_plan", "agree_plan"]
        assert measured[-1].element == "confirm_coaching_session"
        assert all(m.commits == 1 and len(m.sent) > m.step_statements >= 4 for m in measured if m.service.operations)
        assert rows(ground.addresses.superuser) == rows(twin.superuser)


def rows(address: str) -> dict[str, tuple]:
    with psycopg.connect(address) as connection:
        text = "select count(*), md5(string_agg(t::text, '/' order by t::text)) from {} t"
        return {table: connection.execute(text.format(table)).fetchone() for table in CHANGED}


def test_the_answers_of_a_scenario_are_completed_down_into_their_rows():
    (result,) = answers("draft_plan")["results"]
    assert result["indicators"][0]["weight"] == 100
    assert result["reason_without_superior_result"]

"""Decision tables answer by their hit policy."""

import pytest
from sketch import table

import feel
from workflows import tables
from workflows.decisions import Undecided


def decide(rows, policy="UNIQUE", *, inputs=("x",), outputs=("y",), given=None, **more):
    reading = tables.read("t.dmn", table("t", list(inputs), list(outputs), rows, policy, **more))
    assert reading.problems == []
    decision = reading.tables[0].decide(given or {"x": 5})
    return decision.outputs, decision.rules


def test_unique_answers_with_the_one_row_that_fits():
    assert decide([["< 5", '"low"'], ["[5..9)", '"mid"'], [">= 9", '"high"']]) == ("mid", ("r2",))


def test_unique_refuses_two_rows_that_fit():
    with pytest.raises(Undecided, match="r1, r2"):
        decide([["> 1", '"a"'], ["> 2", '"a"']])


def test_first_answers_with_the_first_row_that_fits():
    assert decide([["> 9", "1"], ["> 1", "2"], ["-", "3"]], "FIRST") == (2, ("r2",))


def test_any_wants_all_rows_that_fit_to_agree():
    assert decide([["> 1", '"a"'], ["> 2", '"a"'], ["> 9", '"b"']], "ANY") == ("a", ("r1", "r2"))
    with pytest.raises(Undecided, match="do not agree"):
        decide([["> 1", '"a"'], ["> 2", '"b"']], "ANY")


def test_priority_answers_with_the_value_that_is_listed_first():
    rows = [["> 1", '"low"'], ["> 2", '"high"'], ["> 3", '"mid"']]
    assert decide(rows, "PRIORITY", values='"high","mid","low"') == ("high", ("r2",))


def test_rule_order_answers_with_all_values_in_the_order_of_the_rows():
    assert decide([["> 1", "3"], ["> 9", "9"], ["> 2", "1"]], "RULE ORDER") == ([3, 1], ("r1", "r3"))


def test_output_order_answers_with_all_values_the_one_listed_first_at_the_front():
    rows = [["> 1", '"low"'], ["> 2", '"high"'], ["> 3", '"mid"'], ["> 9", '"high"']]
    assert decide(rows, "OUTPUT ORDER", values='"high","mid","low"') == (["high", "mid", "low"], ("r2", "r3", "r1"))
    assert decide([["> 9", '"low"']], "OUTPUT ORDER", values='"high","mid","low"') == ([], ())


@pytest.mark.parametrize(
    ("aggregation", "answer"), [(None, [3, 1, 2]), ("SUM", 6), ("MIN", 1), ("MAX", 3), ("COUNT", 3)]
)
def test_collect_gathers_or_adds_up(aggregation, answer):
    more = {"aggregation": aggregation} if aggregation else {}
    assert decide([["> 1", "3"], ["> 9", "9"], ["> 2", "1"], ["-", "2"]], "COLLECT", **more)[0] == answer


def test_collect_of_nothing_is_empty_and_of_a_sum_of_nothing_undecided():
    assert decide([["> 9", "1"]], "COLLECT") == ([], ())
    assert decide([["> 9", "1"]], "COLLECT", aggregation="COUNT") == (0, ())
    with pytest.raises(Undecided):
        decide([["> 9", "1"]], "COLLECT", aggregation="SUM")


@pytest.mark.parametrize("policy", ["UNIQUE", "FIRST", "ANY", "PRIORITY"])
def test_no_row_that_fits_is_no_answer(policy):
    with pytest.raises(Undecided, match="fits x = 5"):
        decide([["> 9", "1"]], policy)


def test_several_outputs_answer_with_a_value_for_each_name():
    answer, _ = decide([["-", '"good"', "x * 2"]], outputs=("label", "points"))
    assert answer == {"label": "good", "points": 10}


def test_all_inputs_of_a_row_must_fit_and_lists_and_negations_work():
    rows = [['"a","b"', "> 3", "1"], ['not("a")', "-", "2"], ["", "", "3"]]
    inputs = ("kind", "x")
    assert decide(rows, "FIRST", inputs=inputs, given={"kind": "b", "x": 5})[0] == 1
    assert decide(rows, "FIRST", inputs=inputs, given={"kind": "c", "x": 1})[0] == 2
    assert decide(rows, "FIRST", inputs=inputs, given={"kind": "a", "x": 1})[0] == 3


def test_a_missing_variable_fits_only_rows_that_take_anything():
    assert decide([["> 3", "1"], ["-", "2"]], given={"z": 0}) == (2, ("r2",))


def test_a_cell_too_costly_to_evaluate_raises():
    costly = "count(for i in 1..5000, j in 1..5000 return i)"
    with pytest.raises(feel.FeelError):
        decide([["-", costly]])

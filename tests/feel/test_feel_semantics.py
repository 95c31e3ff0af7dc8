"""What expressions and unary tests mean, and what the other doors of the package answer."""

from copy import deepcopy
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from feel_cases import EXPRESSIONS, UNARY_TESTS, VARIABLES

import feel


@pytest.mark.parametrize(("source", "value"), EXPRESSIONS)
def test_an_expression_has_its_value(source, value):
    answer = feel.evaluate(source, VARIABLES)
    assert answer == value
    assert type(answer) is type(value)


@pytest.mark.parametrize(("source", "value", "passes"), UNARY_TESTS)
def test_a_value_passes_a_unary_test_or_not(source, value, passes):
    assert feel.unary(source, value, VARIABLES) is passes


def test_an_empty_cell_of_a_decision_table_lets_everything_pass():
    assert feel.unary("", 5, {}) is True


@pytest.mark.parametrize("source", [source for source, _ in EXPRESSIONS])
def test_only_the_variables_an_expression_names_matter_to_it(source):
    named = {name: VARIABLES[name] for name in feel.variables(source) & VARIABLES.keys()}
    assert feel.evaluate(source, named) == feel.evaluate(source, VARIABLES)


def test_no_expression_changes_its_variables():
    variables = deepcopy(VARIABLES)
    for source, _ in EXPRESSIONS:
        feel.evaluate(source, variables)
    assert variables == VARIABLES


def test_a_result_shares_nothing_with_the_variables():
    variables = {"rows": [{"a": [1]}]}
    feel.evaluate("rows", variables)[0]["a"].append(2)
    assert variables == {"rows": [{"a": [1]}]}


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("a + b.c", {"a", "b"}),
        ("for i in rows return i + a", {"rows", "a"}),
        ("for i in a, j in i return j", {"a"}),
        ("some i in i satisfies i", {"i"}),
        ("rows[item.x > limit]", {"rows", "limit"}),
        ("rows[x > 1]", {"rows", "x"}),
        ("{a: 1, b: a + c}", {"c"}),
        ("count(a)", {"a"}),
        ("day of week(day)", {"day"}),
        ('"a" + "b"', set()),
    ],
)
def test_variables_are_the_names_that_come_from_outside(source, names):
    assert feel.variables(source) == names


def test_variables_of_a_unary_test_leave_out_the_value_under_test():
    assert feel.variables("? > limit, [low..high]", unary=True) == {"limit", "low", "high"}


@pytest.mark.parametrize(
    ("source", "position", "sentence"),
    [
        ("", 0, "Something is missing at the end."),
        ("1 +", 3, "Something is missing at the end."),
        ("1 + )", 4, "')' cannot stand here."),
        ("1 2", 2, "'2' cannot stand here."),
        ("a # b", 2, "The character '#' means nothing here."),
        ('a = "b', 4, 'What begins here with " does not end.'),
        ("1 /* 2", 2, "What begins here with /* does not end."),
        ("(1", 2, "')' is missing here."),
        ('duration("P7D"', 14, "')' is missing here."),
        ("[1, 2", 5, "']' is missing here."),
        ("if a then b", 11, "'else' is missing here."),
        ("for in return 1", 4, "The word 'in' cannot stand here."),
        ("1 + cuont(a)", 4, "There is no function 'cuont'."),
        ("month of year(a)", 0, "There is no function 'month of year'."),
        ("1 + count(a, b)", 4, "count does not take 2 values."),
        ("a.1", 1, "'.1' cannot stand here."),
        ('@"tomorrow"', 0, '@"tomorrow" is no date and no duration.'),
        ("[1..2", 5, "A range ends with a bracket."),
    ],
)
def test_an_expression_that_cannot_be_read_says_where_and_why(source, position, sentence):
    with pytest.raises(feel.FeelError) as refused:
        feel.check(source)
    assert (str(refused.value), refused.value.position) == (sentence, position)


@pytest.mark.parametrize("source", ["1,", "not(1", "> > 1", "< 1 2", "- 1 -"])
def test_a_unary_test_that_cannot_be_read_is_refused(source):
    with pytest.raises(feel.FeelError):
        feel.check(source, unary=True)


def test_a_list_of_tests_is_no_expression():
    feel.check('"A","B"', unary=True)
    with pytest.raises(feel.FeelError):
        feel.check('"A","B"')


@pytest.mark.parametrize(
    ("text", "source"),
    [("=a > 1", "a > 1"), ("  = a ", "a"), ("a > 1", None), ("", None), (None, None), ("=", ""), ("P14D", None)],
)
def test_text_that_begins_with_an_equals_sign_is_an_expression(text, source):
    assert feel.expression(text) == source


def test_the_clock_is_the_one_passed_in():
    now = datetime(2026, 11, 21, 8, 30, tzinfo=UTC)
    assert feel.evaluate("now()", {}, now=now) == "2026-11-21T08:30:00+00:00"
    assert feel.evaluate('today() + duration("P14D")', {}, now=now) == "2026-12-05"
    assert feel.unary("< today()", date(2026, 11, 20), {}, now=now) is True


@pytest.mark.parametrize("source", ["now()", "today()", "for i in [1] return now()"])
def test_without_a_clock_the_time_is_not_guessed(source):
    with pytest.raises(feel.FeelError, match="current time"):
        feel.evaluate(source, {})


def test_dates_and_decimals_may_come_in_and_plain_json_comes_out():
    variables = {"due": date(2026, 1, 31), "at": datetime(2026, 1, 31, 9, tzinfo=UTC), "weight": Decimal("0.30")}
    answer = feel.evaluate('{due: due + duration("P1M"), at: at, weight: weight, whole: weight * 10}', variables)
    assert answer == {"due": "2026-02-28", "at": "2026-01-31T09:00:00+00:00", "weight": 0.3, "whole": 3}
    assert type(answer["whole"]) is int


def test_a_column_of_a_decision_table_may_compare_dates():
    assert feel.unary('[date("2026-01-01")..date("2026-06-30")]', date(2026, 3, 1), {}) is True


def test_what_is_no_value_of_the_language_is_null():
    variables = {"set": {1, 2}, "nan": float("nan"), "function": print, "complex": 1j}
    assert feel.evaluate("[set, nan, function, complex]", variables) == [None] * 4


def test_numbers_keep_34_digits():
    assert feel.evaluate("1/3*3 = 1", {}) is False
    assert feel.evaluate("string(2/3)", {}) == "0." + "6" * 33 + "7"

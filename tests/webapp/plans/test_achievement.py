"""Achievement by polarity, consolidation and weight (domain research A.12)."""

import os
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from webapp.plans.achievement import CONSOLIDATIONS, POLARITIES, consolidated, of_indicator, of_plan

many = settings(max_examples=int(os.environ.get("SIKLUS_THOROUGH", "40")), deadline=None)
numbers = st.decimals(min_value=0, max_value=10**9, places=2)
unknown = st.none()
polarities = st.sampled_from(POLARITIES)


@pytest.mark.parametrize(
    ("realisation", "target", "polarity", "expected"),
    [
        ("94", "95", "maximize", "98.95"),
        ("200", "100", "maximize", "120"),
        ("30", "24", "minimize", "75"),
        ("18", "24", "minimize", "120"),
        ("60", "24", "minimize", "0"),
        ("0", "0", "minimize", "100"),
        ("1", "0", "minimize", "0"),
        ("110", "100", "stabilize", "90"),
        ("90", "100", "stabilize", "90"),
    ],
)
def test_each_polarity_reads_the_distance_from_the_target_its_own_way(realisation, target, polarity, expected):
    assert of_indicator(Decimal(realisation), Decimal(target), polarity) == Decimal(expected)


@pytest.mark.parametrize("polarity", ["maximize", "stabilize"])
def test_a_target_of_zero_says_nothing_where_more_is_better(polarity):
    assert of_indicator(Decimal(3), Decimal(0), polarity) is None


@pytest.mark.parametrize("polarity", POLARITIES)
def test_what_is_missing_is_unknown_and_not_zero(polarity):
    assert of_indicator(None, Decimal(10), polarity) is None
    assert of_indicator(Decimal(10), None, polarity) is None


@many
@given(numbers, numbers, polarities)
def test_achievement_lies_between_0_and_120_in_hundredths(realisation, target, polarity):
    found = of_indicator(realisation, target, polarity)
    assert found is None or (0 <= found <= 120 and found == round(found, 2))


@many
@given(numbers, numbers, numbers.filter(bool))
def test_more_never_lowers_a_maximised_and_never_raises_a_minimised_indicator(one, other, target):
    less, more = sorted((one, other))
    assert of_indicator(less, target, "maximize") <= of_indicator(more, target, "maximize")
    assert of_indicator(less, target, "minimize") >= of_indicator(more, target, "minimize")


@many
@given(numbers.filter(bool), polarities)
def test_reaching_the_target_exactly_is_100_whatever_the_polarity(target, polarity):
    assert of_indicator(target, target, polarity) == 100


@many
@given(numbers.filter(bool), st.decimals(min_value=0, max_value=1, places=3))
def test_a_stabilised_indicator_does_not_care_about_the_side(target, distance):
    above = of_indicator(target + target * distance, target, "stabilize")
    assert above == of_indicator(target - target * distance, target, "stabilize")


@pytest.mark.parametrize(
    ("how", "expected"), [("sum", Decimal(70)), ("last", Decimal(40)), ("average", Decimal(70) / 2)]
)
def test_a_period_without_realisation_is_left_out(how, expected):
    assert consolidated([Decimal(30), None, Decimal(40), None], how) == expected


@pytest.mark.parametrize("how", CONSOLIDATIONS)
def test_nothing_reported_at_all_stays_unknown(how):
    assert consolidated([None, None], how) is None
    assert consolidated([], how) is None


@many
@given(st.lists(st.one_of(unknown, numbers), max_size=12), st.sampled_from(CONSOLIDATIONS), st.integers(0, 12))
def test_an_empty_period_anywhere_changes_nothing(values, how, place):
    assert consolidated(values, how) == consolidated([*values[:place], None, *values[place:]], how)


def test_the_plan_weighs_only_what_is_known():
    assert of_plan([(Decimal(90), Decimal(60)), (None, Decimal(25)), (Decimal(120), Decimal(15))]) == Decimal(96)


def test_a_plan_of_which_nothing_is_known_is_unknown():
    assert of_plan([(None, Decimal(100))]) is None
    assert of_plan([(Decimal(90), Decimal(0))]) is None


@many
@given(st.lists(st.tuples(st.decimals(0, 120, places=2), st.decimals(1, 100, places=1)), min_size=1, max_size=8))
def test_the_plan_lies_between_its_worst_and_its_best_indicator(rows):
    found = of_plan(rows)
    assert min(value for value, _ in rows) <= found <= max(value for value, _ in rows)

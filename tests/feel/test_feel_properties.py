"""What holds for every expression, tried on random ones."""

import json
import math
import os
from datetime import UTC, datetime
from fractions import Fraction

from feel_cases import EXPRESSIONS, VARIABLES
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import feel
from feel.functions import FUNCTIONS
from feel.parser import Parser
from feel.programs import Cache

NOW = datetime(2026, 11, 21, 8, 30, tzinfo=UTC)
thorough = settings(
    max_examples=int(os.environ.get("SIKLUS_THOROUGH", "100")),
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)

WORDS = [*"()[]{},.:?+-*/<>=", "..", "**", "!=", "<=", ">=", '"a"', '@"P1D"', "1", "0.5", "2026", "item", "period"]
WORDS += ["if", "then", "else", "for", "in", "return", "some", "every", "satisfies", "and", "or", "not", "between"]
WORDS += ["true", "false", "null", "scores"]
WORDS += ["indicators", "employee.grade", *FUNCTIONS]

ATOMS = ["1", "0", "-1.5", "3", '"a"', '""', "true", "false", "null", "period", "score", "scores", "indicators", "item"]
ATOMS += ["missing", "[]", "{}", 'date("2026-01-31")', 'duration("P1M")', 'duration("PT5H")', "[1..5]", "label"]
OPERATORS = ["+", "-", "*", "/", "**", "=", "!=", "<", "<=", ">", ">=", "and", "or", "in"]


def larger(inner):
    return st.one_of(
        st.tuples(inner, st.sampled_from(OPERATORS), inner).map(lambda parts: "({} {} {})".format(*parts)),
        st.tuples(inner, inner, inner).map(lambda parts: "if {} then {} else {}".format(*parts)).map(bracketed),
        st.tuples(inner, inner, inner).map(lambda parts: "{} between {} and {}".format(*parts)).map(bracketed),
        st.tuples(st.sampled_from(["some", "every"]), inner, inner)
        .map(lambda parts: "{} x in {} satisfies {}".format(*parts))
        .map(bracketed),
        st.tuples(inner, inner).map(lambda parts: "(for x in {} return {})".format(*parts)),
        st.tuples(inner, inner).map(lambda parts: "{}[{}]".format(*parts)),
        st.tuples(inner, inner).map(lambda parts: "[{}, {}]".format(*parts)),
        st.tuples(inner, inner).map(lambda parts: "{{a: {}, x: {}}}".format(*parts)),
        st.tuples(inner, st.sampled_from(["name", "a", "month", "start"])).map(".".join),
        st.sampled_from(sorted(FUNCTIONS)).flatmap(lambda name: calls(name, inner)),
    )


def bracketed(source):
    return f"({source})"


def calls(name, inner):
    function = FUNCTIONS[name]
    fewest = max(len(function.parameters) - function.optional, int(function.more is not None))
    arguments = st.lists(inner, min_size=fewest, max_size=max(len(function.parameters), fewest))
    return arguments.map(lambda sources: f"{name}({', '.join(sources)})")


sources = st.recursive(st.sampled_from(ATOMS), larger, max_leaves=12)


@thorough
@given(st.one_of(st.text(max_size=60), st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join)), st.booleans())
def test_any_text_is_read_or_refused(text, unary):
    refused = answer(feel.check, text, unary=unary)
    assert refused is None or 0 <= refused.position <= len(text)
    assert refused is None or str(refused).endswith(".")


@thorough
@given(st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join))
def test_any_words_evaluate_or_are_refused(text):
    value_of(text, VARIABLES)
    unary_answer(text, 3, VARIABLES)


@thorough
@given(sources)
def test_a_well_formed_expression_has_a_plain_value(source):
    feel.check(source)
    value = value_of(source, VARIABLES)
    assert isinstance(value, feel.FeelBudget) or json.loads(json.dumps(value, allow_nan=False)) == value


@thorough
@given(sources)
def test_compiling_again_changes_nothing(source):
    once = value_of(source, VARIABLES)
    again = value_of(source + " ", VARIABLES)
    assert repr(once) == repr(again)
    fresh = Cache(Parser.expression_only).program(source)
    assert fresh.variables == feel.variables(source)


@thorough
@given(sources)
def test_only_named_variables_matter(source):
    named = {name: VARIABLES[name] for name in feel.variables(source) & VARIABLES.keys()}
    assert repr(value_of(source, named)) == repr(value_of(source, VARIABLES))


@thorough
@given(sources, st.sampled_from([None, True, 3, "a", [1, 2], {"a": 1}]))
def test_a_well_formed_unary_test_answers_yes_no_or_unknown(source, value):
    passes = unary_answer(source, value, VARIABLES)
    assert isinstance(passes, feel.FeelBudget) or passes in {True, False, None}


@thorough
@given(st.text(max_size=40))
def test_every_text_comes_back_as_it_was_written(text):
    written = json.dumps(text.replace("\0", ""))
    try:
        assert feel.evaluate(written, {}) == json.loads(written)
    except feel.FeelError:
        assert any(0xD800 <= ord(character) < 0xE000 for character in text)


whole = st.integers(min_value=-(10**6), max_value=10**6)


@thorough
@given(whole, whole, whole)
def test_arithmetic_is_that_of_the_school(a, b, c):
    numbers = {"a": a, "b": b, "c": c}
    assert feel.evaluate("a + b * c - (a - c) * b", numbers) == a + b * c - (a - c) * b
    assert feel.evaluate("[a, b, c][item >= a]", numbers) == [number for number in (a, b, c) if number >= a]
    if b:
        assert math.isclose(feel.evaluate("a / b + c", numbers), Fraction(a, b) + c, rel_tol=1e-12, abs_tol=1e-12)


@thorough
@given(st.integers(0, 20), st.integers(0, 20), st.integers(0, 20))
def test_a_range_has_what_lies_between_its_ends(low, high, value):
    bounds = {"low": low, "high": high}
    assert feel.unary("[low..high]", value, bounds) is (low <= value <= high)
    assert feel.unary("(low..high)", value, bounds) is (low < value < high)
    assert feel.unary("[low..high)", value, bounds) is (low <= value < high)
    assert feel.unary("]low..high]", value, bounds) is (low < value <= high)


@thorough
@given(st.sampled_from([True, False, None]), st.sampled_from([True, False, None]))
def test_logic_with_three_values_keeps_the_laws(a, b):
    truths = {"a": a, "b": b}
    assert feel.evaluate("not(a and b)", truths) is feel.evaluate("not(a) or not(b)", truths)
    assert feel.evaluate("a and b", truths) is feel.evaluate("b and a", truths)
    assert feel.evaluate("a and b", truths) is feel.evaluate("all(a, b)", truths)
    assert feel.evaluate("a or b", truths) is feel.evaluate("some x in [a, b] satisfies x", truths)


@thorough
@given(st.sampled_from([source for source, _ in EXPRESSIONS]), st.data())
def test_an_expression_cut_short_or_changed_is_read_or_refused(source, data):
    place = data.draw(st.integers(0, len(source)))
    value_of(source[:place], VARIABLES)
    value_of(source[:place] + data.draw(st.sampled_from(WORDS)) + source[place:], VARIABLES)


def value_of(source, variables):
    return answer(feel.evaluate, source, variables, now=NOW)


def unary_answer(source, value, variables):
    return answer(feel.unary, source, value, variables, now=NOW)


def answer(ask, *arguments, **options):
    """The value, or the FeelError; any other exception passes."""
    try:
        return ask(*arguments, **options)
    except feel.FeelError as refused:
        return refused

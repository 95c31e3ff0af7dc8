"""Whatever is posted or defined: a bound form or a list of problems, never an exception, and answers that are JSON."""

import json
import os

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

import forms
from tests.forms.conftest import HERE, NOW

EXAMPLES = int(os.environ.get("SIKLUS_THOROUGH", "60"))
thorough = settings(
    max_examples=EXAMPLES, deadline=None, database=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)

PLAN = json.loads((HERE / "plan.form").read_bytes())
NAMES = [
    *("summary", "start", "decision", "reason", "urgent", "mail", "unit", "values", "evidence", "employee_name"),
    *("_rows", "_row", "csrf_token", "results", "results-0-title", "results-0-weight", "results-1-weight"),
    *("results-0-indicators-0-name", "results-00-weight", "results-²-weight", "results-0-indicators-0-target-0-x"),
    *("results--", "-", ""),
]
WORDS = [
    *("agreed", "revise", "accountable", "A", "true", "60", "40,5", "1e999", "NaN", "-0", "9" * 30),
    *("2026-02-30", "2026-01-01", "results-0", "results-1", "results-0-indicators-3", "\x00", "\ud800"),
    *("add:results", "remove:results-0", "up:results-1", "add:results-0-indicators", "add:", ":"),
]
ANY_TEXT = st.text(st.characters(codec=None), max_size=30)
PAIRS = st.lists(st.tuples(st.sampled_from(NAMES) | ANY_TEXT, st.sampled_from(WORDS) | ANY_TEXT), max_size=25)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | ANY_TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(NAMES) | ANY_TEXT, inner, max_size=6),
    max_leaves=20,
)
INITIAL = st.dictionaries(st.sampled_from([*NAMES, "results", "units", "indicators"]), JSON, max_size=6)


def as_json(value: object) -> str:
    return json.dumps(value, allow_nan=False, ensure_ascii=False).encode().decode()


@thorough
@given(PAIRS, INITIAL)
def test_any_post_gives_a_bound_form_and_answers_that_are_json(rendered, plan, pairs, initial):
    bound = plan.bind(MultiDict(pairs), initial=initial, now=NOW)
    good = bound.validate()
    assert good == (not bound.errors)
    as_json(bound.answers())
    as_json(bound.conditions())
    again = plan.bind(None, initial=initial, draft=json.loads(as_json(bound.draft())), now=NOW)
    assert again.draft() == bound.draft()
    rendered(bound)


@thorough
@given(PAIRS)
def test_answers_can_be_shown_and_answered_again(rendered, plan, pairs):
    context = {"units": ["A", "B"]}
    answers = plan.bind(MultiDict(pairs), context=context, now=NOW).answers()
    again = plan.bind(None, initial=json.loads(as_json(answers)), context=context, now=NOW)
    rendered(again)
    assert again.answers() == answers


@thorough
@given(st.data())
def test_any_change_of_a_definition_is_compiled_or_refused(data):
    definition = json.loads(json.dumps(PLAN))
    for _ in range(data.draw(st.integers(1, 3))):
        place = definition
        for _ in range(data.draw(st.integers(0, 5))):
            children = [
                child
                for child in (place.values() if isinstance(place, dict) else place)
                if isinstance(child, dict | list)
            ]
            if not children:
                break
            place = data.draw(st.sampled_from(children))
        if place:
            key = data.draw(st.sampled_from(sorted(place) if isinstance(place, dict) else range(len(place))))
            place[key] = data.draw(JSON)
    try:
        form = forms.compile(definition)
    except forms.Problems as refused:
        faults = refused.problems
    else:
        faults = [as_json(form.bind(MultiDict(), now=NOW).answers())]
    assert faults
    assert all(faults)


@thorough
@given(st.binary(max_size=200))
def test_bytes_that_are_no_form_are_refused(source):
    with pytest.raises(forms.Problems):
        forms.compile(source)

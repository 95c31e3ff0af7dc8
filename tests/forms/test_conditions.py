"""What is visible and required follows from the answers, by FEEL on the server."""

import pytest
from werkzeug.datastructures import MultiDict

from tests.forms.conftest import NOW


def test_a_hidden_question_is_neither_demanded_nor_answered(plan, fill):
    bound = fill(plan, ("decision", "agreed"), ("reason", "left over"))
    bound.validate()
    assert "reason" not in bound.answers()
    assert "f-reason" not in dict(bound.errors)


def test_a_shown_question_is_demanded(plan, fill):
    bound = fill(plan, ("decision", "revise"))
    bound.validate()
    assert dict(bound.errors)["f-reason"] == "Fill in “Alasan perbaikan”."


def test_what_is_hidden_counts_as_empty_for_the_rest(ask, fill):
    form = ask(
        {"type": "textfield", "key": "c", "conditional": {"hide": '=b != "x"'}},
        {"type": "textfield", "key": "b", "conditional": {"hide": '=a != "x"'}},
        {"type": "textfield", "key": "a"},
    )
    assert fill(form, ("a", "x"), ("b", "x"), ("c", "here")).answers() == {"a": "x", "b": "x", "c": "here"}
    assert fill(form, ("a", "y"), ("b", "x"), ("c", "here")).answers() == {"a": "y"}


def test_conditions_that_chase_each_other_come_to_rest(ask, fill):
    form = ask(
        {"type": "textfield", "key": "a", "conditional": {"hide": "=b = null"}},
        {"type": "textfield", "key": "b", "conditional": {"hide": "=a != null"}},
    )
    assert isinstance(fill(form, ("a", "1"), ("b", "1")).answers(), dict)


@pytest.mark.parametrize("condition", ["=1 / amount", "=unknown.part", "=amount + 1", "=null", "=[]"])
def test_a_condition_that_is_not_true_hides_nothing(ask, fill, condition):
    form = ask({"type": "number", "key": "amount", "conditional": {"hide": condition}})
    assert fill(form, ("amount", "0")).answers() == {"amount": 0}


def test_a_row_sees_its_own_answers_before_those_outside(ask, fill):
    form = ask(
        {"type": "number", "key": "weight"},
        {"type": "number", "key": "limit"},
        {
            "type": "dynamiclist",
            "path": "rows",
            "components": [
                {"type": "number", "key": "weight"},
                {"type": "textfield", "key": "note", "siklus": {"required": "=weight > limit"}},
            ],
        },
    )
    bound = fill(form, ("weight", "99"), ("limit", "50"), ("rows-0-weight", "10"), ("rows-1-weight", "60"))
    bound.validate()
    assert [target for target, _ in bound.errors] == ["f-rows-1-note"]


def test_conditions_may_read_what_is_given_with_the_form_and_the_time(ask):
    form = ask(
        {"type": "textfield", "key": "late", "conditional": {"hide": "=now() < date and time(deadline)"}},
        {"type": "textfield", "key": "hidden", "conditional": {"hide": "=score > 80"}},
    )
    bound = form.bind(MultiDict(), context={"deadline": "2026-11-20T00:00:00"}, initial={"score": 90}, now=NOW)
    assert bound.answers() == {"late": None}


def test_a_check_of_the_form_speaks_at_its_field(plan, fill):
    bound = fill(plan, ("start", "2026-03-01"), ("end", "2026-02-01"))
    bound.validate()
    assert dict(bound.errors)["f-end"] == "Mulai harus sebelum selesai."


def test_a_check_waits_until_its_fields_are_good(plan, fill):
    bound = fill(plan, ("start", "soon"), ("end", "2026-02-01"))
    bound.validate()
    assert "f-end" not in dict(bound.errors)


def test_a_check_that_cannot_be_decided_is_no_fault_while_its_fields_are_empty(plan, fill):
    bound = fill(plan, ("start", "2026-03-01"))
    bound.validate()
    assert "f-end" not in dict(bound.errors)


def test_a_check_that_never_becomes_true_or_false_is_a_fault(ask, fill):
    checks = [{"condition": "=answer > limit", "message": "Too low."}]
    bound = fill(ask({"type": "number", "key": "answer"}, siklus={"checks": checks}), ("answer", "3"))
    bound.validate()
    assert bound.errors == [("f--form", "Too low.")]


def test_a_check_of_rows_speaks_in_the_row(ask, fill):
    form = ask(
        {
            "type": "dynamiclist",
            "path": "rows",
            "label": "Rows",
            "components": [{"type": "number", "key": "low"}, {"type": "number", "key": "high"}],
            "siklus": {"checks": [{"condition": "=low <= high", "message": "Turn them round.", "field": "high"}]},
        }
    )
    bound = fill(form, ("rows-0-low", "1"), ("rows-0-high", "2"), ("rows-1-low", "3"), ("rows-1-high", "2"))
    assert not bound.validate()
    assert bound.errors == [("f-rows-1-high", "Row 2: Turn them round.")]


def test_the_browser_is_told_what_changed(plan, fill):
    bound = fill(
        plan, ("decision", "revise"), ("mail", "ana@"), ("results-7-weight", "60"), ("results-7-title", "Naskah")
    )
    answer = bound.conditions()
    assert answer["visible"] == {"~reasons": True}
    assert answer["required"] == {"results-7-note": True}
    assert [fault["name"] for fault in answer["messages"]] == ["mail"]
    assert bound.errors == []


def test_computed_words_follow_the_answers(rating):
    bound = rating.bind(None, initial={"indicators": [{}, {}]}, now=NOW)
    assert bound.conditions()["texts"] == {"~count": "2"}

"""From a post to plain answers: what is accepted, what is refused and in which words."""

import pytest
from werkzeug.datastructures import MultiDict

from tests.forms.conftest import NOW


def message(form, fill, text: str) -> str:
    bound = fill(form, ("answer", text))
    bound.validate()
    return bound.errors[0][1] if bound.errors else ""


def question(kind: str = "textfield", **properties: object) -> dict:
    return {"type": kind, "key": "answer", "label": "Answer", **properties}


def test_answers_are_plain_json_of_the_right_type(ask, fill):
    form = ask(
        question(key="words"),
        question("textarea", key="story"),
        question("number", key="amount"),
        question("datetime", subtype="date", key="day"),
        question("datetime", subtype="time", key="hour"),
        question("datetime", subtype="datetime", key="moment"),
        question("checkbox", key="sure"),
        question("radio", key="level", values=[{"label": "One", "value": 1}, {"label": "Two", "value": 2}]),
        question("checklist", key="values", values=[{"label": "A", "value": "a"}, {"label": "B", "value": "b"}]),
    )
    bound = fill(
        form,
        ("words", "  Ana  "),
        ("story", "one\r\ntwo"),
        ("amount", "2,50"),
        ("day", "2026-02-28"),
        ("hour", "09:30"),
        ("moment", "2026-02-28T09:30"),
        ("sure", "true"),
        ("level", "2"),
        ("values", "b"),
        ("values", "a"),
    )
    assert bound.validate(), bound.errors
    assert bound.answers() == {
        "words": "Ana",
        "story": "one\ntwo",
        "amount": 2.5,
        "day": "2026-02-28",
        "hour": "09:30",
        "moment": "2026-02-28T09:30",
        "sure": True,
        "level": 2,
        "values": ["a", "b"],
    }


def test_empty_answers_are_null_false_or_an_empty_list(ask, fill):
    form = ask(
        question(key="words"), question("number", key="amount"), question("checkbox", key="sure"),
        question("checklist", key="values", values=[{"label": "A", "value": "a"}]),
    )  # fmt: skip
    bound = fill(form, ("words", "   "), ("amount", ""))
    assert bound.validate()
    assert bound.answers() == {"words": None, "amount": None, "sure": False, "values": []}


@pytest.mark.parametrize(
    ("component", "text", "words"),
    [
        (question(validate={"required": True}), "  ", "Fill in “Answer”"),
        (question("checkbox", validate={"required": True}), "", "Confirm “Answer”"),
        (question(validate={"minLength": 5}), "abc", "3 of at least 5"),
        (question(validate={"maxLength": 5}), "abcdef", "at most 5"),
        (question(), "x" * 1_001, "at most 1000"),
        (question(), "a\nb", "one line"),
        (question(), "a\x00b", "cannot be kept"),
        (question(), "a\ud800b", "cannot be kept"),
        (question(validate={"pattern": "^[0-9]{18}$"}), "12", "expected way"),
        (question(validate={"pattern": "^[0-9]{18}$", "patternErrorMessage": "NIP: 100% digits"}), "12", "100% digits"),
        (question(validate={"pattern": "a*b"}), "a" * 201, "expected way"),
        (question(validate={"validationType": "email"}), "ana@", "e-mail"),
        (question(validate={"validationType": "phone"}), "call me", "telephone"),
        (question("number"), "1.500", "two ways"),
        (question("number", validate={"min": 3}), "2,9", "at least 3"),
        (question("number", validate={"max": 3}), "3,1", "at most 3"),
        (question("number", decimalDigits=0), "3,1", "whole number"),
        (question("number", decimalDigits=1), "3,14", "1 decimals"),
        (question("number", increment=0.25), "0,3", "steps of 0.25"),
        (question("number", increment=1e-15), "9223372036854775807", ""),
        (question("datetime", subtype="date"), "31/03/2026", "must be a date"),
        (question("datetime", subtype="time"), "25:00", "must be a time"),
        (question("datetime", subtype="datetime"), "tomorrow", "date and time"),
        (question("datetime", subtype="date", disallowPassedDates=True), "2026-11-20", "not be in the past"),
        (question("datetime", subtype="date", disallowPassedDates=True), "2026-11-21", ""),
        (question("radio", values=[{"label": "A", "value": "a"}]), "b", "answers offered"),
        (question("checklist", values=[{"label": "A", "value": "a"}]), "b", "answers offered"),
        (question(label="50% of it", validate={"required": True}), "", "50% of it"),
    ],
)
def test_a_bad_answer_is_refused_in_words_that_name_the_question(ask, fill, component, text, words):
    assert words in message(ask(component), fill, text) if words else not message(ask(component), fill, text)


def test_email_and_phone_are_accepted_as_people_write_them(ask, fill):
    assert not message(ask(question(validate={"validationType": "email"})), fill, "ana.putri@kab-siklus.go.id")
    assert not message(ask(question(validate={"validationType": "phone"})), fill, "+62 812-3456-7890")


def test_choices_come_from_the_form_or_from_what_is_given_with_it(ask):
    form = ask(question("select", valuesKey="units"))
    units = ["Health", {"value": 7, "label": "Education"}, {"label": "no value"}, None, ["x"]]
    for given in ({"initial": {"units": units}}, {"context": {"units": units}}):
        bound = form.bind(MultiDict({"answer": "7"}), now=NOW, **given)
        assert bound.validate()
        assert bound.answers() == {"answer": 7}
        assert [label for _, label, _ in bound.root["answer"].options] == ["Health", "Education"]


def test_fields_the_form_does_not_have_are_refused(plan, fill):
    bound = fill(plan, ("summary", "Ringkas"), ("is_admin", "1"), ("results-0-salary", "9"), ("_version", "3"))
    assert not bound.validate()
    assert [text for target, text in bound.errors if target == "f--form"] == [
        "This form has no field named is_admin, results-0-salary. Reload the page and try again."
    ]


def test_a_post_of_thousands_of_fields_is_refused_but_still_shown(plan, fill):
    bound = fill(plan, ("summary", "Ringkas"), *[(f"x{number}", "1") for number in range(20_000)])
    assert not bound.validate()
    assert "More was sent" in bound.errors[0][1]
    assert bound.root["summary"].typed == "Ringkas"


def test_thousands_of_rows_in_one_post_are_refused(plan, fill):
    rows = [("_rows", f"results-{outer}-indicators-{inner}") for outer in range(100) for inner in range(100)]
    bound = fill(plan, *rows)
    assert not bound.validate()
    assert "More was sent" in bound.errors[0][1]


def test_saving_a_draft_is_told_apart_from_sending(plan, fill):
    assert fill(plan, ("_draft", "save")).saves_draft
    assert not fill(plan, ("summary", "x")).saves_draft


def test_read_only_answers_never_come_from_the_post(plan, fill):
    bound = fill(plan, ("employee_name", "Someone else"), initial={"employee_name": "Ana"})
    bound.validate()
    assert bound.answers()["employee_name"] == "Ana"
    assert "form" not in str(bound.errors)


def test_messages_and_labels_are_translated(ask):
    catalogue = {"Fill in “%(label)s”.": "Isi “%(label)s”.", "Answer": "Jawaban"}
    form = ask(question(validate={"required": True}))
    bound = form.bind(MultiDict(), now=NOW, translate=lambda text: catalogue.get(text, text))
    bound.validate()
    assert bound.errors == [("f-answer", "Isi “Jawaban”.")]


def test_a_draft_gives_back_what_was_typed_good_or_not(plan, fill):
    typed = [("summary", "Ri"), ("_rows", "results-4"), ("results-4-weight", "banyak"), ("results-4-title", "a\ud800b")]
    draft = fill(plan, *typed, ("unknown", "x"), ("employee_name", "Someone else")).draft()
    again = plan.bind(None, initial={"employee_name": "Ana"}, draft=draft, now=NOW)
    (row,) = again.root.lists["results"].rows
    assert again.root["summary"].typed == "Ri"
    assert (row.address, row.level["weight"].typed, row.level["title"].typed) == ("results-4", "banyak", "ab")
    assert set(draft["fields"]) == {"_rows", "summary", "results-4-weight", "results-4-title", "evidence"}
    assert again.root["employee_name"].shown == "Ana"

"""Made up answers are such as the form accepts."""

from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pytest

import forms

NOW = datetime(2026, 1, 5, 8, tzinfo=UTC)
DEFINITIONS = sorted((Path(forms.__file__).parent / "definitions").glob("*.form"))


def form_of(*components, **own):
    return forms.compile({"id": "f", "type": "default", "components": list(components), "siklus": own})


def is_accepted(form, answers, **outside):
    return form.bind(None, initial=answers, now=NOW, **outside).validate()


@pytest.mark.parametrize("file", DEFINITIONS, ids=lambda file: file.stem)
def test_every_shipped_form_accepts_what_is_made_up_for_it(file):
    form = forms.compile(file.read_bytes())
    for seed in range(4):
        answers = forms.sample(form, Random(seed), now=NOW)
        assert is_accepted(form, answers, context={name: [1, 2, 3] for name in _lists(form)}), seed


def _lists(form):
    everything = forms.definition.everything(form.components)
    return [part.options_from for part in everything if getattr(part, "options_from", None)]


def test_the_same_chance_gives_the_same_answers():
    form = forms.compile(DEFINITIONS[0].read_bytes())
    assert forms.sample(form, Random(3)) == forms.sample(form, Random(3))
    assert len({str(forms.sample(form, Random(seed))) for seed in range(5)}) > 1


def test_rows_and_choices_that_are_given_are_taken():
    rows = {
        "type": "dynamiclist",
        "id": "l",
        "path": "rows",
        "label": "Rows",
        "isRepeating": True,
        "allowAddRemove": False,
        "siklus": {"carry": ["code"]},
        "components": [
            {"type": "textfield", "id": "t", "key": "title", "label": "Title", "readonly": True},
            {"type": "number", "id": "n", "key": "n", "label": "N", "validate": {"required": True, "min": 3, "max": 5}},
        ],
    }
    given = {"rows": [{"code": "x", "title": "One"}, {"code": "y", "title": "Two"}]}
    answers = forms.sample(form_of(rows), Random(1), initial=given, now=NOW)
    assert [row["code"] for row in answers["rows"]] == ["x", "y"]
    assert all(3 <= row["n"] <= 5 for row in answers["rows"])


def test_evidence_that_must_be_attached_is_attached():
    picker = {
        "type": "filepicker",
        "id": "p",
        "key": "files",
        "label": "Bukti",
        "accept": ".pdf",
        "validate": {"required": True},
    }
    (file,) = forms.sample(form_of(picker), Random(1), now=NOW)["files"]
    assert file["type"] == "application/pdf"


def test_a_form_that_accepts_nothing_still_gets_an_answer():
    field = {"type": "textfield", "id": "t", "key": "t", "label": "T", "validate": {"required": True}}
    form = form_of(field, checks=[{"condition": '="a" = "b"', "message": "Never", "field": "t"}])
    assert forms.sample(form, Random(1), now=NOW)["t"]

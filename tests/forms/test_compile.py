"""What a form definition may say, and how its author hears of what it may not."""

import json

import pytest

import forms


def faults(definition: bytes | dict) -> list[forms.Problem]:
    with pytest.raises(forms.Problems) as caught:
        forms.compile(definition)
    return caught.value.problems


def form_with(*components: dict, **of_form: object) -> dict:
    return {"type": "default", "id": "asked", "components": list(components), **of_form}


def question(kind: str = "textfield", **properties: object) -> dict:
    return {"type": kind, "key": "answer", "label": "Answer", **properties}


def test_a_form_tells_its_id_title_panels_and_prefill(plan):
    assert (plan.id, plan.title, plan.panels, plan.prefill) == (
        "plan",
        "Rencana kinerja",
        ("plan",),
        ("plans.previous",),
    )


def test_a_form_lists_every_text_a_person_reads(plan):
    assert {"Ringkasan", "Naskah siap lebih cepat.", "Setuju", "Mulai harus sebelum selesai.", "Indikator", "%"} <= set(
        plan.texts
    )


@pytest.mark.parametrize(
    "kind",
    ["expression", "iframe", "table", "button", "image", "documentPreview", "subform", "default", "", None, 7, ["x"]],
)
def test_a_component_siklus_does_not_have_is_refused_by_name(kind):
    (fault,) = faults(form_with({"type": kind, "key": "odd_one"}))
    assert fault.code == "form.component"
    assert "odd_one" in fault.text
    assert str(kind) in fault.text


def test_a_fault_names_the_line_it_stands_on():
    source = b'{"type": "default", "id": "asked",\n "components": [\n  {"type": "iframe",\n   "key": "film"}]}'
    (fault,) = faults(source)
    assert (fault.element, fault.line) == ("film", 4)


def test_every_fault_is_reported_at_once():
    found = faults(
        form_with(
            question(key="a-b"),
            question("number", validate={"min": 3, "max": 1}),
            question("select", key="empty"),
            question(key="sly", conditional={"hide": "=("}),
            {"type": "iframe", "id": "film"},
        )
    )
    assert [fault.code for fault in found] == ["form.key", "form.bounds", "form.values", "form.feel", "form.component"]


@pytest.mark.parametrize(
    ("properties", "code"),
    [
        ({"key": "_row"}, "form.key"),
        ({"key": "a.b"}, "form.key"),
        ({"label": "=name"}, "form.words"),
        ({"description": "Hello {{name}}"}, "form.words"),
        ({"label": 7}, "form.needs-text"),
        ({"conditional": {"hide": "true"}}, "form.feel-sign"),
        ({"siklus": {"required": "a >"}}, "form.feel-sign"),
        ({"siklus": {"wigdet": "rating"}}, "form.siklus"),
        ({"siklus": {"widget": "rating"}}, "form.widget"),
        ({"siklus": []}, "form.needs-object"),
        ({"validate": {"pattern": "(a+)+$"}}, "form.pattern"),
        ({"validate": {"validationType": "iban"}}, "form.format"),
        ({"validate": {"minLength": 9, "maxLength": 3}}, "form.lengths"),
        ({"validate": {"maxLength": "many"}}, "form.needs-number"),
        ({"type": "datetime", "subtype": "year"}, "form.subtype"),
        ({"type": "filepicker", "accept": ".exe"}, "form.accept"),
        (
            {"type": "radio", "values": [{"label": "A", "value": "a"}, {"label": "B", "value": "a"}]},
            "form.values-twice",
        ),
        ({"type": "radio", "valuesExpression": "=choices"}, "form.values-expression"),
        ({"type": "number", "increment": 0}, "form.step"),
        ({"type": "number", "increment": 1e-30}, "form.needs-number"),
        ({"type": "number", "validate": {"min": "NaN"}}, "form.needs-number"),
        ({"type": "group", "path": "inner"}, "form.path"),
        ({"type": "dynamiclist", "key": None, "path": "a-b"}, "form.key"),
        ({"type": "dynamiclist", "siklus": {"sum": {"field": "nothing", "target": 1}}}, "form.sum"),
        ({"type": "dynamiclist", "siklus": {"minRows": 4, "maxRows": 2}}, "form.rows"),
        ({"type": "dynamiclist", "siklus": {"checks": [{"condition": "=true"}]}}, "form.check-message"),
        ({"type": "dynamiclist", "siklus": {"title": "nothing"}}, "form.title"),
    ],
)
def test_a_wrong_property_is_refused(properties, code):
    assert code in [fault.code for fault in faults(form_with({**question(), **properties}))]


def test_a_key_may_be_used_once_per_level_and_again_in_rows():
    rows = {"type": "dynamiclist", "path": "rows", "components": [question()]}
    assert forms.compile(form_with(question(), rows)).id == "asked"
    assert faults(form_with(question(), {"type": "group", "components": [question()]}))[0].code == "form.key-twice"


def test_lists_stand_in_lists_but_no_deeper():
    deep = question()
    for name in ("inner", "middle", "outer"):
        deep = {"type": "dynamiclist", "path": name, "components": [deep]}
    assert [fault.code for fault in faults(form_with(deep))] == ["form.list-depth"]
    assert forms.compile(form_with(deep["components"][0])).id == "asked"
    deep["components"][0]["components"][0]["allowAddRemove"] = False
    assert forms.compile(form_with(deep)).id == "asked"


@pytest.mark.parametrize(
    ("own", "code"),
    [
        ({"compact": True, "title": "note"}, "form.fixed"),
        ({"rowsFrom": "known"}, "form.fixed"),
        ({"compact": True}, "form.compact-title"),
    ],
)
def test_only_named_fixed_rows_stand_in_a_line(own, code):
    rows = {"type": "dynamiclist", "path": "rows", "siklus": own, "components": [question(key="note")]}
    rows["allowAddRemove"] = code == "form.fixed"
    assert code in [fault.code for fault in faults(form_with(rows))]


def test_a_check_must_name_a_field_of_the_form():
    own = {"checks": [{"condition": "=true", "message": "No.", "field": "gone"}]}
    assert faults(form_with(question(), siklus=own))[0].code == "form.check-field"


@pytest.mark.parametrize(
    "source",
    [
        b"",
        b"[]",
        b"null",
        b"{",
        b"\xff\xfe",
        b"NaN",
        b'{"a": Infinity}',
        b"[" * 100_000,
        b"x" * 600_000,
        b'{"type": "default", "id": "asked", "components": 7}',
        b'{"type": "default", "id": "asked", "components": [7]}',
        b'{"type": "default", "components": []}',
        json.dumps(form_with({"type": "group", "components": [{"type": "group"}] * 500})).encode(),
    ],
)
def test_what_is_no_form_is_refused_with_a_sentence(source):
    assert all(fault.text and fault.severity == "error" for fault in faults(source))


def test_groups_nested_without_end_are_refused():
    nested: dict = question()
    for _ in range(300):
        nested = {"type": "group", "components": [nested]}
    assert faults(form_with(nested))[0].code == "form.depth"


@pytest.mark.parametrize("pattern", [r"^[0-9]{18}$", r"[A-Z]{2,5}-\d+", r"(?:ab)+", r"^\w+( \w+)$", r"[+*]+"])
def test_plain_patterns_are_allowed(pattern):
    assert forms.compile(form_with(question(validate={"pattern": pattern}))).id == "asked"


@pytest.mark.parametrize(
    "pattern", [r"(a+)+", r"(a*)*", r"(a|aa)+", r"(\w+\s?)*$", r"(?=a)", r"(a)\1", r".*.*.*.*x", r"((a)?)+", "[", "("]
)
def test_patterns_that_could_run_for_hours_are_refused(pattern):
    assert faults(form_with(question(validate={"pattern": pattern})))[0].code == "form.pattern"


MENDABLE = {
    "form.component": form_with(question(), {"type": "iframe", "key": "film"}),
    "form.key-twice": form_with(question(id="one"), question(id="two"), question(id="three", key="answer_2")),
    "form.id-twice": form_with(question(id="one"), question(id="one", key="other")),
    "form.siklus": form_with(question(), siklus={"submmit": "Kirim"}),
}


@pytest.mark.parametrize("code", MENDABLE)
def test_a_fix_takes_its_problem_away_and_nothing_else(code):
    definition = MENDABLE[code]
    (fault,) = faults(definition)
    assert fault.code == code
    mended = json.loads(forms.mend(json.dumps(definition).encode(), fault.fix.edits))
    forms.compile(mended)
    assert mended["components"][0] == definition["components"][0]
    for language in ("en", "id"):
        assert fault.fix.sentence(language)


@pytest.mark.parametrize(
    "edit",
    [
        {},
        {"do": "put"},
        {"do": "put", "at": "components"},
        {"do": "put", "at": "/components/7", "value": 1},
        {"do": "put", "at": "/components/-1", "value": 1},
        {"do": "put", "at": "/id/x", "value": 1},
        {"do": "drop", "at": "/gone"},
        {"do": "drop", "at": "/components/0/gone"},
        {"do": "drop", "at": "/components/x"},
        {"do": "put", "at": "/components/" + "9" * 5000, "value": 1},
        {"do": "put", "at": "/title", "value": "\ud800"},
        {"do": "shout", "at": "/id"},
    ],
)
def test_an_edit_that_does_not_fit_is_refused(edit):
    with pytest.raises(forms.CannotMend):
        forms.mend(json.dumps(form_with(question())).encode(), [edit])


def test_what_is_no_json_cannot_be_mended():
    with pytest.raises(forms.CannotMend):
        forms.mend(b"{", [])


def test_a_form_that_cannot_be_written_again_is_not_mended():
    with pytest.raises(forms.CannotMend):
        forms.mend(b'{"id": "\\ud800", "title": "a"}', [{"do": "drop", "at": "/title"}])

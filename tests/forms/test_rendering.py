"""The page of a form: every input has a label, every id stands once, every fault is linked to its field."""

import re
from pathlib import Path

import pytest
from werkzeug.datastructures import MultiDict

import forms
from tests.forms.conftest import NOW, TEMPLATES

SHIPPED = sorted((Path(forms.__file__).parent / "definitions").glob("*.form"))


def live(tree):
    """The elements a browser shows or reads: those outside templates."""
    for element in tree:
        yield element
        if element.tag != "template":
            yield from live(element)


def by_id(tree) -> dict:
    found: dict = {}
    for element in live(tree):
        if "id" in element.attrib:
            assert element.get("id") not in found, f"id {element.get('id')} stands twice"
            found[element.get("id")] = element
    return found


def words(element) -> str:
    return " ".join("".join(element.itertext()).split())


def lint(tree) -> None:
    """What must hold on every page with a form."""
    ids = by_id(tree)
    labelled = {element.get("for") for element in live(tree) if element.tag == "label"}
    wrapped = [inner for label in live(tree) if label.tag == "label" for inner in label.iter("input")]
    for element in live(tree):
        for attribute in ("aria-describedby", "aria-labelledby", "for"):
            for target in element.get(attribute, "").split():
                assert target in ids, f"{attribute} of {element.attrib} leads nowhere"
        if element.tag in ("input", "select", "textarea") and element.get("type") != "hidden":
            assert element.get("id") in labelled or element in wrapped, f"{element.attrib} has no label"
        if element.tag == "a" and element.get("href", "").startswith("#"):
            assert element.get("href")[1:] in ids
        if element.tag == "button":
            assert words(element)
        assert not {name for name in element.attrib if name == "style" or name.startswith("on")}


def test_an_empty_form_is_a_sound_page(plan, rendered):
    lint(rendered(plan.bind(None, initial={"employee_name": "Ana", "units": ["A"]}, now=NOW)))


def test_a_form_full_of_faults_is_a_sound_page(plan, rendered, fill):
    bound = fill(
        plan, ("mail", "x"), ("decision", "revise"), ("results-0-weight", "x"), ("results-1-indicators-0-name", "")
    )
    bound.validate()
    tree = rendered(bound)
    lint(tree)
    ids = by_id(tree)
    links = [element for element in live(tree) if element.tag == "a" and element.get("href", "").startswith("#f-")]
    assert len(links) == len(bound.errors)
    for link in links:
        target = ids[link.get("href")[1:]]
        assert target.tag in ("input", "textarea", "select", "fieldset")
    mail = ids["f-mail"]
    assert mail.get("aria-invalid") == "true"
    assert (
        words(ids[mail.get("aria-describedby")])
        == "Error: “Surel” must be an e-mail address, such as ana@example.go.id."
    )


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_every_shipped_form_is_a_sound_page_and_named_like_its_file(rendered, path):
    form = forms.compile(path.read_bytes())
    assert form.id == path.stem
    for posted in (None, MultiDict()):
        bound = form.bind(posted, now=NOW)
        bound.validate()
        lint(rendered(bound))


def test_hint_and_unit_describe_the_input_and_the_marker_is_in_words(plan, rendered):
    ids = by_id(rendered(plan.bind(MultiDict({"results-0-title": ""}), now=NOW)))
    summary, weight = ids["f-summary"], ids["f-results-0-weight"]
    assert words(ids[summary.get("aria-describedby")]) == "Dua kalimat."
    assert summary.get("aria-required") == "true"
    assert words(ids[weight.get("aria-describedby")]) == "%"


def test_what_was_typed_comes_back_even_when_it_is_no_answer(plan, rendered):
    posted = MultiDict({"results-0-weight": "banyak <b>", "summary": "\nx", "decision": "agreed"})
    ids = by_id(rendered(plan.bind(posted, now=NOW)))
    assert ids["f-results-0-weight"].get("value") == "banyak <b>"
    assert ids["f-summary"].text == "\nx"
    assert "checked" in ids["f-decision--0"].attrib


def test_a_rating_is_a_named_group_of_three_steps(rating, rendered):
    initial = {"indicators": [{"name": "Naskah", "target": "12 naskah", "realised": 11.5}]}
    tree = rendered(rating.bind(MultiDict(), initial=initial, now=NOW))
    lint(tree)
    ids = by_id(tree)
    rate = ids["f-indicators-0-rating"]
    assert (rate.get("class"), rate.get("role"), len(rate.findall(".//input"))) == ("rate", "radiogroup", 3)
    row = ids["f-indicators-0"]
    assert words(ids[row.get("aria-labelledby")]) == "Naskah"
    assert (
        words(next(element for element in row.iter() if element.get("class") == "vals"))
        == "Target 12 naskah Realisasi 11.5"
    )
    assert not [element for element in row.iter("input") if element.get("name", "").endswith(("name", "target"))]


def test_hidden_parts_are_on_the_page_but_not_shown(plan, rendered, fill):
    for decision, shown in (("agreed", False), ("revise", True)):
        tree = rendered(fill(plan, ("decision", decision)))
        (group,) = [element for element in live(tree) if element.get("data-part") == "~reasons"]
        assert ("hidden" not in group.attrib) == shown


def test_a_row_to_be_copied_shows_what_a_new_row_shows(ask, rendered):
    form = ask(
        {"type": "number", "key": "limit"},
        {
            "type": "dynamiclist",
            "path": "rows",
            "defaultRepetitions": 0,
            "components": [
                {"type": "textfield", "key": "seen", "conditional": {"hide": "=limit = 2"}},
                {"type": "textfield", "key": "unseen", "conditional": {"hide": "=limit = 1"}},
                {"type": "dynamiclist", "path": "parts", "components": [{"type": "textfield", "key": "name"}]},
            ],
        },
    )
    tree = rendered(form.bind(MultiDict({"limit": "1"}), now=NOW))
    shown = {part.get("data-part"): "hidden" not in part.attrib for part in tree.iter() if part.get("data-field")}
    assert shown == {
        "limit": True,
        "rows-__0__-seen": True,
        "rows-__0__-unseen": False,
        "rows-__0__-parts-0-name": True,
        "rows-__0__-parts-__1__-name": True,
    }


def test_markup_in_a_html_view_is_only_text(plan, rendered):
    tree = rendered(plan.bind(None, now=NOW))
    assert "Dasar: PermenPANRB 6/2022" in words(tree)
    assert "alert" not in words(tree)


def test_enter_in_a_line_of_text_never_sends_the_form(plan, rendered):
    first = next(element for element in live(rendered(plan.bind(None, now=NOW))) if element.tag == "button")
    assert (first.get("name"), first.get("value")) == ("_row", "refresh")


def test_the_sum_and_the_filled_parts_are_counted(plan, rendered, fill):
    text = words(rendered(fill(plan, ("summary", "Ringkas"), ("results-0-weight", "60,5"), ("results-1-weight", "10"))))
    assert "Sum so far: 70.5 of 100" in text
    assert "3 of 7 parts filled in" in text


def test_templates_hold_no_script_style_or_inline_handler():
    for path in (TEMPLATES / "forms").glob("*.html"):
        assert not re.search(r"<script|<style|\sstyle=|\son[a-z]+=", path.read_text()), path

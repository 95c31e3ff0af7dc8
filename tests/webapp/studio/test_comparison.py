"""Two versions side by side: in words, on the diagrams, cell by cell and field by field."""

import json

from tests.webapp.studio.test_publication import change
from tests.webapp.studio.workshop import PLANNING


def words(response) -> str:
    return " ".join(response.text.split())


def files_changed(workshop) -> dict[str, bytes]:
    """A step renamed, a cell of a table and a field of a form changed."""
    files = dict(workshop.files)
    files["planning.bpmn"] = files["planning.bpmn"].replace(b'name="Catat rancangan"', b'name="Simpan rancangan"')
    files["follow_up.dmn"] = files["follow_up.dmn"].replace(b'"coaching"', b'"reward"')
    form = json.loads(files["comment_on_rating.form"])
    form["components"][0]["label"] = "Pertanyaan lain"
    files["comment_on_rating.form"] = json.dumps(form).encode()
    assert all(files[name] != workshop.files[name] for name in ("planning.bpmn", "follow_up.dmn"))
    return files


def test_a_draft_that_changes_nothing_differs_in_nothing(hadi):
    assert "Nothing differs" in hadi.get("/studio/appraisal/draft/comparison").text


def test_what_a_draft_changes_is_told_and_marked_on_both_drawings(hadi):
    change(hadi, PLANNING, b'name="Catat rancangan"', b'name="Simpan rancangan"')
    page = words(hadi.get("/studio/appraisal/draft/comparison"))
    assert "Record the draft" in page
    assert "Simpan rancangan" in page
    assert 'data-diagram="/studio/appraisal/versions/1/files/planning.bpmn?language=en"' in page
    assert f'data-diagram="{PLANNING}/content?language=en"' in page
    for drawn, name in (
        ("versions/1/files/planning.bpmn", "Record the draft"),
        (f"draft/{PLANNING.split('/draft/')[1]}/content", "Simpan rancangan"),
    ):
        assert f'name="{name}"' in hadi.get(f"/studio/appraisal/{drawn}?language=en").text
    assert 'name="Catat rancangan"' in hadi.get("/studio/appraisal/versions/1/files/planning.bpmn").text
    assert page.count('"changed": ["record_draft"]') == 2


def test_versions_are_compared_cell_by_cell_and_field_by_field(workshop, signed_in):
    workshop.publish(files_changed(workshop), note="Tiga perubahan")
    browser = signed_in(workshop.hadi)
    page = words(browser.get("/studio/appraisal/comparison?old=1&new=2"))
    assert "From version 1 to version 2." in page
    assert "<del>&#34;coaching&#34;</del>" in page
    assert "<ins>Pertanyaan lain</ins>" in page
    assert browser.get("/studio/appraisal/comparison?old=1&new=7").status_code == 404
    assert browser.get("/studio/appraisal/comparison").status_code == 404


def test_the_draft_stands_among_the_versions_to_compare(workshop, hadi):
    change(hadi, PLANNING, b'name="Catat rancangan"', b'name="Simpan rancangan"')
    chosen = '<option value="draft" selected>the draft</option>'
    assert hadi.get("/studio/appraisal/draft/comparison").text.count(chosen) == 1
    page = words(hadi.get("/studio/appraisal/comparison?old=draft&new=1"))
    assert "From the draft to version 1." in page
    assert page.count(chosen) == 1


def test_an_entry_of_a_catalogue_is_named_once(hadi):
    name = "/studio/appraisal/draft/files/catalogue.en.toml"
    change(hadi, name, b'"Record the draft"', b'"Write down the draft"')
    page = words(hadi.get("/studio/appraisal/draft/comparison"))
    table = page[page.index("<caption") :]
    assert "<ins>Write down the draft</ins>" in table
    assert table[: table.index("</table>")].count("Catat rancangan</") == 1


def test_a_comparison_is_told_in_the_language_of_the_reader(hadi):
    change(hadi, PLANNING, b'name="Catat rancangan"', b'name="Simpan rancangan"')
    english = words(hadi.get("/studio/appraisal/draft/comparison"))
    indonesian = words(hadi.get("/studio/appraisal/draft/comparison", headers={"Accept-Language": "id"}))
    assert english != indonesian

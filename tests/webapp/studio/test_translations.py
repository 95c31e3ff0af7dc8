"""The page where an admin says a draft's new texts in another language."""

import io
import tomllib

from tests.webapp.studio.workshop import PLANNING, put
from webapp.library import texts
from webapp.library.wording import Said
from webapp.studio.translating import rewritten
from webapp.studio.translation_pages import mark

PAGE = "/studio/appraisal/draft/translations"
WORDS = "catalogue.en.toml"
CONTENT = f"/studio/appraisal/draft/files/{WORDS}/content"


def rename(browser, workshop, new="Tulis rencana"):
    """A step gets another name, as in the editor."""
    tag = browser.get(f"{PLANNING}/content").headers["ETag"].strip('"')
    content = workshop.files["planning.bpmn"].replace(b'"Susun rencana kinerja"', f'"{new}"'.encode())
    assert put(browser, content, tag).status_code == 204


def tag_of(browser):
    return browser.get(CONTENT).headers["ETag"].strip('"')


def words(browser):
    return texts.words_of(tomllib.loads(browser.get(CONTENT).text))


def save(browser, tag, **typed):
    return browser.post(PAGE, data={"catalogue": WORDS, "tag": tag, **typed})


def test_a_renamed_step_is_asked_for_and_its_translation_kept(workshop, hadi):
    rename(hadi, workshop)
    draft = hadi.get("/studio/appraisal/draft").text
    assert "Without translation in catalogue.en.toml: “Tulis rencana”" in draft
    assert f"{PAGE}?catalogue={WORDS}" in draft
    page = hadi.get(PAGE).text
    assert "Tulis rencana" in page
    assert "Bahas dan sepakati rencana" not in page, "which has a translation"
    typed = {mark("Tulis rencana"): " Write the plan\r\n", "drop": mark("Susun rencana kinerja")}
    answer = save(hadi, tag_of(hadi), **typed)
    assert answer.status_code == 303
    before = texts.words_of(tomllib.loads(workshop.files[WORDS].decode()))
    assert words(hadi) == {
        **{text: said for text, said in before.items() if text != "Susun rencana kinerja"},
        "Tulis rencana": "Write the plan",
    }
    assert "Without translation" not in hadi.get("/studio/appraisal/draft").text
    assert "Every text has a translation." in hadi.get(PAGE).text


def test_what_is_left_over_stays_until_it_is_ticked(workshop, hadi):
    rename(hadi, workshop)
    save(hadi, tag_of(hadi), **{mark("Tulis rencana"): "Write the plan"})
    assert words(hadi)["Susun rencana kinerja"] == "Draft the performance plan"


def test_all_texts_of_one_file_can_be_said_anew(workshop, hadi):
    page = hadi.get(f"{PAGE}?file=planning.bpmn").text
    assert "Draft the performance plan" in page
    assert "Cycle opened" not in page, "which another file says"
    save(hadi, tag_of(hadi), file="planning.bpmn", **{mark("Hari ke-3"): "Third day"})
    assert words(hadi)["Hari ke-3"] == "Third day"
    save(hadi, tag_of(hadi), file="planning.bpmn", **{mark("Hari ke-3"): ""})
    assert "Hari ke-3" not in words(hadi)


def test_two_who_translate_at_once_lose_nothing(workshop, hadi, signed_in):
    rename(hadi, workshop)
    seen = tag_of(hadi)
    intan = signed_in(workshop.intan)
    assert save(intan, seen, **{mark("Hari ke-3"): "Third day"}).status_code == 303
    answer = save(hadi, seen, **{mark("Tulis rencana"): "Write the plan"})
    assert answer.status_code == 412
    assert "Write the plan" in answer.text
    assert "Tulis rencana" not in words(hadi)


def test_a_catalogue_begins_with_the_first_translation(workshop, hadi):
    hadi.post(f"/studio/appraisal/draft/files/{WORDS}/removal")
    page = hadi.get(PAGE).text
    assert "more texts follow when these are saved" in page
    assert save(hadi, "", **{mark("Hari ke-3"): "Day 3"}).status_code == 303
    assert words(hadi) == {"Hari ke-3": "Day 3"}


def test_a_catalogue_that_cannot_be_read_is_to_be_mended_first(workshop, hadi):
    assert put(hadi, b"no = toml =", tag_of(hadi), CONTENT).status_code == 204
    assert "cannot be read" in hadi.get(PAGE).text
    assert save(hadi, tag_of(hadi)).status_code == 404


def test_of_several_catalogues_each_has_a_tab(workshop, hadi):
    upload = {"file": (io.BytesIO(b'"Susun rencana kinerja" = "Dresser le plan"'), "catalogue.fr.toml")}
    assert (
        hadi.post("/studio/appraisal/draft/files", data=upload, content_type="multipart/form-data").status_code == 303
    )
    page = hadi.get(f"{PAGE}?catalogue=catalogue.fr.toml").text
    assert f'href="{PAGE}?catalogue={WORDS}"' in page
    assert 'lang="fr"' in page
    assert "Bahas dan sepakati rencana" in page, "which has no translation there"


def test_a_catalogue_that_is_not_there_is_no_page(hadi):
    assert hadi.get(f"{PAGE}?catalogue=catalogue.de.toml").status_code == 404
    assert hadi.post(PAGE, data={"catalogue": "pack.toml"}).status_code == 404


def test_what_is_written_is_read_again_whatever_the_text():
    odd = 'Kata "dalam"\\ \x7f\n[baris] = 2'
    before = b'# Head.\n"own" = "Own"\n\n[forms.inner]\n"a.b" = "A"\n"gone" = "G"\n'
    said = {
        Said(odd, "planning.bpmn", "x", 1): odd,
        Said("a.b", "other.form", "y", 1): "B",
        Said("e", "e.form", "", 1): "",
    }
    after = rewritten(before, said, ["gone"])
    assert after.startswith(b'# Head.\n"own" = "Own"\n')
    assert tomllib.loads(after.decode()) == {"own": "Own", "forms": {"inner": {"a.b": "B"}}, "planning": {odd: odd}}
    assert rewritten(after, {}, []) == after


def test_a_text_may_be_called_as_the_heading_of_a_file():
    before = b'planning = "Plan"\n"planning.bpmn" = "File"\n'
    after = rewritten(before, {Said("a", "planning.bpmn", "x", 1): "A"}, [])
    assert tomllib.loads(after.decode()) == {"planning": "Plan", "planning.bpmn": "File", "planning_": {"a": "A"}}

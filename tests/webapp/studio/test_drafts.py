"""Drafts: begun from a version, saved with the state they replace, never losing what somebody wrote."""

import hashlib
import io

import pytest

from tests.webapp.studio.workshop import PLANNING, put
from webapp.core.db import db
from webapp.studio import saving


def tag_of(browser, address: str = PLANNING) -> str:
    return browser.get(f"{address}/content").headers["ETag"].strip('"')


def edited(workshop, name: str = "Perencanaan kinerja tahunan") -> bytes:
    return workshop.files["planning.bpmn"].replace(b'name="Perencanaan kinerja"', f'name="{name}"'.encode())


def words(response) -> str:
    return " ".join(response.text.split())


def test_a_draft_begins_with_the_files_of_the_newest_version(workshop, hadi):
    page = words(hadi.get("/studio/appraisal/draft"))
    assert "From version 1" in page
    assert all(name in page for name in workshop.files)
    content = hadi.get(f"{PLANNING}/content")
    assert content.data == workshop.files["planning.bpmn"]
    assert content.headers["ETag"] == f'"{hashlib.sha256(content.data).hexdigest()}"'


def test_a_second_admin_goes_on_with_the_open_draft(workshop, hadi, signed_in):
    put(hadi, edited(workshop), tag_of(hadi))
    intan = signed_in(workshop.intan)
    assert intan.post("/studio/appraisal/draft").status_code == 303
    assert intan.get(f"{PLANNING}/content").data == edited(workshop)


def test_what_is_saved_shows_as_changed_with_who_and_when(workshop, hadi):
    answer = put(hadi, edited(workshop), tag_of(hadi))
    assert answer.status_code == 204
    assert answer.headers["ETag"] == f'"{hashlib.sha256(edited(workshop)).hexdigest()}"'
    page = words(hadi.get("/studio/appraisal/draft"))
    assert page.count(">changed<") == 1
    assert "Hadi Saputra" in page


def test_saving_the_same_again_makes_no_revision(workshop, hadi):
    assert put(hadi, workshop.files["planning.bpmn"], tag_of(hadi)).status_code == 204
    assert len(hadi.get(f"{PLANNING}/revisions?format=json").json["revisions"]) == 1


def test_saving_needs_the_state_that_is_replaced(workshop, hadi):
    answer = put(hadi, edited(workshop), None)
    assert answer.status_code == 428
    assert hadi.get(f"{PLANNING}/content").data == workshop.files["planning.bpmn"]


def test_of_two_admins_the_later_one_is_told_and_loses_nothing(workshop, hadi, signed_in):
    intan, seen = signed_in(workshop.intan), tag_of(hadi)
    first, second = edited(workshop, "Milik Hadi"), edited(workshop, "Milik Intan")
    assert put(hadi, first, seen).status_code == 204

    refused = put(intan, second, seen)

    assert refused.status_code == 412
    told = refused.json
    assert (told["author"], told["etag"]) == ("Hadi Saputra", hashlib.sha256(first).hexdigest())
    assert not told["own"]
    assert intan.get(told["content_url"]).data == first
    page = words(intan.get(told["conflict_url"]))
    assert "Milik Hadi" in page
    assert "Milik Intan" in page
    assert put(intan, second, seen).json["conflict_url"] == told["conflict_url"]

    restored = told["conflict_url"].replace("/conflict", "/restore")
    assert intan.post(restored).status_code == 303
    assert hadi.get(f"{PLANNING}/content").data == second
    kept = {revision["etag"] for revision in hadi.get(f"{PLANNING}/revisions?format=json").json["revisions"]}
    assert hashlib.sha256(first).hexdigest() in kept


def test_who_changed_the_file_in_another_window_is_told_so(workshop, hadi):
    seen = tag_of(hadi)
    put(hadi, edited(workshop, "Jendela satu"), seen)

    refused = put(hadi, edited(workshop, "Jendela dua"), seen)

    assert refused.json["own"]
    assert "in another window" in words(hadi.get(refused.json["conflict_url"]))


def test_an_editor_knows_whether_there_is_anything_to_go_back_to_and_the_clock_of_the_agency(workshop, hadi):
    page = "/studio/appraisal/draft/files/planning.bpmn"
    untouched = hadi.get(page).text
    assert 'data-time-zone="Asia/Jakarta"' in untouched
    assert "data-has-earlier" not in untouched
    put(hadi, edited(workshop), tag_of(hadi))
    assert "data-has-earlier" in hadi.get(page).text


def test_what_is_saved_into_a_file_that_was_removed_meanwhile_is_kept(workshop, hadi, signed_in):
    seen, intan = tag_of(hadi), signed_in(workshop.intan)
    assert intan.post(f"{PLANNING}/removal").status_code == 303
    assert hadi.get(PLANNING).status_code == 404
    refused = put(hadi, edited(workshop), seen)
    assert refused.status_code == 412
    page = words(hadi.get(refused.json["conflict_url"]))
    assert "The file was removed." in page
    assert hadi.post(refused.json["conflict_url"].replace("/conflict", "/restore")).status_code == 303
    assert hadi.get(f"{PLANNING}/content").data == edited(workshop)


def test_the_source_is_edited_without_any_script(workshop, hadi):
    tag, text = tag_of(hadi), edited(workshop).decode()
    page = hadi.get(f"{PLANNING}/source")
    assert f'value="{tag}"' in page.text
    sent = {"source": text.replace("\n", "\r\n"), "tag": tag}
    assert hadi.post(f"{PLANNING}/source", data=sent).status_code == 303
    assert hadi.get(f"{PLANNING}/content").data.decode() == text


def test_a_source_saved_over_somebody_else_s_is_shown_beside_it(workshop, hadi, signed_in):
    seen = tag_of(hadi)
    put(signed_in(workshop.intan), edited(workshop, "Milik Intan"), seen)
    answer = hadi.post(f"{PLANNING}/source", data={"source": edited(workshop, "Milik Hadi").decode(), "tag": seen})
    assert answer.status_code == 412
    assert "Intan Permata had saved this file before." in words(answer)
    assert "Milik Hadi" in answer.text
    number = hadi.get(f"{PLANNING}/revisions").text.count("/conflict")
    assert number >= 1


def test_a_source_that_is_too_large_stays_on_the_page(workshop, hadi):
    sent = {"source": "Ini panjang. " + "x" * 2_000_000, "tag": tag_of(hadi)}
    answer = hadi.post(f"{PLANNING}/source", data=sent)
    assert answer.status_code == 413
    assert "Ini panjang." in answer.text
    assert "larger than 2 MB" in answer.text


def test_a_file_beyond_the_limit_is_refused_in_words_that_an_editor_can_show(workshop, hadi):
    answer = put(hadi, b"x" * 2_000_001, tag_of(hadi))
    assert answer.status_code == 413
    assert "larger than 2 MB" in answer.json["message"]


def test_any_earlier_state_can_be_gone_back_to(workshop, hadi):
    put(hadi, edited(workshop), tag_of(hadi))
    page = words(hadi.get(f"{PLANNING}/revisions"))
    assert "as it was at the beginning" in page
    assert hadi.post(f"{PLANNING}/revisions/1/restore").status_code == 303
    assert hadi.get(f"{PLANNING}/content").data == workshop.files["planning.bpmn"]
    assert hadi.post(f"{PLANNING}/revisions/9/restore").status_code == 404


def test_of_very_many_states_the_last_ones_are_kept_and_the_first(workshop, hadi, monkeypatch):
    monkeypatch.setattr(saving, "KEPT", 3)
    for number in range(6):
        assert put(hadi, edited(workshop, f"Nama {number}"), tag_of(hadi)).status_code == 204
    kept = [revision["number"] for revision in hadi.get(f"{PLANNING}/revisions?format=json").json["revisions"]]
    assert kept == [7, 6, 5, 1]


def test_files_are_uploaded_under_a_name_that_fits(workshop, hadi):
    upload = {"file": (io.BytesIO(b"# Catatan"), "Catatan rapat (1).md")}
    answer = hadi.post("/studio/appraisal/draft/files", data=upload, content_type="multipart/form-data")
    assert answer.status_code == 303
    assert answer.location == "/studio/appraisal/draft/files/Catatan_rapat_1_.md"


def test_a_file_of_the_same_name_replaces_another_only_when_asked(workshop, hadi):
    def upload(**more):
        data = {"file": (io.BytesIO(edited(workshop)), "planning.bpmn"), **more}
        return hadi.post("/studio/appraisal/draft/files", data=data, content_type="multipart/form-data")

    refused = upload()
    assert refused.status_code == 422
    assert "has a file named planning.bpmn already" in refused.text
    assert upload(replace="1").status_code == 303
    assert hadi.get(f"{PLANNING}/content").data == edited(workshop)
    assert len(hadi.get(f"{PLANNING}/revisions?format=json").json["revisions"]) == 2


def test_a_diagram_of_another_tool_is_made_ours_where_that_is_certain_and_it_is_said(workshop, hadi):
    ours = workshop.files["planning.bpmn"]
    foreign = ours[: ours.index(b"<bpmndi:BPMNDiagram")] + b"</bpmn:definitions>"
    upload = {"file": (io.BytesIO(foreign), "planning.bpmn"), "replace": "1"}
    hadi.post("/studio/appraisal/draft/files", data=upload, content_type="multipart/form-data")
    assert b"BPMNShape" in hadi.get(f"{PLANNING}/content").data
    assert "planning.bpmn:" in words(hadi.get("/studio/appraisal/draft"))
    kinds = [revision["kind"] for revision in hadi.get(f"{PLANNING}/revisions?format=json").json["revisions"]]
    assert kinds == ["mended", "saved", "begun"]
    assert hadi.get(f"{PLANNING}/revisions/2/content").data == foreign


@pytest.mark.parametrize("name", ["bonus.bpmn", "bonus.dmn", "bonus.form", "bonus.toml", "bonus.md"])
def test_a_new_file_of_each_kind_begins_with_something_that_can_be_edited(hadi, name):
    assert hadi.post("/studio/appraisal/draft/files", data={"name": name}).status_code == 303
    assert hadi.get(f"/studio/appraisal/draft/files/{name}").status_code == 200
    sent = hadi.get(f"/studio/appraisal/draft/files/{name}/content").data
    answer = hadi.post(
        f"/studio/appraisal/draft/files/{name}/problems",
        data=sent,
        headers={"X-CSRFToken": hadi.token()},
        content_type="application/octet-stream",
    )
    errors = [p for p in answer.json["problems"] if p["severity"] == "error" and p["file"] == name]
    assert errors == [] or name == "bonus.toml"


@pytest.mark.parametrize(
    "name", ["../pack.toml", "a/b.bpmn", ".bpmn", "run.exe", "a" * 200 + ".bpmn", "spasi ini.form"]
)
def test_a_name_that_is_no_plain_name_is_refused(hadi, name):
    answer = hadi.post("/studio/appraisal/draft/files", data={"name": name})
    assert answer.status_code == 422
    assert "cannot be a file of a pack" in answer.text


def test_a_draft_that_is_put_aside_can_be_taken_up_again(workshop, hadi):
    put(hadi, edited(workshop), tag_of(hadi))
    assert hadi.post("/studio/appraisal/draft/abandonment").status_code == 303
    assert hadi.get("/studio/appraisal/draft").status_code == 303
    page = hadi.get("/studio/appraisal").text
    again = page.split("/resumption")[0].rsplit('action="', 1)[1] + "/resumption"
    assert hadi.post(again).status_code == 303
    assert hadi.get(f"{PLANNING}/content").data == edited(workshop)
    assert hadi.post(again).status_code == 409


def test_nothing_is_saved_into_a_draft_that_is_closed(workshop, hadi):
    seen = tag_of(hadi)
    hadi.post("/studio/appraisal/draft/abandonment")
    assert put(hadi, edited(workshop), seen).status_code == 404
    db.session.rollback()


def test_an_old_version_is_restored_by_a_draft_that_begins_from_it(workshop, signed_in):
    workshop.publish({**workshop.files, "planning.bpmn": edited(workshop)}, note="Nama lain")
    browser = signed_in(workshop.hadi)
    assert browser.post("/studio/appraisal/draft", data={"version": "1"}).status_code == 303
    assert browser.get(f"{PLANNING}/content").data == workshop.files["planning.bpmn"]
    assert "This draft began from an older version than the newest, 2." in browser.get("/studio/appraisal/draft").text
    assert browser.post("/studio/appraisal/draft", data={"version": "2"}).status_code == 409

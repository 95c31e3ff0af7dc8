"""Values that a page never sends. None of them is an error of ours, and none costs what was typed before."""

import io
from dataclasses import replace

import pytest
from sqlalchemy import select

from forms import limits
from tests.journeys.walk import Walk
from tests.webapp.activities.uploads import PDF
from tests.webapp.factories import make_office
from webapp.activities.models import Activity
from webapp.cases.models import Draft
from webapp.core import files
from webapp.core.db import db


@pytest.fixture
def office(app, session):
    made = make_office()
    db.session.commit()
    return made


@pytest.fixture
def file_folder(app, tmp_path, monkeypatch):
    monkeypatch.setitem(app.config, "SIKLUS", replace(app.config["SIKLUS"], files=str(tmp_path / "files")))
    return tmp_path / "files"


REPORT = {"text": "Rapat", "day": "2026-01-05", "minutes": "30"}


@pytest.mark.parametrize("result", ["1e-999999999", "1e-400", "0e999999999", "0." + "1" * 50_000, "sNaN", "Infinity"])
def test_a_number_that_no_table_can_hold_is_asked_for_again_with_the_text_kept(office, signed_in, result):
    answer = signed_in(office.ana).post("/activities", data={**REPORT, "result": result})
    assert answer.status_code == 422
    assert "Rapat" in answer.text


@pytest.mark.parametrize(("first", "last"), [("9999-01-01", "9999-12-31"), ("9998-06-01", "9999-01-01")])
def test_a_cycle_at_the_end_of_time_is_asked_for_again(office, signed_in, first, last):
    terms = {"starts_on": first, "ends_on": last, "plan_due_on": first, "assessment_due_on": last}
    answer = signed_in(office.eka).post("/cycles", data={"name": "Siklus", "population": "agency", **terms})
    assert answer.status_code == 422


def test_a_file_name_that_the_database_cannot_store_is_refused(office, signed_in):
    name = (io.BytesIO(b"NIP\n"), "a\0.csv")
    answer = signed_in(office.eka).post("/people/import", data={"file": name}, content_type="multipart/form-data")
    assert answer.status_code == 400


def test_a_draft_that_is_too_much_to_be_read_does_not_replace_the_one_that_is_kept(cycle, signed_in):
    browser, task = signed_in(cycle.office.ana), cycle.task("draft_plan")
    assert browser.post(f"/tasks/{task.id}/draft", data={"support": "Dua komputer"}).status_code == 200
    flood = {"support": "x" * (limits.POSTED_CHARACTERS + 1)}
    assert browser.post(f"/tasks/{task.id}/draft", data=flood).status_code == 413
    assert browser.post(f"/tasks/{task.id}/completion", data={**flood, "_draft": "1"}).status_code == 422
    assert browser.post(f"/tasks/{task.id}/completion", data={**flood, "_row": "refresh"}).status_code == 422
    kept = db.session.scalars(select(Draft.answers)).one()
    assert kept["fields"]["support"] == ["Dua komputer"]


def test_one_person_cannot_fill_the_disk(office, signed_in, file_folder, monkeypatch):
    monkeypatch.setattr(files, "DAILY_MEGABYTES", len(PDF) / 10**6 * 1.5)
    browser = signed_in(office.ana)
    assert attach(browser, PDF).status_code == 303
    refused = attach(browser, PDF + b"more")
    assert refused.status_code == 409
    assert "within a day" in refused.text
    assert "Rapat" in refused.text
    assert attach(signed_in(office.bo), PDF).status_code == 303
    assert len(list(db.session.scalars(select(Activity.id).where(Activity.person_id == office.ana.id)))) == 1


def test_the_last_of_the_disk_is_left_to_the_database(office, signed_in, file_folder, monkeypatch):
    monkeypatch.setattr(files, "SPARE_MEGABYTES", 10**12)
    refused = attach(signed_in(office.ana), PDF)
    assert refused.status_code == 409
    assert "There is no room" in refused.text
    assert not file_folder.exists()


def test_a_task_keeps_its_text_when_there_is_no_room_for_its_files(cycle, signed_in, file_folder, monkeypatch):
    walk = Walk(cycle, signed_in)
    walk.until("report_progress")
    monkeypatch.setattr(files, "SPARE_MEGABYTES", 10**12)
    browser, task = walk.browser(cycle.office.ana), cycle.task("report_progress")
    sent = {"effort": "Dua kali ke lapangan", "evidence_files": (io.BytesIO(PDF), "bukti.pdf")}
    refused = browser.post(f"/tasks/{task.id}/completion", data=sent, content_type="multipart/form-data")
    assert refused.status_code == 409
    assert "Dua kali ke lapangan" in refused.text
    assert "There is no room" in refused.text


def attach(browser, content: bytes):
    data = {**REPORT, "files": (io.BytesIO(content), "bukti.pdf")}
    return browser.post("/activities", data=data, content_type="multipart/form-data")

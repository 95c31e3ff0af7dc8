"""My results, certificates, HR's list of awards."""

import io

import openpyxl
import pytest

from tests.webapp.cycles import Cycle
from tests.webapp.outcomes.answers import objection, proposal, verdict
from tests.webapp.outcomes.walked import ANSWERS, do, until
from webapp.core import files
from webapp.core.db import db
from webapp.core.jobs import jobs
from webapp.outcomes import queries, spreadsheet


@pytest.fixture
def cycle(app, session, tmp_path, monkeypatch) -> Cycle:
    monkeypatch.setattr(files, "store", lambda: files.Folder(tmp_path))
    return Cycle()


def rewarded(cycle, **changes):
    """Ana's case is over and her certificate is printed."""
    until(cycle, None, **changes)
    found = queries.award(cycle.case.agency_id, cycle.case.id).certificate
    jobs["outcomes.render_certificate"].run(agency_id=found.agency_id, certificate_id=found.id)
    db.session.commit()
    return found


def mine(cycle, signed_in) -> str:
    response = signed_in(cycle.office.ana).get("/results/mine")
    assert response.status_code == 200
    return " ".join(response.text.split())


def test_before_anything_is_rated_the_page_says_where_the_case_stands(cycle, signed_in):
    page = mine(cycle, signed_in)
    assert "Nobody has rated this appraisal yet" in page
    assert "Stage 1 of" in page


def test_who_has_no_appraisal_reads_what_would_appear(cycle, signed_in):
    assert "No appraisal yet" in signed_in(cycle.office.eka).get("/results/mine").text


def test_every_number_opens_to_its_reasons(cycle, signed_in):
    shown = ANSWERS["report_progress"]["indicators"]
    evidence = [
        {**row, "evidence_note": "Rekap puskesmas", "evidence_link": "https://bukti.example/1"} for row in shown
    ]
    until(cycle, "respond_to_result", report_progress={"indicators": evidence})
    page = mine(cycle, signed_in)
    for words in (
        "Not final yet",
        "Cakupan imunisasi dasar lengkap",
        "Rekap puskesmas",
        "https://bukti.example/1",
        "Bo Santoso",
        "after the work of Bo Santoso",
        "If the work had been rated “Below expectation”, the predicate would be “Needs improvement”.",
        "If the behaviour had been rated “Below expectation”, the predicate would be “Poor”.",
        "(yours)",
        "Decision of the panel",
    ):
        assert words in page


def test_the_certificate_comes_with_the_final_result(cycle, signed_in):
    certificate = rewarded(cycle)
    page = mine(cycle, signed_in)
    assert "Final since" in page
    assert f"/certificates/{certificate.code}.pdf" in page
    assert "Accepted" in page


def test_until_it_is_printed_the_certificate_is_announced(cycle, signed_in):
    until(cycle, None)
    certificate = queries.award(cycle.case.agency_id, cycle.case.id).certificate
    assert "being printed" in mine(cycle, signed_in)
    assert signed_in(cycle.office.ana).get(f"/certificates/{certificate.code}.pdf").status_code == 404


def test_an_objection_and_its_decision_are_told(cycle, signed_in):
    until(cycle, "decide_objection", respond_to_result=objection())
    do(cycle, cycle.task("decide_objection"), verdict("change", new_work_rating="above"))
    page = mine(cycle, signed_in)
    for words in ("Objection raised", "Bukti tidak dibuka", "Citra Kirana", "Bukti Desember sah", "Seharusnya 96"):
        assert words in page


def test_a_coaching_plan_is_shown_with_its_sessions(cycle, signed_in):
    low = [{**row, "realisation": 1} for row in ANSWERS["rate_performance"]["indicators"]]
    below = {"rating_of_work": "below", "indicators": low, "deviation_reason": "Jauh dari target"}
    until(cycle, None, rate_performance=below)
    page = mine(cycle, signed_in)
    for words in ("Needs improvement", "Berkas tepat waktu", "Session 3", "Antrean berkas", "Closed on"):
        assert words in page
    assert "3 confirmed sessions" in page


def test_only_the_holder_hr_and_the_head_download_the_certificate(cycle, signed_in):
    certificate = rewarded(cycle)
    office, address = cycle.office, f"/certificates/{certificate.code}.pdf"
    for person in (office.ana, office.eka, office.dewi):
        response = signed_in(person).get(address)
        assert (response.status_code, response.mimetype) == (200, "application/pdf")
        assert response.data.startswith(b"%PDF-1.7")
        assert certificate.file_name in response.headers["Content-Disposition"]
    for person in (office.fajar, office.bo, cycle.panel[0]):
        assert signed_in(person).get(address).status_code == 404


def test_hr_reads_and_exports_the_awards_of_a_cycle(cycle, signed_in):
    certificate = rewarded(cycle)
    browser = signed_in(cycle.office.eka)
    page = browser.get(f"/awards?cycle={cycle.cycle.id}").text
    assert certificate.printed_number in page
    assert "Ana Wulandari" in page
    assert "No award yet" in browser.get(f"/awards?cycle={cycle.cycle.id + 99}").text
    sheet = openpyxl.load_workbook(io.BytesIO(browser.get("/awards.xlsx").data)).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0][:3] == ["Number", "Name", "NIP"]
    assert rows[1][:2] == [certificate.printed_number, "Ana Wulandari"]
    assert len(rows) == 2


def test_a_cell_that_looks_like_a_formula_stays_text(cycle, signed_in):
    rewarded(cycle, propose_award=proposal(title='=HYPERLINK("https://jahat.example")', letter_number="@1"))
    data = signed_in(cycle.office.eka).get("/awards.xlsx").data
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    row = [cell for cell in sheet[2] if cell.value and "HYPERLINK" in str(cell.value)]
    assert [(cell.data_type, cell.value[0]) for cell in row] == [("s", "'")]


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@x", "\t=1", "\r=1"])
def test_every_start_of_a_formula_is_disarmed(text):
    assert spreadsheet.harmless(text) == f"'{text}"
    assert spreadsheet.harmless("Piagam = 1") == "Piagam = 1"


def test_awards_are_for_hr_and_the_head_only(cycle, signed_in):
    for person in (cycle.office.ana, cycle.office.bo, cycle.panel[0]):
        browser = signed_in(person)
        assert browser.get("/awards").status_code == 403
        assert browser.get("/awards.xlsx").status_code == 403
    assert signed_in(cycle.office.dewi).get("/awards").status_code == 200


def test_the_head_revokes_a_certificate_with_a_reason(cycle, signed_in):
    certificate = rewarded(cycle)
    address = f"/certificates/{certificate.code}/revocation"
    assert signed_in(cycle.office.eka).get(address).status_code == 403
    head = signed_in(cycle.office.dewi)
    assert head.get(address).status_code == 200
    refused = head.post(address, data={"reason": " "})
    assert refused.status_code == 422
    assert "Give the reason" in refused.text
    assert head.post(address, data={"reason": "Dasar keliru"}).status_code == 303
    assert "Revoked" in head.get("/awards").text
    assert "Dasar keliru" in mine(cycle, signed_in)

"""The list of processes, one process with its versions, and who may see them."""

import pytest

from tests.webapp.cycles import Cycle
from tests.webapp.factories import make_agency, make_person, make_unit
from tests.webapp.studio.workshop import changed
from webapp.core.db import db
from webapp.library import bundles
from webapp.library import service as library


def test_the_studio_lists_processes_with_version_and_draft(workshop, signed_in):
    page = signed_in(workshop.hadi).get("/studio").text
    assert "Appraisal cycle" in page
    assert "Siklus penilaian kinerja" not in page
    assert "Open draft" not in page
    assert signed_in(workshop.intan).post("/studio/appraisal/draft").status_code == 303
    assert "Open draft" in signed_in(workshop.hadi).get("/studio").text


def test_an_agency_without_a_process_reads_how_to_begin(workshop, signed_in):
    other = make_agency("Kabupaten Baru")
    newcomer = make_person(make_unit(other), "Zaki", roles=("process_admin",))
    db.session.commit()
    page = signed_in(newcomer).get("/studio").text
    assert "No process yet" in page
    assert "appraisal" not in page
    assert signed_in(newcomer).get("/studio/appraisal").status_code == 404


@pytest.mark.parametrize("who", ["ana", "eka", "dewi"])
def test_nobody_but_a_process_admin_enters(workshop, signed_in, who):
    browser = signed_in(getattr(workshop.office, who))
    for address in ("/studio", "/studio/appraisal", "/studio/appraisal/draft"):
        assert browser.get(address).status_code == 403
    assert "/studio" not in browser.get("/inbox").text


def test_the_menu_leads_a_process_admin_to_the_studio(workshop, signed_in):
    assert 'href="/studio"' in signed_in(workshop.hadi).get("/inbox").text


def test_a_version_says_who_published_it_when_why_and_how_many_cases_run_on_it(signed_in, app, session):
    cycle = Cycle()
    office = cycle.office
    admin = make_person(office.unit, "Hadi Saputra", roles=("process_admin",))
    files = changed(bundles.shipped("appraisal"))
    library.publish(office.agency.id, "appraisal", "Siklus", files, note="Judul baru", by=admin.id)
    db.session.commit()
    browser = signed_in(admin)
    page = " ".join(browser.get("/studio/appraisal").text.split())
    assert "2 cases still run on older versions." in page
    assert "Judul baru" in page
    assert "Hadi Saputra" in page
    assert bundles.sha256(files).hex()[:12] in page
    old = " ".join(browser.get("/studio/appraisal/versions/1").text.split())
    assert "2 cases run on it." in old
    assert "planning.bpmn" in old
    assert "<summary>Diagrams (" in old
    assert old.index("<summary>Diagrams (") < old.index("planning.bpmn") < old.index("<summary>Decision tables (")
    assert browser.get("/studio/appraisal/versions/3").status_code == 404


def test_a_file_of_a_version_is_downloaded_as_it_was_published(workshop, signed_in):
    browser = signed_in(workshop.hadi)
    answer = browser.get("/studio/appraisal/versions/1/files/planning.bpmn")
    assert answer.data == workshop.files["planning.bpmn"]
    assert "attachment" in answer.headers["Content-Disposition"]
    assert browser.get("/studio/appraisal/versions/1/files/rencana.bpmn").status_code == 404

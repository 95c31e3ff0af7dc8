"""HR's board of a cycle: which cases it lists, and how they are found."""

import pytest
from lxml import html
from sqlalchemy import select, text, update

from tests.webapp.factories import make_office, make_person, make_unit
from webapp.cases import board, incidents
from webapp.cases.audit import Audit
from webapp.cases.models import Incident, Timer
from webapp.cases.narrowing import Wanted
from webapp.core import clock
from webapp.core.db import connection, db


@pytest.fixture
def listed(cycle):
    def names(now=None, **filters) -> list[str]:
        return [line.employee.name for line in board.cases(cycle.cycle, 1, Wanted(**filters), now=now).rows]

    return names


def test_cases_are_found_by_a_part_of_the_name_or_by_the_beginning_of_the_nip(cycle, listed):
    ana, fajar = cycle.office.ana, cycle.office.fajar
    spaced = f" {ana.nip[:8]} {ana.nip[8:]} "
    assert listed() == sorted([ana.name, fajar.name])
    assert listed(words=ana.name[:3].lower()) == listed(words=spaced) == [ana.name]
    assert listed(words="%") == listed(words="_") == []


def test_cases_are_narrowed_to_a_stage_and_to_those_that_are_late(cycle, listed):
    assert len(listed(stage=cycle.case.stage)) == 2
    assert listed(stage="finished") == []
    assert listed(late=True) == []
    assert len(listed(late=True, now=cycle.task("draft_plan").due_at.replace(year=2100))) == 2


def test_hr_reads_the_board_and_finds_somebody_on_it(cycle, signed_in):
    page = signed_in(cycle.office.eka).get(f"/cycles/{cycle.cycle.id}?q={cycle.office.ana.nip}")
    assert page.status_code == 200
    assert cycle.office.ana.name in page.text
    assert cycle.office.fajar.name not in page.text


def test_a_unit_stands_for_all_below_it_in_list_and_columns(cycle, signed_in):
    office = cycle.office
    elsewhere = make_unit(office.agency, "Dinas Perikanan")
    make_person(elsewhere, "Nelayan", supervisor=office.citra)
    db.session.commit()
    eka, address = signed_in(office.eka), f"/cycles/{cycle.cycle.id}"
    whole = eka.get(f"{address}?unit={office.unit.id}").text
    assert office.ana.name in whole
    assert "Dinas Kesehatan (2)" in whole
    assert "— Bidang Pencegahan Penyakit (2)" in whole
    assert "Dinas Perikanan" not in whole
    none = eka.get(f"{address}?unit={elsewhere.id}").text
    assert "No case fits" in none
    assert '<b class="figure">2</b>' in whole
    assert '<b class="figure">2</b>' not in none


@pytest.fixture
def broken(cycle):
    """A deadline of Ana's case and a mail failed; another agency has a failure of its own."""
    foreign = make_office().agency
    incidents.hold_timers(cycle.case.agency_id, cycle.case.id, ValueError("no row of the table fits"))
    incidents.record("cases.mail", {"agency_id": cycle.office.agency.id, "notice_id": 1}, OSError("no route to host"))
    incidents.record("cases.mail", {"agency_id": foreign.id, "notice_id": 1}, OSError("foreign trouble"))
    return cycle


def test_an_incident_says_what_is_safe_and_what_to_do_and_folds_the_technical_text(broken, signed_in):
    page = signed_in(broken.office.eka).get("/incidents")
    assert "A mail could not be sent" in page.text
    assert "The person finds the same words among the notifications in Siklus." in page.text
    folded = html.fromstring(page.text).xpath("//details[contains(., 'OSError: no route to host')]/@open")
    assert folded == []
    assert "foreign trouble" not in page.text


def test_an_incident_is_tried_again_once_and_then_stands_among_the_resolved(broken, signed_in):
    eka = signed_in(broken.office.eka)
    incident = db.session.scalars(select(Incident).where(Incident.agency_id == broken.office.agency.id)).one()
    for _ in range(2):
        assert eka.post(f"/incidents/{incident.id}/retry", follow_redirects=True).status_code == 200
    queued = text("select count(*) from procrastinate_jobs where task_name = 'cases.mail' and status = 'todo'")
    assert db.session.scalar(queued) == 1
    page = eka.get("/incidents").text
    assert "No incident" in page
    assert "Resolved lately" in page


def test_what_failed_in_a_case_is_tried_again_after_a_look_and_with_a_reason_in_its_history(cycle, signed_in):
    case = cycle.case
    db.session.execute(update(Timer).where(Timer.case_id == case.id).values(due_at=clock.now()))
    incidents.hold_timers(case.agency_id, case.id, ValueError("no row of the table fits"))
    db.session.commit()
    held = db.session.scalars(select(Incident).where(Incident.case_id == case.id)).one()
    eka, address = signed_in(cycle.office.eka), f"/incidents/{held.id}/retry"

    page = eka.get(address)
    assert cycle.office.ana.name in page.text
    assert "is done once more in the background" in page.text
    assert eka.post(address, data={"reason": " "}).status_code == 422
    assert db.session.get(Incident, (case.agency_id, held.id)).resolved_at is None

    assert eka.post(address, data={"reason": "Tabel sudah diperbaiki"}).status_code == 303
    assert "had failed work tried again: Tabel sudah diperbaiki" in eka.get(f"/cases/{case.id}").text
    assert eka.post(address, data={"reason": "Sekali lagi"}).status_code == 303
    assert "Sekali lagi" not in eka.get(f"/cases/{case.id}").text
    again = eka.get(address).text
    assert "has been tried again already" in again
    assert 'name="reason"' not in again
    assert list(Audit(connection(), case=case.id).faults()) == []

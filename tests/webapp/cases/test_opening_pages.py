"""HR opens a cycle: which process it follows, and what is asked when people would have two cycles at once."""

from uuid import uuid4

import pytest
from sqlalchemy import select, text

from tests.webapp.cycles import Cycle
from tests.webapp.factories import make_office
from webapp.cases import opening
from webapp.cases.models import Cycle as OpenedCycle
from webapp.core.db import db
from webapp.library import bundles
from webapp.library import queries as library
from webapp.library import service as publishing

MEANT = {"may_overlap": "y"}


@pytest.fixture
def asked(cycle):
    """What the form sends for a second cycle in the second half of the year, for Ana and Eka."""
    office = cycle.office
    return {
        "key": str(uuid4()),
        "name": "Siklus kedua",
        "starts_on": "2026-06-30",
        "ends_on": "2026-12-31",
        "months": "3",
        "plan_due_on": "2026-07-31",
        "assessment_due_on": "2027-01-10",
        "population": "list",
        "nips": f"{office.ana.nip}\n{office.eka.nip}",
    }


def opened(cycle: Cycle) -> list[str]:
    statement = select(OpenedCycle.name).where(OpenedCycle.agency_id == cycle.office.agency.id)
    return list(db.session.scalars(statement.order_by(OpenedCycle.id)))


def test_people_with_a_running_cycle_are_counted_and_hr_has_to_mean_it(cycle, signed_in, asked):
    eka = signed_in(cycle.office.eka)
    page = eka.post("/cycles", data=asked)
    assert page.status_code == 409
    assert "cycle of overlapping dates: 1, in Siklus 2026" in page.text
    assert "Open it all the same" in page.text
    assert 'value="Siklus kedua"' in page.text
    assert opened(cycle) == ["Siklus 2026"]
    assert eka.post("/cycles", data=asked | MEANT).status_code == 303
    assert eka.post("/cycles", data=asked).status_code == 303
    assert opened(cycle) == ["Siklus 2026", "Siklus kedua"]


def test_nothing_is_asked_after_the_other_cycle_or_when_its_cases_have_ended(cycle, signed_in, asked):
    eka = signed_in(cycle.office.eka)
    assert eka.post("/cycles", data=asked | {"starts_on": "2026-07-01"}).status_code == 303
    db.session.execute(text("""update "case" set status = 'finished', ended_at = now()"""))
    db.session.commit()
    again = {"key": str(uuid4()), "name": "Siklus ketiga", "nips": cycle.office.ana.nip, "ends_on": "2026-06-30"}
    again |= {"starts_on": "2026-01-01", "plan_due_on": "2026-01-31"}
    assert eka.post("/cycles", data=asked | again).status_code == 303


def test_many_cases_are_counted_and_hr_has_to_mean_them(cycle, signed_in, asked, monkeypatch):
    monkeypatch.setattr(opening, "MANY", 1)
    eka = signed_in(cycle.office.eka)
    page = eka.post("/cycles", data=asked | MEANT)
    assert page.status_code == 409
    assert "This opens 2 cases at once" in page.text
    assert opened(cycle) == ["Siklus 2026"]
    assert eka.post("/cycles", data=asked | MEANT | {"may_be_many": "y"}).status_code == 303


def test_numbers_that_nobody_has_are_told_and_nothing_is_opened(cycle, signed_in, asked):
    stranger = "190001011926011001"
    page = signed_in(cycle.office.eka).post("/cycles", data=asked | MEANT | {"nips": f"{asked['nips']}\n{stranger}"})
    assert page.status_code == 422
    assert f"so no cycle was opened: {stranger}. Correct them" in page.text
    assert opened(cycle) == ["Siklus 2026"]


def test_a_cycle_follows_the_process_that_hr_chooses(cycle, signed_in, asked):
    eka, agency = signed_in(cycle.office.eka), cycle.office.agency.id
    assert "newest version of this process" not in eka.get("/cycles/new").text
    publishing.publish(agency, "short", "Penilaian ringkas", bundles.shipped("appraisal"), note="x", by=None)
    db.session.commit()
    assert "Penilaian ringkas" in eka.get("/cycles/new").text
    assert eka.post("/cycles", data=asked | MEANT | {"follows": "unknown"}).status_code == 422
    assert eka.post("/cycles", data=asked | MEANT | {"follows": "short"}).status_code == 303
    found = db.session.scalars(select(OpenedCycle).where(OpenedCycle.name == "Siklus kedua")).one()
    assert found.process_version_id == library.newest_version(agency, "short").id


def test_an_agency_without_a_process_is_told_so(app, session, signed_in):
    office = make_office()
    eka = signed_in(office.eka)
    assert eka.get("/cycles/new").status_code == 200
    form = {"name": "Siklus", "starts_on": "2026-01-01", "ends_on": "2026-12-31", "months": "3", "population": "agency"}
    page = eka.post("/cycles", data=form | {"plan_due_on": "2026-01-31", "assessment_due_on": "2027-01-10"})
    assert page.status_code == 409
    assert "No process has been published yet" in page.text


def test_the_board_is_asked_for_again_when_all_cases_have_begun(cycle, signed_in, asked):
    eka = signed_in(cycle.office.eka)
    opening = eka.post("/cycles", data=asked | MEANT).headers["Location"] + "/opening"
    waiting = eka.get(opening)
    assert "HX-Refresh" not in waiting.headers
    assert "every 2s" in waiting.text
    db.session.execute(text("update cycle_member set state = 'opened'"))
    db.session.commit()
    assert eka.get(opening).headers["HX-Refresh"] == "true"

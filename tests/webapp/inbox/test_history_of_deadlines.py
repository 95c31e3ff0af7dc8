"""The history of a case says which deadline let it go on."""

from datetime import timedelta

from sqlalchemy import select

from webapp.cases import service
from webapp.cases.models import Timer
from webapp.core import clock
from webapp.core.db import db


def wait_for(cycle, element):
    """Time passes until that timer of the case is due."""
    due = db.session.scalars(select(Timer.due_at).where(Timer.case_id == cycle.case.id, Timer.element == element)).one()
    with clock.at(due + timedelta(minutes=1)):
        assert service.tick(cycle.case.agency_id, cycle.case.id)
    db.session.commit()


def test_each_deadline_is_called_by_its_name_and_its_step(cycle, signed_in):
    ana = signed_in(cycle.office.ana)
    address = f"/cases/{cycle.case.id}"
    soonest = db.session.scalars(select(Timer).where(Timer.case_id == cycle.case.id).order_by(Timer.due_at)).first()
    wait_for(cycle, soonest.element)
    page = ana.get(address).text
    assert "went on, because a deadline passed: “3 days before it is due” of “Draft the performance plan”" in page
    assert "“5 days overdue”" not in page
    ana.post("/language", data={"language": "id", "next": address})
    assert "“3 hari sebelum tenggat” pada “Susun rencana kinerja”" in ana.get(address).text

"""What an admin can do to one case, what everybody notices of it, and what it costs nobody."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.journeys.walk import Walk
from tests.webapp.cycles import actor_for
from tests.webapp.factories import make_grant
from webapp.cases import audit, health, jobs
from webapp.cases import surgery as surgery_verbs
from webapp.cases.models import Notice, Snapshot, Task, Timer
from webapp.core import clock
from webapp.core.db import connection, db

REASON = "Cuti melahirkan sampai Mei"


@pytest.fixture
def eka(cycle, signed_in):
    return signed_in(cycle.office.eka)


def surgery(cycle, act: str = "") -> str:
    return f"/cases/{cycle.case.id}/surgery" + (f"/{act}" if act else "")


def timers(cycle) -> set:
    return set(db.session.scalars(select(Timer.due_at).where(Timer.case_id == cycle.case.id)))


def test_a_held_case_takes_nothing_in_and_lets_no_deadline_pass(cycle, eka, signed_in):
    walk = Walk(cycle, signed_in)
    before = timers(cycle)
    assert before
    assert "On hold" not in signed_in(cycle.office.ana).get("/inbox").text
    assert eka.post(surgery(cycle, "suspension"), data={"reason": REASON}).status_code == 303
    assert cycle.case.status == "suspended"
    assert timers(cycle) == set()
    assert "On hold · " in signed_in(cycle.office.ana).get("/inbox").text
    refused = walk.do("draft_plan")
    assert refused.status_code == 409
    assert "Cakupan imunisasi" in refused.text  # what was typed is still there
    assert not list(health.findings(connection()))


def test_a_case_that_goes_on_has_its_deadlines_moved_by_the_time_it_was_held(cycle, eka, signed_in):
    task, before = cycle.task("draft_plan"), timers(cycle)
    due = task.due_at
    eka.post(surgery(cycle, "suspension"), data={"reason": REASON})
    with clock.at(clock.now() + timedelta(days=30)):
        officer = actor_for(cycle.office.eka, "hr")  # whose browser's session would have ended by then
        surgery_verbs.resume(cycle.case, "Kembali", postpone=True, actor=officer)
    db.session.expire_all()
    assert cycle.case.status == "running"
    assert abs(cycle.task("draft_plan").due_at - due - timedelta(days=30)) < timedelta(minutes=1)
    assert abs(min(timers(cycle)) - min(before) - timedelta(days=30)) < timedelta(minutes=1)
    Walk(cycle, signed_in).do("draft_plan")
    assert not list(health.findings(connection()))


def test_deadlines_can_also_stay_where_they_were(cycle, eka):
    before = timers(cycle)
    eka.post(surgery(cycle, "suspension"), data={"reason": REASON})
    eka.post(surgery(cycle, "resumption"), data={"reason": "Kembali", "deadlines": "keep"})
    assert timers(cycle) == before


def test_a_cancelled_case_keeps_its_history_and_leaves_no_work(cycle, eka, signed_in):
    Walk(cycle, signed_in).until("agree_plan")
    case = cycle.case
    assert eka.post(surgery(cycle, "cancellation"), data={"reason": "Pindah instansi"}).status_code == 303
    db.session.expire_all()
    assert (case.status, cycle.tasks(), timers(cycle)) == ("cancelled", [], set())
    assert not db.session.scalars(select(Snapshot).where(Snapshot.case_id == case.id)).all()
    page = eka.get(f"/cases/{case.id}").text
    assert "Pindah instansi" in page
    assert not list(health.findings(connection()))
    assert eka.post(surgery(cycle, "suspension"), data={"reason": REASON}).status_code == 409


def test_a_case_goes_back_and_the_step_is_done_anew(cycle, eka, signed_in):
    walk = Walk(cycle, signed_in)
    walk.until("review_progress")
    page = eka.get(surgery(cycle))
    seq = page.text.split("to=")[-1].split('"')[0]  # the earliest point
    preview = eka.get(surgery(cycle, f"return?to={seq}")).text
    assert "This work is open again" in preview
    review = cycle.task("review_progress")
    assert eka.post(surgery(cycle, "return"), data={"to": seq, "reason": "Salah atasan"}).status_code == 303
    db.session.expire_all()
    assert [task.element for task in cycle.tasks()] == ["draft_plan"]
    assert db.session.get_one(Task, (review.agency_id, review.id)).status == "withdrawn"
    assert not list(health.findings(connection()))
    walk.to_the_end()
    assert cycle.case.status == "finished"
    assert not list(health.findings(connection()))


def test_whoever_has_to_do_a_step_again_or_no_more_reads_why(cycle, eka, signed_in):
    """The diagram's own words of a return would not be true of it."""
    office = cycle.office
    Walk(cycle, signed_in).until("agree_plan")
    page = eka.get(surgery(cycle))
    agreeing, seq = cycle.task("agree_plan"), page.text.split("to=")[-1].split('"')[0]
    assert "taken back" not in signed_in(office.bo).get(f"/tasks/{agreeing.id}").text
    eka.post(surgery(cycle, "return"), data={"to": seq, "reason": "Salah atasan"})
    db.session.expire_all()
    gone = signed_in(office.bo).get(f"/tasks/{agreeing.id}").text
    assert "This task was withdrawn, because the case was taken back to an earlier step: Salah atasan" in gone
    drafting = cycle.task("draft_plan")
    assert (
        "The case was taken back to this step: Salah atasan" in signed_in(office.ana).get(f"/tasks/{drafting.id}").text
    )
    eka.post(surgery(cycle, "cancellation"), data={"reason": "Pindah instansi"})
    gone = signed_in(office.ana).get(f"/tasks/{drafting.id}").text
    assert "This task was withdrawn, because the case was cancelled: Pindah instansi" in gone


def test_nothing_is_done_without_a_reason_and_the_employee_reads_it(cycle, eka):
    refused = eka.post(surgery(cycle, "suspension"), data={"reason": "  "})
    assert refused.status_code == 422
    assert cycle.case.status == "running"
    eka.post(surgery(cycle, "suspension"), data={"reason": REASON})
    jobs.tell(
        agency_id=cycle.office.agency.id,
        case_id=cycle.case.id,
        person_id=cycle.office.ana.id,
        letter=surgery_verbs.LETTER,
        key=str(cycle.case.chain_length),
    )
    told = db.session.scalars(select(Notice).where(Notice.person_id == cycle.office.ana.id)).all()
    assert any(REASON in notice.body for notice in told)


def test_nobody_operates_on_the_own_case(cycle, signed_in):
    make_grant(cycle.office.ana, "hr")
    ana = signed_in(cycle.office.ana)
    assert ana.get(surgery(cycle)).status_code == 404
    assert ana.post(surgery(cycle, "cancellation"), data={"reason": "x"}).status_code == 404
    assert cycle.case.status == "running"


def test_what_is_done_by_surgery_stands_in_the_chain(cycle, eka):
    eka.post(surgery(cycle, "suspension"), data={"reason": REASON})
    eka.post(surgery(cycle, "resumption"), data={"reason": "Kembali"})
    assert not list(audit.Audit(connection()).faults())


@pytest.mark.parametrize("act", ["amputation", "return?to=999"])
def test_an_unknown_operation_is_not_there(cycle, eka, act):
    assert eka.get(surgery(cycle, act)).status_code == 404

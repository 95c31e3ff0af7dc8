"""What people are told of tasks: by which words, when it counts as read, and where a repeated step says why."""

from uuid import uuid4

import pytest
from sqlalchemy import select

from tests.webapp.cycles import actor_for
from tests.webapp.outcomes import walked
from tests.webapp.plans.rows import agreement_answers
from webapp.cases import notices
from webapp.cases.models import Notice
from webapp.core.db import db
from webapp.core.jobs import jobs


@pytest.fixture
def announce(cycle):
    """Tell of the open tasks of Ana's case, as the worker does after each step."""

    def run() -> None:
        tasks = [str(task.id) for task in cycle.tasks()]
        jobs["cases.announce"].run(agency_id=cycle.office.agency.id, tasks=tasks)
        db.session.commit()

    return run


def told(person) -> list[Notice]:
    statement = select(Notice).where(Notice.agency_id == person.agency_id, Notice.person_id == person.id)
    return list(db.session.scalars(statement.order_by(Notice.id)))


def revised(cycle) -> None:
    """Bo sends Ana's plan back."""
    walked.until(cycle, "agree_plan")
    walked.do(cycle, cycle.task("agree_plan"), agreement_answers("revise"))


def test_a_notice_names_the_task_and_the_employee_and_tells_of_the_cycle(cycle, announce):
    announce()
    (notice,) = told(cycle.office.ana)
    assert notice.subject == "Tugas: Susun rencana kinerja, Ana Wulandari"
    assert "Siklus 2026" in notice.body
    assert notice.path == f"/tasks/{cycle.task('draft_plan').id}"


def test_the_subject_is_in_the_language_of_the_receiver(cycle, announce):
    cycle.office.ana.locale = "en"
    announce()
    assert [notice.subject for notice in told(cycle.office.ana)] == ["Task: Draft the performance plan, Ana Wulandari"]


def test_a_reminder_says_that_it_is_one(cycle):
    notices.remind(cycle.office.agency.id, cycle.case.id, "draft_plan", 1)
    assert [notice.subject for notice in told(cycle.office.ana)] == ["Pengingat: Susun rencana kinerja, Ana Wulandari"]


def test_supervisor_and_hr_hear_of_what_stays_undone_and_are_led_to_the_case(cycle, signed_in):
    for person in (cycle.office.ana, cycle.office.bo, cycle.office.eka):
        person.locale = "en"
    notices.remind(cycle.office.agency.id, cycle.case.id, "draft_plan", 1)
    assert not told(cycle.office.bo)
    notices.remind(cycle.office.agency.id, cycle.case.id, "draft_plan", 2)
    for person in (cycle.office.bo, cycle.office.eka):
        (notice,) = told(person)
        assert notice.subject == "Late: Draft the performance plan, Ana Wulandari"
        assert signed_in(person).get(notice.path).status_code == 200
    assert [notice.subject.partition(":")[0] for notice in told(cycle.office.ana)] == ["Reminder", "Reminder"]
    assert not told(cycle.office.citra)


def test_who_is_late_in_person_is_reminded_once(cycle):
    walked.until(cycle, "agree_plan")
    notices.remind(cycle.office.agency.id, cycle.case.id, "agree_plan", 2)
    assert [notice.subject for notice in told(cycle.office.bo)] == [
        "Pengingat: Bahas dan sepakati rencana, Ana Wulandari"
    ]


def test_what_was_told_of_a_task_is_read_once_the_task_is_done(cycle, announce):
    announce()
    notices.remind(cycle.office.agency.id, cycle.case.id, "draft_plan", 2)
    ana, hr = actor_for(cycle.office.ana), actor_for(cycle.office.eka)
    assert (notices.unread(ana), notices.unread(hr)) == (2, 1)

    walked.until(cycle, "agree_plan")

    assert (notices.unread(ana), notices.unread(hr)) == (0, 0)


def test_opening_a_task_reads_its_notices_and_no_others(cycle, announce, signed_in):
    announce()
    other = Notice(
        agency_id=cycle.office.agency.id,
        person_id=cycle.office.ana.id,
        task_id=uuid4(),
        path="/account",
        subject="Other",
        body="…",
    )
    db.session.add(other)
    db.session.commit()
    signed_in(cycle.office.ana).get(f"/tasks/{cycle.task('draft_plan').id}")
    assert [notice.subject for notice in told(cycle.office.ana) if notice.read_at is None] == ["Other"]


def test_marking_all_as_read_reads_one_s_own_notices_only(cycle, announce, signed_in):
    announce()
    notices.remind(cycle.office.agency.id, cycle.case.id, "draft_plan", 2)
    db.session.commit()
    signed_in(cycle.office.ana).post("/notices/read")
    assert notices.unread(actor_for(cycle.office.ana)) == 0
    assert notices.unread(actor_for(cycle.office.eka)) == 1


def test_a_plan_sent_back_says_so_in_mail_and_inbox_and_on_the_page(cycle, announce, signed_in):
    cycle.office.ana.locale = "en"
    ana = signed_in(cycle.office.ana)
    why = "This plan has come back to you for changes."
    assert "Has come back" not in ana.get("/inbox").text
    assert why not in ana.get(f"/tasks/{cycle.task('draft_plan').id}").text

    revised(cycle)
    announce()

    notice = told(cycle.office.ana)[-1]
    assert notice.subject == "Back to you: Draft the performance plan, Ana Wulandari"
    assert why in notice.body
    assert "Has come back" in ana.get("/inbox").text
    assert why in ana.get(f"/tasks/{cycle.task('draft_plan').id}").text


def test_the_same_step_of_the_next_period_has_not_come_back(cycle, announce):
    walked.until(cycle, "review_progress")
    walked.do(cycle, cycle.task("review_progress"), walked.ANSWERS["review_progress"])
    announce()
    assert told(cycle.office.ana)[-1].subject.startswith("Tugas: ")


def test_the_pages_of_notices_and_of_mail_show_them(app, cycle, announce, signed_in, monkeypatch):
    announce()
    ana = signed_in(cycle.office.ana)
    assert f'href="/tasks/{cycle.task("draft_plan").id}"' in ana.get("/notices").text
    monkeypatch.setitem(app.config, "SIKLUS", type(app.config["SIKLUS"])(demo=True))
    page = ana.get("/mailbox").text
    assert page.count("<details") >= 1
    assert cycle.office.ana.email in page

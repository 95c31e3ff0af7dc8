"""What is forgotten after its time, and what stays beside it however old it is."""

import os
from datetime import timedelta

import pytest
from sqlalchemy import text

from tests.webapp.cycles import Cycle
from tests.webapp.factories import account_of
from tests.webapp.outcomes import walked
from webapp.cases.models import Draft, Incident, Notice
from webapp.config import Config
from webapp.core import clock, files, upkeep
from webapp.core.db import db
from webapp.core.files import File
from webapp.core.jobs import JobEffect
from webapp.people.models import Session

LONG_AGO = timedelta(days=400)


@pytest.fixture
def cycle(app, session) -> Cycle:
    made = Cycle()
    walked.until(made, "agree_plan")
    return made


def kept(*rows) -> None:
    db.session.add_all(rows)
    db.session.commit()


def session_row(cycle: Cycle, name: str, *, seen, ended=None) -> Session:
    account = account_of(cycle.office.ana)
    return Session(
        token_sha256=name.encode(),
        agency_id=account.agency_id,
        account_id=account.id,
        created_at=seen - timedelta(hours=1),
        seen_at=seen,
        ended_at=ended,
    )


def left(model, column):
    return set(db.session.scalars(db.select(column)))


def test_sessions_go_a_month_after_they_ended_or_were_last_used(cycle):
    now = clock.now()
    kept(
        session_row(cycle, "ended long ago", seen=now - LONG_AGO, ended=now - timedelta(days=31)),
        session_row(cycle, "used long ago", seen=now - timedelta(days=31)),
        session_row(cycle, "ended just now", seen=now - LONG_AGO, ended=now - timedelta(days=29)),
        session_row(cycle, "open", seen=now),
    )
    assert upkeep.forget()["ended sessions"] == 2
    assert left(Session, Session.token_sha256) == {b"ended just now", b"open"}


def notice(cycle: Cycle, subject: str, age: timedelta, **values) -> Notice:
    ana = cycle.office.ana
    at = clock.now() - age
    return Notice(agency_id=ana.agency_id, person_id=ana.id, path="/", subject=subject, body="", at=at, **values)


def test_old_notices_go_but_those_of_open_tasks_and_of_waiting_mail_stay(cycle):
    waiting = notice(cycle, "mail waits", LONG_AGO)
    kept(
        notice(cycle, "old", LONG_AGO),
        notice(cycle, "young", timedelta(days=300)),
        notice(cycle, "open task", LONG_AGO, task_id=cycle.task("agree_plan").id),
        waiting,
    )
    arguments = {"agency_id": waiting.agency_id, "notice_id": waiting.id}
    kept(Incident(agency_id=waiting.agency_id, job="cases.mail", arguments=arguments, problem="no route"))
    upkeep.forget()
    assert left(Notice, Notice.subject) == {"young", "open task", "mail waits"}


def test_resolved_incidents_go_and_open_ones_stay(cycle):
    agency, now = cycle.office.agency.id, clock.now()
    for name, resolved in (("old", now - LONG_AGO), ("young", now - timedelta(days=300)), ("open", None)):
        resolution = "retried" if resolved else None
        kept(
            Incident(
                agency_id=agency,
                job=name,
                arguments={},
                problem="",
                opened_at=now - LONG_AGO,
                resolved_at=resolved,
                resolution=resolution,
            )
        )
    upkeep.forget()
    assert left(Incident, Incident.job) == {"young", "open"}


def test_effects_go_but_an_open_task_stays_announced(cycle):
    agency, at = cycle.office.agency.id, clock.now() - timedelta(days=91)
    announced = f"announce:{agency}:{cycle.task('agree_plan').id}"
    kept(
        *(JobEffect(effect=name, at=at) for name in ("mail:1:2", f"announce:{agency}:gone", announced)),
        JobEffect(effect="mail:1:3", at=at + timedelta(days=2)),
    )
    upkeep.forget()
    assert left(JobEffect, JobEffect.effect) == {announced, "mail:1:3"}


def test_drafts_of_closed_tasks_go_and_all_others_stay(cycle):
    closed = db.session.scalar(text("select id from task where status = 'done' limit 1"))
    at = clock.now() - timedelta(days=31)
    for task, age in ((closed, at), (cycle.task("agree_plan").id, at - LONG_AGO)):
        bo = cycle.office.bo
        kept(Draft(agency_id=bo.agency_id, task_id=task, person_id=bo.id, answers={}, saved_at=age))
    upkeep.forget()
    assert left(Draft, Draft.task_id) == {cycle.task("agree_plan").id}


def file(cycle: Cycle, content: bytes, age: timedelta) -> File:
    ana, at = cycle.office.ana, clock.now() - age
    sha256 = files.store().put(content)
    place = files.store()._path(sha256)
    os.utime(place, (at.timestamp(), at.timestamp()))
    return File(
        agency_id=ana.agency_id,
        sha256=sha256,
        name="bukti.pdf",
        type="application/pdf",
        size=len(content),
        uploaded_by=ana.id,
        uploaded_at=at,
    )


def test_files_go_that_no_row_no_answer_and_no_draft_names(cycle):
    days = timedelta(days=31)
    orphan, young = file(cycle, b"orphan", days), file(cycle, b"young", timedelta(days=1))
    drafted, answered = file(cycle, b"drafted", days), file(cycle, b"answered", days)
    answered.uploaded_by = cycle.office.bo.id
    kept(orphan, young, drafted, answered)
    told = walked.ANSWERS["agree_plan"] | {"evidence": [answered.described()]}
    walked.do(cycle, cycle.task("agree_plan"), told)
    ana, task = cycle.office.ana, cycle.tasks()[0]
    kept(Draft(agency_id=ana.agency_id, task_id=task.id, person_id=ana.id, answers={"f": [drafted.described()]}))
    nameless = files.store().put(b"no row at all")
    os.utime(files.store()._path(nameless), (0, 0))
    db.session.commit()

    upkeep.forget()

    assert left(File, File.name) == {"bukti.pdf"}
    assert left(File, File.sha256) == {each.sha256 for each in (young, drafted, answered)}
    for sha256 in (orphan.sha256, nameless):
        with pytest.raises(KeyError):
            files.store().get(sha256)
    assert files.store().get(drafted.sha256) == b"drafted"


def test_it_goes_in_bites_and_a_setting_of_zero_keeps_for_ever(app, cycle, monkeypatch):
    monkeypatch.setattr(upkeep, "BITE", 2)
    kept(*(JobEffect(effect=f"mail:1:{number}", at=clock.now() - LONG_AGO) for number in range(7)))
    monkeypatch.setitem(app.config, "SIKLUS", Config(files=app.config["SIKLUS"].files, keep_effects_days=0))
    assert upkeep.forget()["effects of jobs"] == 0
    monkeypatch.undo()
    monkeypatch.setattr(upkeep, "BITE", 2)
    assert upkeep.forget()["effects of jobs"] == 7


def test_a_rule_that_fails_does_not_keep_the_others_from_working(cycle, monkeypatch):
    def fail(_before, _limit):
        db.session.execute(text("select 1 / 0"))

    broken = upkeep.Rule("broken", "keep_effects_days", fail)
    monkeypatch.setattr(upkeep, "rules", {"broken": broken, **upkeep.rules})
    kept(JobEffect(effect="mail:1:2", at=clock.now() - LONG_AGO))
    done = upkeep.forget()
    assert "broken" not in done
    assert done["effects of jobs"] == 1


def test_finished_jobs_go_and_waiting_ones_stay(cycle):
    insert = text(
        "insert into procrastinate_jobs (queue_name, task_name, args, status) values ('siklus', 'cases.mail', '{}',"
        " cast(:status as procrastinate_job_status)) returning id"
    )
    over, waits = (db.session.scalar(insert, {"status": status}) for status in ("cancelled", "todo"))
    db.session.execute(text("update procrastinate_events set at = now() - interval '8 days'"))
    db.session.commit()
    upkeep.forget()
    ids = set(db.session.scalars(text("select id from procrastinate_jobs")))
    assert waits in ids
    assert over not in ids

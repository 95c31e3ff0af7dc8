"""A move meets what else goes on: work that HR gave away, awaited signals, jobs that come twice, other moves."""

import pytest
from sqlalchemy import select

from tests.moving.pack_edits import name_changed, pack
from tests.webapp.cases.test_broadcast import DRAWN, Talk
from tests.webapp.cases.test_migrating import counts, publish, tried, work
from tests.webapp.cycles import actor_for
from tests.webapp.factories import make_person
from tests.webapp.outcomes import walked
from webapp.cases import health, migrating, moving, reassigning, surgery
from webapp.cases.models import Case, Event, MigrationCase
from webapp.core.db import connection, db
from webapp.library import service as library


@pytest.fixture
def admin(cycle):
    return actor_for(cycle.office.eka, "process_admin", "hr")


def moved(to, admin):
    migration = tried(to, admin)
    migrating.decide(migration, "Versi baru", actor=admin)
    work(migration, moving.move_chunk, "can")
    db.session.expire_all()
    return migration


def test_who_was_given_a_task_by_hr_keeps_it_there_and_back(cycle, admin):
    walked.until(cycle, "agree_plan")
    rudi = make_person(cycle.office.unit, "Rudi Pengganti", supervisor=cycle.office.citra)
    reassigning.reassign(cycle.task("agree_plan"), rudi, reason="Sakit", actor=admin)
    old = cycle.task("agree_plan").name.encode()
    files = {name: content.replace(old, b"Bahas lagi") for name, content in pack().items()}
    migration = moved(publish(cycle.office.agency.id, files), admin)
    assert (cycle.task("agree_plan").name, cycle.task("agree_plan").assignee_id) == ("Bahas lagi", rudi.id)
    work(migration, moving.move_back_chunk, "moved", "Salah", admin.person_id)
    db.session.expire_all()
    assert (cycle.task("agree_plan").name.encode(), cycle.task("agree_plan").assignee_id) == (old, rudi.id)


def test_a_case_that_waits_for_a_signal_hears_it_in_the_new_version_and_not_once_it_is_cancelled(cycle, admin):
    talk = Talk(cycle)
    case = talk.open()
    waits = talk.awaited(case)
    assert waits
    drawn = DRAWN.replace(b'"told"', b'"told_all"')
    moved(library.keep(talk.agency_id, "talk", "Talk", {"talk.bpmn": drawn}, note="second", by=None), admin)
    assert talk.awaited(case) == waits
    assert not list(health.findings(connection()))
    surgery.cancel(db.session.get_one(Case, (talk.agency_id, case)), "Keliru", actor=admin)
    assert talk.awaited(case) == []


def test_trying_twice_changes_nothing_of_what_has_moved(cycle, admin):
    migration = moved(publish(cycle.office.agency.id, name_changed(pack())), admin)
    before = migrating.tally(migration)
    moving.try_chunk(migration.agency_id, migration.id, list(db.session.scalars(select(MigrationCase.case_id))))
    assert migrating.tally(migration) == before


def test_two_migrations_to_one_version_move_a_case_once(cycle, admin):
    new = publish(cycle.office.agency.id, name_changed(pack()))
    first, second = tried(new, admin), tried(new, admin)
    for migration in (first, second):
        migrating.decide(migration, "Versi baru", actor=admin)
    for migration in (first, second):
        work(migration, moving.move_chunk, "can")
    assert migrating.tally(second) == migrating.Tally(cannot=migrating.tally(first).moved)
    assert counts(select(Event.seq).where(Event.case_id == cycle.case.id, Event.kind == moving.MOVED)) == 1

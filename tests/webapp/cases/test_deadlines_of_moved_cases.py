"""What a move does with deadlines and reminders is tried, done to every case, undone and told of those that fail."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from tests.moving.pack_edits import NEW, deadline_added, deadline_removed, deadlines_stretched, name_changed, pack
from tests.webapp.cases.test_migrating import POSITIONS, Crowd, publish, tried, work
from tests.webapp.cycles import actor_for
from tests.webapp.outcomes.walked import until
from webapp.cases import audit, deadlines, health, migrating, moving, surgery
from webapp.cases.models import Case, MigrationCase, Timer
from webapp.core import clock
from webapp.core.db import connection, db
from webapp.core.errors import Refusal


@pytest.fixture
def admin(cycle):
    return actor_for(cycle.office.eka, "process_admin", "hr")


def moved(to, admin, *, anew=False):
    migration = migrating.begin(to, actor=admin, anew=anew)
    work(migration, moving.try_chunk, "waiting")
    migrating.decide(migration, "Tenggat baru", actor=admin)
    work(migration, moving.move_chunk, "can")
    db.session.expire_all()
    return migration


def found(migration) -> list[dict]:
    kept = select(MigrationCase.findings).where(MigrationCase.migration_id == migration.id)
    return [finding for findings in db.session.scalars(kept) for finding in findings]


def without_due(tasks: set) -> set:
    return {task[:-1] for task in tasks}


@pytest.mark.parametrize("edit", [deadline_added, deadline_removed])
def test_cases_at_all_positions_lose_no_task_or_draft_when_a_reminder_comes_or_goes(cycle, admin, edit):
    crowd = Crowd(cycle, POSITIONS)
    tasks, drafts, timers = crowd.belongings()
    migration = moved(publish(crowd.agency_id, edit(pack())), admin)
    assert migrating.tally(migration).moved == migrating.tally(migration).all
    after = crowd.belongings()
    assert after[:2] == (tasks, drafts)
    standing = [task for task in tasks if task[1] == "decide_forum"]
    assert standing
    begun, dropped = after[2] - timers, timers - after[2]
    changed, element = (begun, NEW) if edit is deadline_added else (dropped, "decide_forum_late")
    assert [timer[1] for timer in begun | dropped] == [timer[1] for timer in changed] == [element] * len(standing)
    assert not list(health.findings(connection()))
    work(migration, moving.move_back_chunk, "moved", "Keliru", admin.person_id)
    assert crowd.belongings() == (tasks, drafts, timers)


def test_cases_at_all_positions_have_their_deadlines_counted_anew_and_get_the_old_ones_back(cycle, admin):
    crowd = Crowd(cycle, POSITIONS)
    tasks, drafts, timers = crowd.belongings()
    migration = moved(publish(crowd.agency_id, deadlines_stretched(pack())), admin, anew=True)
    assert migrating.tally(migration).moved == migrating.tally(migration).all
    after = crowd.belongings()
    assert (without_due(after[0]), without_due(after[2])) == (without_due(tasks), without_due(timers))
    assert after[1] == drafts
    later = {(task[0], task[-1]) for task in after[0] - tasks}
    assert 0 < len(later) < len(tasks)  # those of other lengths stay
    assert {what["what"] for what in found(migration) if "old" in what} == {"due", "counted"}
    assert not list(health.findings(connection()))
    assert not list(audit.Audit(connection()).faults())
    work(migration, moving.move_back_chunk, "moved", "Keliru", admin.person_id)
    assert crowd.belongings() == (tasks, drafts, timers)
    assert not list(health.findings(connection()))


@pytest.mark.parametrize("edit", [deadlines_stretched, deadline_removed])
def test_a_deadline_that_has_passed_meanwhile_does_not_take_effect_the_moment_a_case_is_put_back(cycle, admin, edit):
    until(cycle, "decide_forum" if edit is deadline_removed else "agree_plan")
    migration = moved(publish(cycle.office.agency.id, edit(pack())), admin, anew=True)
    of_now = set(timers(cycle))
    with clock.at(clock.now() + timedelta(days=400)):
        work(migration, moving.move_back_chunk, "moved", "Keliru", admin.person_id)
        db.session.expire_all()
        soonest = deadlines.of_case(cycle.office.agency.id, cycle.case.id).soonest
        assert migrating.tally(migration).restored
        back = {timer for timer in timers(cycle) if (timer.id, timer.due_at) not in of_now}
        assert back
        assert {timer.due_at for timer in back} == {soonest}


def timers(cycle) -> list:
    return list(db.session.execute(select(Timer.id, Timer.due_at).where(Timer.case_id == cycle.case.id)))


def test_deadlines_stay_when_nothing_else_is_asked_for(cycle, admin):
    before = {(task.id, task.due_at) for task in cycle.tasks()}
    moved(publish(cycle.office.agency.id, deadlines_stretched(pack())), admin)
    assert {(task.id, task.due_at) for task in cycle.tasks()} == before


def test_a_person_who_has_the_task_open_notices_that_its_deadline_moved(cycle, admin):
    task = cycle.task("draft_plan")
    version, due = task.version, task.due_at
    files = {
        name: content.replace(b"max(date and time(plan_due)", b"max(date and time(assessment_due)")
        for name, content in pack().items()
    }
    migration = moved(publish(cycle.office.agency.id, files), admin, anew=True)
    task = cycle.task("draft_plan")
    assert task.version > version
    assert task.due_at > due
    told = {(what["task"], what["old"], what["new"]) for what in found(migration) if what.get("what") == "due"}
    assert told == {(task.name, due.isoformat(), task.due_at.isoformat())}


def test_time_on_hold_does_not_count_when_deadlines_are_counted_anew(cycle, admin):
    task = cycle.task("draft_plan")
    surgery.suspend(cycle.case, "Cuti", actor=admin)
    db.session.commit()
    with clock.at(clock.now() + timedelta(days=30)):
        surgery.resume(cycle.case, "Kembali", postpone=True, actor=admin)
        db.session.commit()
        opened = deadlines.of_case(task.agency_id, task.case_id).opened[task.id]
    assert abs(opened - task.opened_at - timedelta(days=30)) < timedelta(minutes=1)


def test_nothing_that_changes_is_due_before_the_office_closes_tomorrow(cycle):
    with clock.at(datetime(2026, 11, 22, 18, tzinfo=UTC)):  # the 23rd in Jakarta
        soonest = deadlines.of_case(cycle.office.agency.id, cycle.case.id).soonest
    assert soonest.astimezone(UTC) == datetime(2026, 11, 24, 9, tzinfo=UTC)


def test_a_case_that_fails_unexpectedly_is_told_and_the_others_go_on(cycle, admin, monkeypatch):
    cases = list(db.session.scalars(select(Case.id).order_by(Case.id)))
    migrate = moving.migrate
    broken = db.session.get_one(Case, (admin.agency_id, cases[0])).state

    def stumbling(old, new, state, **how):
        if state == broken:
            raise ZeroDivisionError
        return migrate(old, new, state, **how)

    monkeypatch.setattr(moving, "migrate", stumbling)
    migration = tried(publish(admin.agency_id, name_changed(pack())), admin)
    assert migrating.tally(migration) == migrating.Tally(can=len(cases) - 1, failed=1)
    assert {"failed": "ZeroDivisionError"} in found(migration)


@pytest.mark.parametrize("verb", ["move", "move back"])
def test_a_case_that_fails_while_it_is_moved_is_as_it_was(cycle, admin, monkeypatch, verb):
    migration = tried(publish(admin.agency_id, name_changed(pack())), admin)
    migrating.decide(migration, "Nama", actor=admin)
    if verb == "move back":
        work(migration, moving.move_chunk, "can")
    version = cycle.case.process_version_id
    take, stumbled = moving.steps.take, []

    def stumbling(case, *given, **how):
        take(case, *given, **how)
        if case.case_id == cycle.case.id:
            stumbled.append(case.case_id)
            raise Refusal

    monkeypatch.setattr(moving.steps, "take", stumbling)
    if verb == "move":
        work(migration, moving.move_chunk, "can")
    else:
        work(migration, moving.move_back_chunk, "moved", "Keliru", admin.person_id)
    db.session.expire_all()
    assert stumbled
    assert cycle.case.process_version_id == version
    tally = migrating.tally(migration)
    assert tally == (
        migrating.Tally(moved=tally.all - 1, failed=1)
        if verb == "move"
        else migrating.Tally(restored=tally.all - 1, moved=1)
    )
    assert {"failed": "Refusal"} in found(migration)
    assert not list(health.findings(connection()))

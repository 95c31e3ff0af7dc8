"""The pages on which an admin moves running cases: every case with what would happen, then the decision, then back."""

import pytest

from tests.moving.pack_edits import deadline_added, deadline_removed, name_changed, pack, task_inserted
from tests.webapp.cycles import Cycle
from tests.webapp.factories import make_person
from tests.webapp.outcomes import walked
from webapp.cases import migrating, moving
from webapp.core.db import db
from webapp.library import service as library

MOVES = "/studio/appraisal/moves"


@pytest.fixture
def cycle(app, session) -> Cycle:
    return Cycle()


@pytest.fixture
def hadi(cycle, signed_in):
    return signed_in(make_person(cycle.office.unit, "Hadi Susanto", roles=("process_admin",)))


def publish(cycle, files) -> int:
    return library.keep(cycle.office.agency.id, "appraisal", "Siklus", files, note="Versi baru", by=None).number


def worker(migration_id: int, agency_id: int, verb) -> None:
    cases = [row.case_id for row, *_shown in db.session.execute(migrating.members(_migration(agency_id, migration_id)))]
    verb(agency_id, migration_id, cases)
    db.session.commit()


def _migration(agency_id: int, migration_id: int):
    return db.session.get_one(migrating.Migration, (agency_id, migration_id))


def test_an_admin_sees_what_would_happen_then_moves_the_cases_and_puts_them_back(cycle, hadi, signed_in):
    agency = cycle.office.agency.id
    number = publish(cycle, task_inserted(name_changed(pack())))
    assert "follow older versions" in hadi.get(MOVES).text
    begun = hadi.post(MOVES, data={"version": number})
    page = begun.headers["Location"]
    migration = int(page.rsplit("/", 1)[1])
    assert "hx-get" in hadi.get(page).text  # still being tried
    assert hadi.post(f"{page}/decision", data={"reason": "Segera"}).status_code == 409
    assert "HX-Refresh" not in hadi.get(f"{page}/progress").headers
    worker(migration, agency, moving.try_chunk)
    assert hadi.get(f"{page}/progress").headers["HX-Refresh"] == "true"  # now the decision can be shown
    text = hadi.get(page).text
    assert f"Ana Wulandari<br><small>{cycle.cycle.name}</small>" in text
    assert "Tulis rencana" in text
    assert "Periksa sekali lagi" in text
    assert hadi.post(f"{page}/decision", data={"reason": " "}).status_code == 422
    assert hadi.post(f"{page}/decision", data={"reason": "Langkah baru"}).status_code == 303
    worker(migration, agency, moving.move_chunk)
    assert cycle.task("draft_plan").name == "Tulis rencana"
    told = "moved the case from version 1 of the process to version 2: Langkah baru"
    assert told in signed_in(cycle.office.ana).get(f"/cases/{cycle.case.id}").text
    assert "All running cases follow the newest version" in hadi.get(MOVES).text
    assert hadi.get(f"{page}?verdict=moved").status_code == 200
    assert hadi.post(f"{page}/restoration", data={"reason": "Keliru"}).status_code == 303
    moving.move_back_chunk(agency, migration, [cycle.case.id], "Keliru", cycle.office.eka.id)
    db.session.expire_all()
    assert cycle.task("draft_plan").name != "Tulis rencana"
    assert f"by {cycle.office.eka.name}: Keliru" in hadi.get(page).text
    told = "put the case back from version 2 of the process to version 1: Keliru"
    assert told in signed_in(cycle.office.ana).get(f"/cases/{cycle.case.id}").text


def test_putting_back_is_followed_until_it_is_done(cycle, hadi):
    agency = cycle.office.agency.id
    page = hadi.post(MOVES, data={"version": publish(cycle, name_changed(pack()))}).headers["Location"]
    migration = int(page.rsplit("/", 1)[1])
    worker(migration, agency, moving.try_chunk)
    hadi.post(f"{page}/decision", data={"reason": "Langkah baru"})
    worker(migration, agency, moving.move_chunk)
    hadi.post(f"{page}/restoration", data={"reason": "Keliru"})
    assert "hx-get" in hadi.get(page).text
    assert "HX-Refresh" not in hadi.get(f"{page}/progress").headers
    worker(migration, agency, lambda *chunk: moving.move_back_chunk(*chunk, "Keliru", cycle.office.eka.id))
    put_back = hadi.get(f"{page}/progress")
    assert '">Put back</label>' in put_back.text
    assert put_back.headers["HX-Refresh"] == "true"


def stretched(files) -> dict:
    """The plan is due later, and a reminder comes with it."""
    return {
        n: c.replace(b"max(date and time(plan_due)", b"max(date and time(assessment_due)") for n, c in files.items()
    }


@pytest.mark.parametrize(("chosen", "told"), [("keep", False), ("anew", True)])
def test_the_trial_tells_by_how_much_deadlines_change_when_they_are_counted_anew(cycle, hadi, chosen, told):
    number = publish(cycle, stretched(pack()))
    assert 'value="anew"' in hadi.get(MOVES).text
    page = hadi.post(MOVES, data={"version": number, "deadlines": chosen}).headers["Location"]
    worker(int(page.rsplit("/", 1)[1]), cycle.office.agency.id, moving.try_chunk)
    text = hadi.get(page).text
    assert (" is due Jul 10, 2027, 16:00 instead of Jan 31, 2027, 16:00." in text) == told
    assert ("is set for" in text) == told
    assert ("Try it with deadlines kept" in text) == told


@pytest.mark.parametrize(
    ("edit", "said"),
    [(deadline_added, "New: “second_look” is set for"), (deadline_removed, "The timer “Day 10” of")],
)
def test_the_trial_tells_of_reminders_that_come_and_go(cycle, hadi, edit, said):
    walked.until(cycle, "decide_forum")
    number = publish(cycle, edit(pack()))
    page = hadi.post(MOVES, data={"version": number}).headers["Location"]
    worker(int(page.rsplit("/", 1)[1]), cycle.office.agency.id, moving.try_chunk)
    assert said in hadi.get(page).text


def test_a_case_that_fails_is_told_as_failed_and_is_not_waited_for(cycle, hadi, monkeypatch):
    def stumbling(*_given, **_how):
        raise ZeroDivisionError

    monkeypatch.setattr(moving, "migrate", stumbling)
    page = hadi.post(MOVES, data={"version": publish(cycle, name_changed(pack()))}).headers["Location"]
    worker(int(page.rsplit("/", 1)[1]), cycle.office.agency.id, moving.try_chunk)
    text = hadi.get(f"{page}?verdict=failed").text
    assert "This failed unexpectedly (ZeroDivisionError)" in text
    assert "hx-get" not in text
    assert cycle.task("draft_plan").name != "Tulis rencana"


def test_there_is_nothing_to_move_to_the_version_that_all_follow(cycle, hadi):
    assert hadi.post(MOVES, data={"version": 1}).status_code == 409
    assert hadi.post(MOVES, data={"version": 99}).status_code == 404


def test_hr_moves_nothing(cycle, hadi, signed_in):
    publish(cycle, name_changed(pack()))
    assert signed_in(cycle.office.eka).post(MOVES, data={"version": 2}).status_code == 403

"""Taking a case back when deadlines have passed since, and to points from before it was moved to another version."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from tests.journeys.walk import Walk
from tests.moving.pack_edits import NEW, Drawing, name_changed, pack
from tests.webapp.cases.test_migrating import publish, tried, work
from tests.webapp.cycles import actor_for
from webapp.cases import earlier, health, migrating, moving, surgery
from webapp.cases.models import Timer
from webapp.cases.refusals import OlderVersion
from webapp.core import clock
from webapp.core.db import connection, db

MUCH_LATER = timedelta(days=400)


@pytest.fixture
def officer(cycle):
    return actor_for(cycle.office.eka, "hr", "process_admin")


@pytest.fixture
def first(cycle, signed_in) -> earlier.Earlier:
    """The case stands where the plan is agreed on; the point before."""
    Walk(cycle, signed_in).until("agree_plan")
    return earlier.points(cycle.case)[-1]


def timers(cycle) -> list[datetime]:
    return list(db.session.scalars(select(Timer.due_at).where(Timer.case_id == cycle.case.id)))


def moved(cycle, officer, files) -> None:
    migration = tried(publish(cycle.office.agency.id, files), officer)
    migrating.decide(migration, "Versi baru", actor=officer)
    work(migration, moving.move_chunk, "can")
    db.session.expire_all()


def renamed(files) -> dict:
    """The step in which the plan is drafted is another one."""
    drawn = files["planning.bpmn"].replace(b'="draft_plan"', b'="write_plan"')
    return {**files, "planning.bpmn": drawn.replace(b'formId="write_plan"', b'formId="draft_plan"')}


def reminded(files) -> dict:
    """Whoever drafts the plan is reminded after two weeks."""
    drawing = Drawing(files, "planning.bpmn")
    timer = "<b:timerEventDefinition><b:timeDuration>P14D</b:timeDuration></b:timerEventDefinition>"
    drawing.add("boundaryEvent", timer, id=NEW, attachedToRef="draft_plan", cancelActivity="false")
    drawing.add("endEvent", id=NEW + "_done")
    drawing.lead(NEW, NEW + "_done")
    return drawing.done()


def test_a_deadline_that_only_the_present_version_draws_is_postponed_once(cycle, officer, first):
    moved(cycle, officer, reminded(pack()))
    with clock.at(clock.now() + MUCH_LATER):
        surgery.take_back(cycle.case, first.seq, "Salah langkah", postpone=True, actor=officer)
        db.session.commit()
        due = select(Timer.due_at).where(Timer.case_id == cycle.case.id, Timer.element == NEW)
        left = db.session.scalars(due).one() - clock.now()
    assert timedelta(days=13) < left <= timedelta(days=15)


@pytest.mark.parametrize("chosen", ["postpone", "keep"])
def test_the_preview_says_what_is_overdue_and_offers_to_move_it(cycle, first, signed_in, chosen):
    assert first.overdue == []
    with clock.at(clock.now() + MUCH_LATER):
        eka = signed_in(cycle.office.eka)
        page = eka.get(f"/cases/{cycle.case.id}/surgery/return?to={first.seq}").text
        assert "these have passed" in page
        assert 'value="postpone"' in page
        sent = {"to": first.seq, "reason": "Salah langkah", "deadlines": chosen}
        assert eka.post(f"/cases/{cycle.case.id}/surgery/return", data=sent).status_code == 303
        db.session.expire_all()
        assert [task.element for task in cycle.tasks()] == ["draft_plan"]
        is_later = [due > clock.now() for due in (*timers(cycle), cycle.task("draft_plan").due_at)]
    assert len(is_later) >= 2
    assert set(is_later) == {chosen == "postpone"}
    assert not list(health.findings(connection()))


def test_a_moved_case_goes_back_to_before_its_move_in_the_present_version(cycle, officer, first, signed_in):
    moved(cycle, officer, name_changed(pack()))
    present = cycle.case.process_version_id
    page = signed_in(cycle.office.eka).get(f"/cases/{cycle.case.id}/surgery").text
    assert "from version 1, before the case was moved to version 2" in page
    assert f"to={first.seq}" in page
    surgery.take_back(cycle.case, first.seq, "Salah langkah", actor=officer)
    db.session.commit()
    db.session.expire_all()
    assert cycle.case.process_version_id == present
    assert [task.name for task in cycle.tasks()] == ["Tulis rencana"]
    assert not list(health.findings(connection()))
    Walk(cycle, signed_in).to_the_end()
    assert cycle.case.status == "finished"
    assert not list(health.findings(connection()))


def test_where_the_present_version_has_no_such_step_the_page_says_why(cycle, officer, first, signed_in):
    moved(cycle, officer, renamed(pack()))
    eka = signed_in(cycle.office.eka)
    page = eka.get(f"/cases/{cycle.case.id}/surgery").text
    assert "be taken back to there" in page
    assert "the new version has no such step there" in page
    assert f"to={first.seq}" not in page
    assert eka.get(f"/cases/{cycle.case.id}/surgery/return?to={first.seq}").status_code == 404
    with pytest.raises(OlderVersion):
        surgery.take_back(cycle.case, first.seq, "Salah langkah", actor=officer)

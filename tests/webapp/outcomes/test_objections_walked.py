"""Objections and panels in a case that really runs: who gets the task, and what becomes of one that nobody can do."""

from datetime import date, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from tests.webapp.cycles import Cycle, actor_for
from tests.webapp.factories import make_person
from tests.webapp.outcomes.answers import objection, verdict
from tests.webapp.outcomes.walked import do, until
from webapp.cases import opening, service
from webapp.cases.models import Case, Task, Timer
from webapp.core import clock
from webapp.core.db import db
from webapp.outcomes import queries

DONE = {"done": "Peran diberikan kepada seorang lagi"}


class UnderTheHead(Cycle):
    """The case of Citra, whose supervisor is Dewi, the only head of the agency."""

    def __init__(self) -> None:
        super().__init__()
        terms = opening.Terms(
            name="Siklus pimpinan",
            starts_on=date(2026, 1, 1),
            ends_on=date(2026, 6, 30),
            plan_due_on=date(2027, 1, 31),
            assessment_due_on=date(2027, 7, 10),
            period_ends=[date(2027, 3, 31), date(2027, 6, 30)],
        )
        citra, officer = self.office.citra, actor_for(self.office.eka, "hr")
        opened = opening.open_cycle(terms, opening.Population(nips=[citra.nip]), actor=officer, key=uuid4())
        opening.open_cases(citra.agency_id, opened.id, [citra.id])
        db.session.commit()

    @property
    def case(self) -> Case:
        mine = (Case.agency_id == self.office.agency.id, Case.employee_id == self.office.citra.id)
        return db.session.scalars(select(Case).where(*mine)).one()


@pytest.fixture
def cycle(app, session) -> Cycle:
    return Cycle()


@pytest.fixture
def under_the_head(app, session) -> UnderTheHead:
    return UnderTheHead()


def judge_of(cycle) -> int:
    return cycle.task("decide_objection").assignee_id


def in_days(cycle, days: int) -> None:
    """So many days go by, with whatever falls due in them."""
    with clock.at(clock.now() + timedelta(days=days)):
        service.tick(cycle.case.agency_id, cycle.case.id)
        db.session.commit()
        db.session.expire_all()


def test_the_head_does_not_judge_the_own_rating(under_the_head):
    until(under_the_head, "decide_objection", respond_to_result=objection())
    joko = under_the_head.panel[3]  # the others sit in the panel of this case
    assert judge_of(under_the_head) == joko.id
    do(under_the_head, under_the_head.task("decide_objection"), verdict())
    found = queries.objection(under_the_head.case.agency_id, under_the_head.case.id)
    assert (found.rater_id, found.decided_by) == (under_the_head.office.dewi.id, joko.id)


def test_when_nobody_may_judge_hr_finds_somebody_and_the_case_goes_on(under_the_head):
    under_the_head.panel[3].left_on = date(2026, 2, 1)
    until(under_the_head, "find_judge", respond_to_result=objection())
    asked = under_the_head.task("find_judge")
    assert asked.groups == ["hr"]
    do(under_the_head, asked, DONE)
    again = under_the_head.task("find_judge")
    assert again.id != asked.id
    deputy = make_person(under_the_head.office.unit, "Wakil Bupati", roles=("agency_head",))
    do(under_the_head, again, DONE)
    assert judge_of(under_the_head) == deputy.id
    do(under_the_head, under_the_head.task("decide_objection"), verdict())
    assert [task.element for task in under_the_head.tasks()] == ["propose_award"]


def test_an_objection_that_lies_for_three_weeks_goes_to_the_next(cycle):
    until(cycle, "decide_objection", respond_to_result=objection())
    first = cycle.task("decide_objection")
    assert first.assignee_id == cycle.office.citra.id
    in_days(cycle, 8)
    assert judge_of(cycle) == cycle.office.citra.id
    in_days(cycle, 22)
    assert judge_of(cycle) == cycle.office.dewi.id
    assert db.session.get_one(Task, (first.agency_id, first.id)).status == "withdrawn"


def test_too_small_a_panel_stops_nobody_but_waits_for_hr(cycle):
    for person in cycle.panel[:2]:
        person.left_on = date(2026, 2, 1)
    until(cycle, "appoint_panel")
    assert [(task.element, task.groups) for task in cycle.tasks()] == [("appoint_panel", ["hr"])]
    kiki = make_person(cycle.office.unit, "Kiki Panel", roles=("panel",))
    do(cycle, cycle.task("appoint_panel"), DONE)
    members = {cycle.panel[2].id, cycle.panel[3].id, kiki.id}
    assert {(task.element, task.assignee_id) for task in cycle.tasks()} == {("score_dossier", id_) for id_ in members}


def test_what_is_due_is_due_when_the_office_closes(cycle):
    until(cycle, "respond_to_result")
    key = (cycle.case.agency_id, cycle.case.id)
    dues = [cycle.task("respond_to_result").due_at]
    dues += db.session.scalars(select(Timer.due_at).where(Timer.agency_id == key[0], Timer.case_id == key[1])).all()
    assert len(dues) == 3
    assert {due.astimezone(ZoneInfo("Asia/Jakarta")).strftime("%H:%M") for due in dues} == {"16:00"}
    assert dues[0] - clock.now() >= timedelta(days=13, hours=23)

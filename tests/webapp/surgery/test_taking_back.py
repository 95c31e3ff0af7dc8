"""Whatever step of the shipped cycle is taken back can be done anew, and the case still comes to its end."""

from sqlalchemy import select

from benchmarks import walking
from benchmarks.ground import Map
from tests.webapp.cycles import actor_for
from webapp.cases import earlier, health, surgery
from webapp.cases.models import Case, Task
from webapp.core.db import connection, db

MOST = 80


def test_every_step_of_the_cycle_can_be_taken_back_and_done_again(cycle):
    office = cycle.office
    persons = [*cycle.panel, office.ana, office.bo, office.citra]
    actors = {p.id: actor_for(p) for p in persons} | {
        office.eka.id: actor_for(office.eka, "hr"),
        office.dewi.id: actor_for(office.dewi, "agency_head"),
    }
    people, case = Map(office.agency.id, actors), cycle.case
    again: list[str] = []
    for _ in range(MOST):
        task = _oldest(case)
        if task is None:
            break
        if task.element not in again and (points := earlier.points(_case(case))):
            before = points[0]
            surgery.take_back(_case(case), before.seq, "Salah langkah", actor=actors[office.eka.id])
            db.session.commit()
            again.append(task.element)
            task = _oldest(case)
        walking.complete(people, task)
    assert _case(case).status == "finished"
    assert len(again) >= 10
    assert not list(health.findings(connection()))


def _case(case: Case) -> Case:
    return db.session.get_one(Case, (case.agency_id, case.id), populate_existing=True)


def _oldest(case: Case) -> Task | None:
    statement = select(Task).where(Task.case_id == case.id, Task.status == "open").order_by(Task.opened_at, Task.id)
    return db.session.scalars(statement.limit(1)).first()

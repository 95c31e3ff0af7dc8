"""Work of a group: one takes it, the others see who has it and lose nothing they typed."""

from tests.journeys.paper import Paper
from tests.journeys.story import ANSWERS
from tests.journeys.walk import Walk
from tests.webapp.factories import make_grant, make_person


def test_who_types_while_a_colleague_takes_the_task_keeps_the_text(cycle, signed_in):
    walk = Walk(cycle, signed_in)
    walk.until("propose_award")
    colleague = make_person(cycle.office.unit, "Lina Hasan", roles=("hr",))
    task = cycle.task("propose_award")
    paper = Paper(signed_in(cycle.office.eka), f"/tasks/{task.id}")
    paper.fill(ANSWERS["propose_award"] | {"title": "Penggerak posyandu"})
    assert signed_in(colleague).post(f"/tasks/{task.id}/claim").status_code == 303

    response = paper.send()

    assert response.status_code == 409
    assert "Penggerak posyandu" in response.text
    assert "Lina Hasan" in response.text
    assert cycle.task("propose_award").assignee_id == colleague.id


def test_a_task_given_back_can_be_taken_by_another(cycle, signed_in):
    walk = Walk(cycle, signed_in)
    walk.until("propose_award")
    colleague = make_person(cycle.office.unit, "Lina Hasan", roles=("hr",))
    task = cycle.task("propose_award")
    eka, lina = signed_in(cycle.office.eka), signed_in(colleague)
    eka.post(f"/tasks/{task.id}/claim")
    assert lina.post(f"/tasks/{task.id}/claim").status_code in (403, 409)
    eka.post(f"/tasks/{task.id}/release")
    assert lina.post(f"/tasks/{task.id}/claim").status_code == 303


def test_nobody_does_a_groups_part_in_the_own_case(cycle, signed_in):
    walk = Walk(cycle, signed_in)
    walk.until("propose_award")
    make_grant(cycle.office.ana, "hr")
    task = cycle.task("propose_award")
    ana = signed_in(cycle.office.ana)
    assert ana.get(f"/tasks/{task.id}").status_code == 404
    assert ana.post(f"/tasks/{task.id}/claim").status_code == 404
    assert str(task.id) not in ana.get("/inbox?tab=shared").text
    assert signed_in(cycle.office.eka).get(f"/tasks/{task.id}").status_code == 200

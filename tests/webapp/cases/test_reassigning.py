"""HR gives work to somebody else: what happens to task, draft and history, and what is refused."""

import pytest
from sqlalchemy import select, text

from tests.journeys.paper import Paper
from tests.webapp import cycles
from tests.webapp.cycles import Cycle, actor_for
from tests.webapp.factories import make_grant, make_person
from tests.webapp.outcomes import walked
from tests.webapp.outcomes.answers import objection
from tests.webapp.plans.rows import agreement_answers
from webapp.cases import health, service
from webapp.cases.audit import Audit
from webapp.cases.models import Notice, Task
from webapp.core.db import connection, db
from webapp.core.jobs import jobs
from webapp.library import bundles
from webapp.people.models import Person

REASON = "Bo sakit sampai akhir bulan"


@pytest.fixture
def rudi(cycle) -> Person:
    """A colleague of Bo, who could stand in."""
    return make_person(cycle.office.unit, "Rudi Pengganti", supervisor=cycle.office.citra, title="Kepala Seksi")


def give(browser, tasks: list[Task], to: Person | str, **more):
    words = to if isinstance(to, str) else to.nip
    return browser.post(
        "/open-tasks/reassignment",
        data={"task": [str(t.id) for t in tasks], "to": words, "reason": REASON, "confirmed": "y", **more},
    )


def told(person: Person) -> list[str]:
    rows = db.session.scalars(select(Notice).where(Notice.person_id == person.id).order_by(Notice.id))
    return [notice.subject for notice in rows]


def run_queue(cycle: Cycle) -> None:
    """Tell who has to be told, as the worker does."""
    wanted = "select args from procrastinate_jobs where task_name = 'cases.tell_reassigned'"
    for (arguments,) in connection().execute(wanted).fetchall():
        jobs["cases.tell_reassigned"].run(**arguments)
    db.session.commit()


def test_a_task_goes_to_the_colleague_who_can_do_it_and_both_are_told(cycle, signed_in, rudi):
    walked.until(cycle, "agree_plan")
    task = cycle.task("agree_plan")

    page = give(signed_in(cycle.office.eka), [task], rudi)

    assert page.status_code == 200
    assert "Given to Rudi Pengganti" in page.text
    assert cycle.task("agree_plan").assignee_id == rudi.id
    run_queue(cycle)
    run_queue(cycle)
    assert told(rudi) == ["Tugas diberikan kepada Anda: Bahas dan sepakati rencana, Ana Wulandari"]
    assert told(cycle.office.bo)[-1].startswith("Tugas diberikan kepada Rudi Pengganti")
    service.complete_task(task, agreement_answers(), actor=actor_for(rudi), key=task.id, seen_version=task.version)
    assert "agree_plan" not in [each.element for each in cycle.tasks()]


def test_what_would_become_of_the_tasks_is_shown_first_and_nothing_is_done(cycle, signed_in, rudi):
    walked.until(cycle, "agree_plan")
    rows = list(db.session.scalars(select(Task).where(Task.agency_id == cycle.office.agency.id, Task.status == "open")))
    page = give(signed_in(cycle.office.eka), rows, rudi, confirmed="")
    assert "1 task of 2 would go to Rudi Pengganti" in page.text
    assert "own word; nobody else can do it" in page.text
    assert page.text.count('name="task"') == 1
    assert cycle.task("agree_plan").assignee_id == cycle.office.bo.id
    assert not connection().execute("select 1 from procrastinate_jobs where task_name like '%reassigned'").fetchall()
    assert "Rudi Pengganti" not in signed_in(cycle.office.ana).get(f"/cases/{cycle.case.id}").text


def test_the_history_says_so_and_its_chain_holds(cycle, signed_in, rudi):
    walked.until(cycle, "agree_plan")
    give(signed_in(cycle.office.eka), [cycle.task("agree_plan")], rudi)
    address = f"/cases/{cycle.case.id}"
    assert "to Rudi Pengganti" in signed_in(cycle.office.ana).get(address).text
    assert REASON not in signed_in(cycle.office.ana).get(address).text
    assert REASON in signed_in(cycle.office.eka).get(address).text
    assert list(Audit(connection(), case=cycle.case.id).faults()) == []
    assert [finding.line for finding in health.findings(connection()) if "told" not in finding.name] == []


def test_whoever_had_the_task_keeps_the_draft_and_what_is_sent_too_late(cycle, signed_in, rudi):
    walked.until(cycle, "agree_plan")
    task = cycle.task("agree_plan")
    bo = signed_in(cycle.office.bo)
    paper = Paper(bo, f"/tasks/{task.id}")
    paper.fill({"indicators-0-note": "Tambahkan target triwulan"})
    bo.post(f"/tasks/{task.id}/draft", data={**paper.form.fields, "indicators-0-note": "Sudah bagus sekali"})
    give(signed_in(cycle.office.eka), [task], rudi)

    late = paper.send()

    assert late.status_code == 409
    assert "Tambahkan target triwulan" in late.text
    later = bo.get(f"/tasks/{task.id}").text
    assert "Rudi Pengganti has this task now" in later
    assert "Sudah bagus sekali" in later
    assert "Sudah bagus sekali" not in signed_in(rudi).get(f"/tasks/{task.id}").text
    assert signed_in(cycle.office.fajar).get(f"/tasks/{task.id}").status_code == 404


def test_the_employees_own_word_and_a_share_in_judging_it_are_refused(cycle, signed_in, rudi):
    eka = signed_in(cycle.office.eka)
    assert "own word; nobody else can do it" in give(eka, [cycle.task("draft_plan")], rudi).text
    walked.until(cycle, "agree_plan")
    assert "nobody takes part in judging the own work" in give(eka, [cycle.task("agree_plan")], cycle.office.ana).text
    assert "has the task already" in give(eka, [cycle.task("agree_plan")], cycle.office.bo).text
    assert "cannot give a task to yourself" in give(eka, [cycle.task("agree_plan")], cycle.office.eka).text
    assert cycle.task("agree_plan").assignee_id == cycle.office.bo.id


def test_nobody_hands_out_the_work_of_the_own_case(cycle, signed_in, rudi):
    walked.until(cycle, "agree_plan")
    make_grant(cycle.office.ana, "hr")
    assert "This is your own case" in give(signed_in(cycle.office.ana), [cycle.task("agree_plan")], rudi).text
    assert cycle.task("agree_plan").assignee_id == cycle.office.bo.id


def test_who_rated_or_stood_in_for_the_rater_does_not_decide_about_the_rating(cycle, signed_in, rudi):
    eka = signed_in(cycle.office.eka)
    walked.until(cycle, "rate_performance")
    give(eka, [cycle.task("rate_performance")], rudi)
    task = cycle.task("rate_performance")
    answers = walked.ANSWERS["rate_performance"]
    service.complete_task(task, answers, actor=actor_for(rudi), key=task.id, seen_version=task.version)
    walked.until(cycle, "respond_to_result")
    walked.do(cycle, cycle.task("respond_to_result"), objection())
    walked.until(cycle, "decide_objection")
    task = cycle.task("decide_objection")
    for rater in (cycle.office.bo, rudi):
        assert "whoever rated does not decide" in give(eka, [task], rater).text
    assert "Given to Dewi" in give(eka, [task], cycle.office.dewi).text


def test_seats_of_the_panel_are_the_panels(cycle, signed_in, rudi):
    walked.until(cycle, "score_dossier")
    outsider = next(person for person in cycle.panel if person.id not in [t.assignee_id for t in cycle.tasks()])
    page = give(signed_in(cycle.office.eka), [cycle.task("score_dossier")], outsider)
    assert "fills its seats itself" in page.text


def test_work_of_a_group_goes_to_members_of_the_group_only(cycle, signed_in, rudi):
    walked.until(cycle, "propose_award")
    eka = signed_in(cycle.office.eka)
    assert "a group that the person does not belong to" in give(eka, [cycle.task("propose_award")], rudi).text
    make_grant(rudi, "hr")
    assert "Given to Rudi Pengganti" in give(eka, [cycle.task("propose_award")], rudi).text


def test_work_that_fell_to_hr_because_nobody_was_told_goes_to_whoever_can_do_it(app, session, signed_in, monkeypatch):
    drawn = bundles.shipped("appraisal")
    planning = drawn["planning.bpmn"].replace(b'assignee="=supervisor"', b'assignee="=nobody_at_all"')
    assert planning != drawn["planning.bpmn"]
    monkeypatch.setattr(cycles.bundles, "shipped", lambda _name: drawn | {"planning.bpmn": planning})
    monkeypatch.setattr(cycles.library, "publish", cycles.library.keep)  # the gate refuses such a diagram
    cycle = Cycle()
    walked.until(cycle, "agree_plan")
    task = cycle.task("agree_plan")
    assert (task.assignee_id, task.groups) == (None, ["hr"])
    assert "Given to" in give(signed_in(cycle.office.eka), [task], cycle.office.citra).text
    assert signed_in(cycle.office.citra).get(f"/tasks/{task.id}").status_code == 200


def test_many_tasks_are_given_at_once_and_each_says_what_became_of_it(cycle, signed_in, rudi):
    walked.until(cycle, "agree_plan")
    rows = list(db.session.scalars(select(Task).where(Task.agency_id == cycle.office.agency.id, Task.status == "open")))
    assert {task.element for task in rows} == {"agree_plan", "draft_plan"}
    page = give(signed_in(cycle.office.eka), rows, rudi)
    assert "1 task of 2 is with Rudi Pengganti now." in page.text
    assert page.text.count("Not given") == 1


def test_all_tasks_of_one_person_are_found_and_given_without_choosing_each(cycle, signed_in, rudi):
    walked.until(cycle, "agree_plan")
    eka = signed_in(cycle.office.eka)
    address = f"/open-tasks/reassignment?holder={cycle.office.bo.nip}"
    page = eka.post(address, data={"every": "1", "to": rudi.name, "reason": REASON, "confirmed": "y"})
    assert "1 task of 1 is with Rudi Pengganti now." in page.text


def test_the_form_asks_for_tasks_reason_and_one_person(cycle, signed_in, rudi):
    make_person(cycle.office.unit, "Rudi Lainnya")
    walked.until(cycle, "agree_plan")
    eka, task = signed_in(cycle.office.eka), cycle.task("agree_plan")
    assert "Choose at least one task." in give(eka, [], rudi).text
    assert "Say why" in give(eka, [task], rudi, reason="").text
    assert "Nobody here fits this." in give(eka, [task], "Tidak Ada").text
    several = give(eka, [task], "rudi")
    assert several.status_code == 422
    assert f'value="{rudi.nip}"' in several.text
    assert f'value="{task.id}" checked' in several.text
    assert cycle.task("agree_plan").assignee_id == cycle.office.bo.id


def test_tasks_of_another_agency_are_not_touched(cycle, signed_in, rudi):
    foreign = Cycle()
    walked.until(foreign, "agree_plan")
    page = give(signed_in(cycle.office.eka), [foreign.task("agree_plan")], rudi)
    assert "of 0" in page.text
    assert foreign.task("agree_plan").assignee_id == foreign.office.bo.id


def test_a_case_that_cannot_be_read_keeps_no_other_task_back(cycle, signed_in, rudi):
    walked.until(cycle, "agree_plan")
    broken = cycle.task("agree_plan")
    fajars = db.session.scalars(
        select(Task).where(Task.agency_id == cycle.office.agency.id, Task.case_id != broken.case_id)
    ).one()
    fajars.assignee_id = cycle.office.bo.id
    db.session.execute(text(r"""update "case" set state = '\x00' where id = :case"""), {"case": broken.case_id})
    db.session.commit()
    page = give(signed_in(cycle.office.eka), [broken, fajars], rudi)
    assert "cannot be read" in page.text
    assert "of 2" in page.text


def test_only_hr_gets_there(cycle, signed_in):
    assert signed_in(cycle.office.bo).get("/open-tasks").status_code == 403
    assert signed_in(cycle.office.bo).post("/open-tasks/reassignment", data={}).status_code == 403

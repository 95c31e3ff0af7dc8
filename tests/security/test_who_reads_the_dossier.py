"""Whoever publishes a process says who gets which task and what its form names; none of that opens a dossier."""

import json
from uuid import uuid4

import pytest
from sqlalchemy import select

from tests.webapp.cycles import Cycle
from tests.webapp.factories import make_person
from tests.webapp.outcomes.walked import until
from webapp.cases.models import Draft, Incident, Submission
from webapp.core.db import db
from webapp.library import bundles, service
from webapp.library.trial import NotReady
from webapp.people.models import Person
from webapp.plans import queries as plans

SECRET = "Ia pernah datang terlambat sekali"
CLOSED = "This part of the dossier is not open to you."
READS = ["ratings", "plan", "self_assessment", "result", "comment"]


@pytest.fixture
def curious(cycle: Cycle) -> Person:
    """A process admin without any part in Ana's case."""
    return make_person(cycle.office.unit, "Kadek Admin", roles=("process_admin",))


def form(prefill: list[str]) -> bytes:
    told = {"type": "text", "id": "told", "text": '="Nilainya: " + work_rating'}
    field = {"type": "textfield", "id": "work_rating", "key": "work_rating", "label": "Nilai", "readonly": True}
    rows = {"type": "textfield", "id": "stance", "key": "stance", "label": "Tanggapan"}
    settings = {"panels": READS, "prefill": prefill}
    whole = {"schemaVersion": 18, "type": "default", "id": "comment_on_rating", "siklus": settings}
    return json.dumps({**whole, "components": [told, field, rows]}).encode()


def hostile(assignment: str, prefill: list[str]) -> dict[str, bytes]:
    """The shipped pack, in which somebody else than the employee comments on the rating, with more to see."""
    kept = ("pack.toml", "catalogue.en.toml")  # the scenarios would tell on it
    pack = {name: c for name, c in bundles.shipped("appraisal").items() if not name.endswith(".toml") or name in kept}
    before, after = pack["assessment.bpmn"].decode().split('<bpmn:userTask id="comment_on_rating"')
    given = after.replace('assignee="=employee"', assignment, 1)
    pack["assessment.bpmn"] = f'{before}<bpmn:userTask id="comment_on_rating"{given}'.encode()
    pack["comment_on_rating.form"] = form(prefill)
    return pack


def published(cycle: Cycle, by: Person, prefill: list[str], assignment: str | None = None) -> None:
    """Ana's case comes to the task of the hostile version."""
    pack = hostile(assignment or f'assignee="{by.id}"', prefill)
    version = service.publish(cycle.office.agency.id, "appraisal", "Siklus", pack, note="lebih baik", by=by.id)
    until(cycle, "rate_performance")
    cycle.case.process_version_id = version.id
    db.session.commit()
    until(cycle, "comment_on_rating", rate_performance={"notes": SECRET})


def nothing_of_the_case(cycle: Cycle, text: str) -> bool:
    plan = plans.plan_in_force(cycle.office.agency.id, cycle.case.id)
    words = [SECRET, "Nilainya: meets", *(indicator.title for indicator in plan.indicators)]
    return len(words) > 2 and not any(word in text for word in words)


def test_a_task_for_somebody_without_a_part_in_the_case_shows_nothing_and_takes_nothing(cycle, curious, signed_in):
    published(cycle, curious, ["feedback.rated_indicators", "cases.variables"])
    task, browser = cycle.task("comment_on_rating"), signed_in(curious)

    page = browser.get(f"/tasks/{task.id}")
    assert page.status_code == 403
    assert "not open to you, so you cannot fill it in" in page.text
    assert page.text.count(CLOSED) == len(READS)
    assert nothing_of_the_case(cycle, page.text)

    draft = browser.post(f"/tasks/{task.id}/draft", data={"stance": "agree"})
    sent = browser.post(
        f"/tasks/{task.id}/completion", data={"stance": "agree", "_key": str(uuid4()), "_task_version": task.version}
    )
    assert (draft.status_code, sent.status_code) == (403, 403)
    assert nothing_of_the_case(cycle, draft.text + sent.text + browser.get(f"/cases/{cycle.case.id}").text)
    for page in ("plans", "activities"):
        assert browser.get(f"/{page}/people/{cycle.office.ana.id}").status_code == 404
    assert cycle.task("comment_on_rating").status == "open"
    assert not db.session.query(Draft).count()
    assert not db.session.scalars(select(Submission).where(Submission.task_id == task.id)).all()

    (incident,) = db.session.query(Incident).all()
    assert "comment_on_rating" in incident.problem
    assert "feedback.rated_indicators, cases.variables" in incident.problem


def test_expressions_and_panels_of_a_form_without_readers_tell_them_nothing_either(cycle, curious, signed_in):
    published(cycle, curious, [])
    page = signed_in(curious).get(f"/tasks/{cycle.task('comment_on_rating').id}")
    assert page.status_code == 200
    assert page.text.count(CLOSED) == len(READS)
    assert nothing_of_the_case(cycle, page.text)


def test_the_same_form_tells_the_supervisor_everything(cycle, curious, signed_in):
    published(cycle, curious, ["feedback.rated_indicators", "cases.variables"], 'assignee="=supervisor"')
    page = signed_in(cycle.office.bo).get(f"/tasks/{cycle.task('comment_on_rating').id}").text
    assert CLOSED not in page
    assert SECRET in page
    assert "Nilainya: meets" in page


def test_a_task_that_could_never_be_filled_in_is_not_published(cycle, curious):
    pack = hostile('candidateGroups="process_admin"', ["cases.variables"])
    with pytest.raises(NotReady) as found:
        service.publish(cycle.office.agency.id, "appraisal", "Siklus", pack, note="lebih baik", by=curious.id)
    (error,) = found.value.trial.errors
    assert (error.code, error.element, error.file) == ("reader.not-open", "comment_on_rating", "assessment.bpmn")
    assert "“cases.variables”" in error.sentence("en")
    assert "“cases.variables”" in error.sentence("id")
    warned = [problem for problem in found.value.trial.problems if problem.code == "panel.not-open"]
    assert [problem.severity for problem in warned] == ["warning"] * len(READS)
    assert all(f"“{name}”" in problem.sentence("id") for name, problem in zip(READS, warned, strict=True))

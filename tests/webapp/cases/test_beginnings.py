"""A process that only a message, a signal or a moment begins: its cases are opened, say what they wait for, begin."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

import workflows
from tests.faults.town import listed, terms
from tests.webapp.cycles import actor_for
from tests.webapp.factories import make_office
from webapp.cases import audit, broadcast, health, jobs, opening, outside
from webapp.cases.models import Case, Event, Task, Timer
from webapp.core import clock
from webapp.core.db import connection, db
from webapp.library import bundles
from webapp.library import service as library
from webapp.library.trial import NotReady

STARTS = {
    "letter": b'<bpmn:startEvent id="letter"><bpmn:messageEventDefinition id="d1" messageRef="letter_came"/>'
    b"</bpmn:startEvent>",
    "call": b'<bpmn:startEvent id="call"><bpmn:signalEventDefinition id="d2" signalRef="all_begin"/></bpmn:startEvent>',
    "day": b'<bpmn:startEvent id="day"><bpmn:timerEventDefinition id="d3"><bpmn:timeDate>=plan_due</bpmn:timeDate>'
    b"</bpmn:timerEventDefinition></bpmn:startEvent>",
    "plain": b'<bpmn:startEvent id="plain"/>',
}
DRAWN = b"""<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
 xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="d" targetNamespace="http://test">
<bpmn:message id="letter_came" name="letter"><bpmn:extensionElements><zeebe:subscription correlationKey="=employee"/>
</bpmn:extensionElements></bpmn:message>
<bpmn:signal id="all_begin" name="begin"/>
<bpmn:process id="late" isExecutable="true">%s
<bpmn:exclusiveGateway id="begun"/>
<bpmn:userTask id="draft_plan" name="Susun rencana"><bpmn:extensionElements><zeebe:formDefinition formId="draft_plan"/>
<zeebe:assignmentDefinition assignee="=employee"/></bpmn:extensionElements></bpmn:userTask>
<bpmn:endEvent id="done"/>
<bpmn:sequenceFlow id="f1" sourceRef="begun" targetRef="draft_plan"/>
<bpmn:sequenceFlow id="f2" sourceRef="draft_plan" targetRef="done"/>
</bpmn:process></bpmn:definitions>"""


def pack(*starts: str) -> bundles.Bundle:
    """A process with these start events, drawn, and the form that its task shows."""
    flow = b'<bpmn:sequenceFlow id="to_%s" sourceRef="%s" targetRef="begun"/>'
    parts = [STARTS[start] + flow % (start.encode(), start.encode()) for start in starts]
    drawn, _notes = workflows.normalise("late.bpmn", DRAWN % b"".join(parts))
    return {"late.bpmn": drawn, "draft_plan.form": bundles.shipped("appraisal")["draft_plan.form"]}


class Late:
    """A cycle with the case of Ana, opened by the job that the worker runs."""

    def __init__(self, *starts: str) -> None:
        self.office = make_office()
        self.agency = self.office.agency.id
        self.officer = actor_for(self.office.eka, "hr")
        library.publish(self.agency, "late", "Late", pack(*starts), note="first", by=None)
        with clock.at(clock.now().replace(year=2026, month=1, day=5)):
            self.cycle = opening.open_cycle(terms(), listed(self.office.ana), actor=self.officer, key=uuid4())
            jobs.open_chunk(agency_id=self.agency, cycle_id=self.cycle.id, persons=[self.office.ana.id])
        db.session.commit()

    @property
    def case(self) -> Case:
        db.session.expire_all()
        return db.session.scalars(select(Case).where(Case.agency_id == self.agency)).one()

    def tasks(self) -> list[str]:
        return list(db.session.scalars(select(Task.element).where(Task.case_id == self.case.id, Task.status == "open")))

    def history(self) -> list[str]:
        return list(db.session.scalars(select(Event.kind).where(Event.case_id == self.case.id).order_by(Event.seq)))

    def timers(self) -> list:
        return list(db.session.scalars(select(Timer.due_at).where(Timer.case_id == self.case.id)))


def test_a_case_tells_what_begins_it_until_the_message_comes(app, session, signed_in):
    late = Late("letter")
    eka = signed_in(late.office.eka)
    page = eka.get(f"/cases/{late.case.id}").text
    assert "Has not begun" in page
    assert "when the message “letter” comes" in page
    assert "Has not begun" in eka.get(f"/cycles/{late.cycle.id}").text
    assert late.tasks() == []
    letter = outside.Dispatch("message", "letter", str(late.office.ana.id))
    outside.send(letter, "Surat datang", once="a", agency_id=late.agency, actor=late.officer)
    db.session.commit()
    assert late.tasks() == ["draft_plan"]
    assert late.history() == ["case opened", "message heard"]
    assert "Has not begun" not in eka.get(f"/cases/{late.case.id}").text
    assert "Has not begun" not in eka.get(f"/cycles/{late.cycle.id}").text
    assert [*health.findings(connection()), *audit.Audit(connection()).faults()] == []


def test_a_case_begins_on_its_day_by_the_worker_and_of_several_events_by_the_first(app, session, signed_in):
    late = Late("day", "call")
    page = signed_in(late.office.eka).get(f"/cases/{late.case.id}").text
    assert "when the signal “begin” comes" in page
    assert "by whatever of this is first" in page
    (due,) = late.timers()
    with clock.at(due - timedelta(minutes=1)):
        assert jobs.fire_due_timers() == 0
    with clock.at(due + timedelta(minutes=1)):
        assert jobs.fire_due_timers() == 1
    assert late.tasks() == ["draft_plan"]
    assert late.timers() == []
    assert outside.names(late.agency) == []
    assert [*health.findings(connection())] == []


def test_a_signal_begins_every_case_that_waits_for_it(app, session):
    late = Late("call")
    broadcast.hear(late.agency, late.case.id, "begin", {})
    db.session.commit()
    assert late.tasks() == ["draft_plan"]


def test_a_plain_start_begins_at_once(app, session, signed_in):
    late = Late("plain")
    assert late.tasks() == ["draft_plan"]
    assert "Has not begun" not in signed_in(late.office.eka).get(f"/cases/{late.case.id}").text


@pytest.mark.parametrize("start", ["letter", "call", "day"])
def test_a_start_that_would_never_begin_a_case_is_not_published(app, session, start):
    with pytest.raises(NotReady) as refused:
        library.publish(make_office().agency.id, "late", "Late", pack("plain", start), note="x", by=None)
    assert [(p.code, p.element) for p in refused.value.trial.errors] == [("start.unused", start)]
    assert workflows.compile(pack("plain", start)).id == "late"  # what was published before it was known still runs

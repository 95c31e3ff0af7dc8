"""What one case throws reaches the cases that wait for it, once, by jobs."""

from datetime import date
from uuid import uuid4

import pytest
from sqlalchemy import select, text

from tests.webapp.factories import make_person
from webapp.cases import service
from webapp.cases.models import Case, Cycle, Event, Subscription
from webapp.cases.refusals import NobodyListens
from webapp.core.db import db
from webapp.core.jobs import jobs
from webapp.library import service as library

DRAWN = b"""<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
 xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="d" targetNamespace="http://test">
<bpmn:signal id="ready" name="ready"/>
<bpmn:message id="word" name="word"><bpmn:extensionElements><zeebe:subscription correlationKey="=employee"/>
</bpmn:extensionElements></bpmn:message>
<bpmn:process id="talk" isExecutable="true">
<bpmn:startEvent id="s"/>
<bpmn:exclusiveGateway id="x" default="f_listen"/>
<bpmn:intermediateCatchEvent id="hear_signal"><bpmn:signalEventDefinition id="a1" signalRef="ready"/>
</bpmn:intermediateCatchEvent>
<bpmn:intermediateCatchEvent id="hear_word"><bpmn:messageEventDefinition id="a2" messageRef="word"/>
</bpmn:intermediateCatchEvent>
<bpmn:scriptTask id="kept"><bpmn:script>heard = said</bpmn:script></bpmn:scriptTask>
<bpmn:endEvent id="listened"/>
<bpmn:intermediateThrowEvent id="tell_all"><bpmn:signalEventDefinition id="a3" signalRef="ready"/>
</bpmn:intermediateThrowEvent>
<bpmn:intermediateThrowEvent id="tell_one"><bpmn:extensionElements><zeebe:ioMapping>
<zeebe:input source="=friend" target="employee"/><zeebe:input source="=41 + 1" target="said"/></zeebe:ioMapping>
</bpmn:extensionElements><bpmn:messageEventDefinition id="a4" messageRef="word"/></bpmn:intermediateThrowEvent>
<bpmn:endEvent id="told"/>
<bpmn:sequenceFlow id="f1" sourceRef="s" targetRef="x"/>
<bpmn:sequenceFlow id="f_listen" sourceRef="x" targetRef="hear_signal"/>
<bpmn:sequenceFlow id="f2" sourceRef="hear_signal" targetRef="hear_word"/>
<bpmn:sequenceFlow id="f3" sourceRef="hear_word" targetRef="kept"/>
<bpmn:sequenceFlow id="f4" sourceRef="kept" targetRef="listened"/>
<bpmn:sequenceFlow id="f_tell" sourceRef="x" targetRef="tell_all">
<bpmn:conditionExpression>=friend != null</bpmn:conditionExpression>
</bpmn:sequenceFlow>
<bpmn:sequenceFlow id="f5" sourceRef="tell_all" targetRef="tell_one"/>
<bpmn:sequenceFlow id="f6" sourceRef="tell_one" targetRef="told"/>
</bpmn:process></bpmn:definitions>"""


class Talk:
    """A cycle whose cases listen, or talk to a friend."""

    def __init__(self, cycle, drawn: bytes = DRAWN) -> None:
        self.office = cycle.office
        self.agency_id = cycle.office.agency.id
        version = library.keep(self.agency_id, "talk", "Talk", {"talk.bpmn": drawn}, note="first", by=None)
        self.cycle = Cycle(
            agency_id=self.agency_id,
            name="Talk",
            starts_on=date(2026, 1, 1),
            ends_on=date(2026, 6, 30),
            plan_due_on=date(2026, 1, 31),
            assessment_due_on=date(2026, 7, 10),
            period_ends=[date(2026, 6, 30)],
            process_version_id=version.id,
            key=uuid4(),
        )
        db.session.add(self.cycle)
        db.session.flush()

    def open(self, friend: int | None = None) -> int:
        person = make_person(self.office.unit, f"Orang {uuid4()}")
        variables = {"employee": person.id, "friend": friend}
        case_id = service.open_case(self.cycle, person.id, variables, self.office.unit.id, actor_id=None)
        db.session.commit()
        return case_id

    def person_of(self, case_id: int) -> int:
        return db.session.get_one(Case, (self.agency_id, case_id)).employee_id

    def awaited(self, case_id: int) -> list[tuple[str, str, str]]:
        found = select(Subscription.kind, Subscription.name, Subscription.key).where(Subscription.case_id == case_id)
        return [tuple(row) for row in db.session.execute(found)]

    def status(self, case_id: int) -> str:
        db.session.expire_all()
        return db.session.get_one(Case, (self.agency_id, case_id)).status

    def work_off(self) -> list[str]:
        """Run the jobs of cases, each twice as the queue may; returns their names."""
        done = []
        taken = text("delete from procrastinate_jobs where task_name = any(:names) returning task_name, args")
        while queued := db.session.execute(taken, {"names": ["cases.send", "cases.broadcast", "cases.hear"]}).all():
            for name, arguments in queued:
                jobs[name].run(**arguments)
                jobs[name].run(**arguments)
                db.session.commit()
                done.append(name)
        return done


@pytest.fixture
def talk(cycle) -> Talk:
    return Talk(cycle)


def test_a_signal_reaches_every_case_that_waits_and_a_message_only_the_one_with_its_key(talk):
    other, friend = talk.open(), talk.open()
    assert talk.awaited(friend) == [("signal", "ready", "")]
    teller = talk.open(friend=talk.person_of(friend))
    assert talk.status(teller) == "finished"
    with pytest.raises(NobodyListens):  # the message is early: its job is tried again when the signal has been heard
        jobs["cases.send"].run(**_arguments("cases.send"))
    db.session.rollback()
    early = _arguments("cases.send")
    db.session.execute(text("delete from procrastinate_jobs where task_name = 'cases.send'"))
    assert sorted(talk.work_off()) == ["cases.broadcast", "cases.hear", "cases.hear"]
    assert talk.awaited(other) == [("message", "word", str(talk.person_of(other)))]
    jobs["cases.send"].run(**early)
    jobs["cases.send"].run(**early)
    db.session.commit()
    assert (talk.status(friend), talk.status(other)) == ("finished", "running")
    assert talk.awaited(friend) == []


def _arguments(name: str) -> dict:
    return db.session.scalars(text("select args from procrastinate_jobs where task_name = :n"), {"n": name}).one()


def test_what_was_heard_stands_in_the_history_which_still_holds(talk):
    friend = talk.open()
    talk.open(friend=talk.person_of(friend))
    db.session.execute(text("update procrastinate_jobs set status = 'doing' where task_name = 'cases.send'"))
    jobs["cases.broadcast"].run(**_arguments("cases.broadcast"))
    jobs["cases.hear"].run(**_arguments("cases.hear"))
    jobs["cases.send"].run(**_arguments("cases.send"))
    db.session.commit()
    kinds = select(Event.kind).where(Event.case_id == friend).order_by(Event.seq)
    assert list(db.session.scalars(kinds)) == ["case opened", "signal heard", "message heard"]


def test_a_message_that_nobody_waits_for_is_tried_again_and_told(talk):
    talk.open(friend=12345)
    with pytest.raises(NobodyListens):
        jobs["cases.send"].run(**_arguments("cases.send"))

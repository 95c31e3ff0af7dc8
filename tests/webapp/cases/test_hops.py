"""Cases that answer each other without end are stopped and told of; a case on hold holds up no message for others."""

import pytest
from sqlalchemy import select

from tests.webapp.cases.test_broadcast import Talk
from tests.webapp.cycles import actor_for
from webapp.cases import broadcast, incidents, mending, surgery
from webapp.cases.models import Case, Event, Incident
from webapp.cases.refusals import CaseSuspended, NobodyListens
from webapp.cases.subscriptions import MOST_HOPS
from webapp.core import i18n
from webapp.core.db import db

HEAD = b"""<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d"
 targetNamespace="http://test"><bpmn:signal id="ping" name="ping"/><bpmn:signal id="pong" name="pong"/>
<bpmn:message id="word" name="word"/><bpmn:process id="talk" isExecutable="true"><bpmn:startEvent id="s"/>"""
TAIL = b"</bpmn:process></bpmn:definitions>"


def _flows(*pairs: str) -> bytes:
    ends = [(pair, *pair.split(">")) for pair in pairs]
    flow = '<bpmn:sequenceFlow id="{}" sourceRef="{}" targetRef="{}"/>'
    return "".join(flow.format(f"f{n}", one, other) for n, (_, one, other) in enumerate(ends)).encode()


ANSWERING = (
    HEAD
    + b"""<bpmn:exclusiveGateway id="who" default="f1"/><bpmn:exclusiveGateway id="a"/><bpmn:exclusiveGateway id="b"/>
<bpmn:intermediateCatchEvent id="hear_ping"><bpmn:signalEventDefinition id="d1" signalRef="ping"/>
</bpmn:intermediateCatchEvent>
<bpmn:intermediateThrowEvent id="say_pong"><bpmn:signalEventDefinition id="d2" signalRef="pong"/>
</bpmn:intermediateThrowEvent>
<bpmn:intermediateCatchEvent id="hear_pong"><bpmn:signalEventDefinition id="d3" signalRef="pong"/>
</bpmn:intermediateCatchEvent>
<bpmn:intermediateThrowEvent id="say_ping"><bpmn:signalEventDefinition id="d4" signalRef="ping"/>
</bpmn:intermediateThrowEvent>"""
    + _flows("s>who", "who>a", "a>hear_ping", "hear_ping>say_pong", "say_pong>a")
    + b"""<bpmn:sequenceFlow id="begins" sourceRef="who" targetRef="b">
<bpmn:conditionExpression>=friend != null</bpmn:conditionExpression></bpmn:sequenceFlow>"""
    + _flows("b>say_ping", "say_ping>hear_pong", "hear_pong>b").replace(b'id="f', b'id="g')
    + TAIL
)
LISTENING = (
    HEAD
    + b"""<bpmn:intermediateCatchEvent id="hear"><bpmn:messageEventDefinition id="d5" messageRef="word"/>
</bpmn:intermediateCatchEvent><bpmn:endEvent id="e"/>"""
    + _flows("s>hear", "hear>e")
    + TAIL
)


def test_cases_that_answer_each_other_are_stopped_after_20_hops_and_go_on_when_somebody_says_so(cycle):
    talk = Talk(cycle, ANSWERING)
    one = talk.open()
    other = talk.open(friend=1)
    done = talk.work_off()
    assert done.count("cases.hear") == MOST_HOPS
    (held,) = db.session.scalars(select(Incident))
    assert (held.job, held.case_id) == ("cases.broadcast", other)
    assert "20 times" in held.problem
    assert (talk.status(one), talk.status(other)) == ("running", "running")
    incidents.retry(held, actor=actor_for(talk.office.eka, "process_admin"), reason="They may go on")
    assert talk.work_off().count("cases.hear") == MOST_HOPS
    assert db.session.scalars(select(Event).where(Event.case_id == one, Event.kind == "signal heard")).all()


def test_a_message_passes_a_case_on_hold_by_and_waits_when_there_is_no_other(cycle):
    talk = Talk(cycle, LISTENING)
    first, second = talk.open(), talk.open()
    admin = actor_for(talk.office.eka, "process_admin")
    surgery.suspend(_case(talk, first), "Cuti", actor=admin)
    assert broadcast.send(talk.agency_id, "word", None, {}) == second
    with pytest.raises(CaseSuspended):
        broadcast.send(talk.agency_id, "word", None, {})
    surgery.resume(_case(talk, first), "Kembali", postpone=False, actor=admin)
    assert broadcast.send(talk.agency_id, "word", None, {}) == first
    with pytest.raises(NobodyListens):
        broadcast.send(talk.agency_id, "word", None, {})


def _case(talk: Talk, case_id: int) -> Case:
    db.session.expire_all()
    return db.session.get_one(Case, (talk.agency_id, case_id))


@pytest.mark.parametrize("job", ["cases.send", "cases.broadcast"])
@pytest.mark.parametrize("language", ["id", "en"])
def test_what_was_thrown_and_did_not_arrive_has_plain_words_of_its_own(cycle, job, language):
    def words(name: str) -> mending.Explanation:
        return mending.Trouble(Incident(job=name), None, None).explained

    with i18n.reader(language, "Asia/Jakarta"):
        own, general = words(job), words("nothing.known")
    assert not {own.what, own.safe, own.next} & {general.what, general.safe, general.next}
    assert ("penilaian" in own.what) == (language == "id")

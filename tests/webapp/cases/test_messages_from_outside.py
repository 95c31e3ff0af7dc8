"""What HR, a process admin or whoever runs the machine sends to running cases: looked at first, with a reason, once."""

import html
import json
import re
from uuid import uuid4

import orjson
import pytest
from click.testing import CliRunner
from sqlalchemy import select

from tests.webapp.cases.test_broadcast import DRAWN, Talk
from tests.webapp.cycles import actor_for
from tests.webapp.factories import Office, make_person
from webapp.cases import audit, broadcast, health, outside, service, surgery
from webapp.cases.message_commands import message, signal
from webapp.cases.models import Case, Event
from webapp.cases.outside import Dispatch
from webapp.cases.refusals import CaseSuspended, NobodyWaitsForIt, NotForMyOwn, NotTaken, ReasonMissing, SentInItsPlace
from webapp.core.db import connection, db
from webapp.core.errors import NotAllowed
from webapp.library import queries as library
from workflows import engine

UNTIL = b"""<bpmn:intermediateCatchEvent id="kept"><bpmn:timerEventDefinition id="a9">
<bpmn:timeDate>=said</bpmn:timeDate></bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>"""
REASON = "Surat dari BKN sudah datang"


@pytest.fixture
def talk(cycle) -> Talk:
    """Two cases that wait for the signal, and one beside them that waits for its message already."""
    made = Talk(cycle)
    made.friend, made.other, made.third = made.open(), made.open(), made.open()
    service_hears(made, made.third)
    return made


def service_hears(talk: Talk, case_id: int) -> None:
    broadcast.hear(talk.agency_id, case_id, "ready", {})
    db.session.commit()


@pytest.fixture
def eka(talk, signed_in):
    return signed_in(talk.office.eka)


def officer(talk: Talk):
    return actor_for(talk.office.eka, "hr")


def word(talk: Talk, case_id: int, **payload) -> Dispatch:
    return Dispatch("message", "word", str(talk.person_of(case_id)), payload)


def send(talk: Talk, dispatch: Dispatch, **more):
    given = {"once": str(uuid4()), "agency_id": talk.agency_id, "actor": officer(talk), **more}
    return outside.send(dispatch, REASON, **given)


def last_event(case_id: int) -> tuple[str, int | None, dict]:
    found = select(Event).where(Event.case_id == case_id).order_by(Event.seq.desc()).limit(1)
    event = db.session.scalars(found).one()
    return event.kind, event.actor_id, orjson.loads(event.body)


def variables(talk: Talk, case_id: int) -> dict:
    db.session.expire_all()
    case = db.session.get_one(Case, (talk.agency_id, case_id))
    return engine.variables(library.pack(talk.agency_id, case.process_version_id).process, case.state)


def faults() -> list:
    return [*health.findings(connection()), *audit.Audit(connection()).faults()]


def test_a_message_goes_to_the_case_with_its_key_and_stands_in_its_history_with_the_sender(talk):
    service_hears(talk, talk.other)
    assert send(talk, word(talk, talk.third, said=42)) == talk.third
    db.session.commit()
    assert (talk.status(talk.third), talk.status(talk.other)) == ("finished", "running")
    assert variables(talk, talk.third)["heard"] == 42
    kind, actor, body = last_event(talk.third)
    assert (kind, actor) == ("message heard", talk.office.eka.id)
    assert (body["reason"], body["payload"], body["message"]) == (REASON, {"said": 42}, "word")
    assert faults() == []


def test_the_same_sending_twice_is_heard_once_and_another_one_in_its_place_is_refused(talk):
    once, first = str(uuid4()), word(talk, talk.third, said=1)
    assert send(talk, first, once=once) == talk.third
    assert send(talk, first, once=once) is None
    with pytest.raises(SentInItsPlace):
        send(talk, word(talk, talk.third, said=2), once=once)


def test_a_signal_goes_to_all_who_wait_for_it_each_with_the_sender_in_its_history(talk):
    once = str(uuid4())
    assert send(talk, Dispatch("signal", "ready"), once=once) == 2
    assert send(talk, Dispatch("signal", "ready"), once=once) is None
    db.session.commit()
    assert talk.work_off() == ["cases.hear", "cases.hear"]
    for case_id in (talk.friend, talk.other):
        kind, actor, body = last_event(case_id)
        assert (kind, actor, body["reason"]) == ("signal heard", talk.office.eka.id, REASON)
    assert last_event(talk.third)[1] is None
    assert faults() == []


@pytest.mark.parametrize("key", ["", "999999", "%"])
def test_a_message_with_no_key_or_another_one_reaches_nobody_who_waits_for_a_key(talk, key):
    with pytest.raises(NobodyWaitsForIt):
        send(talk, Dispatch("message", "word", key))
    assert talk.status(talk.third) == "running"


def test_nobody_sends_anything_to_the_own_case_or_to_one_of_somebody_they_rate(talk):
    own = actor_for(talk.office.eka, "hr", "process_admin")
    db.session.get_one(Case, (talk.agency_id, talk.third)).employee_id = own.person_id
    db.session.flush()
    waiting = Dispatch("message", "word", talk.awaited(talk.third)[0][2])
    with pytest.raises(NotForMyOwn):
        send(talk, waiting, actor=own)
    rater = make_person(talk.office.unit, "Penilai", roles=("hr",))
    variables = {"employee": talk.office.ana.id, "friend": None, "rater": rater.id}
    rated = service.open_case(talk.cycle, talk.office.ana.id, variables, talk.office.unit.id, actor_id=None)
    service_hears(talk, rated)
    with pytest.raises(NotForMyOwn):
        send(talk, word(talk, rated), actor=actor_for(rater, "hr"))
    assert send(talk, word(talk, rated)) == rated


def test_a_message_does_not_fall_to_the_own_case_when_the_one_that_was_checked_has_gone_on(talk, monkeypatch):
    own = actor_for(talk.office.eka, "hr")
    checked = outside.check

    def check(dispatch, *, actor):
        checked(dispatch, actor=actor)
        db.session.get_one(Case, (talk.agency_id, talk.third)).employee_id = own.person_id  # as if another one's turn
        db.session.flush()

    monkeypatch.setattr(outside, "check", check)
    with pytest.raises(NotForMyOwn):
        send(talk, Dispatch("message", "word", talk.awaited(talk.third)[0][2]), actor=own)
    assert talk.status(talk.third) == "running"


def test_a_signal_that_others_hear_too_may_reach_the_own_case(talk):
    for case_id in (talk.friend, talk.other):
        person = db.session.get_one(Case, (talk.agency_id, case_id)).employee_id
        mine = actor_for(db.session.get(type(talk.office.ana), (talk.agency_id, person)), "hr")
        assert outside.check(Dispatch("signal", "ready"), actor=mine) is None
    surgery.cancel(db.session.get_one(Case, (talk.agency_id, talk.friend)), "Pindah", actor=officer(talk))
    with pytest.raises(NotForMyOwn):
        outside.check(Dispatch("signal", "ready"), actor=mine)


@pytest.mark.parametrize("roles", [(), ("panel",), ("agency_head",)])
def test_others_send_nothing(talk, roles):
    with pytest.raises(NotAllowed):
        send(talk, word(talk, talk.third), actor=actor_for(talk.office.bo, *roles))


def test_another_agency_neither_sees_nor_reaches_what_waits_here(talk):
    stranger = actor_for(Office("Kabupaten Seberang").eka, "hr")
    assert outside.awaited(stranger.agency_id, 1).rows == []
    with pytest.raises(NobodyWaitsForIt):
        outside.send(word(talk, talk.third), REASON, once="x", agency_id=stranger.agency_id, actor=stranger)


def test_a_case_on_hold_and_one_that_cannot_go_on_take_nothing(cycle):
    until_said = DRAWN.replace(
        b'<bpmn:scriptTask id="kept"><bpmn:script>heard = said</bpmn:script></bpmn:scriptTask>', UNTIL
    )
    talk = Talk(cycle, until_said)
    talk.third = talk.open()
    service_hears(talk, talk.third)
    case = db.session.get_one(Case, (talk.agency_id, talk.third))
    surgery.suspend(case, "Cuti", actor=officer(talk))
    with pytest.raises(CaseSuspended):
        send(talk, word(talk, talk.third))
    surgery.resume(case, "Kembali", postpone=False, actor=officer(talk))
    with pytest.raises(NotTaken):
        send(talk, word(talk, talk.third, said="besok"))
    assert talk.awaited(talk.third)[0][:2] == ("message", "word")
    with pytest.raises(ReasonMissing):
        outside.send(word(talk, talk.third), " ", once="y", agency_id=talk.agency_id, actor=officer(talk))


def hidden(page: str) -> dict[str, str]:
    found = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page))
    return {name: html.unescape(value) for name, value in found.items() if name != "csrf_token"}


def test_hr_finds_what_is_waited_for_looks_who_would_hear_it_and_sends_it_with_a_reason(talk, eka):
    key = talk.awaited(talk.third)[0][2]
    listed = eka.get("/messages").text
    assert ">word<" in listed
    assert ">ready<" in listed
    assert ">word<" not in eka.get("/messages?kind=signal").text
    assert ">ready<" not in eka.get(f"/messages?q={key}").text
    assert "Nothing fits" in eka.get("/messages?q=%25").text
    form = {"what": "message:word", "key": key, "payload": '{"said": 42}'}
    assert f'value="{key}"' in eka.get(f"/messages/new?kind=message&name=word&key={key}").text
    looked = eka.post("/messages/preview", data=form)
    assert "1 case would hear this" in looked.text
    assert f"Case number {talk.third}" in looked.text
    sent = {**form, **hidden(looked.text), "reason": REASON}
    assert eka.post("/messages", data={**sent, "reason": " "}).status_code == 422
    assert talk.status(talk.third) == "running"
    assert eka.post("/messages", data=sent).status_code == 303
    assert f"case number {talk.third} has taken it" in eka.get("/messages").text
    assert eka.post("/messages", data=sent).status_code == 303
    assert "nothing was sent twice" in eka.get("/messages").text
    assert talk.status(talk.third) == "finished"
    history = html.unescape(eka.get(f"/cases/{talk.third}").text)
    assert f"sent the message “word”: {REASON}" in history


def test_a_process_admin_sees_names_but_no_keys_which_a_diagram_may_compute_of_what_was_handed_in(talk, signed_in):
    browser = signed_in(make_person(talk.office.unit, "Kadek Admin", roles=("process_admin",)))
    key = talk.awaited(talk.third)[0][2]
    listed = browser.get("/messages").text
    assert ">word<" in listed
    assert "Keys are shown to HR only" in listed
    assert f">{key}<" not in listed
    assert f"key={key}" not in listed
    assert "Nothing fits" in browser.get(f"/messages?q={key}").text
    looked = browser.post("/messages/preview", data={"what": "message:word", "key": key})
    assert f"Case number {talk.third}" in looked.text, "who knows the key can send"


def test_what_was_not_looked_at_is_not_sent(talk, eka):
    form = {"what": "message:word", "key": talk.awaited(talk.third)[0][2], "payload": ""}
    looked = hidden(eka.post("/messages/preview", data=form).text)
    for other in ({"payload": '{"said": 1}'}, {"seen": ""}):
        refused = eka.post("/messages", data={**form, **looked, "reason": REASON, **other})
        assert refused.status_code == 409
        assert "Look again" in refused.text
    assert talk.status(talk.third) == "running"


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("{", "This is no JSON, from line 1, character 2 on."),
        ("[1]", "Write fields with their names in braces"),
        ('{"a": 1, "a": 2}', "The field “a” stands there twice"),
        ('{"a": NaN}', "A field holds what cannot be kept"),
        ('{"a": "\\u0000"}', "A field holds what cannot be kept"),
        ('{"a": "\\ud800"}', "A field holds what cannot be kept"),
        ('{"a": ' + "9" * 5000 + "}", "A field holds what cannot be kept"),
        ("[" * 9000, "A field holds what cannot be kept"),
        ('{"a": ' + "[" * 60 + "]" * 60 + "}", "A field holds what cannot be kept"),
        ('{"supervisor": 7}', "The field “supervisor” is set when a case is opened"),
        ('{"a": "' + "x" * 20_001 + '"}', "20000 characters at most"),
    ],
)
def test_fields_that_cannot_be_taken_are_told_by_what_is_wrong_with_them(talk, eka, written, told):
    form = {"what": "message:word", "key": talk.awaited(talk.third)[0][2], "payload": written}
    refused = eka.post("/messages/preview", data=form)
    assert refused.status_code == 422
    assert told in html.unescape(refused.text)


@pytest.mark.parametrize("what", ["", "word", "letter:word", "message:", "message:nothing", "signal:word"])
def test_what_nobody_waits_for_is_not_sent_from_the_page(talk, eka, what):
    assert eka.post("/messages/preview", data={"what": what}).status_code == 422
    assert eka.post("/messages", data={"what": what, "reason": REASON}).status_code in (409, 422)


class Place:
    """Where the commands find the application of the tests."""

    def __init__(self, made):
        self.made = made

    def app(self):
        return self.made


def run(app, group, *words, given: bytes | None = None):
    found = CliRunner().invoke(group, [str(word) for word in words], obj=Place(app), input=given)
    assert found.exception is None or isinstance(found.exception, SystemExit), found.exception
    return found


def test_the_command_line_sends_once_and_says_plainly_what_it_could_not(app, talk):
    code, key = ("--agency", talk.office.agency.code), talk.awaited(talk.third)[0][2]
    (waiting,) = [
        row
        for row in json.loads(run(app, message, "list", *code, "--format", "json").output)
        if row["kind"] == "message"
    ]
    assert (waiting["name"], waiting["key"], waiting["cases"]) == ("word", key, 1)
    assert key in run(app, message, "list", *code).output
    lost = run(app, message, "send", "word", *code, "--key", "nobody")
    assert lost.exit_code == 1
    assert f"with other keys, such as {key}" in lost.stderr
    words = ("send", "word", *code, "--key", key, "--payload", "-", "--once", "surat-1")
    bad = run(app, message, *words, given=b"\xff")
    assert (bad.exit_code, "no text in UTF-8" in bad.stderr) == (1, True)
    assert "This is no JSON" in run(app, message, *words, given=b"{").stderr
    assert f"Case {talk.third} has taken it." in run(app, message, *words, given=b'{"said": 7}').output
    assert "nothing was sent twice" in run(app, message, *words, given=b'{"said": 7}').output
    assert run(app, message, *words, given=b'{"said": 8}').exit_code == 1
    assert variables(talk, talk.third)["heard"] == 7
    assert last_event(talk.third)[1] is None
    assert run(app, message, "send", "wo\udc80rd", *code).exit_code == 2


def test_the_command_line_sends_signals_with_the_same_answers(app, talk):
    code = ("--agency", talk.office.agency.code)
    assert run(app, signal, "send", "nothing", *code).exit_code == 1
    assert "worker: 2." in run(app, signal, "send", "ready", *code, "--once", "a", "--reason", REASON).output
    assert "nothing was sent twice" in run(app, signal, "send", "ready", *code, "--once", "a").output
    assert run(app, signal, "send", "ready", "--agency", "nowhere").exit_code == 2
    talk.work_off()
    assert last_event(talk.friend)[2]["reason"] == REASON

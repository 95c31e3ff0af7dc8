"""The minutes of a panel: who was there signs them, nobody else, and once."""

import hashlib

import pytest
from sqlalchemy.exc import IntegrityError

from tests.webapp.cycles import Cycle
from tests.webapp.forum.answers import decision_answers
from tests.webapp.outcomes.walked import until
from webapp.cases import earlier
from webapp.cases import queries as cases
from webapp.cases.audit import Audit
from webapp.core.db import connection, db
from webapp.forum import queries


@pytest.fixture
def cycle(app, session) -> Cycle:
    """The panel has decided; the member of the third seat was absent."""
    found = Cycle()
    until(found, "respond_to_result", decide_forum=decision_answers(absent=(3,)))
    return found


def session_of(cycle):
    return queries.latest_session(cycle.office.agency.id, cycle.case.id)


def seated(cycle):
    return [seat.person for seat in queries.seats(session_of(cycle))]


def sign(cycle, browser):
    return browser.post(f"/forum/{session_of(cycle).id}/signature")


def signatures(cycle) -> list[bool]:
    db.session.expire_all()
    decision = queries.decision_of(session_of(cycle))
    return [decision.attendance_of(seat.member).signed_at is not None for seat in queries.seats(session_of(cycle))]


def test_a_member_who_was_there_signs_and_all_read_it(cycle, signed_in):
    chair, member, _absent = seated(cycle)
    browser = signed_in(member)
    assert "Minutes to sign" in browser.get("/forum").text
    assert sign(cycle, browser).status_code == 303
    assert signatures(cycle) == [False, True, False]
    page = signed_in(chair).get(f"/forum/{session_of(cycle).id}").text
    for words in ("1 of 2 signed", f"{member.name}: signed on", f"{chair.name}: not signed yet", "Sign the minutes"):
        assert words in page
    assert "Minutes to sign" not in browser.get("/forum").text
    assert "Sign the minutes" not in browser.get(f"/forum/{session_of(cycle).id}").text


def test_a_second_signature_changes_nothing(cycle, signed_in):
    browser = signed_in(seated(cycle)[0])
    sign(cycle, browser)
    first = signed_at(cycle)
    assert sign(cycle, browser).status_code == 303
    assert signed_at(cycle) == first


def test_the_history_of_the_case_seals_who_signed_which_words(cycle, signed_in):
    points = earlier.points(cycle.case)
    member = seated(cycle)[1]
    sign(cycle, signed_in(member))
    sign(cycle, signed_in(member))
    last, before, *_ = cases.history(cycle.case)
    words = queries.decision_of(session_of(cycle)).minutes
    assert (last.event.kind, last.actor.id, before.event.kind) == ("minutes signed", member.id, "task completed")
    assert last.body["minutes"] == hashlib.sha256(words.encode()).hexdigest()
    assert not list(Audit(connection()).faults())
    assert f"{member.name}</b> signed the minutes" in signed_in(cycle.office.ana).get(f"/cases/{cycle.case.id}").text
    assert earlier.points(cycle.case) == points


def test_the_chair_is_told_how_many_signatures_are_missing(cycle, signed_in):
    chair, member, _absent = seated(cycle)
    assert "Signatures missing: 2" in signed_in(chair).get("/forum").text
    assert "Signatures missing" not in signed_in(member).get("/forum").text
    sign(cycle, signed_in(member))
    assert "Signatures missing: 1" in signed_in(chair).get("/forum").text
    sign(cycle, signed_in(chair))
    assert "Signatures missing" not in signed_in(chair).get("/forum").text


def test_who_was_absent_does_not_sign(cycle, signed_in):
    assert sign(cycle, signed_in(seated(cycle)[2])).status_code == 403
    assert signatures(cycle) == [False, False, False]


@pytest.mark.parametrize(("who", "status"), [("eka", 403), ("ana", 404), ("fajar", 404)])
def test_nobody_else_signs(cycle, signed_in, who, status):
    assert sign(cycle, signed_in(getattr(cycle.office, who))).status_code == status


def test_the_database_believes_no_signature_of_somebody_absent(cycle):
    decision = queries.decision_of(session_of(cycle))
    absent = next(row for row in decision.attendance if not row.present)
    absent.signed_at = decision.decided_at
    with pytest.raises(IntegrityError, match="who_was_there_signs"):
        db.session.flush()


def signed_at(cycle):
    db.session.expire_all()
    return sorted(row.signed_at for row in queries.decision_of(session_of(cycle)).attendance if row.signed_at)

"""Nobody reads what a panel member thinks before the opinions are opened together, not even the chair or HR."""

from datetime import UTC, datetime, timedelta
from types import ModuleType

import pytest

from tests.webapp.cycles import Cycle, actor_for
from tests.webapp.forum.answers import opinion_answers
from tests.webapp.outcomes.walked import do, until
from webapp.cases import lists, service
from webapp.cases import queries as cases
from webapp.core import clock
from webapp.core.db import db
from webapp.core.panels import panels, readers
from webapp.feedback.service import give
from webapp.forum import ledger, queries

SECRET = "Rekap gudang tidak masuk akal"
WORDS = opinion_answers("below", "above", confidence="low", strengths=SECRET, concerns=SECRET, questions=SECRET)


@pytest.fixture
def cycle(app, session) -> Cycle:
    """Ana's dossier lies with the panel; the chair has scored, nobody else has."""
    found = Cycle()
    until(found, "score_dossier")
    score(found, 0, WORDS)
    return found


def score(cycle, seat, answers=None):
    person = session_of(cycle).seated[seat].person_id
    task = next(task for task in cycle.tasks() if task.assignee_id == person)
    do(cycle, task, answers or opinion_answers())


def session_of(cycle):
    return queries.latest_session(cycle.office.agency.id, cycle.case.id)


def others(cycle):
    """One of each kind who did not write the words: members, HR, the head, rater, employee."""
    office = cycle.office
    return [cycle.panel[1], cycle.panel[3], office.ana, office.bo, office.dewi, office.eka]


def pages_of(cycle) -> list[str]:
    """Every address that could lead to the case, whoever opens it."""
    case, session = cycle.case.id, session_of(cycle).id
    done = lists.tasks(actor_for(cycle.panel[0]), "done")
    return [
        "/inbox",
        "/inbox?tab=done",
        "/inbox?tab=waiting",
        "/forum",
        f"/forum/{session}",
        f"/cases/{case}",
        f"/cases/{case}/diagrams/forum.json",
        "/search?q=Ana",
        "/notices",
        "/results/mine",
        *(f"/tasks/{task.id}" for task in cycle.tasks()),
        *(f"/tasks/{row.task.id}" for row in done),
    ]


def test_no_page_tells_another_members_words_before_the_reveal(cycle, signed_in):
    addresses = pages_of(cycle)
    for person in others(cycle):
        browser = signed_in(person)
        for address in addresses:
            response = browser.get(address, follow_redirects=True)
            assert response.status_code in (200, 403, 404), address
            assert SECRET not in response.text, f"{person.name} reads it at {address}"


def test_a_member_reads_quick_feedback_in_the_dossier_but_not_who_gave_it(cycle, signed_in):
    with clock.at(datetime(2026, 3, 2, tzinfo=UTC)):
        give(cycle.office.fajar, "positive", "Sabar menghadapi warga", actor=actor_for(cycle.office.bo))
        give(cycle.office.ana, "positive", "Membantu posyandu", actor=actor_for(cycle.office.fajar))
    db.session.commit()
    task = next(task for task in cycle.tasks() if task.assignee_id == cycle.panel[1].id)
    page = signed_in(cycle.panel[1]).get(f"/tasks/{task.id}").text
    assert "Membantu posyandu" in page
    assert "From a colleague" in page
    assert cycle.office.fajar.name not in page
    assert "Sabar menghadapi warga" not in page


def test_no_panel_and_no_reader_tells_them_either(cycle):
    refuse_all_panels(cycle)
    assert SECRET not in told(cases.variables(cycle.case))


def test_a_round_without_quorum_opens_nothing(cycle, signed_in):
    """The words are stored with the panel now, but wait for the next round."""
    with clock.at(clock.now() + timedelta(days=8)):
        assert service.tick(cycle.office.agency.id, cycle.case.id)
        db.session.commit()
    session = session_of(cycle)
    panel = ledger.newest_panel(cycle.office.agency.id, cycle.case.id)
    assert [member.person_id for member in panel.members if member.scores] == [cycle.panel[0].id]
    assert cycle.panel[3].id in {member.person_id for member in session.seated}
    refuse_all_panels(cycle)
    for person in (cycle.panel[0], cycle.panel[3], cycle.office.eka):
        assert SECRET not in signed_in(person).get(f"/forum/{session.id}").text


def refuse_all_panels(cycle):
    for person in (cycle.panel[0], cycle.panel[3], cycle.office.eka):
        actor = actor_for(person, "hr", "agency_head", "panel")
        for name, panel in panels.items():
            assert SECRET not in told(panel.load(cycle.case, actor)), name
        for name, reader in readers.items():
            assert SECRET not in told(reader(cycle.case, actor)), name


def told(thing, depth: int = 5) -> str:
    """Everything a template could reach from here, as text."""
    if depth == 0 or thing is None or isinstance(thing, str | int | float | ModuleType):
        return str(thing)
    if isinstance(thing, dict):
        return " ".join(told(each, depth - 1) for each in thing.values())
    if isinstance(thing, list | tuple | set):
        return " ".join(told(each, depth - 1) for each in thing)
    known = getattr(thing, "__dict__", None)
    return told(dict(known), depth - 1) if known and not callable(thing) else ""


def test_the_spread_of_opinions_is_no_variable_before_the_reveal(cycle):
    assert cases.variables(cycle.case).get("disagreement", 0) == 0


def test_the_agenda_tells_how_many_have_scored(cycle, signed_in):
    page = signed_in(cycle.panel[1]).get("/forum").text
    assert "1 of 3" in page
    assert "Blind scoring" in page


def test_ratings_are_closed_to_those_who_score_blind(cycle):
    scoring, hr = actor_for(cycle.panel[1]), actor_for(cycle.office.eka, "hr")
    assert panels["result"].load(cycle.case, scoring)["blind"]
    assert not panels["result"].load(cycle.case, hr)["blind"]


def test_the_reveal_opens_all_opinions_to_the_panel_and_to_nobody_below(cycle, signed_in):
    score(cycle, 1)
    score(cycle, 2)
    session = session_of(cycle)
    for person in (cycle.panel[0], cycle.panel[2], cycle.office.eka):
        assert SECRET in signed_in(person).get(f"/forum/{session.id}").text
    for person in (cycle.office.ana, cycle.office.bo, cycle.panel[3]):
        assert signed_in(person).get(f"/forum/{session.id}").status_code == 404
        assert SECRET not in told(panels["opinions"].load(cycle.case, actor_for(person)))
    seats = readers["forum.seats"](cycle.case, actor_for(cycle.panel[0]))["seats"]
    assert [row["seat"] for row in seats] == [1, 2, 3]
    assert all(row["present"] for row in seats)
    assert "No opinion" not in told(seats)


def test_the_session_page_shows_the_minutes_when_decided(cycle, signed_in):
    until(cycle, "respond_to_result")
    page = signed_in(cycle.panel[2]).get(f"/forum/{session_of(cycle).id}").text
    assert "Stok kosong bulan Februari" in page
    assert "Decided" in signed_in(cycle.panel[2]).get("/forum").text


def test_who_sits_in_no_panel_reads_what_would_appear(cycle, signed_in):
    assert "You sit in no panel" in signed_in(cycle.panel[3]).get("/forum").text


def test_the_forum_room_is_for_panel_members(cycle, signed_in):
    assert signed_in(cycle.office.fajar).get("/forum").status_code == 403

"""A panel member who says that there is a conflict of interest has nothing more to do with the case."""

import pytest
from sqlalchemy import select

from tests.webapp.cycles import actor_for
from tests.webapp.forum.answers import opinion_answers
from tests.webapp.outcomes.walked import do, until
from webapp.cases.models import Task
from webapp.core.db import db
from webapp.forum import queries as forum
from webapp.inbox.dossier import Dossier


@pytest.fixture
def conflicted(cycle):
    """Somebody of the panel, after the reveal, who declared a conflict instead of scoring."""
    until(cycle, "score_dossier")
    session = forum.latest_session(cycle.office.agency.id, cycle.case.id)
    chair = session.chair.person_id
    member = next(each.person_id for each in session.seated if each.person_id != chair)
    for task in [task for task in cycle.tasks() if task.element == "score_dossier"]:
        said = opinion_answers()
        if task.assignee_id == member:
            said |= {"conflict": "yes", "conflict_reason": "Ipar saya"}
        do(cycle, task, said)
    return next(person for person in cycle.panel if person.id == member)


def test_the_case_is_closed_to_who_is_in_conflict(cycle, conflicted, signed_in):
    done = done_by(conflicted)
    browser = signed_in(conflicted)
    for address in (f"/cases/{cycle.case.id}", f"/cases/{cycle.case.id}/diagrams/forum.json", f"/tasks/{done.id}"):
        assert browser.get(address).status_code == 404, address
    for address in ("/inbox?tab=done", "/search?q=Ana"):
        page = browser.get(address).text
        assert f"/tasks/{done.id}" not in page
        assert f"/cases/{cycle.case.id}" not in page


def test_the_case_stays_open_to_the_rest_of_the_panel(cycle, conflicted, signed_in):
    session = forum.latest_session(cycle.office.agency.id, cycle.case.id)
    assert signed_in(person_of(cycle, session.chair)).get(f"/cases/{cycle.case.id}").status_code == 200


def test_coaching_is_not_for_the_panel(cycle, conflicted):
    session = forum.latest_session(cycle.office.agency.id, cycle.case.id)
    office, member = cycle.office, next(each for each in session.seated if not each.is_chair)
    assert not is_shown("coaching", cycle, actor_for(person_of(cycle, member), "panel"))
    for person, roles in ((office.ana, ()), (office.bo, ()), (office.citra, ()), (office.eka, ("hr",))):
        assert is_shown("coaching", cycle, actor_for(person, *roles))


def is_shown(name: str, cycle, actor) -> bool:
    return all(panel.is_open for panel in Dossier(cycle.case, actor).panels([name]))


def person_of(cycle, member):
    return next(person for person in cycle.panel if person.id == member.person_id)


def done_by(person) -> Task:
    return db.session.scalars(select(Task).where(Task.completed_by == person.id)).one()

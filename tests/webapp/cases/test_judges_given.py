"""HR may hand on an objection, but to nobody who has had a part in what it is about."""

import pytest

from tests.webapp.cycles import actor_for
from tests.webapp.outcomes import walked
from tests.webapp.outcomes.answers import objection
from webapp.cases import reassigning, surgery
from webapp.core.db import db
from webapp.core.errors import Refusal
from webapp.forum import queries as forum
from webapp.people.models import Person


def test_whoever_sat_in_the_panel_is_not_given_the_objection_against_its_result(cycle):
    walked.until(cycle, "respond_to_result")
    walked.do(cycle, cycle.task("respond_to_result"), objection())
    walked.until(cycle, "decide_objection")
    officer, task = actor_for(cycle.office.eka, "hr"), cycle.task("decide_objection")
    for person in sorted(forum.sat_on(task.agency_id, task.case_id)):
        member = db.session.get_one(Person, (task.agency_id, person))
        with pytest.raises(Refusal):
            reassigning.reassign(task, member, reason="Berhalangan", actor=officer)


def test_nobody_operates_on_a_case_whose_rating_is_their_own(cycle):
    walked.until(cycle, "respond_to_result")
    with pytest.raises(Refusal):
        surgery.take_back(cycle.case, 3, "Ulangi", actor=actor_for(cycle.office.bo, "hr"))

"""A correction of the panel, and a rating for which the rater gave reasons: which of the two decides."""

from dataclasses import dataclass

import pytest
from sqlalchemy.exc import IntegrityError

from tests.webapp.cycles import Cycle
from tests.webapp.forum.answers import decision_answers
from tests.webapp.outcomes.walked import ANSWERS, do, until
from webapp.cases import queries as cases
from webapp.core.db import db
from webapp.core.panels import readers
from webapp.forum import queries
from webapp.outcomes import results

DEVIATES = {"rating_of_work": "above", "deviation_reason": "Wilayahnya paling sulit dijangkau"}


@dataclass
class Walked:
    """Ana's case, up to the task of the chair."""

    cycle: Cycle

    def decide(self, **answers):
        do(self.cycle, self.cycle.task("decide_forum"), decision_answers("correct", **answers))
        db.session.expire_all()
        return queries.decision_on(self.cycle.case.agency_id, self.cycle.case.id)

    @property
    def work(self) -> str:
        return cases.variables(self.cycle.case)["work_rating"]

    def decided_by(self, number: str):
        return results.of_case(self.cycle.case, str).decided_by(number)


@pytest.fixture
def cycle(app, session) -> Cycle:
    return Cycle()


@pytest.fixture
def deviating(cycle) -> Walked:
    """The validated results propose "meets"; the rater rated "above" and said why."""
    until(cycle, "decide_forum", rate_performance=DEVIATES)
    return Walked(cycle)


@pytest.fixture
def plain(cycle) -> Walked:
    until(cycle, "decide_forum")
    return Walked(cycle)


def test_a_correction_keeps_a_rating_with_reasons(deviating):
    decision = deviating.decide(correction=-3)
    assert (deviating.work, decision.new_work_rating, decision.deviation_kept) == ("above", None, True)
    assert deviating.decided_by("work_rating").kind == "supervisor"
    assert "masih berlaku" in decision.minutes


def test_the_chair_may_say_that_the_reasons_no_longer_hold(deviating):
    decision = deviating.decide(correction=-3, deviation="drop")
    assert (deviating.work, decision.new_work_rating, decision.deviation_kept) == ("meets", "meets", False)
    assert "tidak berlaku lagi" in decision.minutes


def test_the_chair_reads_the_reasons_of_the_rater(deviating):
    shown = readers["forum.deviation"](deviating.cycle.case, None)
    assert shown["deviation"] == "keep"
    assert "Wilayahnya paling sulit dijangkau" in shown["deviation_text"]


def test_a_rating_as_proposed_follows_the_corrected_achievement(plain):
    decision = plain.decide(correction=3)
    assert (plain.work, decision.new_work_rating, decision.deviation_kept) == ("above", "above", None)


def test_the_new_rating_is_the_panels_in_the_result_and_in_the_minutes(plain):
    decision = plain.decide(correction=3)
    said = plain.decided_by("work_rating")
    assert (said.kind, said.who) == ("forum", plain.cycle.panel[0].name)
    assert "dari Sesuai ekspektasi menjadi Di atas ekspektasi" in decision.minutes


def test_a_correction_within_the_same_rating_leaves_it_to_the_rater(plain):
    decision = plain.decide(correction=-3)
    assert (plain.work, decision.new_work_rating) == ("meets", None)
    assert plain.decided_by("work_rating").kind == "supervisor"


def test_without_another_rating_there_is_nothing_to_say_about_reasons(plain):
    assert readers["forum.deviation"](plain.cycle.case, None) == {"deviation_text": None}
    assert ANSWERS["rate_performance"]["rating_of_work"] == "meets"


def test_the_database_keeps_a_rating_off_what_the_panel_leaves_alone(cycle):
    until(cycle, "respond_to_result")
    decision = queries.decision_on(cycle.case.agency_id, cycle.case.id)
    decision.new_work_rating = "above"
    with pytest.raises(IntegrityError, match="what_is_kept_gets_no_rating"):
        db.session.flush()

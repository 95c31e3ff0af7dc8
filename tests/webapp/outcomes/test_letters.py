"""What the employee is told of a result, a certificate and coaching, and that it is told once."""

import pytest
from sqlalchemy import select, text

from tests.webapp.cycles import Cycle
from tests.webapp.outcomes import walked
from tests.webapp.outcomes.answers import coaching_plan
from tests.webapp.plans.rows import Story
from webapp.cases.models import Notice
from webapp.core.db import db
from webapp.core.jobs import jobs
from webapp.core.operations import perform
from webapp.outcomes import queries

WAITING = "select args from procrastinate_jobs where task_name = 'cases.tell' order by id"


@pytest.fixture
def cycle(app, session):
    return Cycle()


def told(cycle) -> list[Notice]:
    """What Ana is told once the queue has run, each job twice as it may."""
    for arguments in db.session.scalars(text(WAITING)).all():
        for _ in range(2):
            jobs["cases.tell"].run(**arguments)
    statement = select(Notice).where(Notice.person_id == cycle.office.ana.id, Notice.task_id.is_(None))
    return list(db.session.scalars(statement.order_by(Notice.id)))


def test_a_final_result_and_a_certificate_are_told_once_each(cycle):
    walked.until(cycle, None)
    final, certificate = told(cycle)
    number = queries.award(cycle.office.agency.id, cycle.case.id).certificate.printed_number
    assert final.subject == "Hasil Anda sudah final: Baik, Siklus 2026"
    assert certificate.subject == f"Piagam Anda sudah terbit: {number}"
    assert number in certificate.body
    for notice in (final, certificate):
        assert notice.path == f"/results/mine#case-{cycle.case.id}"
        assert notice.path in notice.body


def test_they_are_told_in_the_language_of_the_receiver(cycle):
    cycle.office.ana.locale = "en"
    walked.until(cycle, "propose_award")
    (final,) = told(cycle)
    assert final.subject == "Your result is final: Good, Siklus 2026"


def test_the_opening_and_the_closing_of_coaching_are_told(cycle):
    on = Story(cycle.case).hand_in("plan_coaching", cycle.office.bo, coaching_plan())
    perform(on, "outcomes.open_coaching", {"task": "plan_coaching"})
    perform(on, "outcomes.close_coaching", {})
    assert [notice.subject for notice in told(cycle)] == [
        "Pembinaan Anda dimulai: Siklus 2026",
        "Pembinaan Anda selesai: Siklus 2026",
    ]


def test_the_page_that_a_letter_leads_to_has_the_case(cycle, signed_in):
    walked.until(cycle, None)
    (final, _) = told(cycle)
    db.session.commit()
    path, _, place = final.path.partition("#")
    assert f'id="{place}"' in signed_in(cycle.office.ana).get(path).text

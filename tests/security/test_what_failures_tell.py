"""A failure tells that something went wrong, and nothing of what people wrote."""

import logging

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from tests.webapp.factories import make_office
from webapp.cases import incidents
from webapp.cases.models import Incident
from webapp.core.db import db
from webapp.people.models import Person

SECRET = "Rekap gudang tidak masuk akal"


@pytest.fixture
def failure(app, session) -> DBAPIError:
    """What the database says of a row that it does not take, in which somebody's words stand."""
    office = make_office()
    db.session.commit()
    with db.session.begin_nested() as attempt:
        db.session.add(Person(agency_id=office.agency.id, nip="too short", name=SECRET))
        with pytest.raises(DBAPIError) as refused:
            db.session.flush()
        attempt.rollback()
    refused.value.agency_id = office.agency.id
    return refused.value


def test_an_incident_does_not_quote_the_row_that_failed(failure):
    incidents.record("trial.job", {"agency_id": failure.agency_id}, failure)
    problem = db.session.scalars(select(Incident.problem).where(Incident.agency_id == failure.agency_id)).one()
    assert SECRET not in problem
    assert "nip_has_18_digits" in problem


def test_the_values_of_a_failed_statement_are_not_logged(failure, caplog):
    with caplog.at_level(logging.ERROR):
        logging.getLogger("webapp").error("the statement failed: %s", failure)
    assert SECRET not in caplog.text.partition("[SQL:")[2]
    assert "hidden" in caplog.text

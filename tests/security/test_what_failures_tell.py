"""A failure tells that something went wrong, and nothing of what people wrote."""

import logging
from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

import workflows
from tests.webapp.factories import make_office
from webapp.cases import incidents
from webapp.cases.models import Incident
from webapp.core.db import db
from webapp.people.models import Person
from workflows import EngineError, engine

SECRET = "Rekap gudang tidak masuk akal"
NOW = datetime(2026, 7, 1, tzinfo=UTC)


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


def misread_by_the_database(office) -> object:
    return db.session.get_one(Person, (office.agency.id, SECRET))


@pytest.mark.parametrize("operation", [misread_by_the_database, lambda _office: {}[SECRET], lambda _: float(SECRET)])
def test_an_incident_does_not_quote_what_a_diagram_handed_to_an_operation(app, session, operation):
    office = make_office()
    db.session.commit()
    with db.session.begin_nested() as attempt:
        with pytest.raises(Exception, match=SECRET) as refused:
            operation(office)
        attempt.rollback()
    incidents.record("trial.job", {"agency_id": office.agency.id}, refused.value)
    problem = db.session.scalars(select(Incident.problem)).one()
    assert SECRET not in problem
    assert problem.endswith(" in code that is not ours")


TABLE = b"""<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="http://test">
<decision id="peek" name="Intip"><decisionTable id="t" hitPolicy="UNIQUE">
<input id="i" label="Catatan"><inputExpression id="e"><text>notes</text></inputExpression></input>
<output id="o" name="found" typeRef="string"/>
<rule id="r"><inputEntry id="c1"><text>"x"</text></inputEntry><outputEntry id="c2"><text>"y"</text></outputEntry></rule>
</decisionTable></decision></definitions>"""
ASKED = b"""<bpmn:businessRuleTask id="step"><bpmn:extensionElements><zeebe:calledDecision decisionId="peek"
 resultVariable="found"/></bpmn:extensionElements></bpmn:businessRuleTask>"""
REPEATED = b"""<bpmn:userTask id="step"/><bpmn:boundaryEvent id="b" attachedToRef="step" cancelActivity="false">
<bpmn:timerEventDefinition id="t"><bpmn:timeCycle>="R/2026-01-01T00:00:00Z/P" + notes</bpmn:timeCycle>
</bpmn:timerEventDefinition></bpmn:boundaryEvent><bpmn:endEvent id="n"/>
<bpmn:sequenceFlow id="f3" sourceRef="b" targetRef="n"/>"""


@pytest.mark.parametrize("step", [ASKED, REPEATED])
def test_an_incident_does_not_quote_what_a_diagram_could_not_go_on_with(app, session, step):
    office = make_office()
    drawn = b"""<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
 xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="d" targetNamespace="http://test">
<bpmn:process id="p" isExecutable="true"><bpmn:startEvent id="s"/>%s<bpmn:endEvent id="e"/>
<bpmn:sequenceFlow id="f1" sourceRef="s" targetRef="step"/><bpmn:sequenceFlow id="f2" sourceRef="step" targetRef="e"/>
</bpmn:process></bpmn:definitions>"""
    process = workflows.compile({"p.bpmn": drawn % step, "peek.dmn": TABLE})
    with pytest.raises(EngineError, match=SECRET) as stopped:
        engine.start(process, {"notes": SECRET}, perform=lambda *_: {}, now=NOW)
    incidents.record("trial.job", {"agency_id": office.agency.id}, stopped.value)
    problem = db.session.scalars(select(Incident.problem)).one()
    assert SECRET not in problem
    assert {ASKED: "Catatan", REPEATED: "no duration"}[step] in problem

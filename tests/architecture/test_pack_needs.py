"""What the shipped pack asks of the application is there: operations with their inputs and outputs, panels, readers."""

import tomllib

import pytest
from lxml import etree

import feel
import forms
from webapp.core.operations import catalogue
from webapp.core.panels import panels, readers
from webapp.library.bundles import shipped

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
ZEEBE = "{http://camunda.org/schema/zeebe/1.0}"
BUNDLE = shipped("appraisal")
FORMS = {name: forms.compile(content) for name, content in BUNDLE.items() if name.endswith(".form")}

pytestmark = pytest.mark.usefixtures("app")


def test_every_operation_of_a_diagram_is_offered():
    asked = {operation for _, operation, _, _ in _service_tasks()}
    assert asked
    assert asked - set(catalogue) == set()


def test_every_operation_is_given_exactly_what_it_takes():
    wrong = {
        task: (operation, sorted(given), sorted(catalogue[operation].inputs))
        for task, operation, given, _ in _service_tasks()
        if operation in catalogue and set(catalogue[operation].inputs) != given
    }
    assert wrong == {}


def test_a_diagram_takes_from_an_operation_only_what_it_gives():
    wrong = {
        task: (operation, sorted(taken), sorted(catalogue[operation].outputs))
        for task, operation, _, taken in _service_tasks()
        if operation in catalogue and not taken <= set(catalogue[operation].outputs)
    }
    assert wrong == {}


def test_the_scenarios_let_operations_answer_what_they_really_give():
    answers = tomllib.loads(BUNDLE["common.toml"].decode())["operations"]
    shapes = {
        operation: {frozenset(each) for each in (answer if isinstance(answer, list) else [answer])}
        for operation, answer in answers.items()
    }
    given = {operation: {frozenset(catalogue[operation].outputs)} for operation in shapes if operation in catalogue}
    assert {o: (shapes[o], given[o]) for o in given if shapes[o] != given[o]} == {}


def test_every_panel_that_a_form_shows_is_offered():
    assert {(name, panel) for name, form in FORMS.items() for panel in form.panels if panel not in panels} == set()


def test_every_reader_that_a_form_is_filled_from_is_offered():
    assert {(name, reader) for name, form in FORMS.items() for reader in form.prefill if reader not in readers} == set()


def _service_tasks():
    """Task, operation, the names it is given, and the names that are taken from its result, for all diagrams."""
    for name in sorted(BUNDLE):
        if name.endswith(".bpmn"):
            for task in etree.fromstring(BUNDLE[name]).iter(f"{BPMN}serviceTask"):
                operation = task.find(f".//{ZEEBE}taskDefinition").get("type")
                taken = [feel.expression(each.get("source")) for each in task.iter(f"{ZEEBE}output")]
                free = frozenset().union(*(feel.variables(source) for source in taken))
                yield task.get("id"), operation, {each.get("target") for each in task.iter(f"{ZEEBE}input")}, free

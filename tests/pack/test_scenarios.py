"""Every scenario of the pack runs as written, and together they walk every line of every diagram."""

import pytest
from pack_files import diagrams
from pack_runs import process, read, run_of

from workflows.footprints import flows_taken

NAMES = sorted(read())


@pytest.mark.parametrize("name", NAMES)
def test_a_scenario_comes_to_what_it_expects(name):
    assert [fault.text for fault in run_of(name).faults] == []
    assert read()[name].expect.path
    assert read()[name].expect.variables


def test_the_scenarios_together_take_every_flow_of_every_diagram():
    walked = set().union(*(flows_taken(process(), run_of(name).passed) for name in NAMES))
    drawn = {(diagram.id, flow) for diagram in diagrams().values() for flow in diagram.flows}
    assert not drawn - walked


def test_a_whole_cycle_keeps_only_thin_variables():
    for name in ("cycle_to_certificate", "cycle_to_coaching"):
        texts = [v for v in run_of(name).variables.values() if isinstance(v, str) and " " in v]
        nested = [v for v in run_of(name).variables.values() if isinstance(v, dict)]
        assert not texts
        assert not nested


def test_every_operation_is_given_the_same_inputs_wherever_it_is_called():
    inputs: dict[str, set[frozenset[str]]] = {}
    for name in NAMES:
        for operation, given in run_of(name).calls:
            assert None not in [value for key, value in given.items() if key != "achievement"], (name, operation, given)
            inputs.setdefault(operation, set()).add(frozenset(given))
    assert {operation: len(shapes) for operation, shapes in inputs.items() if len(shapes) > 1} == {}


def test_nobody_judges_an_objection_against_the_own_rating_or_of_the_own():
    judged = [run_of(name) for name in NAMES if "decide_objection" in run_of(name).path]
    judges = [(run.variables["judge"], run.variables["rater"], run.variables["employee"]) for run in judged]
    assert len(judges) >= 5
    assert [judge for judge, *sides in judges if judge in sides] == []


def test_a_reminder_names_the_task_it_hangs_on():
    for name in NAMES:
        run = run_of(name)
        reminded = [given["task"] for operation, given in run.calls if operation == "cases.remind"]
        late = [element.rpartition("_")[0] for element in run.path if element.endswith(("_late", "_overdue"))]
        assert reminded == late

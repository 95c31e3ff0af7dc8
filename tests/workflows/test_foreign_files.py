"""Files of other tools become ours where their meaning is certain, and keep what the other tool put into them."""

from itertools import pairwise
from pathlib import Path

import pytest
from lxml import etree

import workflows
from workflows import Context
from workflows.document import Document
from workflows.foreign import translated

FILES = {path.stem: path.read_bytes() for path in sorted(Path(__file__).with_name("foreign").glob("*.bpmn"))}
DC = "{http://www.omg.org/spec/DD/20100524/DC}"
DI = "{http://www.omg.org/spec/DD/20100524/DI}"


def normal(name: str) -> tuple[Document, set[str], bytes]:
    content, notes = workflows.normalise(f"{name}.bpmn", FILES[name])
    document = Document(etree.fromstring(content), f"{name}.bpmn")
    return document, {problem.values[0][1].code for problem in notes if problem.code == "note.done"}, content


def errors(content: bytes) -> set[str]:
    found = workflows.check({"x.bpmn": content})
    return {problem.code for problem in found if problem.severity == "error"}


def boxes(document: Document) -> dict[str, tuple[float, ...]]:
    return {
        id_: tuple(float(shape.find(f"{DC}Bounds").get(n)) for n in ("x", "y", "width", "height"))
        for id_, shape in document.pictures.items()
        if shape.find(f"{DC}Bounds") is not None
    }


@pytest.mark.parametrize("name", FILES)
def test_everything_is_drawn_afterwards_and_nothing_lies_upon_another(name):
    document, _, _ = normal(name)
    steps = {id_ for id_, e in document.by_id.items() if document.node(id_) is not None}
    drawn = boxes(document)
    assert steps <= drawn.keys()
    assert {flow.get("id") for flow in document.flows} <= document.pictures.keys()
    for one in sorted(steps):
        for other in sorted(steps):
            a, b = drawn[one], drawn[other]
            apart = a[0] + a[2] <= b[0] or b[0] + b[2] <= a[0] or a[1] + a[3] <= b[1] or b[1] + b[3] <= a[1]
            assert one >= other or apart, (one, other)


@pytest.mark.parametrize("name", FILES)
def test_lines_begin_and_end_at_what_they_connect(name):
    document, _, _ = normal(name)
    drawn = boxes(document)
    for flow in document.flows:
        line = [(float(p.get("x")), float(p.get("y"))) for p in document.pictures[flow.get("id")].iter(f"{DI}waypoint")]
        for place, end in ((line[0], "sourceRef"), (line[-1], "targetRef")):
            x, y, width, height = drawn[flow.get(end)]
            assert x <= place[0] <= x + width, (flow.get("id"), end)
            assert y <= place[1] <= y + height, (flow.get("id"), end)
        assert all(a[0] == b[0] or a[1] == b[1] for a, b in pairwise(line)), flow.get("id")


@pytest.mark.parametrize("name", FILES)
def test_to_normalise_again_changes_nothing(name):
    _, _, content = normal(name)
    assert workflows.normalise(f"{name}.bpmn", content) == (content, ())


@pytest.mark.parametrize("name", FILES)
def test_what_the_other_tool_put_there_is_kept(name):
    before = etree.fromstring(FILES[name])
    document, _, _ = normal(name)

    def of_others(root):
        return sorted(
            [e.tag for e in root.iter(etree.Element) if "omg.org" not in e.tag and "zeebe" not in e.tag]
            + [a for e in root.iter(etree.Element) for a in e.attrib if a.startswith("{") and "XMLSchema" not in a]
        )

    assert of_others(document.root) == of_others(before)


def test_a_file_of_camunda_7_takes_its_settings_along():
    _, done, content = normal("camunda7")
    assert done == {"fix.foreign", "fix.expression", "fix.split-parallel", "fix.layout"}
    assert errors(content) == {"decision.unknown"}
    text = content.decode()
    assert 'formId="review_leave"' in text
    assert 'assignee="=supervisor"' in text
    assert 'dueDate="=deadline"' in text
    assert 'type="leave.record"' in text
    assert 'decisionId="retention"' in text
    assert 'inputCollection="=colleagues"' in text
    assert "=approved = true and days &lt;= 12" in text
    assert "permohonan cuti, drawn with" in text
    codes = {p.code for p in workflows.check({"x.bpmn": content}, Context())}
    assert "foreign.code" in codes  # the listener would have run code


def test_a_file_of_signavio_becomes_executable_with_gateways_and_a_picture_with_pools():
    document, _, content = normal("signavio")
    assert errors(content) == set()
    assert document.by_id["sid-process"].get("isExecutable") == "true"
    assert document.by_id["sid-note_split"].tag.endswith("parallelGateway")
    drawn = boxes(document)
    pool, front, back = drawn["sid-office"], drawn["sid-front"], drawn["sid-back"]
    for lane, step in ((front, "sid-note"), (back, "sid-study"), (back, "sid-end"), (front, "sid-note_split")):
        assert lane[1] <= drawn[step][1], step
        assert drawn[step][1] + drawn[step][3] <= lane[1] + lane[3], step
    assert pool[1] == front[1]
    assert {"sid-file", "sid-store", "sid-text"} <= drawn.keys()
    assert drawn["sid-citizen"][1] >= pool[1] + pool[3]
    assert "sid-letter" in document.pictures


def test_a_gateway_finds_its_place_in_a_diagram_that_is_there():
    document, _, content = normal("bpmn_io")
    assert errors(content) == set()
    drawn = boxes(document)
    split, join = drawn["Activity_1_split"], drawn["Activity_2_join"]
    assert drawn["Activity_1"][0] + 100 <= split[0]
    assert split[0] + 50 <= drawn["Activity_3"][0] or split[1] + 50 <= drawn["Activity_3"][1]
    assert join[0] + 50 <= drawn["Activity_2"][0]
    assert split[1] + 25 == drawn["Activity_1"][1] + 40
    incoming = [e.text for e in document.by_id["Activity_2_join"] if e.tag.endswith("incoming")]
    assert sorted(incoming) == ["Flow_2", "Flow_4"]


def test_a_file_of_spiffworkflow_takes_forms_and_operators_along_and_explains_its_code():
    _, _, content = normal("spiffworkflow")
    assert b'formId="visit-form"' in content
    assert b'type="http/PostRequest"' in content
    codes = {p.code: p for p in workflows.check({"x.bpmn": content}, Context())}
    assert "SpiffWorkflow" in codes["foreign.code"].text


@pytest.mark.parametrize(
    ("written", "feel"),
    [
        ("${approved}", "approved"),
        ("${!approved}", "not(approved)"),
        ("#{a == 'x' && b != 2 || c}", 'a = "x" and b != 2 or c'),
        ("${amount gt 5}", "amount > 5"),
        ("${execution.getVariable('x')}", None),
        ("${a ? b : c}", None),
        ("x == 1", "x = 1"),
        ("x is None", None),
        ("__import__('os').system('id')", None),
    ],
)
def test_a_condition_is_translated_only_when_all_of_it_can_be_said(written, feel):
    assert translated(written) == feel


def test_missing_ids_are_given_and_nothing_else_is_changed():
    content = b"""<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><process id="p"><startEvent id="s"/>
    <sequenceFlow sourceRef="s" targetRef="e"/><endEvent id="e"/></process></definitions>"""
    mended, notes = workflows.normalise("p.bpmn", content)
    assert b'id="sequenceFlow_1"' in mended
    assert notes[0].sentence("id").startswith("Unsur “sequenceFlow” tanpa id")
    assert workflows.compile({"p.bpmn": mended}).id == "p"


@pytest.mark.parametrize("content", [b"", b"<html/>", b"\xff\xfe", b"<a><b></a>", b"<!DOCTYPE x><x/>"])
def test_what_is_no_diagram_comes_back_as_it_was(content):
    assert workflows.normalise("x.bpmn", content) == (content, ())

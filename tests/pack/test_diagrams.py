"""The diagrams keep the rules of the house: ids, documentation, people, mappings, a picture for everything."""

import re
from itertools import pairwise

import pytest
from pack_files import BPMN, BPMNDI, FORMS, PACK, ZEEBE, bundle, catalogue, diagrams, extension, kind
from pack_runs import read

import feel
import forms
import workflows
from workflows.scenarios import Do

TASKS = ("userTask", "serviceTask", "scriptTask", "businessRuleTask", "callActivity")
ALL = [(d.id, id_, e) for d in diagrams().values() for id_, e in d.elements.items()]
USER_TASKS = {id_: e for _, id_, e in ALL if kind(e) == "userTask"}


def words(element):
    found = element.find(f"{BPMN}documentation")
    return "" if found is None else found.text


def form_of(task):
    return forms.compile((FORMS / f"{extension(task, 'formDefinition').get('formId')}.form").read_bytes())


def answer_keys(task):
    return {part.key for part in forms.definition.level(form_of(task).components) if hasattr(part, "key")}


def mapped(task, direction):
    mapping = extension(task, "ioMapping")
    return {} if mapping is None else {m.get("target"): m.get("source") for m in mapping if kind(m) == direction}


def test_the_pack_has_no_problem_at_all():
    assert workflows.check(bundle()) == []


def test_the_main_process_calls_the_stages_in_order():
    process = workflows.compile(bundle())
    assert process.id == "appraisal"
    assert [stage.id for stage in process.stages] == [
        "plan_stage",
        "monitor_stage",
        "assess_stage",
        "forum_stage",
        "response_stage",
        "determine_predicate",
        "determine_follow_up",
        "reward_stage",
        "coach_stage",
    ]


def test_no_id_is_used_twice_in_the_pack():
    ids = [id_ for _, id_, _ in ALL] + [flow for d in diagrams().values() for flow in d.flows]
    assert len(ids) == len(set(ids))


def test_every_task_says_in_whole_sentences_what_it_is():
    short = [id_ for _, id_, e in ALL if kind(e) in TASKS and not re.search(r"[.]$", words(e))]
    assert not short
    unexplained = [id_ for id_, e in USER_TASKS.items() if words(e).count(". ") < 2 or words(e).count(". ") > 3]
    assert not unexplained


def test_every_task_gateway_with_a_choice_and_event_has_a_name():
    for diagram in diagrams().values():
        for id_, element in diagram.elements.items():
            is_a_join = kind(element) == "exclusiveGateway" and len(diagram.flows_from(id_)) < 2
            assert is_a_join or element.get("name"), id_


def test_a_user_task_is_named_verb_noun_and_belongs_to_somebody_by_a_date():
    for id_, task in USER_TASKS.items():
        assert re.fullmatch(r"[a-z]+(_[a-z]+)+", id_)
        people, schedule = extension(task, "assignmentDefinition"), extension(task, "taskSchedule")
        assert people.get("assignee", "").startswith("=") or people.get("candidateGroups") in {"hr", "agency_head"}
        feel.check(feel.expression(schedule.get("dueDate")))


def test_every_form_is_used_by_a_task_and_has_the_name_of_its_file():
    named = {extension(task, "formDefinition").get("formId") for task in USER_TASKS.values()}
    files = {path.stem for path in FORMS.glob("*.form")}
    assert named == files
    assert {forms.compile((FORMS / f"{name}.form").read_bytes()).id for name in files} == files


def test_a_mapping_reads_only_answers_of_its_form():
    start = {"supervisor", "superior"}
    for id_, task in USER_TASKS.items():
        for source in mapped(task, "output").values():
            assert feel.variables(feel.expression(source)) <= answer_keys(task) | start, id_


def test_answers_never_become_variables_by_accident():
    reads = workflows.compile(bundle()).reads
    for id_, task in USER_TASKS.items():
        if not mapped(task, "output"):
            assert not answer_keys(task) & reads, id_


def test_the_scenarios_answer_only_what_the_forms_ask():
    for name, scenario in read().items():
        for step in scenario.steps:
            if isinstance(step, Do):
                assert set(step.answers) <= answer_keys(USER_TASKS[step.element]), (name, step.element)


def test_every_choice_has_a_default_and_conditions_elsewhere():
    for diagram in diagrams().values():
        for id_, gateway in diagram.of_kind("exclusiveGateway").items():
            flows = diagram.flows_from(id_)
            unconditional = [flow for flow in flows if diagram.condition(flow) is None]
            assert unconditional == ([gateway.get("default")] if len(flows) > 1 else flows), id_


def test_a_gateway_joins_or_splits_never_both():
    for diagram in diagrams().values():
        for id_ in diagram.of_kind("exclusiveGateway"):
            coming = [flow for flow, (_, target) in diagram.flows.items() if target == id_]
            assert (len(coming) > 1) != (len(diagram.flows_from(id_)) > 1), id_


@pytest.mark.parametrize("name", sorted(diagrams()))
def test_everything_is_drawn_and_nothing_lies_upon_another(name):
    diagram = diagrams()[name]
    shapes = {s.get("bpmnElement"): box(s[0]) for s in diagram.root.iter(f"{BPMNDI}BPMNShape")}
    edges = {e.get("bpmnElement") for e in diagram.root.iter(f"{BPMNDI}BPMNEdge")}
    assert set(shapes) == set(diagram.elements)
    assert edges == set(diagram.flows)
    events = set(diagram.of_kind("boundaryEvent"))
    solid = sorted(set(shapes) - events)
    assert [(a, b) for a in solid for b in solid if a < b and overlap(shapes[a], shapes[b])] == []


@pytest.mark.parametrize("name", sorted(diagrams()))
def test_no_label_lies_on_a_shape_or_a_line(name):
    diagram = diagrams()[name]
    shapes = {s.get("bpmnElement"): box(s[0]) for s in diagram.root.iter(f"{BPMNDI}BPMNShape")}
    labels = {e.getparent().get("bpmnElement"): box(e[0]) for e in diagram.root.iter(f"{BPMNDI}BPMNLabel")}
    lines = [segment for edge in diagram.root.iter(f"{BPMNDI}BPMNEdge") for segment in segments(edge)]
    for owner, label in labels.items():
        assert not [id_ for id_, shape in shapes.items() if overlap(label, shape)], owner
        assert not [line for line in lines if overlap(label, line)], owner


def box(bounds):
    x, y, width, height = (float(bounds.get(name)) for name in ("x", "y", "width", "height"))
    return x, y, x + width, y + height


def segments(edge):
    points = [(float(p.get("x")), float(p.get("y"))) for p in edge if kind(p) == "waypoint"]
    for (x1, y1), (x2, y2) in pairwise(points):
        assert x1 == x2 or y1 == y2, edge.get("id")
        yield min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)


def overlap(one, other):
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def test_the_catalogue_says_everything_in_english():
    texts = {e.get("name") for _, _, e in ALL} | {words(e) for _, _, e in ALL}
    for diagram in diagrams().values():
        texts |= {flow.get("name") for flow in diagram.process} | {diagram.process.get("name"), words(diagram.process)}
        texts |= {p.get("value") for p in diagram.process.iter(f"{ZEEBE}property") if p.get("name") == "returned"}
    for path in FORMS.glob("*.form"):
        texts |= set(forms.compile(path.read_bytes()).texts)
    assert sorted(text for text in texts if text and text not in catalogue()) == []
    assert [source for source, english in catalogue().items() if not english.strip()] == []


def test_the_pack_carries_its_readme_and_says_what_it_is():
    assert (PACK / "README.md").exists()
    assert (PACK / "pack.toml").exists()

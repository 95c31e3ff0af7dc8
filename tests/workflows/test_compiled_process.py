"""What the application may ask about a compiled process."""

from sketch import (
    call,
    choice,
    drawing,
    end,
    inside,
    person,
    process,
    rule,
    service,
    settings,
    start,
    step,
    table,
    zeebe,
)

import workflows

MAIN = drawing(
    process(
        "cycle",
        start(),
        call("plan_stage", "plan"),
        step("exclusiveGateway", "again"),
        call("report_stage", "plan"),
        rule("decide", "d", "predicate"),
        choice("g", "coach_stage"),
        call("reward_stage", "plan"),
        call("coach_stage", "plan"),
        end(),
        flows="s -> plan_stage -> again -> report_stage -> decide -> g -> coach_stage -> e\n"
        "g -> reward_stage | =predicate = 1\nreward_stage -> e",
    )
)
PLAN = drawing(
    process(
        "plan",
        start(),
        inside("inner", start("is"), person("draft"), end("ie"), flows="is -> draft -> ie"),
        step(
            "userTask",
            "agree",
            "<bpmn:documentation>Agree or not.</bpmn:documentation>"
            + settings(
                zeebe("formDefinition", formId="agree"), zeebe("properties", zeebe("property", name="hint", value="h"))
            ),
        ),
        service("adopt", "plans.adopt", {"of": "=employee"}),
        end(),
        flows="s -> inner -> agree -> adopt -> e",
    )
)
BUNDLE = {
    "a.bpmn": MAIN,
    "b.bpmn": PLAN,
    "d.dmn": table("d", ["score"], ["predicate"], [["> limit", "1"], ["<= limit", "2"]]),
}
PROCESS = workflows.compile(BUNDLE)


def test_it_knows_its_processes_forms_operations_and_decisions():
    assert (PROCESS.id, PROCESS.name, PROCESS.processes) == ("cycle", "cycle", ("cycle", "plan"))
    assert PROCESS.forms == {"form", "agree"}
    assert PROCESS.operations == {"plans.adopt"}
    assert [rule_.id for rule_ in PROCESS.decisions["d"].rules] == ["r1", "r2"]


def test_an_element_is_found_by_the_process_it_is_drawn_in():
    element = PROCESS.elements["plan", "agree"]
    assert (element.kind, element.name, element.documentation) == ("userTask", "agree", "Agree or not.")
    assert (element.form, element.properties) == ("agree", {"hint": "h"})
    assert PROCESS.elements["plan", "draft"].process == "plan"
    assert ("cycle", "agree") not in PROCESS.elements


def test_stages_come_in_the_order_of_the_flow():
    assert [s.id for s in PROCESS.stages] == ["plan_stage", "report_stage", "decide", "coach_stage", "reward_stage"]


def test_on_the_track_alternatives_share_a_place():
    assert [{e.id for e in place} for place in PROCESS.track] == [
        {"plan_stage"},
        {"report_stage"},
        {"coach_stage", "reward_stage"},
    ]


def test_it_reads_the_free_names_of_its_expressions_and_tables():
    assert PROCESS.reads == {"predicate", "employee", "score", "limit"}


def test_flows_and_the_drawing_of_each_process_can_be_had():
    assert {(f.source, f.target) for f in PROCESS.flows("plan")} >= {
        ("s", "inner"),
        ("is", "draft"),
        ("agree", "adopt"),
    }
    assert PROCESS.source("plan") == PLAN

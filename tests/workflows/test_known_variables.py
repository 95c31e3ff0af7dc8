"""What expressions read must have been written on a way that leads there, and work must be for somebody there is."""

import json

import pytest
from sketch import (
    border,
    call,
    catch,
    choice,
    drawing,
    each,
    end,
    inside,
    listening,
    message,
    one,
    person,
    process,
    rule,
    script,
    service,
    settings,
    start,
    step,
    table,
    timer,
    zeebe,
)

import workflows
from workflows import Context, Offer

HERE = Context(
    variables=frozenset({"employee", "supervisor", "periods"}),
    groups=frozenset({"hr", "panel"}),
    operations={"plans.adopt": Offer(frozenset(), frozenset({"plan_version"}))},
)
FORM = json.dumps(
    {"components": [{"type": "textfield", "key": "reason"}, {"type": "group", "components": []}]}
).encode()


def told(bundle, context=HERE) -> list[tuple[str, str]]:
    found = workflows.check({**bundle, "form.form": FORM}, context)
    return [(p.code, p.element) for p in found if p.code.split(".")[0] in {"variable", "group", "assignee"}]


def straight(middle: str, *more: str, flows: str = "s -> a -> e", extra: str = "") -> dict:
    return one(start(), middle, *more, end(), flows=flows, extra=extra)


@pytest.mark.parametrize(
    ("drawn", "expected"),
    [
        (person("a", assignee="=employee"), []),
        (person("a", assignee="=emploeye"), [("variable.unknown", "a")]),
        (script("a", "x = periods + 1", "y = x"), []),
        (script("a", "x = y", "y = 1"), [("variable.early", "a")]),
        (person("a", assignee="=employee", outputs={"said": "=reason"}), []),
        (person("a", assignee="=employee", outputs={"said": "=raeson"}), [("variable.unknown", "a")]),
        (service("a", "plans.adopt", {}, {"v": "=plan_version"}), []),
        (service("a", "plans.adopt", {}, {"v": "=plan_vresion"}), [("variable.unknown", "a")]),
        (service("a", "unknown.verb", {}, {"v": "=whatever"}), []),
        (person("a", each("=[1, 2]", "one"), assignee="=one"), []),
        (person("a", each("=[1, 2]", "one", until="=numberOfCompletedInstances > 1"), assignee="=one"), []),
        (person("a", assignee='=count([{a: 1}][a = 1 and "x" = nothing])'), []),
        (inside("a", start("s1"), person("p1", assignee="=employee"), end("e1"), flows="s1 -> p1 -> e1"), []),
    ],
)
def test_a_name_is_known_or_told(drawn, expected):
    assert told(straight(drawn)) == expected


def test_what_one_branch_writes_another_does_not_know():
    bundle = one(
        start(),
        choice("g", "b"),
        script("a", "x = 1"),
        script("b", "y = x"),
        end(),
        end("e2"),
        flows="s -> g\ng -> a | =periods > 1\ng -> b\na -> e\nb -> e2",
    )
    assert told(bundle) == [("variable.early", "b")]


def test_what_is_written_later_in_a_loop_is_known_the_next_time_round():
    bundle = one(
        start(),
        step("exclusiveGateway", "m"),
        script("a", "y = if x = null then 0 else x"),
        script("b", "x = 1"),
        choice("g", "e"),
        end(),
        flows="s -> m -> a -> b -> g\ng -> m | =y < periods\ng -> e",
    )
    assert told(bundle) == []


def test_a_called_process_knows_what_its_callers_know_and_they_learn_from_it():
    files = {
        "main.bpmn": drawing(
            process("main", start(), call("c", "sub"), script("a", "z = found"), end(), flows="s -> c -> a -> e")
        ),
        "sub.bpmn": drawing(process("sub", start(), script("b", "found = employee"), end(), flows="s -> b -> e")),
    }
    assert told(files) == []


def test_a_message_may_bring_anything():
    bundle = straight(
        catch("a", listening("m")), script("b", "x = whatever"), flows="s -> a -> b -> e", extra=message("m")
    )
    assert told(bundle) == []


def test_a_border_event_knows_what_the_activity_may_have_written():
    bundle = one(
        start(),
        inside(
            "a",
            start("s1"),
            script("c", "x = 1"),
            person("p1", assignee="=employee"),
            end("e1"),
            flows="s1 -> c -> p1 -> e1",
        ),
        border("b", "a", timer("P1D")),
        script("d", "y = x"),
        end(),
        end("e2"),
        flows="s -> a -> e\nb -> d -> e2",
    )
    assert told(bundle) == []


def test_a_condition_with_a_slip_is_put_right_by_the_fix():
    bundle = one(start(), choice("g", "e"), end(), end("e2"), flows="s -> g\ng -> e\ng -> e2 | =priods > 1")
    [problem] = [p for p in workflows.check(bundle, HERE) if p.code == "variable.unknown"]
    assert problem.text.endswith("Did you mean “periods”?")
    assert problem.fix.edits == ({"do": "condition", "flow": "g_to_e2", "value": "=periods > 1"},)
    mended = workflows.mend(bundle["p.bpmn"], problem.fix.edits)
    assert told({"p.bpmn": mended}) == []


@pytest.mark.parametrize(
    ("drawn", "mended"),
    [
        (person("a", assignee="=suprvisor"), b'assignee="=supervisor"'),
        (person("a", due="=date(priods)"), b'dueDate="=date(periods)"'),
        (person("a", each("=priods", "i")), b'inputCollection="=periods"'),
        (person("a", each("=[1]", "i", results="r", result="=priods")), b'outputElement="=periods"'),
        (catch("a", timer("=duration(priods)")), b">=duration(periods)<"),
    ],
)
def test_a_setting_with_a_slip_is_put_right_by_the_fix(drawn, mended):
    bundle = {**straight(drawn), "form.form": FORM}
    [problem] = [p for p in workflows.check(bundle, HERE) if p.code == "variable.unknown"]
    after = workflows.mend(bundle["p.bpmn"], problem.fix.edits)
    assert mended in after
    assert told({"p.bpmn": after}) == []


def test_what_a_table_reads_must_be_known_at_the_step_that_asks_it():
    decision = {"d.dmn": table("d", ["scroe"], ["y"], [["-", "1"]])}
    bundle = straight(script("b", "score = 1"), rule("a", "d", "x"), flows="s -> b -> a -> e")
    assert told({**bundle, **decision}) == [("variable.unknown", "a")]


def test_without_knowing_the_application_only_a_likely_slip_is_told():
    assert told(straight(person("a", assignee="=employee")), None) == []
    slip = straight(script("b", "score = 1"), person("a", assignee="=scoer"), flows="s -> b -> a -> e")
    found = [p for p in workflows.check(slip) if p.code == "variable.unknown"]
    assert [(p.element, p.severity) for p in found] == [("a", "warning")]


def given_to(**people: str) -> dict:
    form = zeebe("formDefinition", formId="form")
    return straight(step("userTask", "a", settings(form, zeebe("assignmentDefinition", **people))))


@pytest.mark.parametrize(
    ("people", "expected"),
    [
        ({"candidateGroups": "hr, panel"}, []),
        ({"candidateGroups": "hr,pannel"}, [("group.unknown", "a")]),
        ({"candidateGroups": "=[employee]"}, []),
        ({"assignee": "17"}, []),
        ({"assignee": "employee"}, [("assignee.text", "a")]),
        ({"assignee": "Bu Sari"}, [("assignee.text", "a")]),
    ],
)
def test_work_is_for_somebody_there_is(people, expected):
    assert told(given_to(**people)) == expected


@pytest.mark.parametrize(
    ("people", "mended"),
    [
        ({"candidateGroups": "hr,pannel"}, b'candidateGroups="hr,panel"'),
        ({"assignee": "employee"}, b'assignee="=employee"'),
    ],
)
def test_a_slip_in_who_does_it_is_put_right_by_the_fix(people, mended):
    bundle = given_to(**people)
    [problem] = [p for p in workflows.check(bundle, HERE) if p.fix and p.element == "a"]
    assert mended in workflows.mend(bundle["p.bpmn"], problem.fix.edits)

"""What the check finds, with the element and the line to look at."""

import pytest
from sketch import (
    border,
    call,
    catch,
    choice,
    drawing,
    each,
    end,
    fork,
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
    some,
    start,
    step,
    table,
    timer,
    zeebe,
)

import workflows

STRAIGHT = "s -> a -> e"


def codes(bundle) -> set[tuple[str, str]]:
    return {(p.code, p.element) for p in workflows.check(bundle) if p.severity == "error"}


def straight(middle: str, *, extra: str = "") -> dict:
    return one(start(), middle, end(), flows=STRAIGHT, extra=extra)


def test_a_sound_process_has_no_problem_at_all():
    assert workflows.check(straight(person("a"))) == []


def test_a_problem_tells_file_line_and_element():
    xml = drawing(
        process(
            "p", "\n\n", step("scriptTask", "a", "\n<bpmn:script>x = )</bpmn:script>"), start(), end(), flows=STRAIGHT
        )
    )
    [problem] = workflows.check({"some.bpmn": xml})
    assert (problem.file, problem.line, problem.element, problem.code) == ("some.bpmn", 3, "a", "feel.syntax")
    assert "“)” cannot be read at character 1" in problem.text


FAULTS = {
    "unsupported element": (
        {("element.unsupported", "t")},
        one(start(), '<bpmn:transaction id="t"/>', end(), flows="s -> e"),
    ),
    "complex gateway": (
        {("element.unsupported", "g")},
        one(start(), '<bpmn:complexGateway id="g"/>', end(), flows="s -> e"),
    ),
    "same id twice": ({("element.duplicate", "a")}, one(start(), person("a"), person("a"), end(), flows=STRAIGHT)),
    "same id inside": (
        {("element.duplicate", "e")},
        straight(inside("a", start("x"), person("e"), end("y"), flows="x -> e -> y")),
    ),
    "strange id": ({("element.id", "1 a")}, one(start(), person("1 a"), end(), flows="s -> 1 a -> e")),
    "no start": ({("start.count", "p")}, one(person("a"), end(), flows="a -> e")),
    "two starts": ({("start.count", "p")}, one(start(), start("s2"), end(), flows="s -> e\ns2 -> e")),
    "start by repeating timer": (
        {("timer.cycle", "s")},
        one(step("startEvent", "s", timer("R/P1D", "Cycle")), end(), flows="s -> e"),
    ),
    "flow to nowhere": ({("flow.dangling", "s_to_x")}, one(start(), end(), flows="s -> x")),
    "fork from a task": (
        {("flow.fork", "a")},
        one(start(), person("a"), end(), end("e2"), flows="s -> a -> e\na -> e2"),
    ),
    "no default": (
        {("gateway.no-default", "g")},
        one(start(), choice("g"), end(), end("e2"), flows="s -> g\ng -> e | =x\ng -> e2 | =not(x)"),
    ),
    "no condition": (
        {("flow.no-condition", "g_to_e2")},
        one(start(), choice("g", "e"), end(), end("e2"), flows="s -> g -> e\ng -> e2"),
    ),
    "strange default": (
        {("gateway.default", "g")},
        one(start(), choice("g", "x"), end(), flows="s -> g -> e"),
    ),
    "condition unreadable": (
        {("feel.syntax", "g_to_e2")},
        one(start(), choice("g", "e"), end(), end("e2"), flows="s -> g -> e\ng -> e2 | =x >"),
    ),
    "border of nothing": (
        {("border.host", "b")},
        one(start(), person("a"), border("b", "x", timer("P1D")), end(), flows=STRAIGHT + "\nb -> e"),
    ),
    "timer without a time": ({("timer.missing", "a")}, straight(catch("a", "<bpmn:timerEventDefinition/>"))),
    "timer unreadable": ({("timer.text", "a")}, straight(catch("a", timer("5 days")))),
    "timer as long as a date": ({("timer.text", "a")}, straight(catch("a", timer("five weeks")))),
    "timer without a zone": ({("timer.text", "a")}, straight(catch("a", timer("2026-01-01T08:00:00", "Date")))),
    "repeating timer": ({("timer.cycle", "a")}, straight(catch("a", timer("R3/P1D", "Cycle")))),
    "message unknown": ({("message.missing", "a")}, straight(catch("a", listening("m")))),
    "signal not told": ({("signal.missing", "a")}, straight(catch("a", "<bpmn:signalEventDefinition/>"))),
    "condition": ({("event.unsupported", "a")}, straight(catch("a", "<bpmn:conditionalEventDefinition/>"))),
    "two triggers": ({("event.several", "a")}, straight(catch("a", timer("P1D") + listening("m")), extra=message("m"))),
    "event not told": ({("event.plain", "a")}, straight(catch("a", ""))),
    "operation not told": ({("operation.missing", "a")}, straight(step("serviceTask", "a"))),
    "script empty": ({("script.missing", "a")}, straight(step("scriptTask", "a"))),
    "script in python": ({("script.line", "a")}, straight(script("a", "import os"))),
    "script with a strange name": ({("script.line", "a")}, straight(script("a", "a.b = 1"))),
    "decision not told": ({("decision.missing", "a")}, straight(step("businessRuleTask", "a"))),
    "decision unknown": ({("decision.unknown", "a")}, straight(rule("a", "d", "x"))),
    "call unknown": ({("call.unknown", "a")}, straight(call("a", "x"))),
    "loop without a collection": ({("loop.items", "a")}, straight(person("a", each("", "m")))),
    "loop without an end": ({("loop.endless", "a")}, straight(person("a", "<bpmn:standardLoopCharacteristics/>"))),
    "variable with a strange name": ({("variable.name", "a")}, straight(person("a", outputs={"a.b": "=1"}))),
    "assignee unreadable": ({("feel.syntax", "a")}, straight(person("a", assignee="=x +"))),
    "event gateway with one way": (
        {("gateway.few-events", "g")},
        one(start(), step("eventBasedGateway", "g"), catch("a", timer("P1D")), end(), flows="s -> g -> a -> e"),
    ),
    "event gateway before a task": (
        {("gateway.events", "g")},
        one(
            start(),
            step("eventBasedGateway", "g"),
            catch("a", timer("P1D")),
            person("b"),
            end(),
            flows="s -> g -> a -> e\ng -> b -> e",
        ),
    ),
    "error on a task": (
        {("error.host", "b")},
        one(start(), person("a"), border("b", "a", "<bpmn:errorEventDefinition/>"), end(), flows=STRAIGHT + "\nb -> e"),
    ),
    "error end without an error": (
        {("error.missing", "e")},
        one(start(), end("e", "<bpmn:errorEventDefinition/>"), flows="s -> e"),
    ),
    "python everywhere": ({("feel.syntax", "a")}, straight(person("a", assignee="=__import__('os').system('id')"))),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_is_found_and_no_other(fault):
    expected, bundle = FAULTS[fault]
    assert codes(bundle) == expected


def test_processes_that_call_each_other_without_end_are_refused():
    files = {
        "main.bpmn": drawing(process("main", start(), call("c", "one"), end(), flows="s -> c -> e")),
        "one.bpmn": drawing(process("one", start(), call("c", "two"), end(), flows="s -> c -> e")),
        "two.bpmn": drawing(process("two", start(), call("c", "one"), end(), flows="s -> c -> e")),
    }
    assert {code for code, _ in codes(files)} == {"call.circle"}


@pytest.mark.parametrize(
    ("expected", "decision"),
    [
        ("feel.syntax", table("d", ["x"], ["y"], [["> ", "1"]])),
        ("feel.syntax", table("d", ["x"], ["y"], [["-", "1 +"]])),
        ("dmn.policy", table("d", ["x"], ["y"], [["-", "1"]], "BEST")),
        ("dmn.order", table("d", ["x"], ["y"], [["-", "1"]], "OUTPUT ORDER")),
        ("dmn.order", table("d", ["x"], ["y"], [["-", "1"]], "PRIORITY")),
        ("dmn.aggregation", table("d", ["x"], ["y", "z"], [["-", "1", "2"]], "COLLECT", aggregation="SUM")),
        ("dmn.outputs", table("d", ["x"], ["y", "y"], [["-", "1", "2"]])),
        ("dmn.cells", table("d", ["x"], ["y"], [["-"]])),
        ("dmn.input", table("d", [""], ["y"], [["-", "1"]])),
        ("dmn.rule-id", table("d", ["x"], ["y"], [["-", "1"]]).replace(b'id="r1"', b"")),
        ("dmn.kind", table("d", ["x"], ["y"], []).replace(b"decisionTable", b"context")),
    ],
)
def test_a_faulty_table_is_refused(expected, decision):
    problems = workflows.check({**straight(person("a")), "d.dmn": decision})
    assert {(p.code, p.file) for p in problems} == {(expected, "d.dmn")}


def test_a_form_must_be_among_those_of_the_bundle_if_it_brings_any():
    assert codes(straight(person("a"))) == set()
    assert codes({**straight(person("a")), "form.form": b"{}"}) == set()
    assert codes({**straight(person("a")), "other.form": b"{}"}) == {("form.unknown", "a")}


def test_a_task_without_form_or_people_is_warned_of_and_still_runs():
    bundle = straight(step("userTask", "a"))
    assert {(p.code, p.severity) for p in workflows.check(bundle)} == {
        ("task.form", "warning"),
        ("task.people", "warning"),
    }
    assert workflows.compile(bundle).id == "p"


def test_a_setting_that_has_no_effect_is_warned_of():
    bundle = straight(person("a", settings(zeebe("executionListeners"))))
    assert [(p.code, p.severity) for p in workflows.check(bundle)] == [("extension.unknown", "warning")]


def test_a_step_that_nothing_leads_to_is_warned_of():
    bundle = one(start(), person("a"), person("lost"), end(), flows=STRAIGHT)
    assert {p.code for p in workflows.check(bundle) if p.element == "lost"} == {"flow.unreachable", "flow.no-end"}


def test_the_main_process_is_the_one_that_is_not_called_or_that_the_pack_names():
    one_ = drawing(process("one", start(), end(), flows="s -> e"))
    two = drawing(process("two", start(), call("c", "one"), end(), flows="s -> c -> e"))
    assert workflows.compile({"1.bpmn": one_, "2.bpmn": two}).id == "two"
    assert workflows.compile({"1.bpmn": one_, "2.bpmn": two, "pack.toml": b'main = "one"'}).id == "one"
    other = drawing(process("other", start(), end(), flows="s -> e"))
    for code, wrong in {
        "bundle.main": {"1.bpmn": one_, "3.bpmn": other},
        "bundle.no-such-main": {"1.bpmn": one_, "pack.toml": b'main = "x"'},
        "bundle.no-process": {},
    }.items():
        assert [p.code for p in workflows.check(wrong)] == [code]
    assert [p.code for p in workflows.check({"1.bpmn": one_, "pack.toml": b"main ="})] == ["bundle.pack"]


def test_too_many_ways_or_steps_are_refused():
    many = [end(f"e{n}") for n in range(31)]
    wide = one(start(), fork("f"), *many, flows="s -> f\n" + "\n".join(f"f -> e{n}" for n in range(31)))
    assert codes(wide) == {("gateway.ways", "f")}
    chain = " -> ".join(f"t{n}" for n in range(300))
    long = one(start(), *(service(f"t{n}", "x") for n in range(300)), end(), flows=f"s -> {chain} -> e")
    assert codes(long) == {("process.large", "p")}


def test_compile_raises_what_the_check_finds():
    bundle = straight(rule("a", "d", "x"))
    with pytest.raises(workflows.Problems) as caught:
        workflows.compile(bundle)
    assert caught.value.problems == workflows.check(bundle)
    assert "There is no decision “d”." in str(caught.value)


def test_an_inclusive_gateway_needs_a_default_too():
    bundle = one(start(), some("g"), end(), end("e2"), flows="s -> g\ng -> e | =x\ng -> e2 | =y")
    assert codes(bundle) == {("gateway.no-default", "g")}


def test_a_warning_alone_does_not_keep_the_main_process_from_being_chosen():
    setting = "<bpmn:extensionElements><zeebe:executionListeners/></bpmn:extensionElements>"
    bundle = one(start(), step("endEvent", "e", setting), flows="s -> e")
    assert "warning" in {problem.severity for problem in workflows.check(bundle)}
    assert workflows.compile(bundle).id == "p"

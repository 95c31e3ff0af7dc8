"""Activities: each kind once, repeated while a condition holds, and once per element side by side or in turn."""

from dataclasses import replace

from sketch import (
    again_while,
    drawing,
    each,
    end,
    inside,
    message,
    one,
    person,
    process,
    settings,
    start,
    step,
    table,
    times,
    zeebe,
)

from conformance import Case, refused

FORM = zeebe("formDefinition", formId="f") + zeebe("assignmentDefinition", assignee="=1")
CALLED = process("sub", start("is"), person("w"), end("ie"), flows="is -> w -> ie")
ITEMS = (("items", [1, 2]), ("n", 0))

KINDS = {
    "User task": (lambda loop: step("userTask", "a", settings(FORM) + loop), "do a", "a"),
    "Service task": (
        lambda loop: step("serviceTask", "a", settings(zeebe("taskDefinition", type="work")) + loop),
        "",
        "a",
    ),
    "Script task": (lambda loop: step("scriptTask", "a", "<bpmn:script>y = 1</bpmn:script>" + loop), "", "a"),
    "Business rule task": (
        lambda loop: step("businessRuleTask", "a", settings(zeebe("calledDecision", decisionId="d")) + loop),
        "",
        "a",
    ),
    "Receive task": (lambda loop: step("receiveTask", "a", loop, messageRef="m"), "hear m", "a"),
    "Send task": (lambda loop: step("sendTask", "a", loop, messageRef="out"), "", "a"),
    "Sub-process": (
        lambda loop: inside("a", start("is"), person("w"), end("ie"), flows="is -> w -> ie", loop=loop),
        "do w",
        "is w ie a",
    ),
    "Call activity": (
        lambda loop: step("callActivity", "a", settings(zeebe("calledElement", processId="sub")) + loop),
        "do w",
        "is w ie a",
    ),
}


def _bundle(drawn: str) -> dict[str, bytes]:
    main = process("p", start(), drawn, end(), flows="s -> a -> e")
    files = {"p.bpmn": drawing(main, message("m"), message("out"))}
    if "businessRuleTask" in drawn:
        files["d.dmn"] = table("d", ["1"], ["y"], [["-", "2"]])
    if "callActivity" in drawn:
        files["sub.bpmn"] = drawing(CALLED)
    return files


def _walked(kind: str, variant: str, loop: str, runs: int, steps: tuple[str, ...] | None = None) -> Case:
    draw, step_, path = KINDS[kind]
    taken = steps if steps is not None else (step_,) * runs if step_ else ()
    out = " ".join(["out"] * runs) if kind == "Send task" else ""
    way = " ".join(["s", *([path] * runs or ["a"]), "e"])
    return Case(kind, variant, _bundle(draw(loop)), taken, way, out=out, variables=ITEMS)


def _of(kind: str) -> tuple[Case, ...]:
    return (
        _walked(kind, "once", "", 1),
        _walked(kind, "standard loop, tested after", again_while("=loopCounter < 2"), 2),
        _walked(kind, "standard loop, tested before", again_while("=loopCounter < 2", before=True), 2),
        _walked(kind, "standard loop that does not begin", again_while("=false", before=True), 0),
        _walked(kind, "multi-instance in turn", each("=items", "it", turn=True), 2),
        _side_by_side(kind),
        _walked(kind, "multi-instance over nothing", each("=[]", "it"), 0),
    )


def _side_by_side(kind: str) -> Case:
    found = _walked(kind, "multi-instance side by side", each("=items", "it"), 2)
    begun = {"Sub-process", "Call activity"}
    return replace(found, path="s is is w ie a w ie a e") if kind in begun else found


CASES = (
    *(case for kind in KINDS for case in _of(kind)),
    Case("Multi-instance", "a number of times", _bundle(KINDS["User task"][0](times("3"))), ("do a",) * 3, "s a a a e"),
    Case(
        "Multi-instance",
        "until a condition holds",
        _bundle(KINDS["User task"][0](each("=[1, 2, 3]", "it", until="=numberOfCompletedInstances = 2"))),
        ("do a/3", "do a/1"),
        "s a a e",
        note="the runs that are left are withdrawn",
    ),
    refused(
        "Multi-instance",
        "of a gateway",
        one(start(), step("parallelGateway", "g", times("2")), end(), flows="s -> g -> e"),
        "loop.place",
    ),
    Case(
        "Task, manual task",
        "any",
        _bundle(step("manualTask", "a")),
        path="s a e",
        note="goes on at once, with a warning",
    ),
    refused(
        "Ad-hoc sub-process",
        "any",
        one(start(), step("adHocSubProcess", "a"), end(), flows="s -> e"),
        "element.unsupported",
    ),
    refused("Transaction", "any", one(start(), step("transaction", "a"), end(), flows="s -> e"), "element.unsupported"),
)

"""What the standard says of a diagram, one fault planted at a time: found once, at its element, and nothing else."""

import pytest
from sketch import (
    HEAD,
    border,
    catch,
    choice,
    drawing,
    end,
    fork,
    inside,
    one,
    person,
    process,
    script,
    start,
    step,
    timer,
)

import workflows
from workflows import Context

HERE = Context(variables=frozenset({"x"}), groups=frozenset({"hr"}), operations={})
SCRIPT = "<bpmn:script>y = 1</bpmn:script>"
PLAIN = "s -> a -> e"


def told(bundle) -> list[tuple[str, str]]:
    found = workflows.check({**bundle, "form.form": b"{}"}, HERE)
    return [(p.code, p.element) for p in found if p.code not in {"diagram.missing", "task.idle"}]


def straight(middle: str = script("a", "y = 1"), *, extra: str = "", more: str = "") -> dict:
    return one(start(), middle, end(), more, flows=PLAIN, extra=extra)


def pools(*processes: str, messages: str = "") -> dict:
    lanes = "".join(f'<bpmn:participant id="pool_{p}" processRef="{p}"/>' for p in "pq")
    return {
        "pack.toml": b'main = "p"',
        "p.bpmn": drawing(f'<bpmn:collaboration id="c">{lanes}{messages}</bpmn:collaboration>', *processes),
    }


def flow(source: str, target: str) -> str:
    return f'<bpmn:sequenceFlow id="f" sourceRef="{source}" targetRef="{target}"/>'


P, Q = process("p", start("s1"), end("e1"), flows="s1 -> e1"), process("q", start("s2"), end("e2"), flows="s2 -> e2")
WITHIN = inside("sub", start("s1"), person("t", assignee="=x"), end("e1"), flows="s1 -> t -> e1")

FAULTS = {
    "a step without an id": ([("element.no-id", "p")], straight(more="<bpmn:task/>")),
    "an element that BPMN does not know": (
        [("element.unknown", "a")],
        straight(step("scriptTask", "a", SCRIPT + "<bpmn:documentaton>x</bpmn:documentaton>")),
    ),
    "an element without its namespace": ([("element.foreign", "t")], straight(more='<userTask xmlns="" id="t"/>')),
    "a choreography": ([("element.ignored", "ch")], straight(extra='<bpmn:choreography id="ch"/>')),
    "a misspelt attribute": (
        [("attribute.unknown", "b")],
        one(
            start(),
            person("a", assignee="=x"),
            border("b", "a", timer("P1D")).replace("cancelActivity", "cancelActvity"),
            end(),
            end("e2"),
            flows="s -> a -> e\nb -> e2",
        ),
    ),
    "an attribute of two letters too many": (
        [("attribute.unknown", "a")],
        straight(step("scriptTask", "a", SCRIPT, colour="red")),
    ),
    "a flag that is neither true nor false": (
        [("attribute.flag", "a")],
        straight(step("scriptTask", "a", SCRIPT, isForCompensation="no")),
    ),
    "two tokens for one": (
        [("attribute.quantity", "a")],
        straight(step("scriptTask", "a", SCRIPT, completionQuantity="2")),
    ),
    "a loop that throws events": (
        [("attribute.behavior", "a")],
        straight(
            person(
                "a",
                '<bpmn:multiInstanceLoopCharacteristics behavior="One"><bpmn:loopCardinality>2'
                "</bpmn:loopCardinality></bpmn:multiInstanceLoopCharacteristics>",
                assignee="=x",
            )
        ),
    ),
    "a flow to a note": (
        [("flow.no-step", "f")],
        straight(more='<bpmn:textAnnotation id="n"/>' + flow("a", "n")),
    ),
    "a flow to nowhere": ([("flow.dangling", "f")], straight(more=flow("a", "nowhere"))),
    "a flow into a sub-process": (
        [("flow.crosses-border", "f")],
        one(start(), WITHIN, end(), flow("s", "t"), flows="s -> sub -> e"),
    ),
    "a flow between pools": (
        [("flow.crosses-pools", "f")],
        pools(P.replace("</bpmn:process>", flow("s1", "e2") + "</bpmn:process>"), Q),
    ),
    "a flow kept elsewhere": (
        [("flow.elsewhere", "f")],
        one(
            start(),
            WITHIN.replace('id="t_to_e1"', 'id="x1"'),
            script("b", "y = 1"),
            end(),
            end("e3"),
            inside("other", start("s4"), end("e4"), flow("b", "e3"), flows="s4 -> e4"),
            flows="s -> sub -> other -> e",
        ),
    ),
    "a list that names another flow": (
        [("flow.list", "a")],
        straight(step("scriptTask", "a", SCRIPT + "<bpmn:incoming>a_to_e</bpmn:incoming>")),
    ),
    "a pool of no process": ([("reference.missing", "pool_q")], pools(P)),
    "a note tied to nothing": (
        [("reference.missing", "as")],
        straight(more='<bpmn:association id="as" sourceRef="a" targetRef="nothing"/>'),
    ),
    "a lane with a step that is not there": (
        [("reference.missing", "l")],
        straight(
            more='<bpmn:laneSet id="ls"><bpmn:lane id="l"><bpmn:flowNodeRef>gone</bpmn:flowNodeRef></bpmn:lane>'
            "</bpmn:laneSet>"
        ),
    ),
    "a step in two lanes": (
        [("lane.twice", "m")],
        straight(
            more='<bpmn:laneSet id="ls"><bpmn:lane id="l"><bpmn:flowNodeRef>a</bpmn:flowNodeRef></bpmn:lane>'
            '<bpmn:lane id="m"><bpmn:flowNodeRef>a</bpmn:flowNodeRef></bpmn:lane></bpmn:laneSet>'
        ),
    ),
    "a message within a pool": (
        [("message-flow.inside", "mf")],
        pools(P, Q, messages='<bpmn:messageFlow id="mf" sourceRef="s1" targetRef="e1"/>'),
    ),
    "a flow out of an end": (
        [("flow.out-of-end", "e")],
        one(start(), end(), script("a", "y = 1"), end("e2"), flows="s -> e -> a -> e2"),
    ),
    "a flow into a start": (
        [("flow.into-start", "s")],
        one(start(), choice("g", "e"), end(), flows="s -> g -> e\ng -> s | =x = 1"),
    ),
    "alternatives into a gateway that waits for all": (
        [("join.never", "j")],
        one(
            start(),
            choice("g", "a"),
            script("a", "y = 1"),
            script("b", "y = 1"),
            fork("j"),
            end(),
            flows="s -> g -> a -> j\ng -> b | =x = 1\nb -> j -> e",
        ),
    ),
    "a way that comes back to a gateway that waits for all": (
        [("join.loop", "g_to_j")],
        one(start(), fork("j"), choice("g", "e"), end(), flows="s -> j -> g -> e\ng -> j | =x = 1"),
    ),
    "branches that meet in a step": (
        [("flow.join", "a")],
        one(
            start(),
            fork("f"),
            person("b", assignee="=x"),
            person("c", assignee="=x"),
            script("a", "y = 1"),
            end(),
            flows="s -> f -> b -> a\nf -> c -> a -> e",
        ),
    ),
    "an event on the border of an event": (
        [("border.host", "b")],
        one(
            start(),
            catch("a", timer("P1D")),
            border("b", "a", timer("P1D")),
            end(),
            end("e2"),
            flows=PLAIN + "\nb -> e2",
        ),
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_is_told_once_at_its_element(fault):
    expected, bundle = FAULTS[fault]
    assert told(bundle) == expected


@pytest.mark.parametrize("fault", FAULTS)
def test_each_sentence_is_there_in_indonesian_too(fault):
    for problem in workflows.check({**FAULTS[fault][1], "form.form": b"{}"}, HERE):
        assert problem.sentence("en") == problem.text
        assert problem.sentence("id") not in {"", problem.text}


SOUND = {
    "branches that a gateway joins": one(
        start(),
        fork("f"),
        person("a", assignee="=x"),
        person("b", assignee="=x"),
        fork("j"),
        end(),
        flows="s -> f -> a -> j\nf -> b -> j -> e",
    ),
    "a branch straight to the join": one(
        start(), fork("f"), person("a", assignee="=x"), fork("j"), end(), flows="s -> f -> a -> j\nf -> j -> e"
    ),
    "branches with choices in them": one(
        start(),
        fork("f"),
        choice("g", "a"),
        person("a", assignee="=x"),
        person("b", assignee="=x"),
        step("exclusiveGateway", "m"),
        person("c", assignee="=x"),
        fork("j"),
        end(),
        flows="s -> f -> g -> a -> m -> j\ng -> b | =x = 1\nb -> m\nf -> c -> j -> e",
    ),
    "a reminder that runs beside": one(
        start(),
        person("a", assignee="=x"),
        border("b", "a", timer("P1D"), interrupting=False),
        fork("j"),
        end(),
        flows="s -> a -> j -> e\nb -> j",
    ),
    "lanes within lanes": straight(
        more='<bpmn:laneSet id="ls"><bpmn:lane id="l"><bpmn:flowNodeRef>a</bpmn:flowNodeRef><bpmn:childLaneSet id="cs">'
        '<bpmn:lane id="m"><bpmn:flowNodeRef>a</bpmn:flowNodeRef></bpmn:lane></bpmn:childLaneSet></bpmn:lane>'
        "</bpmn:laneSet>"
    ),
    "data and its associations": straight(
        step(
            "scriptTask",
            "a",
            f'<bpmn:dataInputAssociation id="i"><bpmn:sourceRef>d</bpmn:sourceRef></bpmn:dataInputAssociation>{SCRIPT}',
        ),
        more='<bpmn:dataObject id="do"/><bpmn:dataObjectReference id="d" dataObjectRef="do"/>',
    ),
    "settings of another tool": {
        "p.bpmn": straight()["p.bpmn"].replace(
            b' id="p"', b' xmlns:c="http://camunda.org/schema/1.0/bpmn" c:historyTimeToLive="9" id="p"'
        )
    },
}


@pytest.mark.parametrize("name", SOUND)
def test_what_the_standard_allows_is_not_told(name):
    assert told(SOUND[name]) == []


def test_a_file_in_another_encoding_is_read_as_it_says():
    text = drawing(process("p", step("startEvent", "s").replace('name="s"', 'name="Mulai é"'), end(), flows="s -> e"))
    for encoding in ("ISO-8859-1", "windows-1252", "utf-16"):
        declared = f'<?xml version="1.0" encoding="{encoding}"?>' + text.decode()
        content = declared.encode(encoding)
        assert workflows.compile({"p.bpmn": content}).elements["p", "s"].name == "Mulai é"


@pytest.mark.parametrize(
    ("content", "code", "line"),
    [
        (b"<a>\n<b></a>", "xml.tags", 2),
        (b"<a>\n<b", "xml.cut", 2),
        (b"<a b=1/>", "xml.attribute", 1),
        (b'<a b="1" b="2"/>', "xml.attribute", 1),
        (b"<a>\n&b;</a>", "xml.entity", 2),
        (b"<a>\n\n<b:c/></a>", "xml.namespace", 3),
        (b"<a>\xff</a>", "xml.encoding", 0),
        (b"hello", "xml.syntax", 1),
        (b"  ", "xml.empty", 0),
        (b"<a>\n<!DOCTYPE b></a>", "xml.doctype", 2),
        (HEAD.encode() + b"</bpmn:definitions>", "bundle.no-process", 0),
    ],
)
def test_what_is_wrong_with_a_file_is_said_in_plain_words(content, code, line):
    [problem] = workflows.check({"p.bpmn": content})
    assert (problem.code, problem.line) == (code, line)
    assert "libxml" not in problem.text

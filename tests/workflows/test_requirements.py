"""Decisions that need other decisions: those are made first, each once; literal expressions decide too."""

from datetime import UTC, datetime

import pytest
from case_walk import Walk
from sketch import end, one, rule, start

import workflows
from workflows import tables
from workflows.literals import wired

HEAD = '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="x">'
NOW = datetime(2026, 1, 5, tzinfo=UTC)


def decision(id_: str, inner: str, *needs: str, variable: str = "") -> str:
    required = "".join(
        f'<informationRequirement><requiredDecision href="#{need}"/></informationRequirement>' for need in needs
    )
    named = f'<variable name="{variable}"/>' if variable else ""
    return f'<decision id="{id_}" name="{id_}">{named}{required}{inner}</decision>'


def literal(source: str) -> str:
    return f"<literalExpression><text>{source}</text></literalExpression>"


def grid(source: str, *rows: tuple[str, str]) -> str:
    cells = "".join(
        f'<rule id="r{number}"><inputEntry><text>{test}</text></inputEntry><outputEntry><text>{result}</text>'
        "</outputEntry></rule>"
        for number, (test, result) in enumerate(rows, start=1)
    )
    asked = f'<input id="i"><inputExpression><text>{source}</text></inputExpression></input>'
    return f'<decisionTable id="t">{asked}<output id="o" name="y"/>{cells}</decisionTable>'


def file(*decisions: str) -> bytes:
    return (HEAD + '<inputData id="score" name="score"/>' + "".join(decisions) + "</definitions>").encode()


def codes(content: bytes) -> set[str]:
    bundle = one(start(), end(), flows="s -> e") | {"d.dmn": content}
    return {problem.code for problem in workflows.check(bundle) if problem.severity == "error"}


GRAPH = file(
    decision("bonus", literal("score * 2"), variable="extra"),
    decision("level", grid("extra", ("&lt; 100", '"low"'), ("&gt;= 100", '"high"')), "bonus"),
    decision("praise", literal('if level = "high" then "well done: " + string(bonus) else "go on"'), "level", "bonus"),
)


def asked(id_: str, **variables):
    reading = tables.read("d.dmn", GRAPH)
    assert reading.problems == []
    found = wired({d.id: d for d in (*reading.tables, *reading.literals)})
    return found[id_].decide(variables, NOW)


def test_a_required_decision_is_made_first_and_known_by_its_variable_and_its_id():
    assert asked("praise", score=60).outputs == "well done: 120"
    assert asked("praise", score=10).outputs == "go on"


def test_the_decisions_that_were_needed_are_told_with_their_rows():
    found = asked("praise", score=60)
    assert [(d.id, d.rules, d.outputs) for d in found.required] == [("level", ("r2",), "high"), ("bonus", (), 120)]


def test_a_process_asks_any_decision_of_the_file_by_its_id():
    bundle = one(start(), rule("a", "praise", "said"), rule("b", "level", "reached"), end(), flows="s -> a -> b -> e")
    walk = Walk(bundle | {"d.dmn": GRAPH}, {"score": 60})
    assert walk.variables == {"score": 60, "said": "well done: 120", "reached": "high"}


def test_a_decision_needed_on_several_ways_is_made_once():
    """Else a graph of a few dozen decisions would take for ever."""
    layers = [decision("d0", literal("score"))]
    layers += [decision(f"d{n}", literal(f"d{n - 1} + e{n - 1}"), f"d{n - 1}", f"e{n - 1}") for n in range(1, 30)]
    layers += [decision(f"e{n}", literal(f"d{n}"), f"d{n}") for n in range(29)]
    reading = tables.read("d.dmn", file(*layers))
    found = wired({d.id: d for d in reading.literals})
    assert found["d29"].decide({"score": 1}, NOW).outputs == 2**29


@pytest.mark.parametrize(
    ("expected", "content"),
    [
        ("dmn.needs-unknown", file(decision("a", literal("1"), "b"))),
        ("dmn.circle", file(decision("a", literal("1"), "b"), decision("b", literal("2"), "a"))),
        ("dmn.circle", file(decision("a", literal("1"), "a"))),
        ("dmn.kind", file(decision("a", "<context/>"))),
        (
            "dmn.language",
            file(decision("a", literal("1").replace("Expression>", 'Expression expressionLanguage="python">', 1))),
        ),
        ("dmn.unsupported", file(decision("a", literal("1")), '<businessKnowledgeModel id="k" name="k"/>')),
        ("feel.syntax", file(decision("a", literal("1 +")))),
        ("feel.syntax", file(decision("a", literal("")))),
    ],
)
def test_what_cannot_be_decided_is_refused(expected, content):
    assert codes(content) == {expected}

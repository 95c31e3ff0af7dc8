"""Problems call steps and flows by the names that people gave them, and by ids only where there is no name."""

import pytest
from sketch import choice, drawing, end, one, person, process, script, start

import workflows

NAMES = {"s": "Mulai", "a": "Tulis rencana", "b": "Bahas rencana", "g": "Sepakat?", "e": "Selesai", "lost": "Terlupa"}


def named(bundle):
    """The same with words for people; what has no such word keeps none."""
    (content,) = bundle.values()
    text = content.decode()
    for id_, name in NAMES.items():
        text = text.replace(f'id="{id_}" name="{id_}"', f'id="{id_}" name="{name}"')
    return {"p.bpmn": text.encode()}


def told(code, bundle, language="en", context=None):
    (problem,) = [each for each in workflows.check(bundle, context) if each.code == code]
    return problem.element, problem.sentence(language), problem.fix.sentence(language) if problem.fix else None


def choosing(flows):
    return named(one(start(), choice("g"), person("a"), person("b"), end(), flows=f"s -> g\n{flows}\na -> e\nb -> e"))


def test_a_step_that_nothing_leads_to_is_called_by_its_name():
    bundle = one(start(), person("a"), person("lost"), end(), flows="s -> a -> e\nlost -> e")
    assert told("flow.unreachable", named(bundle))[:2] == ("lost", "No way from the start leads to “Terlupa”.")
    assert "ke “Terlupa”" in told("flow.unreachable", named(bundle), "id")[1]


def test_a_step_without_a_name_is_called_by_its_id():
    bundle = one(start(), person("a"), person("lost"), end(), flows="s -> a -> e\nlost -> e")
    unnamed = {"p.bpmn": bundle["p.bpmn"].replace(b' name="lost"', b"")}
    assert told("flow.unreachable", unnamed)[1] == "No way from the start leads to “lost”."


def test_a_flow_is_called_by_the_steps_at_its_ends():
    element, text, fix = told("flow.no-condition", choosing("g -> a\ng -> b | =1 = 1"))
    assert element == "g_to_a"
    assert text == "The flow from “Sepakat?” to “Tulis rencana” needs a condition, or to be the default."
    assert fix == "Make the flow from “Sepakat?” to “Tulis rencana” the default"


@pytest.mark.parametrize(
    ("default", "words"),
    [("s_to_g", "the flow from “Mulai” to “Sepakat?”"), ("nowhere", "is “nowhere”")],
)
def test_a_wrong_default_says_where_it_leads_from_and_to(default, words):
    bundle = choosing("g -> a | =1 = 1\ng -> b | =2 = 2")
    wrong = {"p.bpmn": bundle["p.bpmn"].replace(b'id="g"', f'id="g" default="{default}"'.encode())}
    element, text, _fix = told("gateway.default", wrong)
    assert element == "g"
    assert words in text


def test_a_flow_between_two_processes_names_its_ends():
    other = process("q", start("t"), person("b"), end("f"), flows="t -> b -> f")
    this = process("p", start(), person("a"), end(), flows="s -> a -> e\na -> b")
    bundle = named({"p.bpmn": drawing(this, other)})
    assert "The flow from “Tulis rencana” to “Bahas rencana”" in told("flow.crosses-pools", bundle)[1]


SURE = workflows.Context(variables=frozenset({"employee"}), groups=frozenset(), operations={})


@pytest.mark.parametrize(
    ("condition", "assignee", "element", "said"),
    [
        ("", "=lost", "a", "Nothing ever writes the variable “lost” that is read by “Tulis rencana”."),
        ("=lost > 1", "=employee", "g_to_a", "that is read by the flow from “Sepakat?” to “Tulis rencana”."),
    ],
)
def test_who_reads_a_variable_that_nobody_writes_is_called_by_name(condition, assignee, element, said):
    flows = f"s -> g\ng -> a | {condition or '=1 = 1'}\ng -> e\na -> e"
    bundle = named(one(start(), choice("g", "e"), person("a", assignee=assignee), end(), flows=flows))
    found, text, _fix = told("variable.unknown", bundle, context=SURE)
    assert found == element
    assert text.endswith(said)


def test_a_step_that_reads_a_variable_too_early_is_called_by_its_name():
    bundle = named(one(start(), script("a", "x = y", "y = 1"), end(), flows="s -> a -> e"))
    assert told("variable.early", bundle, "id", SURE)[:2] == (
        "a",
        "“y” dibaca oleh “Tulis rencana” sebelum ada yang mengisinya; nilainya akan null.",
    )

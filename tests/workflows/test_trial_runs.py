"""A few runs with made-up answers find what would stop a case, before one is stopped."""

import pytest
from sketch import catch, choice, each, end, fork, one, person, rule, script, some, start, step, table, timer

import workflows
from workflows import Context

HERE = Context(variables=frozenset({"employee", "limit"}), groups=frozenset({"hr"}), operations={})


def told(bundle) -> list[tuple[str, str]]:
    found = workflows.check({**bundle, "form.form": b"{}"}, HERE)
    assert "internal" not in {problem.code for problem in found}
    return [(p.code, p.element) for p in found if p.code.startswith("trial.")]


def test_a_sound_process_is_run_through_in_peace():
    bundle = one(start(), person("a", assignee="=employee", due='=now() + duration("P3D")'), end(), flows="s -> a -> e")
    assert told(bundle) == []


def test_a_loop_that_waits_for_nobody_is_found():
    bundle = one(
        start(),
        step("exclusiveGateway", "m"),
        script("a", "n = 1"),
        choice("g", "m"),
        end(),
        flows="s -> m -> a -> g\ng -> m\ng -> e | =n > 5",
    )
    assert [code for code, _ in told(bundle)] == ["trial.circle"]


def test_an_inclusive_split_before_a_parallel_join_leaves_a_case_waiting_for_ever():
    bundle = one(
        start(),
        some("o", "a"),
        person("a", assignee="=employee"),
        person("b", assignee="=employee"),
        fork("j"),
        end(),
        flows="s -> o\no -> a\no -> b | =limit > 3\na -> j\nb -> j\nj -> e",
    )
    assert told(bundle) == [("trial.stuck", "j")]


@pytest.mark.parametrize(
    ("drawn", "element"),
    [
        (person("a", each("=employee + 1", "one"), assignee="=one"), "a"),
        (catch("a", timer("=employee + 1")), "a"),
        (person("a", assignee="=employee", due="=1 + 1"), "a"),
    ],
)
def test_a_step_that_never_succeeds_is_found(drawn, element):
    assert told(one(start(), drawn, end(), flows="s -> a -> e")) == [("trial.failed", element)]


def test_a_step_that_fails_with_some_answers_only_is_not_told():
    """It may be the answers that are wrong."""
    decision = {"d.dmn": table("d", ["score"], ["y"], [["> 5", "1"], ["<= 5", "2"]])}
    bundle = one(
        start(),
        person("a", assignee="=employee", outputs={"score": "=given"}),
        rule("r", "d", "x"),
        end(),
        flows="s -> a -> r -> e",
    )
    assert told({**bundle, **decision}) == []


def test_the_same_file_is_told_the_same_every_time():
    bundle = one(start(), catch("a", timer("=limit")), end(), flows="s -> a -> e")
    assert told(bundle) == told(bundle)

"""What no diagram may do to the worker: a step does so much and no more, a case holds so many tokens and no more."""

import time

import pytest
from case_walk import Walk
from sketch import border, choice, each, end, fork, inside, one, person, script, service, start, step, timer

import feel
import workflows
from workflows import case as cases

SECONDS = 20  # far above what it takes, far below what it took
COUNTED = "=for i in 1..{} return i"
COSTLY = "n = sum(for i in 1..4000 return i) * 0"


def repeated(inner: str, first: str, last: str, *, times: int, name: str) -> str:
    ends = start(f"s_{name}"), inner, end(f"e_{name}")
    flows = f"s_{name} -> {first}\n{last} -> e_{name}"
    return inside(name, *ends, flows=flows, loop=each(COUNTED.format(times), "k"))


def circle(formula: str) -> dict:
    steps = start(), step("exclusiveGateway", "m"), script("work", formula), choice("g", "m"), end()
    return one(*steps, flows="s -> m -> work -> g\ng -> m\ng -> e | =n > 5")


@pytest.fixture
def soon():
    begin = time.process_time()
    yield
    assert time.process_time() - begin < SECONDS


@pytest.mark.usefixtures("soon")
@pytest.mark.parametrize("work", [person("c"), script("c", "x = 1")], ids=["for people", "for nobody"])
def test_a_thousand_times_a_thousand_runs_are_refused(work):
    inner = repeated(work, "c", "c", times=1000, name="b")
    outer = repeated(inner, "b", "b", times=1000, name="a")
    with pytest.raises(workflows.EngineError, match="open in this case at once"):
        Walk(one(start(), outer, end(), flows="s -> a -> e"))


@pytest.mark.usefixtures("soon")
def test_tokens_that_multiply_are_refused():
    flows = "s -> m -> f\nf -> m\nf -> h\nh -> m\nh -> q -> e"
    steps = start(), step("exclusiveGateway", "m"), fork("f"), fork("h"), person("q"), end()
    with pytest.raises(workflows.EngineError, match="open in this case at once"):
        Walk(one(*steps, flows=flows))


def test_a_panel_of_200_with_reminders_is_far_from_it():
    handed_in = repeated(
        person("rate") + border("late", "rate", timer("P7D"), interrupting=False) + person("told"),
        "rate",
        "rate",
        times=200,
        name="panel",
    ).replace("</bpmn:subProcess>", '<bpmn:sequenceFlow id="r" sourceRef="late" targetRef="told"/></bpmn:subProcess>')
    walk = Walk(one(start(), handed_in, end(), flows="s -> panel -> e"))
    assert walk.open == ["rate"] * 200
    assert len(walk.wait(days=8).open) == 400


def test_what_a_case_holds_is_counted_over_all_its_steps(monkeypatch):
    """Each round leaves 200 tasks behind, too few to be looked at before the step is over."""
    monkeypatch.setattr(cases, "TOKENS", 1_000)
    flows = "s -> m -> a -> f -> m\nf -> b -> e"
    steps = start(), step("exclusiveGateway", "m"), person("a"), fork("f"), end()
    walk = Walk(one(*steps, person("b", each(COUNTED.format(200), "k")), flows=flows))
    for _ in range(4):
        walk.do("a")
    with pytest.raises(workflows.EngineError, match="open in this case at once"):
        walk.do("a")
    walk.do("b", 7)  # what was there is still good
    assert walk.open.count("b") == 799


@pytest.mark.usefixtures("soon")
def test_a_circle_of_costly_scripts_is_refused_for_what_it_computes():
    with pytest.raises(workflows.EngineError, match="may be computed") as refused:
        Walk(circle(COSTLY))
    assert refused.value.element == "work"


@pytest.mark.usefixtures("soon")
def test_many_expressions_in_one_repetition_share_what_the_step_may_cost():
    steps = start(), person("a", each(COUNTED.format(1000), "k"), assignee=f"={COSTLY[4:]}"), end()
    with pytest.raises(workflows.EngineError, match="may be computed"):
        Walk(one(*steps, flows="s -> a -> e"))


def test_a_circle_that_computes_little_is_told_to_be_a_circle():
    with pytest.raises(workflows.EngineError, match="in circles"):
        Walk(circle("n = 1"))


@pytest.mark.usefixtures("soon")
def test_a_repeating_timer_of_long_ago_is_caught_up_with_little_by_little():
    hourly = border("hour", "a", timer("R/2025-06-01T00:00:00Z/PT1H", "Cycle"), interrupting=False)
    steps = start(), person("a"), hourly, service("count", "count"), end(), end("told")
    asked: list[int] = []
    operations = {"count": lambda: asked.append(1)}
    walk = Walk(one(*steps, flows="s -> a -> e\nhour -> count -> told"), operations=operations)
    before = len(asked)
    assert any(timer.due <= walk.now for timer in walk.outcome.timers)
    with pytest.raises(workflows.EngineError, match="little by little"):
        walk.do("a")
    for _ in range(20):
        walk.wait()
    assert all(timer.due > walk.now for timer in walk.outcome.timers)
    assert len(asked) > before
    assert not walk.do("a").open


def test_the_steps_of_an_allowance_inside_another_are_paid_for_by_both():
    with feel.allowance(1_000) as outer:
        with feel.allowance(10**9) as inner:
            feel.evaluate("sum(for i in 1..50 return i)", {})
            assert inner.granted == 1_000
        assert outer.spent == inner.spent > 50
        with feel.allowance(10) as small, pytest.raises(feel.FeelBudget):
            feel.evaluate("sum(for i in 1..50 return i)", {})
        assert small.is_spent
        assert not outer.is_spent

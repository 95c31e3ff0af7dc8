"""The ways in which engines of this kind are known to fail, one test each."""

import os
import subprocess
import sys
import threading
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from case_walk import NOW, Walk
from shapes import LOOP_WITH_REMINDER, REPEATED_SUB_PROCESS
from sketch import choice, each, end, fork, inside, one, person, script, service, some, start, step

import workflows
from workflows import codec, engine

ROOT = Path(__file__).parents[2]
PANEL = one(
    start(),
    person("score", each("=members", "member", results="scores", result="=score")),
    person("after"),
    end(),
    flows="s -> score -> after -> e",
)


def _calls(action) -> int:
    """How many Python functions the action calls: a measure of work that a busy machine does not disturb."""
    count = 0

    def note(frame, event, argument):
        nonlocal count
        count += event == "call"

    sys.setprofile(note)
    try:
        action()
    finally:
        sys.setprofile(None)
    return count


def test_a_thousand_periods_cost_the_same_at_the_end_as_at_the_beginning():
    """Trap: the tree of tasks grew with each period; RecursionError at step 330 with a border event."""
    walk = Walk(LOOP_WITH_REMINDER, {"n": 0, "limit": 1000})
    work, sizes = [], []
    for period in range(1000):
        walk.do("a")
        if period in {5, 500, 999}:
            task = walk.item("b").id
            work.append(_calls(lambda task=task: walk.hand_in(task)))
            sizes.append(len(walk.outcome.state))
        else:
            walk.do("b")
    assert walk.outcome.finished
    assert walk.variables["n"] == 1000
    assert work[1] <= work[0] * 1.2
    assert sizes[1] <= sizes[0] + 20


def test_a_long_loop_without_any_person_in_it_comes_to_its_end():
    """Trap: at a tree depth of 1,000 the next task was silently not found, and the case stood still for ever."""
    bundle = one(
        start(),
        step("exclusiveGateway", "m"),
        script("c", "n = n + 1"),
        choice("x", "e"),
        end(),
        flows="s -> m -> c -> x -> e\nx -> m | =n < 1500",
    )
    walk = Walk(bundle, {"n": 0})
    assert walk.outcome.finished
    assert walk.variables == {"n": 1500}


def test_a_long_loop_without_any_person_costs_as_much_per_round_as_a_short_one():
    bundle = one(
        start(),
        step("exclusiveGateway", "m"),
        script("c", "n = n + 1"),
        choice("x", "e"),
        end(),
        flows="s -> m -> c -> x -> e\nx -> m | =n < limit",
    )
    process = workflows.compile(bundle)
    short, long = (_calls(lambda limit=limit: Walk(process, {"n": 0, "limit": limit})) for limit in (200, 1000))
    assert long <= short * 5 * 1.2


def test_a_loop_that_nobody_ends_is_stopped():
    bundle = one(
        start(),
        step("exclusiveGateway", "m"),
        script("c", "n = n + 1"),
        choice("x", "e"),
        end(),
        flows="s -> m -> c -> x -> e\nx -> m | =true",
    )
    with pytest.raises(workflows.EngineError, match="in circles"):
        Walk(bundle, {"n": 0})


@pytest.mark.parametrize("repeat", ["standard", "in turn"])
def test_a_loop_drawn_as_a_repeated_sub_process_stays_as_small(repeat):
    """Trap: 250 runs left 2,256 tasks behind."""
    if repeat == "standard":
        walk, tasks = Walk(REPEATED_SUB_PROCESS, {"n": 0, "limit": 100}), ("la", "lb")
    else:
        body = inside(
            "lp",
            start("ls"),
            person("la"),
            person("lb"),
            end("le"),
            flows="ls -> la -> lb -> le",
            loop=each("=for i in 1..100 return i", "n", turn=True),
        )
        walk, tasks = Walk(one(start(), body, end(), flows="s -> lp -> e")), ("la", "lb")
    for _ in range(99):
        for task in tasks:
            walk.do(task)
    assert len(walk.outcome.state) < 700
    assert len(list(codec.decode(walk.process, walk.outcome.state).tokens())) < 12


def test_a_panel_completes_after_its_state_was_read_in_a_fresh_process(tmp_path):
    """Trap: with specs compiled afresh, the finished reviews were never counted and the panel never ended."""
    walk = Walk(PANEL, {"members": [1, 2]}).do("score", 1, score=10)
    (tmp_path / "state").write_bytes(walk.outcome.state)
    (tmp_path / "p.bpmn").write_bytes(PANEL["p.bpmn"])
    program = """
import sys, pathlib, datetime, workflows
from workflows import engine
folder = pathlib.Path(sys.argv[1])
process = workflows.compile({"p.bpmn": (folder / "p.bpmn").read_bytes()})
state = (folder / "state").read_bytes()
[item] = engine.work(process, state)
outcome = engine.complete(process, state, item.id, {"score": 20}, perform=None, now=datetime.datetime.now(datetime.UTC))
print(outcome.variables["scores"], [i.element for i in outcome.opened])
"""
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.stdout == "[10, 20] ['after']\n", done.stderr


def test_cases_in_several_threads_share_one_compiled_process():
    """Trap: parts of the library changed the shared specs, or one codec was used by two threads at once."""
    process, results, errors = workflows.compile(LOOP_WITH_REMINDER), [], []

    def live(first: int) -> None:
        try:
            for number in range(first, first + 5):
                walk = Walk(process, {"n": 0, "limit": 3, "mine": number})
                while not walk.outcome.finished:
                    walk.hand_in(walk.items[0].id)
                results.append((walk.variables["mine"], walk.variables["n"]))
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=live, args=(first,)) for first in (0, 5, 10, 15)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert sorted(results) == [(number, 3) for number in range(20)]


def test_a_sub_process_without_an_order_is_refused():
    bundle = one(start(), end(), '<bpmn:adHocSubProcess id="x"/>', flows="s -> e")
    assert "element.unsupported" in {problem.code for problem in workflows.check(bundle)}


def test_false_and_zero_and_one_survive_a_reload_as_what_they_are():
    """Trap: changes were found with ==, so that 0 became False and 1 became 1.0 or True on reload."""
    bundle = one(
        start(),
        person("a"),
        script("c", "x = false", "y = 1", "z = 0"),
        person("b"),
        script("d", "seen = [x, y, z]"),
        end(),
        flows="s -> a -> c -> b -> d -> e",
    )
    walk = Walk(bundle, {"x": 0, "y": True, "z": 0.0}).do("a").do("b")
    assert [repr(value) for value in walk.variables["seen"]] == ["False", "1", "0"]
    assert repr(walk.variables["x"]) == "False"


def test_a_step_that_is_no_longer_drawn_is_named_instead_of_a_strange_failure():
    walk = Walk(PANEL, {"members": [1]})
    other = workflows.compile(one(start(), person("score"), end(), flows="s -> score -> e"))
    with pytest.raises(workflows.EngineError, match="has no step"):
        engine.work(other, walk.outcome.state)


def test_dates_decimals_and_ids_are_kept_as_plain_json():
    id_ = uuid4()
    given = {
        "d": date(2026, 1, 31),
        "t": datetime(2026, 1, 31, tzinfo=UTC),
        "x": Decimal("1.50"),
        "n": Decimal(3),
        "i": id_,
        "l": (1, 2),
    }
    walk = Walk(one(start(), person("a"), end(), flows="s -> a -> e"), given)
    assert walk.variables == {
        "d": "2026-01-31",
        "t": "2026-01-31T00:00:00+00:00",
        "x": 1.5,
        "n": 3,
        "i": str(id_),
        "l": [1, 2],
    }
    assert UUID(walk.variables["i"]) == id_


@pytest.mark.parametrize(
    "value", [2**63, float("nan"), float("inf"), "a\x00b", "\ud800", {1: 2}, object(), [[{"deep": {3: 1}}]]]
)
def test_values_that_would_not_survive_storage_are_refused_at_the_door(value):
    bundle = one(start(), person("a"), script("c", "y = x"), end(), flows="s -> a -> c -> e")
    with pytest.raises(workflows.EngineError, match="cannot be kept"):
        Walk(bundle, {"x": value})
    with pytest.raises(workflows.EngineError, match="cannot be kept"):
        Walk(bundle, {"x": 1}).do("a", x=value)


def test_nobody_outside_can_change_the_variables_behind_the_back_of_the_case():
    """Trap: nested lists were shared between branches, with callers and with operations."""

    def spoil(given):
        given.append("spoiled")
        return {"returned": kept}

    kept: list = []
    mine = {"list": [1]}
    bundle = one(start(), service("o", "op", {"given": "=list"}), person("a"), end(), flows="s -> o -> a -> e")
    walk = Walk(bundle, mine, operations={"op": spoil})
    kept.append("spoiled")
    mine["list"].append(2)
    walk.outcome.variables["list"] = None
    assert walk.variables == {"list": [1], "returned": []}


def test_lists_keep_their_order_through_joins():
    """Trap: at a join the lists of the branches were merged element by element."""
    bundle = one(
        start(),
        fork("f"),
        script("c", "l = [2, 2]"),
        person("a"),
        fork("j"),
        end(),
        flows="s -> f -> c -> j -> e\nf -> a -> j",
    )
    assert Walk(bundle, {"l": [5, 4]}).do("a").variables == {"l": [2, 2]}


def test_a_task_that_does_not_exist_is_not_open():
    walk = Walk(PANEL, {"members": [1]})
    with pytest.raises(workflows.TaskNotOpen):
        walk.hand_in(uuid4())


def test_a_timer_or_a_waiting_step_is_no_task_that_could_be_completed():
    """Trap: running a task that is not ready was accepted, and corrupted the tree."""
    walk = Walk(LOOP_WITH_REMINDER, {"n": 0, "limit": 1})
    with pytest.raises(workflows.TaskNotOpen):
        walk.hand_in(walk.outcome.timers[0].id)


def test_a_condition_behind_a_task_is_refused_since_it_would_have_no_effect():
    bundle = one(start(), person("a"), end(), flows="s -> a\na -> e | =x")
    assert [(p.code, p.element) for p in workflows.check(bundle)] == [("flow.condition", "a_to_e")]


def test_steps_may_be_called_start_end_and_root():
    """Trap: these ids broke the library, or silently ended the whole case."""
    bundle = one(
        start("Start"),
        fork("Root"),
        person("a"),
        end("End"),
        end("Other"),
        flows="Start -> Root -> a -> Other\nRoot -> End",
    )
    walk = Walk(bundle)
    assert walk.path == ["Start", "Root", "End"]
    assert walk.do("a").outcome.finished


def test_a_parallel_gateway_as_the_head_of_a_loop_is_refused():
    bundle = one(
        start(),
        fork("head"),
        person("a"),
        choice("x", "e"),
        end(),
        flows="s -> head -> a -> x -> e\nx -> head | =again",
    )
    assert [(p.code, p.element) for p in workflows.check(bundle)] == [("join.loop", "x_to_head")]


def test_an_inclusive_join_waits_for_a_token_that_can_still_come_and_for_no_other():
    bundle = one(
        start(),
        some("o", "a"),
        person("a"),
        person("pre"),
        choice("x", "b"),
        person("b"),
        end("away"),
        some("j"),
        person("z"),
        end(),
        script("c", "n = 1"),
        flows="s -> o -> a -> j -> z -> e\no -> pre | =both\no -> c | =both\nc -> j\n"
        "pre -> x -> b -> j\nx -> away | =leave",
    )
    alone = Walk(bundle, {"both": False, "leave": False})
    assert alone.do("a").open == ["z"]
    waiting = Walk(bundle, {"both": True, "leave": False})
    assert waiting.open == ["pre"]
    assert waiting.do("pre").open == ["b"]
    assert waiting.do("b").open == ["z"]
    leaving = Walk(bundle, {"both": True, "leave": True})
    assert leaving.do("pre").open == ["z"]


def test_the_state_of_an_ordinary_case_is_small():
    walk = Walk(LOOP_WITH_REMINDER, {"n": 0, "limit": 9, "employee": 1, "supervisor": 2, "superior": 3})
    assert len(walk.outcome.state) < 400
    assert walk.now == NOW


def test_an_inclusive_join_does_not_wait_for_more_tokens_on_a_flow_that_has_brought_one():
    bundle = one(
        start(),
        fork("f"),
        person("a"),
        person("b"),
        choice("x", "c"),
        end("away"),
        step("exclusiveGateway", "m"),
        some("j"),
        script("c", "n = 1"),
        person("z"),
        end(),
        flows="s -> f -> a -> m -> j -> z -> e\nf -> b -> m\nf -> x -> c -> j\nx -> away | =true",
    )
    assert Walk(bundle).do("a").open == ["b", "z"]

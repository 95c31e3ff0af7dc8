"""Whatever the source and the variables: no way out, and never more than a fixed amount of time and room."""

import sys
import threading
import time
import tracemalloc

import pytest
from feel_attacks import BOMBS, ESCAPES, HARMLESS, INPUT, outcome

import feel
from feel import limits
from feel.parser import Parser
from feel.programs import Cache, expressions, unary_tests
from feel.scope import Scope

SECONDS = 2  # of this thread's own processor time, traced: twenty times the budget, whatever else the machine does
BYTES = 50_000_000


@pytest.fixture(autouse=True)
def nothing_remembered():
    for cache in (expressions, unary_tests):
        cache.programs.clear()
        cache.characters = 0


@pytest.mark.parametrize("source", ESCAPES)
def test_there_is_no_way_out(source):
    assert outcome(source) in [feel.FeelError, *HARMLESS]


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_bounded_in_time_and_room(name):
    tracemalloc.start()
    begin = time.thread_time()
    try:
        outcome(BOMBS[name])
        seconds, (_, most) = time.thread_time() - begin, tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert seconds < SECONDS
    assert most < BYTES


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_as_unary_test_raises_nothing_but_feel_errors(name):
    for source in (BOMBS[name], f"not({BOMBS[name]})"):
        assert outcome(source, feel.unary, INPUT["wide"]) in [True, False, None, feel.FeelError]


@pytest.mark.parametrize(
    "name",
    ["loops in loops", "sums of a wide list", "doubled input flattened", "durations for ever", "index of a row"],
)
def test_the_budget_is_counted_and_not_timed(name):
    assert counted_calls(BOMBS[name]) < 10 * limits.STEPS


def test_a_budget_that_is_used_up_ends_the_evaluation_at_once():
    scope = Scope(INPUT)
    with pytest.raises(feel.FeelBudget):
        expressions.program("for a in wide, b in wide return 1").run(scope)
    assert -10 < scope.steps_left < 0


def test_a_stack_that_is_nearly_used_up_gives_a_feel_error():
    def dig(levels):
        return dig(levels - 1) if levels else outcome("(" * 39 + "1" + ")" * 39)

    room = sys.getrecursionlimit() - len(sys._current_frames()) - 150
    assert dig(room - stack_depth()) is feel.FeelError


def test_the_cache_forgets_the_oldest_and_stays_small():
    cache = Cache(Parser.expression_only)
    for number in range(4_000):
        cache.program(f"{number} + 1")
    assert cache.characters <= limits.CACHE_CHARACTERS
    assert len(cache.programs) < 3_000
    assert "0 + 1" not in cache.programs
    assert "3999 + 1" in cache.programs


def test_a_full_cache_takes_a_bounded_amount_of_memory():
    cache = Cache(Parser.expression_only)
    tracemalloc.start()
    try:
        for number in range(5):
            cache.program(f"{number}" + "+a" * 740)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most / cache.characters * limits.CACHE_CHARACTERS < 1.5 * BYTES


def test_threads_may_share_everything():
    wrong = []

    def work(offset):
        for number in range(300):
            source = f"sum(for i in 1..10 return i * {number % 50}) + a"
            if feel.evaluate(source, {"a": offset}) != 55 * (number % 50) + offset:
                wrong.append(source)

    threads = [threading.Thread(target=work, args=(offset,)) for offset in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


def counted_calls(source):
    calls = 0

    def count(frame, event, argument):
        nonlocal calls
        calls += event in {"call", "c_call"}

    sys.setprofile(count)
    try:
        outcome(source)
    finally:
        sys.setprofile(None)
    return calls


def stack_depth():
    frame, depth = sys._getframe(), 0
    while frame:
        frame, depth = frame.f_back, depth + 1
    return depth

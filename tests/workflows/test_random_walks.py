"""Whatever order work is done in, a case that is stored, compacted and read back after every step goes the same way as
one that stays in memory with all its finished tokens."""

import random
from datetime import UTC, datetime, timedelta
from functools import cache
from os import environ

import pytest
from shapes import MODELS

import workflows
from workflows import case as cases
from workflows import codec, events
from workflows.tokens import READY, look_again

WALKS = 12 * int(environ.get("SIKLUS_THOROUGH", "1"))
START = {"n": 0, "limit": 4, "items": [1, 2, 3]}


@cache
def compiled(name: str) -> workflows.Process:
    return workflows.compile(MODELS[name])


class Run:
    """One case. A stored one is encoded after each step and decoded before the next."""

    def __init__(self, process: workflows.Process, *, stored: bool):
        self.process, self.stored = process, stored
        self.now = datetime(2026, 1, 5, tzinfo=UTC)
        self.path: list[str] = []
        self.case = cases.Case(process, now=self.now)
        self.case.task_tree.data = dict(START)
        self._settle()

    def _settle(self) -> None:
        self.case.advance()
        self.path += [passage.element for passage in self.case.passed]
        self.case.passed = []
        self.largest = max(getattr(self, "largest", 0), len(list(self.case.tokens())))
        if self.stored:
            self.case = codec.decode(self.process, codec.encode(self.case))
            self.case.now = self.now

    def _key(self, task) -> tuple:
        own = task.data.get("it") if "index" in task.internal_data or task.workflow.owner else None
        return (task.task_spec.element, repr(own), task.internal_data.get("index", -1))

    def tasks(self) -> dict:
        found = [t for t in self.case.tokens() if t.has_state(READY)]
        return {self._key(task): task for task in sorted(found, key=self._key)}

    def waits(self) -> dict:
        found = [wait for wait in events.waits(self.case) if wait.is_open]
        return {(*self._key(wait.task), wait.node.id): wait for wait in sorted(found, key=lambda w: self._key(w.task))}

    def step(self, kind: str, key: tuple, number: int) -> None:
        if kind == "task":
            task = self.tasks()[key]
            task.data.update({"last": number, f"by_{key[0]}": number})
            self.case.run(task)
        else:
            self._happen(self.waits()[key])
        self._settle()

    def _happen(self, wait: events.Wait) -> None:
        if wait.due is None:
            wait.hear({})
        else:
            self.now = self.case.now = max(self.now, wait.due) + timedelta(days=1)
            look_again(wait.task)


@pytest.mark.parametrize("name", MODELS)
def test_a_stored_case_walks_like_one_kept_in_memory(name, monkeypatch):
    monkeypatch.setattr(cases, "TASKS", 10**9)
    for seed in range(WALKS):
        chance = random.Random(f"{name}{seed}")
        kept, stored = Run(compiled(name), stored=False), Run(compiled(name), stored=True)
        for number in range(200):
            assert list(kept.tasks()) == list(stored.tasks())
            assert list(kept.waits()) == list(stored.waits())
            choices = [("task", key) for key in kept.tasks()]
            if not choices or chance.random() < 0.3:
                choices += [("event", key) for key in kept.waits()]
            if not choices:
                break
            kind, key = chance.choice(choices)
            kept.step(kind, key, number)
            stored.step(kind, key, number)
            assert kept.path == stored.path
            assert dict(kept.case.task_tree.data) == dict(stored.case.task_tree.data)
        assert kept.case.completed, (seed, kept.path)
        assert stored.case.completed
        assert stored.largest <= 40


@pytest.mark.parametrize("seed", range(WALKS))
def test_joins_in_a_loop_let_one_token_through_per_round_in_whatever_order(seed):
    """Trap: from the second round on, a join counted the arrivals of the rounds before and fired early."""
    chance = random.Random(seed)
    run = Run(compiled("JOINS_IN_A_LOOP"), stored=bool(seed % 2))
    for number in range(200):
        if not run.tasks():
            break
        run.step("task", chance.choice(list(run.tasks())), number)
        passed = {element: run.path.count(element) for element in ("a", "b", "j", "r", "q", "oj", "c")}
        assert passed["j"] <= min(passed["a"], passed["b"])
        assert passed["oj"] <= passed["r"] + passed["q"]
    assert run.case.completed
    assert {e: run.path.count(e) for e in ("a", "b", "j", "r", "q", "oj", "c")} == {
        "a": 4,
        "b": 4,
        "j": 4,
        "r": 2,
        "q": 2,
        "oj": 4,
        "c": 4,
    }

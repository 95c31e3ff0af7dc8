"""Plays a scenario on the engine alone: stubbed operations, and a clock that only the scenario moves."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from pack_files import Diagram, bundle, diagrams, kind, scenarios

import feel
import workflows
from workflows import engine


@dataclass
class Run:
    """What happened: the elements walked, the decisions taken, and what is left."""

    passed: list
    variables: dict
    finished: bool
    calls: list[tuple[str, dict]]

    @property
    def path(self) -> list[str]:
        return [passage.element for passage in self.passed]

    @property
    def decisions(self) -> list[tuple[str, list[str]]]:
        return [(p.decision.id, list(p.decision.rules)) for p in self.passed if p.decision]


@cache
def process_of(name: str) -> workflows.Process:
    return workflows.compile(bundle(name))


@cache
def run_of(name: str) -> Run:
    """The scenario of that name, played once."""
    return play(scenarios()[name])


def play(scenario: dict) -> Run:
    process, now = process_of(scenario["process"]), scenario["start"]
    calls: list[tuple[str, dict]] = []
    perform = _stub(scenario["operations"], calls)
    outcome = engine.start(process, scenario["variables"], perform=perform, now=now)
    passed = list(outcome.passed)
    for step in scenario["steps"]:
        if "do" in step:
            task = _open_task(process, outcome.state, step["do"])
            outcome = engine.complete(process, outcome.state, task, step["answers"], perform=perform, now=now)
        else:
            now = step.get("until") or _later(now, step["wait"])
            outcome = engine.tick(process, outcome.state, perform=perform, now=now)
        passed += outcome.passed
    return Run(passed, outcome.variables, outcome.finished, calls)


def _stub(outputs: dict, calls: list[tuple[str, dict]]):
    """Operations that answer what the scenario says: always the same, or a list in turn whose last answer stays."""
    turn: Counter[str] = Counter()

    def perform(operation: str, inputs: dict) -> dict:
        calls.append((operation, inputs))
        answer = outputs[operation]
        if isinstance(answer, list):
            answer = answer[min(turn[operation], len(answer) - 1)]
        turn[operation] += 1
        return dict(answer)

    return perform


def _open_task(process: workflows.Process, state: bytes, element: str):
    open_ = engine.work(process, state)
    found = [item.id for item in open_ if item.element == element]
    assert found, f"{element} is not open; open are {sorted(item.element for item in open_)}"
    return found[0]


def _later(now: datetime, duration: str) -> datetime:
    moment = feel.evaluate("now() + duration(length)", {"length": duration}, now=now)
    return datetime.fromisoformat(moment)


def flows_walked(run: Run) -> set[tuple[str, str]]:
    """(process, flow) of every sequence flow that a token took, read back from the order of the elements."""
    walked = set()
    on_the_way: dict[str, list[list[str]]] = {}
    for passage in run.passed:
        diagram = diagrams()[passage.process]
        waiting = on_the_way.setdefault(diagram.id, [])
        taken = _arrival(diagram, waiting, passage.element)
        if taken:
            walked.add((diagram.id, taken))
        leaving = diagram.flows_from(passage.element)
        if leaving and not (_repeats(diagram, passage.element) and leaving in waiting):
            waiting.append(leaving)
    return walked


def _arrival(diagram: Diagram, waiting: list[list[str]], element: str) -> str | None:
    """The flow by which the token came: taken out of those that were under way."""
    for flows in reversed(waiting):
        for flow in flows:
            if diagram.flows[flow][1] == element:
                waiting.remove(flows)
                return flow
    return None


def _repeats(diagram: Diagram, element: str) -> bool:
    return any(kind(child) == "multiInstanceLoopCharacteristics" for child in diagram.elements[element])

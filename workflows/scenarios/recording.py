"""Writes scenarios as TOML, as a person would: one line per step."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from workflows import toml
from workflows.process import Process
from workflows.scenarios.model import Do, Expected, Hear, Scenario, Signal, Step, Until, Wait
from workflows.scenarios.playing import play

PER_LINE = 6


def record(process: Process, scenario: Scenario) -> str:
    """The scenario as TOML with what it comes to as the expectation, so that it is kept from now on.

    A run clicked through in a sandbox is handed over as a scenario: its answers and waits as steps, what its operations
    answered as the pinned answers. Entries without a value (null) are left out, as TOML knows none.
    """
    run = play(process, replace(scenario, expect=Expected(finished=True)))
    kept = {name: value for name, value in run.variables.items() if scenario.variables.get(name) != value}
    return written(replace(scenario, expect=Expected(run.path, run.decisions, kept, run.finished)))


def written(scenario: Scenario) -> str:
    """The file of a scenario; `read` gives the scenario again."""
    return "\n".join(_lines(scenario)) + "\n"


def _lines(scenario: Scenario) -> Iterator[str]:
    yield f"title = {_value(scenario.title)}"
    yield f"process = {_value(scenario.process)}"
    yield f"start = {_value(scenario.start)}"
    yield "steps = ["
    yield from (f"  {_value(_table(step))}," for step in scenario.steps)
    yield "]"
    yield from _section("variables", scenario.variables)
    yield from _section("operations", scenario.operations)
    yield from _expected(scenario.expect)


def _table(step: Step) -> dict:
    match step:
        case Do(element, answers, item):
            return {"do": element, "item": item, "answers": answers}
        case Wait(duration):
            return {"wait": duration}
        case Until(moment):
            return {"until": moment}
        case Hear(message, payload, key):
            return {"hear": message, "key": key, "payload": payload}
        case Signal(name, payload):
            return {"signal": name, "payload": payload}


def _section(name: str, table: dict) -> Iterator[str]:
    if table:
        yield f"\n[{name}]"
        yield from (f"{toml.key(key)} = {_value(value)}" for key, value in table.items() if value is not None)


def _expected(expected: Expected) -> Iterator[str]:
    yield "\n[expect]"
    if not expected.finished:
        yield "finished = false"
    if expected.path is not None:
        yield "path = ["
        for first in range(0, len(expected.path), PER_LINE):
            yield "  " + " ".join(f"{_value(element)}," for element in expected.path[first : first + PER_LINE])
        yield "]"
    if expected.decisions is not None:
        yield "decisions = ["
        yield from (f"  {_value({'table': id_, 'rules': list(rules)})}," for id_, rules in expected.decisions)
        yield "]"
    yield from _section("expect.variables", expected.variables)


def _value(value: object) -> str:
    match value:
        case str():
            return toml.quoted(value)
        case bool():
            return "true" if value else "false"
        case datetime():
            return value.isoformat()
        case dict():
            inner = ", ".join(f"{toml.key(key)} = {_value(part)}" for key, part in value.items() if part is not None)
            return f"{{ {inner} }}" if inner else "{}"
        case list() | tuple():
            return f"[{', '.join(_value(part) for part in value if part is not None)}]"
    return str(value)

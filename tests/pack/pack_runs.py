"""The scenarios of the shipped pack, each played once."""

from functools import cache

from pack_files import bundle, scenario_files

import workflows
from workflows import scenarios


@cache
def process() -> workflows.Process:
    return workflows.compile(bundle())


@cache
def read() -> dict[str, scenarios.Scenario]:
    good, bad = scenarios.found_in(scenario_files())
    assert not bad
    return good


@cache
def run_of(name: str) -> scenarios.Play:
    return scenarios.play(process(), read()[name])

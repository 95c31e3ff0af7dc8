"""What a sandbox run assumes: how it begins and what operations answer, taken from the scenarios of the draft."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import workflows
from webapp.core.operations import catalogue
from webapp.library.bundles import Bundle
from webapp.library.rehearsal import START
from webapp.studio import drawn
from webapp.studio.walks import Walk
from workflows import scenarios
from workflows.scenarios import BadScenario, Scenario
from workflows.scenarios.reading import COMMON

_SAMPLES: Mapping[type, object] = {str: "", int: 1, float: 1.0, bool: True, list: [], dict: {}}
_NOTHING = f'process = "nothing"\nstart = {START.isoformat()}\n'.encode()


@dataclass(frozen=True)
class Choice:
    """One way to begin: a process, or a scenario with its steps."""

    key: str
    title: str


def choices(
    process: workflows.Process, bundle: Bundle, told: Mapping[str, Scenario], translate: Callable[[str], str]
) -> tuple[list[Choice], list[Choice]]:
    """Processes, the main one first, and the scenarios that the draft tells."""
    names = {each.id: each.name for each in drawn.processes(bundle)}
    ids = sorted(process.processes, key=lambda id_: (id_ != process.id, id_))
    return (
        [Choice(f"process:{id_}", translate(names.get(id_) or id_)) for id_ in ids],
        [Choice(f"scenario:{name}", translate(story.title or name)) for name, story in told.items()],
    )


def beginning(process: workflows.Process, bundle: Bundle, told: Mapping[str, Scenario], chosen: str) -> Scenario | None:
    """The run that this choice begins with; None when there is no such choice."""
    kind, _, name = chosen.partition(":")
    common = common_of(bundle)
    if kind == "scenario" and name in told:
        story = told[name]
    elif kind == "process" and name in process.processes:
        known = next((story for story in told.values() if story.process == name), common)
        story = replace(known, title="", process=name, steps=())
    else:
        return None
    answers = {**stubs(process), **common.operations, **story.operations}
    return replace(story, operations={name: answers[name] for name in sorted(answers)}, expect=scenarios.Expected())


def common_of(bundle: Mapping[str, bytes]) -> Scenario:
    """What all scenarios of the draft start from, as one without steps."""
    try:
        return scenarios.read(_NOTHING, bundle.get(COMMON, b""))
    except BadScenario:
        return scenarios.read(_NOTHING)


def stubs(process: workflows.Process) -> dict[str, dict]:
    """An answer of the right shape for every operation of the process that this application knows."""
    known = {name: catalogue[name].outputs if name in catalogue else {} for name in process.operations}
    return {name: {output: _SAMPLES.get(kind) for output, kind in outputs.items()} for name, outputs in known.items()}


def from_now_on(walk: Walk, operation: str) -> dict | list[dict]:
    """What the operation answers when it is asked next, and after that."""
    answers = walk.scenario.operations.get(operation, {})
    if isinstance(answers, dict):
        return answers
    left = answers[min(walk.turns(operation), len(answers) - 1) :]
    return left if len(left) > 1 else left[0]


def answering(walk: Walk, given: Mapping[str, dict | list[dict]]) -> dict[str, dict | list[dict]]:
    """The pinned answers with these from now on; what was answered already stays as it was."""
    changed = {name: answer for name, answer in given.items() if answer != from_now_on(walk, name)}
    return {**walk.scenario.operations, **{name: _after(walk, name, answer) for name, answer in changed.items()}}


def _after(walk: Walk, operation: str, answer: dict | list[dict]) -> dict | list[dict]:
    turns, before = walk.turns(operation), walk.scenario.operations.get(operation, {})
    told = before if isinstance(before, list) else [before]
    past = [told[min(turn, len(told) - 1)] for turn in range(turns)]
    ahead = answer if isinstance(answer, list) else [answer]
    return [*past, *ahead] if past else answer


def as_scenario(process: workflows.Process, bundle: Bundle, walk: Walk, title: str) -> str:
    """The run as the file of a scenario that expects what it came to; what all scenarios share is left out."""
    whole = scenarios.read(scenarios.record(process, replace(walk.scenario, title=title)).encode())
    return scenarios.written(besides_the_common(whole, bundle))


def besides_the_common(scenario: Scenario, bundle: Mapping[str, bytes]) -> Scenario:
    """As its own file says it: without what all scenarios of the draft share."""
    common = common_of(bundle)
    return replace(
        scenario,
        variables=_besides(scenario.variables, common.variables),
        operations=_besides(scenario.operations, common.operations),
    )


def _besides(own: dict, shared: Mapping) -> dict:
    return {name: value for name, value in own.items() if name not in shared or shared[name] != value}

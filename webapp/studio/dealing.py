"""What simulated runs of a draft and of the version before are dealt, so that both get the same cards. Pure."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from random import Random

import workflows
from webapp.cases.experience import Experience, Past
from webapp.core.operations import catalogue
from webapp.library import rehearsal
from webapp.library.bundles import Bundle
from workflows import lab, scenarios
from workflows.lab import Deal, Trial
from workflows.results import WorkItem


@dataclass(frozen=True)
class Version:
    """One of the two that are simulated."""

    process: workflows.Process
    bundle: Bundle


def deals(new: Version, old: Version | None, *, seed: int, past: Experience) -> tuple[Deal, Deal | None]:
    """For the new version and for the old one. Without past cases every run is dealt what the pack brings, exactly as
    by `siklus process simulate`; with them each run follows one past case, taken in turn from a shuffled pile."""
    fresh = rehearsal.trial_of(new.process, new.bundle, seed=seed)
    if old is None:
        return _deal(fresh, new, seed, past), None
    before = rehearsal.trial_of(old.process, old.bundle, seed=seed)
    same = replace(fresh, answer=before.answer, operations=lab.falling_back(fresh.operations, before.operations))
    return _deal(fresh, new, seed, past), _deal(same, new, seed, past)


def _deal(trial: Trial, version: Version, seed: int, past: Experience) -> Deal:
    if not past.cases:
        return lambda number: trial
    pile = list(past.cases)
    Random(f"{seed}/cases").shuffle(pile)  # noqa: S311  nothing here is secret
    everybody = _together(pile)
    told, _bad = scenarios.found_in(version.bundle)
    counting = rehearsal.counting(told).keys()
    delay = lab.around(past.medians, rehearsal.USUAL)
    elsewhere = lab.from_past(everybody, trial.answer)

    def deal(number: int) -> Trial:
        case = pile[(number - 1) % len(pile)]
        known = _known(case, version.process.operations - counting)
        return replace(
            trial,
            answer=_as_in(case, elsewhere),
            delay=delay,
            operations=lab.falling_back(lab.pinned_anew({name: [known[name]] for name in known}), trial.operations),
        )

    return deal


def _together(pile: list[Past]) -> dict[str, list[dict]]:
    found: dict[str, list[dict]] = {}
    for case in pile:
        for element, answers in case.answers.items():
            found.setdefault(element, []).extend(answers)
    return found


def _as_in(case: Past, otherwise: lab.Answer) -> lab.Answer:
    """The answers of this case in turn; where they end, those of any case."""
    turns: Counter[str] = Counter()

    def answer(item: WorkItem, chance: Random) -> dict:
        given, turn = case.answers.get(item.element, []), turns[item.element]
        turns[item.element] += 1
        return dict(given[turn]) if turn < len(given) else otherwise(item, chance)

    return answer


def _known(case: Past, operations: frozenset[str]) -> Mapping[str, dict]:
    """What operations have answered in the case, as far as its variables still tell."""
    found = {}
    for name in sorted(operations):
        outputs = catalogue[name].outputs if name in catalogue else {}
        if outputs and outputs.keys() <= case.variables.keys():
            found[name] = {output: case.variables[output] for output in outputs}
    return found

"""Sets up simulated runs of a pack from what the pack itself brings: its forms and its scenarios. Knows no database."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cache
from itertools import pairwise
from random import Random

import forms
import workflows
from webapp.library import form_files
from webapp.library.bundles import Bundle
from workflows import WorkItem, lab, scenarios
from workflows.lab import Trial
from workflows.scenarios import Scenario

START = datetime.fromisoformat("2026-01-05T08:00:00+07:00")
USUAL = timedelta(days=2)
HANDS = 12  # different answers made up for each form; making them up takes longer than running


def trial_of(process: workflows.Process, bundle: Bundle, *, seed: int) -> Trial:
    """People answer whatever the forms accept, operations what a scenario of the pack pins; a task takes two days."""
    told, _ = scenarios.found_in(bundle)
    whole = next((story for story in told.values() if story.process == process.id), None)
    return Trial(
        answer=_made_up(form_files.usable(bundle), seed),
        delay=lab.around({}, USUAL),
        operations=lab.pinned_anew(_pinned(process, told)),
        start=whole.start if whole else START,
        variables=whole.variables if whole else {},
    )


def _made_up(ready: Mapping[str, forms.Form], seed: int) -> lab.Answer:
    @cache
    def hand(form: str, number: int) -> dict:
        return forms.sample(ready[form], Random(f"{seed}/{form}/{number}"))  # noqa: S311  nothing here is secret

    def answer(item: WorkItem, chance: Random) -> dict:
        number = chance.randrange(HANDS)
        return dict(hand(item.form, number)) if item.form in ready else {}

    return answer


def counting(told: Mapping[str, Scenario]) -> dict[str, list[dict]]:
    """Operations that count (in some scenario a number rises with every answer), each with its longest answers in turn:
    one of these answers alone would let a loop that waits for the number go on for ever."""
    found: dict[str, list[dict]] = {}
    for story in told.values():
        for name, answer in story.operations.items():
            if isinstance(answer, list) and _rises(answer) and len(answer) > len(found.get(name, [])):
                found[name] = answer
    return found


def _rises(answers: list[dict]) -> bool:
    return any(
        all(type(now) is int and type(then) is int and then < now for then, now in pairwise(values))
        for values in ([answer.get(name) for answer in answers] for name in answers[0])
    )


def _pinned(process: workflows.Process, told: Mapping[str, Scenario]) -> dict[str, list]:
    """Every answer that a scenario pins, by operation; nothing for operations that no scenario knows."""
    found: dict[str, list] = {name: [] for name in sorted(process.operations)}
    for story in told.values():
        for name, answer in story.operations.items():
            found.setdefault(name, []).append(answer)
    found |= {name: [answers] for name, answers in counting(told).items()}
    return {name: answers or [{}] for name, answers in found.items()}

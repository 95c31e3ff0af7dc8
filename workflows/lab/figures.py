"""What simulated runs come to: how often, how long, how late, and with which results."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from workflows.lab.runs import Run, Waited
    from workflows.process import Process

Place = tuple[str, str]  # process, element


@dataclass(frozen=True)
class Load:
    """One element over all runs: how often it was passed; for tasks how many there were, how long they were open, how
    many were closed after their due date, how many withdrawn or left."""

    passed: int
    tasks: int = 0
    median: timedelta | None = None
    p90: timedelta | None = None
    late: int = 0
    undone: int = 0


@dataclass(frozen=True)
class Figures:
    """All runs of one version, and what they come to together."""

    process: Process
    runs: tuple[Run, ...]

    @cached_property
    def elements(self) -> dict[Place, Load]:
        """Every element that a run passed or waited at."""
        passed = Counter((p.process, p.element) for run in self.runs for p in run.passed)
        waited: dict[Place, list[Waited]] = {}
        for run in self.runs:
            for task in run.waited:
                waited.setdefault((task.process, task.element), []).append(task)
        return {place: _load(passed[place], waited.get(place, [])) for place in sorted(passed.keys() | waited.keys())}

    @cached_property
    def flows(self) -> Counter[Place]:
        """How often each flow was taken, by (process, flow)."""
        return sum((run.flows for run in self.runs), Counter())

    @property
    def finished(self) -> int:
        return sum(run.ended == "finished" for run in self.runs)

    @property
    def stuck(self) -> tuple[Run, ...]:
        """The runs that did not come to their end."""
        return tuple(run for run in self.runs if run.ended != "finished")

    @property
    def median(self) -> timedelta | None:
        """How long a case takes, of those that finished."""
        return rank([run.took for run in self.runs if run.ended == "finished"], 0.5)

    @property
    def p90(self) -> timedelta | None:
        return rank([run.took for run in self.runs if run.ended == "finished"], 0.9)

    def results(self, variable: str) -> Counter[str]:
        """How many finished runs end with which value of the variable, as text."""
        return Counter(str(run.variables.get(variable)) for run in self.runs if run.ended == "finished")

    def decided(self) -> Counter[tuple[str, str]]:
        """How often each rule of a decision fired, by (decision, rule)."""
        return Counter(
            (p.decision.id, rule) for run in self.runs for p in run.passed if p.decision for rule in p.decision.rules
        )

    def plain(self, results: Sequence[str] = ()) -> dict:
        """The figures as JSON; durations in hours. `results` are variables whose final values are counted."""
        return {
            "runs": len(self.runs),
            "finished": self.finished,
            "hours": {"median": hours(self.median), "p90": hours(self.p90)},
            "elements": [
                {"process": process, "element": element, **_plain(load)}
                for (process, element), load in self.elements.items()
            ],
            "flows": [{"process": p, "flow": f, "taken": n} for (p, f), n in sorted(self.flows.items())],
            "decisions": [{"decision": d, "rule": r, "fired": n} for (d, r), n in sorted(self.decided().items())],
            "results": {name: dict(sorted(self.results(name).items())) for name in results},
            "stuck": [
                {"run": run.number, "ended": run.ended, "element": run.element, "why": run.reason("en")}
                for run in self.stuck
            ],
        }


def _load(passed: int, waited: list[Waited]) -> Load:
    lengths = [task.closed - task.opened for task in waited]
    return Load(
        passed,
        len(waited),
        rank(lengths, 0.5),
        rank(lengths, 0.9),
        sum(task.is_late for task in waited),
        sum(not task.done for task in waited),
    )


def _plain(load: Load) -> dict:
    counted = {"passed": load.passed, "tasks": load.tasks, "late": load.late, "undone": load.undone}
    return {**counted, "hours": {"median": hours(load.median), "p90": hours(load.p90)}}


def rank(values: Sequence[timedelta], share: float) -> timedelta | None:
    """The smallest value that at least this share of the values does not exceed."""
    if not values:
        return None
    return sorted(values)[max(0, -int(-share * len(values) // 1) - 1)]


def hours(length: timedelta | None) -> float | None:
    return None if length is None else round(length.total_seconds() / 3600, 1)

"""A pack on trial: what is wrong with its files, and how its scenarios go. Values in, values out.

Needs the features to be loaded.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import workflows
from sentences import Problem
from webapp.core.errors import Refusal
from webapp.library import bundles, checks
from workflows import scenarios
from workflows.memory import Memory
from workflows.scenarios import Fault, Scenario


@dataclass(frozen=True)
class Played:
    """A scenario and what of its run was not as expected; without a scenario its file cannot be read."""

    file: str
    scenario: Scenario | None
    faults: tuple[Fault, ...]

    @property
    def passed(self) -> bool:
        return not self.faults


class Trial:
    """Of one bundle; scenarios are played when they are asked for. To be had from `trial_of`."""

    def __init__(self, bundle: Mapping[str, bytes]) -> None:
        self._bundle = bundle

    @cached_property
    def problems(self) -> list[Problem]:
        return checks.problems(self._bundle)

    @property
    def errors(self) -> list[Problem]:
        return [problem for problem in self.problems if checks.is_error(problem)]

    @cached_property
    def process(self) -> workflows.Process:
        """To be asked for only while there are no errors."""
        return workflows.compile(self._bundle)

    @cached_property
    def told(self) -> tuple[dict[str, Scenario], dict[str, tuple[Fault, ...]]]:
        """The scenarios of the pack by name, and what is wrong with those that cannot be read."""
        return scenarios.found_in(self._bundle)

    @cached_property
    def played(self) -> list[Played]:
        """Every scenario of the pack, by the names of the files; none while there are errors."""
        if self.errors:
            return []
        good, bad = self.told
        found = [Played(f"{name}.toml", None, faults) for name, faults in bad.items()]
        found += [Played(f"{name}.toml", one, scenarios.play(self.process, one).faults) for name, one in good.items()]
        return sorted(found, key=lambda played: played.file)

    @property
    def has_played(self) -> bool:
        """Whether somebody has asked for the scenarios already."""
        return "played" in vars(self)

    @property
    def is_ready(self) -> bool:
        """Whether nothing stands against publishing."""
        return not self.errors and all(played.passed for played in self.played)

    @property
    def against(self) -> list[str]:
        """A line for each thing that stands against publishing, for those who read no page."""
        if self.errors:
            return [f"{p.file}:{p.line}: {p.element}: {p.text}" for p in self.errors]
        return [f"{played.file}: {fault.text}" for played in self.played for fault in played.faults]


class NotReady(Refusal):
    """This draft cannot be published yet. What is missing stands below; your note is kept."""

    status = 422

    @property
    def trial(self) -> Trial:
        """What stands against it."""
        return self.values["trial"]  # type: ignore[return-value]


_recent = Memory(most_bytes=40_000_000)


def trial_of(bundle: Mapping[str, bytes]) -> Trial:
    """The trial of these very files; the last ones are kept, since a pack is looked at more often than changed."""
    size = sum(map(len, bundle.values()))
    return _recent.recall(bundles.sha256(bundle), lambda: Trial(bundle), lambda _trial: size)

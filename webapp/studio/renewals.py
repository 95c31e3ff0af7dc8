"""What would bring the failing scenarios of a draft up to date, with examples as the sandbox makes them up. Values in,
values out."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import workflows
from webapp.library import form_files
from webapp.library.bundles import Bundle
from webapp.library.trial import Played, Trial
from webapp.studio.assumptions import besides_the_common
from webapp.studio.sheets import Sheet, Translate
from webapp.studio.walks import Walk
from workflows import WorkItem, scenarios
from workflows.comparison.differences import ADDED, ID
from workflows.scenarios import Differences, Edits, Fault, Impossible, Renewal, Scenario
from workflows.scenarios.reading import COMMON


@dataclass(frozen=True)
class Proposal:
    """For one file: a renewal with the text that would be written, or why there is none. `seen` marks what is shown."""

    file: str
    before: bytes
    scenario: Scenario | None
    faults: tuple[Fault, ...]
    renewal: Renewal | None = None
    text: bytes = b""

    @cached_property
    def differences(self) -> Differences | None:
        there = self.renewal
        return scenarios.differences(there.before.expect, there.scenario.expect) if there else None

    @property
    def tag(self) -> str:
        """The entity tag of the state that would be replaced."""
        return hashlib.sha256(self.before).hexdigest()

    @property
    def has_comments(self) -> bool:
        """Whether lines are written for people only; a file that is written anew has none."""
        return any(line.lstrip().startswith(b"#") for line in self.before.splitlines())

    @property
    def seen(self) -> str:
        return hashlib.sha256(self.before + b"\0" + self.text).hexdigest()


def failing(trial: Trial) -> list[Played]:
    return [played for played in trial.played if not played.passed]


def proposals(trial: Trial, bundle: Bundle, base: Bundle, translate: Translate, only: str = "") -> list[Proposal]:
    """One for each failing scenario, or for the one of that file; `base` are the files before they were changed."""
    wanted = [played for played in failing(trial) if only in ("", played.file)]
    edits = _edits(base, bundle) if wanted else Edits()
    return [_proposal(played, trial, bundle, edits, translate) for played in wanted]


def _edits(base: Bundle, bundle: Bundle) -> Edits:
    """Of a process that is new as a whole nothing counts as added."""
    if not base:
        return Edits()
    found = [one for part in workflows.compare(base, bundle).diagrams.values() for one in part.differences]
    return Edits(
        added=frozenset(one.id for one in found if one.kind == "step" and one.state == ADDED),
        renamed={str(change.old): str(change.new) for one in found for change in one.changes if change.what == ID},
    )


def _proposal(played: Played, trial: Trial, bundle: Bundle, edits: Edits, translate: Translate) -> Proposal:
    there = Proposal(played.file, bundle[played.file], played.scenario, played.faults)
    if played.scenario is None:
        return there
    ready, stories = form_files.usable(bundle), trial.told[0]

    def example(so_far: Scenario, task: WorkItem) -> dict:
        if task.form is None:
            return {}
        return Sheet(ready[task.form], task, Walk(trial.process, so_far), stories.values(), translate).example()

    try:
        renewal = scenarios.renewed(trial.process, played.scenario, example, edits)
    except Impossible as stop:
        return replace(there, faults=(stop.fault,))
    return _written(there, renewal, trial.process, bundle)


def _written(there: Proposal, renewal: Renewal, process: workflows.Process, bundle: Mapping[str, bytes]) -> Proposal:
    """Only what plays again as its file says it."""
    text = scenarios.written(besides_the_common(renewal.scenario, bundle)).encode()
    again = scenarios.play(process, scenarios.read(text, bundle.get(COMMON, b"")))
    if again.faults:
        return replace(there, faults=again.faults)
    return replace(there, renewal=renewal, text=text)

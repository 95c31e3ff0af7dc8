"""Sandbox runs as they are kept: one of each admin for each draft. Nothing of them touches cases, mail or facts."""

from dataclasses import replace

from sqlalchemy.dialects.postgresql import insert

from webapp.core import clock
from webapp.core.db import db
from webapp.core.permissions import require
from webapp.library.trial import Trial
from webapp.studio.models import ProcessDraft, ProcessSandbox
from webapp.studio.refusals import NoSandbox, SandboxTooLong, StepImpossible, StepsSeenOld
from webapp.studio.service import hold
from webapp.studio.walks import Walk
from workflows import scenarios
from workflows.scenarios import BadScenario, Scenario
from workflows.scenarios.model import Step

MOST_STEPS = 300  # every page walks the run anew


def find(draft: ProcessDraft, *, actor) -> Scenario | None:
    """The run that this admin has under way."""
    kept = db.session.get(ProcessSandbox, _key(draft, actor), populate_existing=True)
    return scenarios.read(kept.scenario.encode()) if kept else None


def begin(draft: ProcessDraft, scenario: Scenario, *, actor) -> None:
    """In the place of the run before, if there is one."""
    require(actor, "process:edit")
    hold(draft)
    _keep(draft, scenario, actor)


def go_on(draft: ProcessDraft, trial: Trial, step: Step, *, seen: int, actor) -> Walk:
    """Take one more step, if the page that asks for it showed all `seen` steps before. Where the run could no longer
    be walked to its end, what was impossible is dropped.

    Raises NoSandbox, StepsSeenOld, SandboxTooLong, StepImpossible.
    """
    walk = _walk(draft, trial, seen, actor)
    steps = (*walk.scenario.steps[: walk.done], step)
    longer = Walk(trial.process, replace(walk.scenario, steps=steps))
    if longer.fault is not None:
        raise StepImpossible(why=longer.fault)
    _keep(draft, longer.scenario, actor)
    return longer


def take_back(draft: ProcessDraft, trial: Trial, *, to: int, seen: int, actor) -> None:
    """Let the run end after its first `to` steps."""
    walk = _walk(draft, trial, seen, actor)
    _keep(draft, replace(walk.scenario, steps=walk.scenario.steps[: max(0, to)]), actor)


def walk_for(draft: ProcessDraft, trial: Trial, *, actor) -> Walk:
    """Raises NoSandbox."""
    scenario = find(draft, actor=actor)
    if scenario is None:
        raise NoSandbox
    return Walk(trial.process, scenario)


def _walk(draft: ProcessDraft, trial: Trial, seen: int, actor) -> Walk:
    require(actor, "process:edit")
    hold(draft)
    walk = walk_for(draft, trial, actor=actor)
    if len(walk.scenario.steps) != seen:
        raise StepsSeenOld
    return walk


def _keep(draft: ProcessDraft, scenario: Scenario, actor) -> None:
    if len(scenario.steps) > MOST_STEPS:
        raise SandboxTooLong(steps=MOST_STEPS)
    text = scenarios.written(scenario)
    try:
        scenarios.read(text.encode())
    except BadScenario as bad:
        raise StepImpossible(why=bad.faults[0]) from None
    values = {"scenario": text, "changed_at": clock.now()}
    row = insert(ProcessSandbox).values(
        agency_id=draft.agency_id, draft_id=draft.id, person_id=actor.person_id, **values
    )
    db.session.execute(row.on_conflict_do_update(index_elements=["agency_id", "draft_id", "person_id"], set_=values))


def _key(draft: ProcessDraft, actor) -> tuple[int, int, int]:
    return draft.agency_id, draft.id, actor.person_id

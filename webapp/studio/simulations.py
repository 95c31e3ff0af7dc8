"""Simulations of a draft: asked for on a page, made by the worker, kept with the files they were made of."""

import time
from collections.abc import Iterator
from itertools import zip_longest

from sqlalchemy import select
from sqlalchemy.orm import undefer

import workflows
from webapp.cases import experience, incidents
from webapp.core import clock, jobs
from webapp.core.db import db
from webapp.core.errors import NotFound
from webapp.core.permissions import require
from webapp.library import bundles
from webapp.library.trial import trial_of
from webapp.people.models import Person
from webapp.studio import queries, tallies
from webapp.studio.dealing import Version, deals
from webapp.studio.models import ProcessDraft, ProcessTrial
from webapp.studio.refusals import DraftHasErrors, RunsWanted, SeedWanted, TooFewCases
from workflows import lab
from workflows.lab import Figures, Run

JOB = "studio.simulate"
MOST_RUNS = 2000
FEWEST_OF_PAST = 20  # runs on past cases: of fewer, figures would tell of single people
MOST_SEED = 1_000_000
CHUNK = 20  # runs after which the page hears how far it is
LONGEST = 900  # seconds; what is done by then is counted


def ask(draft: ProcessDraft, *, runs: int, seed: int, past: bool, actor) -> ProcessTrial:
    """Simulate the draft as it is now, in the background, beside the version it began from.

    Raises RunsWanted, SeedWanted, DraftHasErrors, TooFewCases.
    """
    require(actor, "process:edit")
    least = FEWEST_OF_PAST if past else 1
    if not least <= runs <= MOST_RUNS:
        raise RunsWanted(least=least, most=MOST_RUNS)
    if not 0 <= seed <= MOST_SEED:
        raise SeedWanted(most=MOST_SEED)
    bundle = queries.bundle_of(draft)
    if trial_of(bundle).errors:
        raise DraftHasErrors
    if past and not experience.available(draft.agency_id, draft.process_id, actor=actor):
        raise TooFewCases(fewest=experience.FEWEST_CASES)
    asked = ProcessTrial(
        agency_id=draft.agency_id,
        draft_id=draft.id,
        base_version_id=draft.base_version_id,
        bundle=bundles.packed(bundle),
        runs=runs,
        seed=seed,
        source="past" if past else "made up",
        asked_by=actor.person_id,
        asked_at=clock.now(),
    )
    db.session.add(asked)
    db.session.flush()
    _enqueue(asked)
    return asked


def has_stopped(asked: ProcessTrial) -> bool:
    """Whether there are no figures and the worker has given it up."""
    return asked.ended_at is None and not jobs.under_way(JOB, **_of(asked))


def again(asked: ProcessTrial, *, actor) -> None:
    """Take up again what the worker has given up; what is under way is left alone."""
    require(actor, "process:edit")
    if has_stopped(asked):
        incidents.close_all(asked.agency_id, JOB, _of(asked), actor=actor)
        _enqueue(asked)


def _enqueue(asked: ProcessTrial) -> None:
    jobs.later(JOB, lock=f"simulate:{asked.agency_id}", **_of(asked))


def _of(asked: ProcessTrial) -> dict:
    return {"agency_id": asked.agency_id, "trial_id": asked.id}


def asked_for(draft: ProcessDraft) -> list[tuple[ProcessTrial, Person]]:
    """Those of the draft with who asked, newest first."""
    statement = (
        select(ProcessTrial, Person)
        .join(Person, (Person.agency_id == ProcessTrial.agency_id) & (Person.id == ProcessTrial.asked_by))
        .where(ProcessTrial.agency_id == draft.agency_id, ProcessTrial.draft_id == draft.id)
        .order_by(ProcessTrial.id.desc())
    )
    return [(trial, person) for trial, person in db.session.execute(statement)]


def find(draft: ProcessDraft, number: int) -> ProcessTrial:
    """With its figures and files. Raises NotFound."""
    whole = undefer(ProcessTrial.figures), undefer(ProcessTrial.bundle)
    found = db.session.get(ProcessTrial, (draft.agency_id, number), options=whole, populate_existing=True)
    if found is None or found.draft_id != draft.id:
        raise NotFound
    return found


def make(agency_id: int, number: int) -> None:
    """Play the runs and keep the figures; what is made already is not made again."""
    asked = db.session.get_one(ProcessTrial, (agency_id, number), options=[undefer(ProcessTrial.bundle)])
    if asked.ended_at is not None:
        return
    new, old = _version(bundles.unpacked(asked.bundle)), _base(asked)
    draft = db.session.get_one(ProcessDraft, (agency_id, asked.draft_id))
    past = experience.experience(agency_id, draft.process_id) if asked.source == "past" else experience.NONE
    fresh, before = deals(new, old, seed=asked.seed, past=past)
    played = [lab.play_each(new.process, fresh, runs=asked.runs, seed=asked.seed)]
    if old is not None and before is not None:
        played.append(lab.play_each(old.process, before, runs=asked.runs, seed=asked.seed))
    runs = list(_with_progress(asked, zip_longest(*played)))
    figures = Figures(new.process, tuple(row[0] for row in runs))
    earlier = Figures(old.process, tuple(row[1] for row in runs)) if old else None
    asked.figures = tallies.tally(figures, earlier, discreet=asked.source == "past")
    asked.played, asked.ended_at = len(runs), clock.now()
    db.session.flush()


def _with_progress(asked: ProcessTrial, rows: Iterator[tuple[Run, ...]]) -> Iterator[tuple[Run, ...]]:
    ends = time.monotonic() + LONGEST
    for number, row in enumerate(rows, 1):
        yield row
        if time.monotonic() > ends:
            return
        if number % CHUNK == 0:
            asked.played = number
            db.session.commit()


def _base(asked: ProcessTrial) -> Version | None:
    """The version before, if there is one that can still be run."""
    base = queries.base_of(db.session.get_one(ProcessDraft, (asked.agency_id, asked.draft_id)))
    try:
        return _version(queries.files_of_version(base)) if base is not None else None
    except workflows.Problems:
        return None


def _version(bundle: bundles.Bundle) -> Version:
    return Version(workflows.compile(bundle), bundle)

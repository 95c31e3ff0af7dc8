"""What cases of a process have been through, for simulations only: answers and durations, without whose they were.

Nothing of a single case may be shown to anybody from here; simulations turn it into figures over many runs.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import undefer

from webapp.cases.models import Case, Submission, Task
from webapp.core.db import db
from webapp.core.permissions import require
from webapp.library import queries as library
from webapp.library.models import ProcessVersion
from workflows import engine
from workflows.lab import rank

MOST_CASES = 400
FEWEST_CASES = 5  # of fewer, figures would tell of single people


@dataclass(frozen=True)
class Past:
    """One case: its answers by element, the oldest first, and the variables it has come to."""

    answers: Mapping[str, list[dict]] = field(repr=False)
    variables: dict = field(repr=False)


@dataclass(frozen=True)
class Experience:
    """The newest cases, and half of the tasks of an element took longer than its median."""

    cases: tuple[Past, ...]
    medians: Mapping[str, timedelta]


NONE = Experience((), {})


def available(agency_id: int, process_id: int, *, actor) -> int:
    """How many cases there are to learn from; 0 when they are too few to keep single people out of sight."""
    require(actor, "process:edit")
    found = len(db.session.scalars(_cases(agency_id, process_id).with_only_columns(Case.id)).all())
    return found if found >= FEWEST_CASES else 0


def experience(agency_id: int, process_id: int) -> Experience:
    """For the worker, which shows nobody anything. No cases when there are too few."""
    cases = db.session.scalars(_cases(agency_id, process_id).options(undefer(Case.state))).all()
    if len(cases) < FEWEST_CASES:
        return NONE
    answers = _answers(agency_id, [case.id for case in cases])
    past = (Past(answers.get(case.id, {}), _variables(case)) for case in cases)
    return Experience(tuple(past), _medians(agency_id, [case.id for case in cases]))


def _cases(agency_id: int, process_id: int):
    """Those in which somebody has handed in something, the newest first."""
    handed_in = select(Submission.case_id).where(Submission.agency_id == agency_id)
    version_of = (ProcessVersion.agency_id == Case.agency_id) & (ProcessVersion.id == Case.process_version_id)
    return (
        select(Case)
        .join(ProcessVersion, version_of)
        .where(
            Case.agency_id == agency_id,
            Case.status.in_(("running", "finished")),
            ProcessVersion.process_id == process_id,
            Case.id.in_(handed_in),
        )
        .order_by(Case.id.desc())
        .limit(MOST_CASES)
    )


def _answers(agency_id: int, cases: list[int]) -> dict[int, dict[str, list[dict]]]:
    statement = (
        select(Submission.case_id, Submission.element, Submission.answers)
        .where(Submission.agency_id == agency_id, Submission.case_id.in_(cases))
        .order_by(Submission.at, Submission.key)
    )
    found: dict[int, dict[str, list[dict]]] = {}
    for case_id, element, answers in db.session.execute(statement):
        found.setdefault(case_id, {}).setdefault(element, []).append(answers)
    return found


def _medians(agency_id: int, cases: list[int]) -> dict[str, timedelta]:
    statement = select(Task.element, Task.opened_at, Task.closed_at).where(
        Task.agency_id == agency_id, Task.case_id.in_(cases), Task.status == "done"
    )
    lengths: dict[str, list[timedelta]] = {}
    for element, opened, closed in db.session.execute(statement):
        lengths.setdefault(element, []).append(closed - opened)
    enough = {element: known for element, known in lengths.items() if len(known) >= FEWEST_CASES}
    return {element: middle for element, known in enough.items() if (middle := rank(known, 0.5)) is not None}


def _variables(case: Case) -> dict:
    return engine.variables(library.pack(case.agency_id, case.process_version_id).process, case.state)

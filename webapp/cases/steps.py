"""One step of a case: run the engine, let the operations act, and turn the outcome into rows. Never commits."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from webapp.cases import chain, ledger, subscriptions
from webapp.cases.models import Case
from webapp.core import jobs, operations
from webapp.core.db import read_anew, together
from workflows import Outcome, Passage, WorkItem

NOBODY_ELSE = ["hr"]  # who gets work whose assignee cannot be told


@dataclass(frozen=True)
class HandedIn:
    """The answers that this step begins with."""

    element: str
    answers: dict


@dataclass(frozen=True)
class CaseAtStep:
    """The case as its operations see it; see core/operations.OnCase."""

    agency_id: int
    case_id: int
    employee_id: int
    cycle_id: int
    actor_id: int | None
    now: datetime
    handed_in: HandedIn | None = None

    def answers(self, task: str) -> dict | None:
        given = self.latest(task)
        return given.answers if given is not None else None

    def latest(self, task: str) -> ledger.Submitted | None:
        now = self.handed_in
        if now is not None and now.element == task and self.actor_id is not None:
            return ledger.Submitted(self.actor_id, now.answers, self.now)
        return ledger.latest(self.agency_id, self.case_id, task)

    def submissions(self, task: str, *, since: datetime | None = None) -> list[ledger.Submitted]:
        return ledger.submissions(self.agency_id, self.case_id, task, since)

    def perform(self, name: str, inputs: dict) -> dict:
        return operations.perform(self, name, inputs)


def on_case(
    case: ledger.Locked, *, actor_id: int | None, now: datetime, handed_in: HandedIn | None = None
) -> CaseAtStep:
    return CaseAtStep(case.agency_id, case.case_id, case.employee_id, case.cycle_id, actor_id, now, handed_in)


def take(
    case: ledger.Locked,
    outcome: Outcome,
    *,
    kind: str,
    actor_id: int | None,
    now: datetime,
    status: str = "running",
    done: UUID | None = None,
    details: dict | None = None,
    hops: int = 0,
) -> None:
    """Write the outcome of the engine and tell those who have new work. `hops` is how many cases, each in answer to
    another, this step comes after."""
    opened = [task(item) for item in outcome.opened]
    event = chain.link(
        case.chain_head,
        case.chain_length + 1,
        case=(case.agency_id, case.case_id),
        at=now,
        kind=kind,
        actor_id=actor_id,
        task_id=done,
        body={**(details or {}), "passed": [_passage(p) for p in outcome.passed]},
    )
    with together():
        ledger.advance(
            case,
            state=outcome.state,
            stage=_stage(case, outcome),
            status="finished" if outcome.finished else status,
            done=done,
            withdrawn=[task for task in outcome.closed if task != done],
            opened=opened,
            timers=outcome.timers,
            event=event,
        )
        if opened:
            jobs.later("cases.announce", agency_id=case.agency_id, tasks=[str(task.id) for task in opened])
    read_anew(Case, case.agency_id, case.case_id)
    subscriptions.settle(case, outcome, hops)


def task(item: WorkItem) -> ledger.NewTask:
    """The row of an open task; work whose assignee cannot be told goes to somebody who can hand it on."""
    assignee = int(item.assignee) if item.assignee is not None and item.assignee.isdecimal() else None
    groups = list(item.groups) or ([] if assignee is not None else NOBODY_ELSE)
    return ledger.NewTask(
        item.id, item.process, item.element, item.stage, item.name, item.form, assignee, groups, item.due
    )


def _stage(case: ledger.Locked, outcome: Outcome) -> str | None:
    """The stage of the main diagram that the case is in; while only timers wait, the one it was in."""
    if outcome.finished:
        return None
    return outcome.opened[0].stage if outcome.opened else case.stage


def _passage(passed: Passage) -> list | dict:
    """How the history stores an element that was walked: short, and with the decision rows that fired."""
    if passed.decision is None:
        return [passed.process, passed.element]
    decision = passed.decision
    return {
        "at": [passed.process, passed.element],
        "decision": decision.id,
        "inputs": decision.inputs,
        "rules": list(decision.rules),
        "outputs": decision.outputs,
    }

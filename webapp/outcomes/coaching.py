"""The verbs of coaching: open the plan, keep its sessions, close it. None of them commits."""

from datetime import date

from webapp.cases.letters import write_to_employee
from webapp.core.operations import OnCase
from webapp.forum.handed_in import latest
from webapp.outcomes import ledger
from webapp.outcomes.ledger import Plan
from webapp.outcomes.refusals import NoCoaching, RemarkWanted, UnknownTarget


def open_coaching(on: OnCase, task: str) -> None:
    """Keep the plan with its targets; a second plan replaces one that has had no session yet."""
    given = latest(on, task)
    said = {"focus": given.answers["focus"], "support": given.answers.get("support") or None}
    targets = [{**row, "number": number} for number, row in enumerate(given.answers["targets"], 1)]
    if ledger.open_plan(on, by=given.person_id, said=said, targets=targets):
        write_to_employee(on, "outcomes.coaching_opened")


def record_session(on: OnCase, task: str, confirmation: str) -> tuple[int, bool]:
    """Keep the session with the employee's answer to it.

    Returns how many sessions have been confirmed, and whether this one was confirmed with all targets met: a record
    that the employee denies ends nothing.
    """
    plan = ledger.plan(on)
    if plan is None:
        raise NoCoaching
    held, answered = latest(on, task), latest(on, confirmation)
    confirmed, remark = answered.answers["confirmed"] == "yes", answered.answers.get("remark") or None
    if not confirmed and remark is None:
        raise RemarkWanted
    progress = _progress(plan, held.answers)
    said = {
        "held_on": date.fromisoformat(held.answers["session_date"]),
        "topics": held.answers["topics"],
        "commitments": held.answers["commitments"],
        "next_on": _day(held.answers.get("next_date")),
        "held_by": held.person_id,
        "confirmed": confirmed,
        "remark": remark,
        "help_wanted": answered.answers.get("help_wanted") or None,
        "by": answered.person_id,
    }
    all_met = bool(progress) and all(row.get("met") for row in progress)
    return ledger.keep_session(on, plan, said, progress), confirmed and all_met


def close_coaching(on: OnCase) -> None:
    if not ledger.close_plan(on):
        raise NoCoaching
    write_to_employee(on, "outcomes.coaching_closed")


def _progress(plan: Plan, answers: dict) -> list[dict]:
    """How far each target has come, by the code that forms give it: its number."""
    known = {str(number) for number in plan.targets}
    rows = answers.get("targets") or []
    for row in rows:
        if row["code"] not in known:
            raise UnknownTarget(code=row["code"])
    return rows


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None

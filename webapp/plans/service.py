"""The verbs of plans. They act for the diagram, so the right to act was checked with the task. None of them commits."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from webapp.core.operations import OnCase
from webapp.plans import ledger
from webapp.plans.ledger import Draft, Measures
from webapp.plans.models import VALUES
from webapp.plans.numbers import exact, plain
from webapp.plans.refusals import (
    NoDraft,
    NoMainResult,
    NoPlan,
    NothingHandedIn,
    ResultWithoutIndicator,
    WeightsOff,
)


def record_draft(on: OnCase, task: str) -> int:
    """Keep what was handed in as the next draft of the plan, with codes for its indicators; how many there are now."""
    answers = handed_in(on, task)
    results = [{**row, "number": number} for number, row in enumerate(answers.get("results") or [], 1)]
    _require_sound(results)
    indicators = [
        {**row, "result": result["number"], "number": number}
        for result in results
        for number, row in enumerate(result["indicators"], 1)
    ]
    return ledger.keep_draft(
        on.agency_id,
        on.case_id,
        by=on.actor_id or on.employee_id,
        at=on.now,
        texts={name: answers.get(name) or None for name in ("support", "accountability", "consequences")},
        results=results,
        indicators=indicators,
        targets=list(_targets(indicators, "result", "number")),
    )


def record_agreement(on: OnCase, task: str) -> None:
    """Keep what was answered to the latest draft in this task."""
    draft = _latest_draft(on)
    if task not in draft.answered_by:
        _keep_round(on, draft, task)


def adopt(on: OnCase, task: str) -> int:
    """Make the latest draft the plan that counts, by what was answered in this task; an earlier plan is superseded.

    The version of the plan; a draft that was adopted before stays as it is.
    """
    draft = _latest_draft(on)
    if draft.version is not None:
        return draft.version
    by = draft.answered_by.get(task) or _keep_round(on, draft, task)
    if task == "decide_plan":
        _set_numbers(on, draft, handed_in(on, task))
    return ledger.adopt(on.agency_id, on.case_id, draft, by=by, at=on.now, task=task)


def record_progress(on: OnCase, task: str, period: int) -> None:
    """Keep what was reported for the period; a second report of the same period replaces the first."""
    answers, plan = handed_in(on, task), measures(on)
    ledger.keep_progress(
        on.agency_id,
        on.case_id,
        period,
        plan_id=plan.id,
        by=on.actor_id or on.employee_id,
        at=on.now,
        texts={name: answers.get(name) or None for name in ("effort", "obstacles", "support_needed")},
        realisations={
            plan.known(row["code"]).id: exact(row.get("realisation")) for row in answers.get("indicators") or []
        },
    )


def handed_in(on: OnCase, task: str) -> dict:
    """The latest answers of the task; a Refusal when there are none."""
    answers = on.answers(task)
    if answers is None:
        raise NothingHandedIn
    return answers


def measures(on: OnCase) -> Measures:
    """The indicators of the plan that counts; a Refusal when there is no such plan yet."""
    found = ledger.measures(on.agency_id, on.case_id)
    if found is None:
        raise NoPlan
    return found


def _require_sound(results: list[dict]) -> None:
    if not any(result["kind"] == "main" for result in results):
        raise NoMainResult
    for result in results:
        if not result.get("indicators"):
            raise ResultWithoutIndicator(number=result["number"])
    _require_weights(exact(row.get("weight")) for result in results for row in result["indicators"])


def _require_weights(weights: Iterable[Decimal | None]) -> None:
    total = sum((weight or Decimal(0) for weight in weights), Decimal(0))
    if total != 100:
        raise WeightsOff(sum=plain(total))


def _targets(rows: Iterable[dict], *keys: str) -> Iterator[dict]:
    """The targets set for periods, each with these keys of the indicator's row."""
    for row in rows:
        for each in row.get("targets") or []:
            if each.get("target") is not None:
                yield {**{key: row[key] for key in keys}, "period": each["period"], "target": each["target"]}


def _latest_draft(on: OnCase) -> Draft:
    found = ledger.latest_draft(on.agency_id, on.case_id)
    if found is None:
        raise NoDraft
    return found


def _set_numbers(on: OnCase, draft: Draft, answers: dict) -> None:
    """The superior who decides sets targets and weights himself."""
    given = {row["code"]: row for row in answers.get("indicators") or []}
    rows = [{**row, "id": draft.known(code).id} for code, row in given.items()]
    kept = [measure.weight for code, measure in draft.by_code.items() if code not in given]
    _require_weights([*kept, *(exact(row.get("weight")) for row in rows)])
    ledger.set_numbers(on.agency_id, indicators=rows, targets=list(_targets(rows, "id")))


def _keep_round(on: OnCase, draft: Draft, task: str) -> int:
    """Who answered."""
    rounds = on.submissions(task)
    if not rounds:
        raise NothingHandedIn
    given, answers = rounds[-1], rounds[-1].answers
    notes = [
        {"indicator": draft.known(row["code"]).id, "verdict": row["verdict"], "note": row.get("note")}
        for row in answers.get("indicators") or []
        if row.get("verdict")
    ]
    ledger.keep_round(
        on.agency_id,
        draft,
        task,
        decision=answers.get("decision") or "decided",
        reason=answers.get("decision_reason") or None,
        by=given.person_id,
        at=given.at,
        notes=notes,
        expectations={value: text for value in VALUES if (text := answers.get(f"{value}_expectation"))},
    )
    return given.person_id

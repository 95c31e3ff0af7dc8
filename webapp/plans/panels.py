"""What forms may show or start from: the plan, the agreement on it, the progress."""

from webapp.cases.queries import variables
from webapp.core.panels import panel, prefill
from webapp.core.words import N_
from webapp.plans import queries, words
from webapp.plans.achievement import of_indicator
from webapp.plans.models import VALUES, Indicator
from webapp.plans.numbers import plain
from webapp.plans.service import QUARTERS
from webapp.plans.shown import shown_plan, shown_progress


@prefill("plans.draft")
def draft(case, _actor) -> dict:
    """The latest draft as the answers it was made of; nothing at first."""
    found = queries.latest_draft(case.agency_id, case.id)
    if found is None:
        return {}
    return {
        "results": [_result(result) for result in found.results],
        "support": found.support,
        "accountability": found.accountability,
        "consequences": found.consequences,
    }


@prefill("plans.draft_indicators")
def draft_indicators(case, _actor) -> dict:
    found = queries.latest_draft(case.agency_id, case.id)
    return {"indicators": [_numbers(indicator) for indicator in (found.indicators if found else [])]}


@prefill("plans.period_indicators")
def period_indicators(case, _actor) -> dict:
    """The indicators with their targets of the running period, and what was reported before if it was."""
    period = variables(case)["period"]
    report = queries.progress_report(case.agency_id, case.id, period)
    rows = [
        {
            "code": indicator.code,
            "title": indicator.title,
            "target_text": words.period_target(indicator, period),
            "realisation": plain(report.realisation(indicator.id)) if report else None,
        }
        for indicator in _adopted(case)
    ]
    return {"period_title": _period_title(case, period), "indicators": rows}


@prefill("plans.period_report")
def period_report(case, _actor) -> dict:
    """What was reported for the running period, beside what was planned."""
    period = variables(case)["period"]
    report = queries.progress_report(case.agency_id, case.id, period)
    rows = []
    for indicator in _adopted(case):
        realisation = report.realisation(indicator.id) if report else None
        achieved = of_indicator(realisation, indicator.target_of(period), indicator.polarity)
        rows.append(
            {
                "code": indicator.code,
                "title": indicator.title,
                "target_text": words.period_target(indicator, period),
                "realisation_text": words.amount(realisation, indicator.unit),
                "achievement": plain(achieved),
            }
        )
    return {"period_title": _period_title(case, period), "indicators": rows}


@prefill("plans.annual_indicators")
def annual_indicators(case, _actor) -> dict:
    """The indicators with their targets of the year and the realisation consolidated over the periods."""
    plan = queries.plan_in_force(case.agency_id, case.id)
    reports = queries.progress_reports(case.agency_id, case.id)
    rows = [
        {
            "code": row.indicator.code,
            "title": row.indicator.title,
            "target_text": words.annual_target(row.indicator),
            "recorded": plain(row.recorded),
            "realisation": plain(row.recorded),
        }
        for row in (queries.standings(plan, reports) if plan else [])
    ]
    return {"indicators": rows}


@panel("plan", title=N_("Plan"), template="plans/panels/plan.html")
def plan_panel(case, _actor) -> dict:
    return shown_plan(queries.plan_shown(case.agency_id, case.id), queries.cycle_of(case))


@panel("superior_plan", title=N_("Plan of your superior"), template="plans/panels/superior_plan.html")
def superior_plan(case, _actor) -> dict:
    """What the person's results can serve: the newest plan of the supervisor."""
    newest = queries.newest_plan_of(case.agency_id, variables(case)["supervisor"])
    return {"plan": newest.plan if newest else None, "words": words}


@panel("agreement", title=N_("Agreement"), template="plans/panels/agreement.html")
def agreement(case, _actor) -> dict:
    """All rounds of agreeing, also those of drafts sent back, newest first."""
    given = queries.agreement_submissions(case.agency_id, case.id)
    return {"rounds": [_round(submission, person) for submission, person in given], "words": words}


@panel("progress", title=N_("Progress"), template="plans/panels/progress.html")
def progress(case, _actor) -> dict:
    plan = queries.plan_in_force(case.agency_id, case.id)
    return shown_progress(plan, queries.progress_reports(case.agency_id, case.id), queries.cycle_of(case))


def _adopted(case) -> list[Indicator]:
    plan = queries.plan_in_force(case.agency_id, case.id)
    return plan.indicators if plan else []


def _period_title(case, period: int) -> str:
    return words.period_title(period, queries.cycle_of(case).period_ends)


def _result(result) -> dict:
    return {
        "kind": result.kind,
        "title": result.title,
        "superior_result": result.superior_result,
        "reason_without_superior_result": result.reason_without_superior_result,
        "indicators": [
            {
                "aspect": indicator.aspect,
                "title": indicator.title,
                "unit": indicator.unit,
                "polarity": indicator.polarity,
                "consolidation": indicator.consolidation,
                "source": indicator.source,
                **_quantities(indicator),
            }
            for indicator in result.indicators
        ],
    }


def _numbers(indicator: Indicator) -> dict:
    return {
        "code": indicator.code,
        "title": indicator.title,
        "target_text": words.annual_target(indicator),
        "unit": indicator.unit,
        **_quantities(indicator),
    }


def _quantities(indicator: Indicator) -> dict:
    targets = {key: plain(indicator.target_of(period)) for period, key in QUARTERS.items()}
    return {**targets, "target": plain(indicator.target), "weight": plain(indicator.weight)}


def _round(submission, person) -> dict:
    answers = submission.answers
    return {
        "person": person,
        "at": submission.at,
        "decision": answers.get("decision") or "decided",
        "reason": answers.get("decision_reason"),
        "notes": [row for row in answers.get("indicators") or [] if row.get("note") or row.get("verdict") == "change"],
        "expectations": {value: text for value in VALUES if (text := answers.get(f"{value}_expectation"))},
    }

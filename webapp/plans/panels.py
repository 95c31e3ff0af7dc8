"""What forms may show or start from: the plan, the agreement on it, the progress."""

from webapp.cases.queries import variables
from webapp.cases.relations import stands_above
from webapp.core.audience import EVERYBODY, OFFICES, PARTIES
from webapp.core.errors import Refusal
from webapp.core.panels import panel, prefill
from webapp.core.words import N_
from webapp.plans import queries, words
from webapp.plans.achievement import of_indicator
from webapp.plans.models import VALUES, Indicator
from webapp.plans.numbers import plain
from webapp.plans.shown import shown_plan, shown_progress


class NoPeriod(Refusal):
    """This form is about a period of the cycle, and the process does not tell which. A process admin has to see to its
    variable “period”.
    """


@prefill("plans.draft", audience=PARTIES | OFFICES)
def draft(case, _actor) -> dict:
    """The latest draft as the answers it was made of, nothing at first; and the periods that targets are set for."""
    found, cycle = queries.latest_draft(case.agency_id, case.id), queries.cycle_of(case)
    rows = {"cycle_periods": _targets(None, cycle)}
    if found is None:
        return rows
    return {
        **rows,
        "results": [_result(result, cycle) for result in found.results],
        "support": found.support,
        "accountability": found.accountability,
        "consequences": found.consequences,
    }


@prefill("plans.draft_indicators", audience=EVERYBODY)
def draft_indicators(case, _actor) -> dict:
    found, cycle = queries.latest_draft(case.agency_id, case.id), queries.cycle_of(case)
    return {"indicators": [_numbers(indicator, cycle) for indicator in (found.indicators if found else [])]}


@prefill("plans.expectations", audience=PARTIES | OFFICES)
def expectations(case, _actor) -> dict:
    """What was agreed to be expected beyond the indicators, by value."""
    agreed = queries.agreement_in_force(case.agency_id, case.id)
    return {f"{value}_expectation": agreed.expectation(value) if agreed else None for value in VALUES}


@prefill("plans.period_indicators", audience=EVERYBODY)
def period_indicators(case, _actor) -> dict:
    """The indicators with their targets of the running period, and what was reported before if it was."""
    period = _running_period(case)
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


@prefill("plans.period_report", audience=EVERYBODY)
def period_report(case, _actor) -> dict:
    """What was reported for the running period, beside what was planned."""
    period = _running_period(case)
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


@prefill("plans.annual_indicators", audience=EVERYBODY)
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


@panel("plan", title=N_("Plan"), template="plans/panels/plan.html", audience=EVERYBODY)
def plan_panel(case, _actor) -> dict:
    return shown_plan(queries.plan_shown(case.agency_id, case.id), queries.cycle_of(case))


@panel("superior_plan", title=N_("Plan of your superior"), template="plans/panels/superior_plan.html", audience=PARTIES)
def superior_plan(case, _actor) -> dict:
    """What the person's results can serve: the newest plan of the supervisor; never that of just anybody."""
    supervisor = variables(case).get("supervisor")
    newest = None
    if isinstance(supervisor, int) and stands_above(case, supervisor):
        newest = queries.newest_plan_of(case.agency_id, supervisor)
    return {"plan": newest.plan if newest else None, "words": words}


@panel("agreement", title=N_("Agreement"), template="plans/panels/agreement.html", audience=PARTIES | OFFICES)
def agreement(case, _actor) -> dict:
    """All rounds of agreeing, also those of drafts sent back, newest first."""
    return {"rounds": queries.agreements(case.agency_id, case.id)[::-1], "values": VALUES, "words": words}


@panel("progress", title=N_("Progress"), template="plans/panels/progress.html", audience=EVERYBODY)
def progress(case, _actor) -> dict:
    plan = queries.plan_in_force(case.agency_id, case.id)
    return shown_progress(plan, queries.progress_reports(case.agency_id, case.id), queries.cycle_of(case))


def _adopted(case) -> list[Indicator]:
    plan = queries.plan_in_force(case.agency_id, case.id)
    return plan.indicators if plan else []


def _running_period(case) -> int:
    period = variables(case).get("period")
    if not isinstance(period, int) or not 0 < period <= len(queries.cycle_of(case).period_ends):
        raise NoPeriod
    return period


def _period_title(case, period: int) -> str:
    return words.period_title(queries.cycle_of(case), period)


def _result(result, cycle) -> dict:
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
                **_quantities(indicator, cycle),
            }
            for indicator in result.indicators
        ],
    }


def _numbers(indicator: Indicator, cycle) -> dict:
    return {
        "code": indicator.code,
        "title": indicator.title,
        "target_text": words.annual_target(indicator),
        "unit": indicator.unit,
        **_quantities(indicator, cycle),
    }


def _quantities(indicator: Indicator, cycle) -> dict:
    return {
        "targets": _targets(indicator, cycle),
        "target": plain(indicator.target),
        "weight": plain(indicator.weight),
    }


def _targets(indicator: Indicator | None, cycle) -> list[dict]:
    """A row for each period of the cycle, with the target that the indicator has."""
    return [
        {
            "period": period,
            "name": words.period_title(cycle, period),
            "target": plain(indicator.target_of(period)) if indicator else None,
        }
        for period in range(1, len(cycle.period_ends) + 1)
    ]

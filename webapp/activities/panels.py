"""What forms may show of activities and evidence."""

from itertools import groupby

from webapp.activities import queries, words
from webapp.core.audience import EVERYBODY, OFFICES
from webapp.core.panels import panel
from webapp.core.words import N_
from webapp.plans import words as plan_words
from webapp.plans.queries import cycle_of


@panel(
    "activities",
    title=N_("Activity reports"),
    template="activities/panels/activities.html",
    audience=EVERYBODY - OFFICES,
)
def activities(case, _actor) -> dict:
    """The newest reports within the cycle, by day, and how many there are in all."""
    count, minutes = queries.totals_of_case(case)
    days = queries.by_day(queries.latest_of_case(case))
    return {"days": days, "count": count, "minutes": minutes, "duration": words.duration}


@panel("evidence", title=N_("Evidence"), template="activities/panels/evidence.html", audience=EVERYBODY - OFFICES)
def evidence(case, _actor) -> dict:
    """What was shown for each period, the latest first."""
    rows = queries.evidence_of(case.agency_id, case.id)
    periods = [(period, list(shown)) for period, shown in groupby(rows, key=lambda row: row.period)]
    return {"periods": periods[::-1], "cycle": cycle_of(case), "words": plan_words}

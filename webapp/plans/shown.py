"""What the templates of a plan and of its progress need, on a page or in a panel."""

from webapp.plans import queries, words
from webapp.plans.models import Plan


def shown_plan(plan: Plan | None, cycle) -> dict:
    """What the template of a plan needs."""
    periods = range(1, len(cycle.period_ends) + 1)
    return {"plan": plan, "periods": periods, "cycle": cycle, "words": words}


def shown_progress(plan: Plan | None, reports, cycle) -> dict:
    """What the template of progress needs."""
    rows = queries.standings(plan, reports) if plan else []
    return {"rows": rows, "reports": reports, "overall": queries.overall(rows), "cycle": cycle, "words": words}

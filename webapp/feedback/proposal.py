"""Which rating of work an achievement proposes, by the agency's own table of thresholds.

Asks the table of the very process version that the case runs on; decides nothing.
"""

from datetime import datetime
from decimal import Decimal

from webapp.cases.models import Case
from webapp.core.db import db
from webapp.core.operations import OnCase
from webapp.feedback.models import RATINGS
from webapp.library import queries as library
from webapp.plans.numbers import plain
from workflows.decisions import Decision, Undecided

TABLE = "work_rating"
UNDETERMINED = "undetermined"


def proposed_for(on: OnCase, achievement: Decimal | None, *, otherwise: str) -> str:
    """One of RATINGS, or `undetermined` when nothing can be told from the achievement.

    `otherwise` is the answer of a process that has no such table, or one that asks for more than the achievement.
    """
    found = ruling(db.session.get_one(Case, (on.agency_id, on.case_id)), achievement, on.now)
    if found is None:
        return otherwise
    return str(found.outputs) if found.outputs in RATINGS else UNDETERMINED


def ruling(case: Case, achievement: Decimal | None, now: datetime) -> Decision | None:
    """What the table says to this achievement, with the rules that fired; None when it does not tell by itself."""
    table = library.pack(case.agency_id, case.process_version_id).process.decisions.get(TABLE)
    if table is None:
        return None
    try:
        return table.decide({"achievement": plain(achievement)}, now)
    except Undecided:
        return None

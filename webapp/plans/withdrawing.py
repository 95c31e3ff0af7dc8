"""What becomes of plans and reports when a case is taken back."""

from datetime import datetime

from sqlalchemy import delete, select, update

from webapp.cases.withdrawing import drop, withdraws
from webapp.core.db import db
from webapp.plans.models import Plan, PlanAgreement, ProgressReport


@withdraws
def withdraw(agency_id: int, case_id: int, after: datetime) -> None:
    """Drafts stay what they are; a plan adopted since is a draft again, and one that it superseded counts again."""
    drop(agency_id, case_id, after, ProgressReport.reported_at)
    plans = (Plan.agency_id == agency_id, Plan.case_id == case_id)
    rounds = (PlanAgreement.agency_id == agency_id, PlanAgreement.plan_id.in_(select(Plan.id).where(*plans)))
    db.session.execute(delete(PlanAgreement).where(*rounds, PlanAgreement.decided_at > after))
    not_adopted = {"version": None, "adopted_at": None, "adopted_by": None, "adopted_in": None}
    db.session.execute(update(Plan).where(*plans, Plan.adopted_at > after).values(not_adopted))
    db.session.execute(update(Plan).where(*plans, Plan.superseded_at > after).values(superseded_at=None))
    db.session.expire_all()

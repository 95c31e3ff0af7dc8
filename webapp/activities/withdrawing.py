"""What becomes of evidence when a case is taken back."""

from datetime import datetime

from webapp.activities.models import Evidence
from webapp.cases.withdrawing import drop, withdraws


@withdraws
def withdraw(agency_id: int, case_id: int, after: datetime) -> None:
    drop(agency_id, case_id, after, Evidence.given_at)

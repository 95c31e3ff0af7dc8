"""What becomes of feedback and assessments when a case is taken back."""

from datetime import datetime

from webapp.cases.withdrawing import drop, withdraws
from webapp.feedback.models import Assessment, PeriodFeedback, RatingComment


@withdraws
def withdraw(agency_id: int, case_id: int, after: datetime) -> None:
    drop(agency_id, case_id, after, PeriodFeedback.given_at, Assessment.given_at, RatingComment.given_at)

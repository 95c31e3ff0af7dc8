"""What diagrams may ask of activities."""

from webapp.activities import service
from webapp.core.operations import OnCase, operation


@operation("activities.record_evidence", title="Keep the evidence of the period", inputs={"task": str, "period": int})
def record_evidence(on: OnCase, *, task: str, period: int) -> None:
    service.record_evidence(on, task, period)

"""What diagrams may ask of activities."""

from webapp.activities import service
from webapp.core.operations import OnCase, operation
from webapp.core.words import N_


@operation(
    "activities.record_evidence", title=N_("Keep the evidence of the period"), inputs={"task": str, "period": int}
)
def record_evidence(on: OnCase, *, task: str, period: int) -> None:
    service.record_evidence(on, task, period)

"""What diagrams may ask of plans."""

from webapp.core.operations import OnCase, operation
from webapp.core.words import N_
from webapp.plans import service


@operation(
    "plans.record_draft", title=N_("Keep the draft of the plan"), inputs={"task": str}, outputs={"plan_drafts": int}
)
def record_draft(on: OnCase, *, task: str) -> dict:
    return {"plan_drafts": service.record_draft(on, task)}


@operation("plans.record_agreement", title=N_("Keep the answer to the draft"), inputs={"task": str})
def record_agreement(on: OnCase, *, task: str) -> None:
    service.record_agreement(on, task)


@operation("plans.adopt", title=N_("Adopt the plan"), inputs={"task": str}, outputs={"plan_version": int})
def adopt(on: OnCase, *, task: str) -> dict:
    return {"plan_version": service.adopt(on, task)}


@operation("plans.record_progress", title=N_("Keep the progress of the period"), inputs={"task": str, "period": int})
def record_progress(on: OnCase, *, task: str, period: int) -> None:
    service.record_progress(on, task, period)

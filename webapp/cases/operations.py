"""What diagrams may ask of cases themselves."""

from webapp.core import jobs
from webapp.core.operations import OnCase, operation
from webapp.core.words import N_


@operation("cases.remind", title=N_("Remind whoever has this task"), inputs={"task": str, "level": int})
def remind(on: OnCase, *, task: str, level: int) -> None:
    """Level 1 reminds the person who has it; level 2 tells the employee's supervisor and HR as well."""
    jobs.later(
        "cases.remind",
        agency_id=on.agency_id,
        case_id=on.case_id,
        element=task,
        level=level,
        key=on.now.isoformat(),
    )

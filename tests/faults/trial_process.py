"""A small process for trials: a report with deadlines, a panel that scores it side by side, a confirmation."""

from dataclasses import dataclass, field
from pathlib import Path

from webapp.core import jobs
from webapp.core.operations import OnCase, operation

FOLDER = Path(__file__).parent / "trial"


@dataclass
class Orders:
    """What the operations of the process do; `failing` is raised by the next ones until it is taken back."""

    members: list[int] = field(default_factory=list)
    failing: Exception | None = None


orders = Orders()


def bundle() -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in sorted(FOLDER.iterdir())}


@operation("trial.gather", title="Call the panel together", outputs={"members": list})
def gather(on: OnCase) -> dict:
    """Asks for a job first, so that a failure has something to leave behind."""
    jobs.later("trial.echo", agency_id=on.agency_id, case_id=on.case_id)
    if orders.failing is not None:
        raise orders.failing
    return {"members": orders.members}


@operation("trial.count", title="Count the opinions", outputs={"opinions": int})
def count(on: OnCase) -> dict:
    return {"opinions": len(on.submissions("score"))}


@jobs.job("trial.echo")
def echo(*, agency_id: int, case_id: int) -> None:
    """Does nothing."""

"""What was handed in for a task, for the verbs of the panel and of what follows it."""

from webapp.core.operations import OnCase, Submitted
from webapp.plans.refusals import NothingHandedIn


def latest(on: OnCase, task: str) -> Submitted:
    """What was handed in last for the task; a Refusal when nothing was."""
    given = on.latest(task)
    if given is None:
        raise NothingHandedIn
    return given

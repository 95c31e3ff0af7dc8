"""What this application offers to diagrams, as far as the checks of a process must know. Needs the features loaded."""

from webapp.core.operations import catalogue
from webapp.people.models import ROLES
from workflows import Context, Offer

STARTS_WITH = frozenset(
    {
        *("employee", "supervisor", "superior"),
        *("period", "periods", "period_ends", "plan_due", "assessment_due", "office_closes"),
    }
)
"""The variables that every case of the main process begins with; see cases.opening."""


def context() -> Context:
    """Groups are the roles of people; operations are those that the features have registered."""
    offers = {name: Offer(frozenset(each.inputs), frozenset(each.outputs)) for name, each in catalogue.items()}
    return Context(variables=STARTS_WITH, groups=frozenset(ROLES), operations=offers)

"""What this application offers to diagrams, as far as the checks of a process must know. Needs the features loaded."""

from webapp.core.operations import catalogue
from webapp.people.models import ROLES
from workflows import Context, Offer

EXAMPLES: dict[str, object] = {
    "employee": 101,
    "supervisor": 102,
    "superior": 103,
    "period": 1,
    "periods": 2,
    "period_ends": ["2027-06-30T16:00:00+07:00", "2027-12-31T16:00:00+07:00"],
    "plan_due": "2027-01-31T16:00:00+07:00",
    "assessment_due": "2028-01-10T16:00:00+07:00",
    "office_closes": "16:00:00+07:00",
}
"""What may be in the variables that every case of the main process begins with; see cases.opening."""

STARTS_WITH = frozenset(EXAMPLES)


def context() -> Context:
    """Groups are the roles of people; operations are those that the features have registered."""
    offers = {name: Offer(frozenset(each.inputs), frozenset(each.outputs)) for name, each in catalogue.items()}
    return Context(STARTS_WITH, frozenset(ROLES), offers, EXAMPLES)

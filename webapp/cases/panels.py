"""What forms may read of the case itself."""

from webapp.cases import queries
from webapp.core.audience import SEEING
from webapp.core.panels import prefill


@prefill("cases.variables", audience=SEEING)
def variables(case, _actor) -> dict:
    """The thin process variables, for read-only fields."""
    return queries.variables(case)

"""Background work of the studio."""

from webapp.core.jobs import job
from webapp.studio import simulations
from webapp.studio import upkeep as _rules  # noqa: F401  what the studio forgets must be known to the worker


@job("studio.simulate")
def simulate(*, agency_id: int, trial_id: int) -> None:
    simulations.make(agency_id, trial_id)

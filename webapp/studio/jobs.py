"""Background work of the studio."""

from webapp.core.jobs import job
from webapp.studio import simulations


@job("studio.simulate")
def simulate(*, agency_id: int, trial_id: int) -> None:
    simulations.make(agency_id, trial_id)

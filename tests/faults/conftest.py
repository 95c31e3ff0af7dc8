"""A town in a database of its own, where everything is committed; whatever a test did to it, the invariants hold."""

from collections.abc import Callable, Iterator

import pytest

from tests.faults import invariants
from tests.faults.town import Town
from tests.faults.trial_process import orders
from webapp.core.postgres import Addresses


@pytest.fixture
def make_town(fresh_database: Addresses) -> Iterator[Callable[..., Town]]:
    """`make_town(crowd=1000)`; its invariants are checked in the end."""
    made: list[Town] = []

    def make(**settings: object) -> Town:
        made.append(Town(fresh_database, **settings))
        return made[-1]

    yield make
    orders.failing = None
    for town in made:
        try:
            invariants.check(town)
        finally:
            town.close()


@pytest.fixture
def town(make_town: Callable[..., Town]) -> Town:
    return make_town()

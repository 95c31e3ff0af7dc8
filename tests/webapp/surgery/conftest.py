"""A running cycle for the tests of case surgery."""

import pytest

from tests.webapp.cycles import Cycle


@pytest.fixture
def cycle(app, session) -> Cycle:
    return Cycle()

"""Attacks are made on the application of the web tests and on a running cycle."""

import pytest

from tests.webapp.conftest import app, client, session, signed_in  # noqa: F401  fixtures
from tests.webapp.cycles import Cycle


@pytest.fixture
def cycle(app, session) -> Cycle:  # noqa: F811  the fixtures imported above
    return Cycle()

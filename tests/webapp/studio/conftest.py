"""The studio as a process admin meets it."""

import pytest

from tests.webapp.studio.workshop import Workshop


@pytest.fixture
def workshop(app, session) -> Workshop:
    return Workshop()


@pytest.fixture
def hadi(workshop, signed_in):
    """His browser, with a draft begun from version 1."""
    browser = signed_in(workshop.hadi)
    assert browser.post("/studio/appraisal/draft").status_code == 303
    return browser

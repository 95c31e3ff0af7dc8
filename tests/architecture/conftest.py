"""The shape of the application is looked at on the application of the web tests."""

from tests.webapp.conftest import app, client, session, signed_in  # noqa: F401  fixtures

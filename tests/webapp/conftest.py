"""The application on a real database: every test runs in a transaction that is rolled back, every page is linted."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask, has_app_context
from flask.testing import FlaskClient
from sqlalchemy import Connection

from tests.webapp.factories import Office, make_office
from tests.webapp.lint import faults_of
from webapp.app import create_app
from webapp.config import Config
from webapp.core.db import db
from webapp.people import browsers
from webapp.people.models import Account, Person


@pytest.fixture(scope="session")
def app(database, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """One application for all tests, signed in to the database as the web server is, with a folder of its own."""
    files = str(tmp_path_factory.mktemp("files"))
    config = Config(
        database_url=database.app, secret_key="for tests", files=files, public_url="http://localhost"
    )  # where the tests' browsers reach it
    made = create_app(config, TESTING=True)
    made.test_client_class = Browser
    yield made
    with made.app_context():
        db.engine.dispose()


@pytest.fixture(autouse=True)
def session(request: pytest.FixtureRequest) -> Iterator:
    """The test's own view of the database; requests see what it has committed, and nothing stays."""
    if "app" not in request.fixturenames and "client" not in request.fixturenames:
        yield None
        return
    made = request.getfixturevalue("app")
    with made.app_context(), db.engine.connect() as connection:
        outer = connection.begin()
        with _bound_to(made, connection):
            yield db.session
            db.session.remove()
        outer.rollback()


@pytest.fixture
def office(app: Flask, session) -> Office:
    """An agency of the stories with its people, see factories."""
    return make_office()


@pytest.fixture
def client(app: Flask, session) -> "Browser":
    """A browser that has not signed in."""
    return app.test_client()


@pytest.fixture
def signed_in(app: Flask, session) -> Callable[[Person], "Browser"]:
    """`signed_in(ana)` is a browser of her own in which she has signed in."""

    def sign_in(person: Person) -> Browser:
        browser = app.test_client()
        browser.sign_in(person)
        return browser

    return sign_in


class Browser(FlaskClient):
    """Sends what a browser sends, and fails the test on a page with faults or on work left uncommitted."""

    def open(self, *args, **kwargs):
        headers = {
            "Accept-Language": "en",
            "Accept": "text/html",
            "Sec-Fetch-Site": "same-origin",
            **dict(kwargs.pop("headers", None) or {}),
        }
        kwargs["headers"] = {name: value for name, value in headers.items() if value is not None}
        with self.application.app_context():
            response = super().open(*args, **kwargs)
            if response.status_code < 400:
                assert not db.session().in_transaction(), f"{response.request.path} left work uncommitted"
        if has_app_context():
            db.session.expire_all()
        self._lint(response)
        return response

    def post(self, *args, **kwargs):
        """With the token of the last page, as its form would send it; `data={"csrf_token": …}` sends another."""
        kwargs.setdefault("data", {})
        if isinstance(kwargs["data"], dict) and "json" not in kwargs:
            kwargs["data"] = {"csrf_token": self.token(), **kwargs["data"]}
        return super().post(*args, **kwargs)

    def token(self) -> str:
        """A token for forms, from a page that everybody may open."""
        page = super().get("/sign-in?next=/account", follow_redirects=True)
        return page.text.split('name="csrf_token" value="', 1)[1].split('"', 1)[0]

    def sign_in(self, person: Person) -> None:
        account = db.session.query(Account).filter_by(agency_id=person.agency_id, person_id=person.id).one()
        token = browsers.begin(account, browser="a test")
        db.session.commit()
        self.set_cookie("siklus", token)

    @staticmethod
    def _lint(response) -> None:
        if response.mimetype != "text/html" or response.is_streamed or response.status_code in (301, 302, 303, 308):
            return
        whole = "HX-Request" not in response.request.headers
        faults = faults_of(response.text, whole=whole)
        assert not faults, f"{response.request.path}: " + "; ".join(faults)


class _bound_to:  # noqa: N801 read as a phrase
    """Lets every session of the application work inside this connection's transaction, on savepoints."""

    def __init__(self, app: Flask, connection: Connection) -> None:
        self._app, self._connection = app, connection

    def __enter__(self) -> None:
        engines = db._app_engines[self._app]
        self._engine, engines[None] = engines[None], self._connection
        db.session.remove()
        db.session.configure(join_transaction_mode="create_savepoint")

    def __exit__(self, *_error: object) -> None:
        db._app_engines[self._app][None] = self._engine
        db.session.remove()

"""What a browser holds, and whom the server believes about where a request came from."""

import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest
from flask import Flask, request

from tests.webapp.factories import PASSWORD, make_office, with_password
from webapp import runtime
from webapp.app import create_app
from webapp.config import Config
from webapp.core.db import db
from webapp.people import passwords


@pytest.fixture
def office(app, session):
    made = make_office()
    known = passwords.hashed(PASSWORD)
    with_password(made.ana, known)
    with_password(made.bo, known)
    db.session.commit()
    return made


@pytest.mark.parametrize("who", ["ana", "bo"])
def test_signing_in_anew_ends_the_session_that_the_browser_had(app, office, who):
    browser, thief = app.test_client(), app.test_client()
    sign_in(browser, office.ana)
    thief.set_cookie("siklus", browser.get_cookie("siklus").value)
    assert thief.get("/account").status_code == 200

    sign_in(browser, getattr(office, who))
    assert browser.get("/account").status_code == 200
    assert thief.get("/account").status_code == 303


def sign_in(browser, person) -> None:
    page = browser.get("/sign-in?next=/account", follow_redirects=True).text
    token = page.split('name="csrf_token" value="', 1)[1].split('"', 1)[0]
    answer = browser.open(
        "/sign-in", method="POST", data={"csrf_token": token, "username": person.nip, "password": PASSWORD}
    )
    assert answer.status_code == 303


def test_over_tls_every_cookie_belongs_to_this_host_alone(database):
    app = create_app(
        Config(database_url=database.app, public_url="https://siklus.example", secret_key="for tests"), TESTING=True
    )
    client = app.test_client()
    page = client.get("/sign-in", base_url="https://siklus.example")
    token = page.text.split('name="csrf_token" value="', 1)[1].split('"', 1)[0]
    headers = {"Sec-Fetch-Site": "same-origin"}
    answer = client.post(
        "/language", data={"csrf_token": token, "language": "en"}, headers=headers, base_url="https://siklus.example"
    )
    cookies = [*page.headers.getlist("Set-Cookie"), *answer.headers.getlist("Set-Cookie")]
    assert {cookie.split("=")[0] for cookie in cookies} == {"__Host-session", "__Host-language"}
    for cookie in cookies:
        said = {part.strip().lower() for part in cookie.split(";")[1:]}
        assert {"secure", "httponly", "path=/", "samesite=lax"} <= said
        assert not any(part.startswith("domain") for part in said)
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")


@pytest.mark.parametrize(
    ("proxies", "told", "believed"),
    [
        (0, "203.0.113.9", "127.0.0.1"),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "198.51.100.1, 203.0.113.9", "203.0.113.9"),  # what the visitor itself claims stands further left
        (2, "198.51.100.1, 203.0.113.9, 10.0.0.2", "203.0.113.9"),
    ],
)
def test_a_visitors_address_is_told_by_our_own_proxies_and_by_nobody_else(database, proxies, told, believed):
    app = create_app(Config(database_url=database.app, proxies=proxies, secret_key="for tests"), TESTING=True)
    seen = []
    app.before_request(lambda: seen.append(request.remote_addr))
    with running(app) as port:
        asked = urllib.request.Request(f"http://127.0.0.1:{port}/healthz", headers={"X-Forwarded-For": told})
        urllib.request.urlopen(asked, timeout=10).close()
    assert seen == [believed]


@contextmanager
def running(app: Flask) -> Iterator[int]:
    """The real server around the application; its port."""
    listening = runtime.listen("127.0.0.1", 0)
    server = runtime.make_server(app, [listening])

    def serve() -> None:
        with suppress(OSError):  # its sockets are closed under it
            server.run()

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield listening.getsockname()[1]
    finally:
        server.close()
        thread.join(10)

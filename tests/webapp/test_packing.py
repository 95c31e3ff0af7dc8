"""Which answers are sent packed."""

import gzip

import pytest
from flask import Response
from flask.testing import FlaskClient


@pytest.fixture
def plain_client(app, session) -> FlaskClient:
    """One that leaves answers as they came over the wire."""
    return FlaskClient(app, Response)


def _asked(client: FlaskClient, path: str = "/sign-in", **headers: str):
    return client.get(path, headers={"Accept-Encoding": "gzip, deflate", **headers})


@pytest.mark.parametrize("site", ["same-origin", "none"])
def test_a_page_comes_packed_to_whoever_asks_from_here(plain_client, site):
    packed = _asked(plain_client, **{"Sec-Fetch-Site": site})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert int(packed.headers["Content-Length"]) == len(packed.data)
    assert b"<h1>" in gzip.decompress(packed.data)
    assert len(packed.data) < len(plain_client.get("/sign-in").data) / 2


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_the_length_tells_another_site_nothing(plain_client, site):
    answer = _asked(plain_client, **{"Sec-Fetch-Site": site})
    assert "Content-Encoding" not in answer.headers
    assert b"<h1>" in answer.data


def test_a_browser_that_does_not_say_who_asks_gets_packed_pages_over_plain_http_only(plain_client):
    assert _asked(plain_client).headers["Content-Encoding"] == "gzip"
    secure = plain_client.get("/sign-in", base_url="https://localhost", headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in secure.headers


def test_short_answers_stay_as_they_are(plain_client):
    assert "Content-Encoding" not in _asked(plain_client, "/healthz").headers

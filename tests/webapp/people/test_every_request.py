"""What every request and answer goes through: headers, tokens, other sites, limits, and pages of errors."""

import json

import pytest
from flask import Flask
from lxml import html
from sqlalchemy.exc import OperationalError

from tests.webapp.conftest import Browser
from tests.webapp.factories import PASSWORD, with_password
from webapp import access
from webapp.app import create_app
from webapp.config import Config
from webapp.core.db import db
from webapp.core.permissions import known_permissions
from webapp.core.web import MOST_FIELDS
from webapp.people import passwords
from webapp.people.models import Person


@pytest.mark.parametrize("address", ["/sign-in", "/account", "/nothing-here", "/people"])
def test_every_answer_carries_the_headers(signed_in, office, address):
    headers = signed_in(office.ana).get(address).headers
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "no-store"


def test_every_endpoint_stands_in_the_table_of_access(app):
    assert access.unlisted(app) == set()
    assert set(access.ENDPOINTS) == {rule.endpoint for rule in app.url_map.iter_rules()}, "lines without an endpoint"


def test_every_permission_of_the_table_is_known(app):
    assert {rule for rule in access.ENDPOINTS.values() if isinstance(rule, str)} <= known_permissions()


def test_a_page_without_a_line_stays_closed(client, office, monkeypatch):
    monkeypatch.delitem(access.ENDPOINTS, "people.sign_in")
    with pytest.raises(access.EndpointNotListed):
        client.get("/sign-in")


@pytest.mark.parametrize("address", ["/people", "/people/import"])
def test_pages_of_hr_are_closed_to_others(signed_in, client, office, address):
    assert client.get(address).status_code == 303
    refused = signed_in(office.ana).get(address)
    assert refused.status_code == 403
    assert "ask your HR office" in refused.text
    assert signed_in(office.eka).get(address).status_code == 200


def test_a_form_without_a_token_changes_nothing_and_keeps_what_was_typed(signed_in, office):
    ana = signed_in(office.ana)
    answer = ana.post("/language", data={"csrf_token": "wrong", "language": "en", "note": "<b>& what I wrote</b>"})
    assert answer.status_code == 400
    assert "&lt;b&gt;&amp; what I wrote&lt;/b&gt;" in answer.text
    assert db.session.get_one(Person, (office.ana.agency_id, office.ana.id)).locale is None


def test_what_was_typed_arrives_on_the_second_try(signed_in, office):
    ana = signed_in(office.ana)
    page = ana.post("/language", data={"csrf_token": "wrong", "language": "en"}).text
    token = page.split('name="csrf_token" value="', 1)[1].split('"', 1)[0]
    assert ana.post("/language", data={"csrf_token": token, "language": "en"}).status_code == 303
    assert db.session.get_one(Person, (office.ana.agency_id, office.ana.id)).locale == "en"


def test_a_dead_session_keeps_what_was_typed_but_no_password(client, office):
    fields = {"note": "three hours of work", "old_password": "Hujan turun di sawah", "csrf_token": client.token()}
    answer = client.post("/account/password", data=fields)
    assert answer.status_code == 401
    assert "three hours of work" in answer.text
    assert "Hujan" not in answer.text


@pytest.fixture
def dead(client, office):
    """A page on which Ana is asked to sign in after a form of hers came too late; she knows her password."""
    with_password(office.ana, passwords.hashed(PASSWORD))
    db.session.commit()
    fields = {"language": "en", "note": "three hours & more", "old_password": "x", "csrf_token": client.token()}
    page = client.post("/account/sessions/end?from=here", data=fields)
    assert page.status_code == 401
    return page


def fields_of(page) -> tuple[str, dict]:
    """Where the form of the page goes, and what it sends."""
    addresses = ("/sign-in/again", "/account/sessions/end?from=here")
    form = next(form for form in html.fromstring(page.text).forms if form.get("action") in addresses)
    return form.get("action"), dict(form.form_values())


def test_after_signing_in_on_the_page_one_press_sends_what_was_typed(dead, client, office):
    address, fields = fields_of(dead)
    page = client.post(address, data=fields | {"username": office.ana.nip, "password": PASSWORD})
    assert page.status_code == 200
    assert "Ana Wulandari" in page.text
    address, fields = fields_of(page)
    assert address == "/account/sessions/end?from=here"
    assert {"language": "en", "note": "three hours & more"}.items() <= fields.items()
    assert "old_password" not in fields
    assert client.post(address, data=fields).status_code == 303


def test_a_wrong_password_there_loses_nothing_and_counts_as_a_guess(dead, client, office):
    address, fields = fields_of(dead)
    for _ in range(6):
        page = client.post(address, data=fields | {"username": office.ana.nip, "password": "wrong"})
        assert page.status_code == 422
        assert fields_of(page)[1]["kept-note"] == "three hours & more"
    last = client.post(address, data=fields | {"username": office.ana.nip, "password": PASSWORD})
    assert last.status_code == 429


def test_the_form_is_never_sent_on_to_another_site(dead, client, office):
    address, fields = fields_of(dead)
    elsewhere = fields | {"action": "//evil.example/", "username": office.ana.nip, "password": PASSWORD}
    assert "evil.example" not in client.post(address, data=elsewhere).text


def test_a_public_form_that_came_too_late_is_sent_again_without_signing_in(client, office):
    page = client.post("/language", data={"csrf_token": "wrong", "language": "en"})
    assert page.status_code == 400
    assert "Send again" in page.text
    assert "sign-in/again" not in page.text


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": None, "Origin": "https://evil.example"},
        {"Sec-Fetch-Site": None, "Origin": "null"},
    ],
)
def test_a_form_of_another_site_is_refused_even_with_the_right_token(signed_in, office, headers):
    ana = signed_in(office.ana)
    assert ana.post("/language", data={"language": "en"}, headers=headers).status_code == 403
    assert db.session.get_one(Person, (office.ana.agency_id, office.ana.id)).locale is None


def test_a_form_without_any_word_of_its_origin_needs_the_token_and_is_not_repeated(signed_in, office):
    ana = signed_in(office.ana)
    silent = {"Sec-Fetch-Site": None}
    refused = ana.post("/language", data={"csrf_token": "wrong", "language": "en", "note": "bait"}, headers=silent)
    assert refused.status_code == 400
    assert "bait" not in refused.text
    assert ana.post("/language", data={"language": "en"}, headers=silent).status_code == 303


def test_a_token_of_another_browser_is_refused(signed_in, office):
    ana, eka = signed_in(office.ana), signed_in(office.eka)
    assert ana.post("/language", data={"csrf_token": eka.token(), "language": "en"}).status_code == 400


def test_too_many_fields_are_refused(client, office):
    fields = {f"f{n}": "" for n in range(MOST_FIELDS + 1)}
    assert client.post("/sign-in", data=fields).status_code == 413


def test_too_large_a_body_is_refused(client, office):
    assert client.post("/sign-in", data={"username": "x" * 3_000_000}).status_code == 413


@pytest.mark.parametrize("address", ["/sign-in?next=%00", "/account?x=%00"])
def test_what_the_database_cannot_store_is_refused(client, office, address):
    assert client.get(address).status_code == 400


@pytest.mark.parametrize("address", ["/people/{}", "/people/imports/{}", "/people?unit={}"])
def test_a_number_that_no_table_can_hold_names_nothing(signed_in, office, address):
    assert signed_in(office.eka).get(address.format(10**30)).status_code == 404


def test_an_unknown_page_says_so_with_the_menu_of_the_reader(signed_in, office):
    answer = signed_in(office.ana).get("/nothing-here")
    assert answer.status_code == 404
    assert "There is nothing here" in answer.text
    assert "Ana Wulandari" in answer.text


def test_a_program_gets_an_error_it_can_read(client, office):
    answer = client.get("/nothing-here", headers={"Accept": "application/json"})
    assert json.loads(answer.text)["status"] == 404
    assert answer.content_type == "application/problem+json"


def test_htmx_is_sent_to_the_sign_in_of_the_page_it_stands_on(client, office):
    answer = client.get("/account", headers={"HX-Request": "true", "HX-Current-URL": "http://localhost/inbox?tab=done"})
    assert answer.headers["HX-Redirect"] == "/sign-in?next=%2Finbox%3Ftab%3Ddone"


@pytest.fixture
def production() -> Flask:
    """The application as it is served, on a database that is not there."""
    made = create_app(Config(database_url="postgresql://nobody:x@127.0.0.1:1/none", secret_key="for tests"))
    made.test_client_class = Browser
    return made


def test_a_database_that_is_gone_is_a_503_with_a_time_to_come_back(production):
    browser = production.test_client()
    browser.set_cookie("siklus", "x" * 43)
    answer = browser.get("/account")
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0
    assert "what was stored before is safe" in answer.text
    assert "Traceback" not in answer.text


def test_a_visitor_without_a_session_needs_no_database(production):
    assert production.test_client().get("/sign-in").status_code == 200


def test_a_failure_of_ours_is_a_500_without_its_insides(production):
    def broken() -> str:
        raise RuntimeError("the inside")

    production.add_url_rule("/broken", "static_broken", broken)
    access.ENDPOINTS["static_broken"] = access.PUBLIC
    try:
        answer = production.test_client().get("/broken")
    finally:
        del access.ENDPOINTS["static_broken"]
    assert answer.status_code == 500
    assert "the inside" not in answer.text
    assert "Nothing of this request was stored" in answer.text


def test_a_broken_menu_does_not_break_the_page_of_an_error(client, office, app, monkeypatch):
    def broken() -> dict:
        raise OperationalError("select", {}, Exception("gone"))

    monkeypatch.setitem(app.template_context_processors, None, [*app.template_context_processors[None], broken])
    assert client.get("/nothing-here").status_code == 404


def test_cookies_are_locked_to_https_where_the_address_is(app):
    secure = create_app(
        Config(
            database_url="postgresql://nobody:x@127.0.0.1:1/none",
            public_url="https://siklus.example",
            secret_key="for tests",
        )
    )
    answer = secure.test_client().post("/sign-out", base_url="https://siklus.example")
    assert answer.headers["Strict-Transport-Security"]
    assert secure.config["SESSION_COOKIE_SECURE"]

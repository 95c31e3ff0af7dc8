"""Signing in, staying signed in, and being signed out."""

from datetime import timedelta

import pytest
from argon2 import PasswordHasher
from sqlalchemy import func, select

from tests.webapp.factories import PASSWORD, account_of, make_office, make_person, with_password
from webapp.core import clock
from webapp.core.db import db
from webapp.people import attempts, invitations, passwords
from webapp.people.models import Session, SignInAttempt


@pytest.fixture(scope="module")
def password_hash() -> str:
    return passwords.hashed(PASSWORD)


@pytest.fixture
def office(session, app, password_hash):
    made = make_office()
    with_password(made.ana, password_hash)
    with_password(made.eka, password_hash)
    db.session.commit()
    return made


def _sign_in(client, username, password=PASSWORD, **more):
    return client.post("/sign-in", data={"username": username, "password": password, **more})


def test_a_person_signs_in_with_the_nip(client, office):
    answer = _sign_in(client, office.ana.nip)
    assert answer.status_code == 303
    assert "Ana Wulandari" in client.get("/account").text


def test_a_person_signs_in_with_the_e_mail_address_in_any_case(client, office):
    assert _sign_in(client, office.ana.email.upper()).status_code == 303


def test_an_e_mail_address_of_two_agencies_signs_nobody_in(client, office, password_hash):
    other = make_office()
    with_password(make_person(other.unit, "Ana Lain", email=office.ana.email), password_hash)
    db.session.commit()
    assert _sign_in(client, office.ana.email).status_code == 422


@pytest.mark.parametrize(
    ("username", "password"), [("ana", "Hujan turun di gunung"), ("nobody@siklus.example", PASSWORD)]
)
def test_a_wrong_name_and_a_wrong_password_get_the_same_answer(client, office, username, password):
    answer = _sign_in(client, office.ana.nip if username == "ana" else username, password)
    assert answer.status_code == 422
    assert "The user name or the password is not right." in answer.text
    assert client.get("/account").status_code == 303


def test_an_account_without_a_password_cannot_be_signed_in_to(client, office):
    assert _sign_in(client, office.bo.nip, "").status_code == 422
    assert _sign_in(client, office.bo.nip, "nobody has this password").status_code == 422


def test_a_disabled_account_cannot_be_signed_in_to(client, office):
    account_of(office.ana).disabled_at = clock.now()
    db.session.commit()
    assert _sign_in(client, office.ana.nip).status_code == 422


def test_signing_in_goes_on_to_the_page_that_was_asked_for(client, office):
    asked = client.get("/account?x=1")
    assert asked.location == "/sign-in?next=%2Faccount%3Fx%3D1"
    assert _sign_in(client, office.ana.nip, next="/account?x=1").location == "/account?x=1"


@pytest.mark.parametrize(
    "place", ["https://evil.example/", "//evil.example", "/\\evil.example", "/\t/evil.example", "account"]
)
def test_signing_in_never_goes_on_to_another_site(client, office, place):
    assert _sign_in(client, office.ana.nip, next=place).location == "/"


def test_the_password_is_not_kept_in_the_page_after_a_failure(client, office):
    assert "gunung" not in _sign_in(client, office.ana.nip, "Hujan turun di gunung").text


def test_too_many_guesses_are_refused_even_with_the_right_password(client, office):
    for _ in range(attempts.MOST_OF_NAME_AND_ADDRESS):
        assert _sign_in(client, office.ana.nip, "a wrong guess").status_code == 422
    assert _sign_in(client, office.ana.nip).status_code == 429
    assert _sign_in(client, office.eka.nip).status_code == 303, "others of the office still come in"


def test_guesses_are_forgotten_after_a_while(client, office):
    for _ in range(attempts.MOST_OF_NAME_AND_ADDRESS):
        attempts.remember_failure(office.ana.nip, "127.0.0.1")
    db.session.commit()
    with clock.at(clock.now() + attempts.WINDOW + timedelta(seconds=1)):
        assert _sign_in(client, office.ana.nip).status_code == 303


def test_guesses_from_many_addresses_at_one_name_are_refused(client, office):
    for n in range(attempts.MOST_OF_NAME):
        attempts.remember_failure(office.ana.nip, f"10.0.0.{n}")
    db.session.commit()
    assert _sign_in(client, office.ana.nip).status_code == 429


def test_attempts_name_nobody_in_clear(client, office):
    _sign_in(client, office.ana.nip, "a wrong guess")
    assert db.session.scalar(select(func.count()).select_from(SignInAttempt)) == 3
    assert all(len(who) == 32 for who in db.session.scalars(select(SignInAttempt.who)))


def test_signing_in_gives_a_new_token_whatever_the_browser_brought(client, office):
    client.set_cookie("siklus", "x" * 43)
    _sign_in(client, office.ana.nip)
    first = client.get_cookie("siklus").value
    _sign_in(client, office.ana.nip)
    assert "x" * 43 != first != client.get_cookie("siklus").value


def test_the_database_holds_no_token_in_clear(client, office):
    _sign_in(client, office.ana.nip)
    token = client.get_cookie("siklus").value
    assert all(token.encode() != kept for kept in db.session.scalars(select(Session.token_sha256)))


def test_a_signed_out_token_opens_nothing(client, office):
    _sign_in(client, office.ana.nip)
    token = client.get_cookie("siklus").value
    assert client.post("/sign-out").status_code == 303
    client.set_cookie("siklus", token)
    assert client.get("/account").status_code == 303


def test_a_session_ends_without_requests_and_in_any_case(client, signed_in, office):
    ana = signed_in(office.ana)
    start = clock.now()
    for half_hours in range(24):
        with clock.at(start + timedelta(minutes=30 * half_hours)):
            assert ana.get("/account").status_code == 200
    with clock.at(start + timedelta(hours=12, seconds=1)):
        assert ana.get("/account").status_code == 303
    eka = signed_in(office.eka)
    with clock.at(start + timedelta(minutes=62)):
        assert eka.get("/account").status_code == 303


def test_the_time_of_the_last_request_is_written_once_a_minute(signed_in, office):
    ana = signed_in(office.ana)
    start = clock.now()
    seen = []
    for seconds in (10, 50, 70, 100):
        with clock.at(start + timedelta(seconds=seconds)):
            ana.get("/account")
        seen.append(db.session.scalar(select(func.max(Session.seen_at))))
    assert seen[0] == seen[1] < seen[2] == seen[3]


def test_a_person_ends_one_of_her_sessions_from_another(signed_in, office):
    here, there, eka = signed_in(office.ana), signed_in(office.ana), signed_in(office.eka)
    page = here.get("/account").text
    address = page.split("/account/sessions/", 1)[1].split('"', 1)[0]
    here.post(f"/account/sessions/{address}")
    assert there.get("/account").status_code == 303
    assert here.get("/account").status_code == eka.get("/account").status_code == 200


def test_a_person_signs_out_everywhere_else(signed_in, office):
    here, there, eka = signed_in(office.ana), signed_in(office.ana), signed_in(office.eka)
    here.post("/account/sessions/end")
    assert there.get("/account").status_code == 303
    assert here.get("/account").status_code == eka.get("/account").status_code == 200


def test_a_session_is_told_by_its_browser_and_system(client, office):
    agent = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140 Edg/140"
    client.post("/sign-in", data={"username": office.ana.nip, "password": PASSWORD}, headers={"User-Agent": agent})
    assert "Edge, Windows" in client.get("/account").text


def test_nobody_ends_the_session_of_somebody_else(signed_in, office):
    ana, eka = signed_in(office.ana), signed_in(office.eka)
    signed_in(office.eka)
    address = eka.get("/account").text.split("/account/sessions/", 1)[1].split('"', 1)[0]
    ana.post(f"/account/sessions/{address}")
    open_ones = select(func.count()).select_from(Session).where(Session.ended_at.is_(None))
    assert db.session.scalar(open_ones) == 3


def test_disabling_an_account_ends_its_sessions_at_once(signed_in, office):
    ana = signed_in(office.ana)
    account_of(office.ana).disabled_at = clock.now()
    db.session.commit()
    assert ana.get("/account").status_code == 303


def test_an_old_hash_is_renewed_at_sign_in(client, office):
    weak = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    with_password(office.ana, weak)
    db.session.commit()
    _sign_in(client, office.ana.nip)
    assert account_of(office.ana).password_hash != weak
    assert _sign_in(client, office.ana.nip).status_code == 303


def test_a_changed_password_ends_the_other_sessions(signed_in, client, office):
    here, there = signed_in(office.ana), signed_in(office.ana)
    new = "Kopi pahit di tepi danau"
    answer = here.post(
        "/account/password", data={"old_password": PASSWORD, "new_password": new, "repeated_password": new}
    )
    assert answer.status_code == 303
    assert here.get("/account").status_code == 200
    assert there.get("/account").status_code == 303
    assert _sign_in(client, office.ana.nip).status_code == 422
    assert _sign_in(client, office.ana.nip, new).status_code == 303


@pytest.mark.parametrize(
    ("new", "says"),
    [
        ("pendek", "at least 12"),
        ("P4ssw0rd12345!", "easy to guess"),
        ("aaaaaaaaaaaab", "easy to guess"),
        ("123456789012345", "easy to guess"),
        ("qwertyuiop123", "easy to guess"),
        ("saya Wulandari yang asli", "must not contain"),
    ],
)
def test_a_weak_password_is_refused_with_the_reason(signed_in, office, new, says):
    answer = signed_in(office.ana).post(
        "/account/password", data={"old_password": PASSWORD, "new_password": new, "repeated_password": new}
    )
    assert answer.status_code == 422
    assert says in answer.text


def test_guessing_the_present_password_is_slowed_down_too(signed_in, office):
    ana = signed_in(office.ana)
    new = "Kopi pahit di tepi danau"
    fields = {"old_password": "a wrong guess", "new_password": new, "repeated_password": new}
    answers = [
        ana.post("/account/password", data=fields).status_code for _ in range(attempts.MOST_OF_NAME_AND_ADDRESS + 1)
    ]
    assert answers[-2:] == [422, 429]


def test_an_initial_password_must_be_changed_before_anything_else(signed_in, office):
    account_of(office.ana).must_change = True
    db.session.commit()
    ana = signed_in(office.ana)
    assert ana.get("/account").location == "/account/password"
    assert "of your own" in ana.get("/account/password").text


def test_an_invitation_sets_a_password_once(client, office):
    token = invitations.new_invitation(account_of(office.bo))
    db.session.commit()
    new = "Kopi pahit di tepi danau"
    fields = {"new_password": new, "repeated_password": new}
    assert "Bo Santoso" in client.get(f"/invitations/{token}").text
    assert client.post(f"/invitations/{token}", data=fields).status_code == 303
    assert "Bo Santoso" in client.get("/account").text
    assert client.get(f"/invitations/{token}").status_code == 404


def test_an_invitation_ends_after_a_week_and_with_the_next_one(client, office):
    first = invitations.new_invitation(account_of(office.bo))
    db.session.commit()
    second = invitations.new_invitation(account_of(office.bo))
    db.session.commit()
    assert client.get(f"/invitations/{first}").status_code == 404
    assert client.get(f"/invitations/{second}").status_code == 200
    with clock.at(clock.now() + invitations.INVITATION_LASTS + timedelta(seconds=1)):
        assert client.get(f"/invitations/{second}").status_code == 404


def test_a_refused_first_password_leaves_the_invitation_open(client, office):
    token = invitations.new_invitation(account_of(office.bo))
    db.session.commit()
    answer = client.post(f"/invitations/{token}", data={"new_password": "pendek", "repeated_password": "pendek"})
    assert answer.status_code == 422
    assert client.get(f"/invitations/{token}").status_code == 200

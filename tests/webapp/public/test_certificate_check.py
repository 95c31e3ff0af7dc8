"""Anybody checks a certificate, by its code or by its file, without signing in."""

import io
from datetime import timedelta

import pytest

from tests.webapp.cycles import actor_for
from tests.webapp.factories import make_office
from tests.webapp.outcomes.answers import approval, proposal
from tests.webapp.plans.rows import Story, make_case
from webapp.core import clock, files
from webapp.core.db import db
from webapp.core.jobs import jobs
from webapp.core.operations import perform
from webapp.outcomes import awards, queries
from webapp.public import attempts, service


@pytest.fixture
def office(app, tmp_path, monkeypatch):
    monkeypatch.setattr(files, "store", lambda: files.Folder(tmp_path))
    return make_office()


@pytest.fixture
def certificate(office):
    """Ana's, printed; Fajar's lies beside it."""
    issue(office, office.fajar)
    return issue(office, office.ana)


def issue(office, person):
    story = Story(make_case(office, person))
    story.hand_in("propose_award", office.eka, proposal())
    on = story.hand_in("approve_award", office.dewi, approval())
    inputs = {"task": "propose_award", "approval": "approve_award", "predicate": "very_good"}
    perform(on, "outcomes.issue_certificate", inputs)
    issued = queries.award(on.agency_id, on.case_id).certificate
    jobs["outcomes.render_certificate"].run(agency_id=issued.agency_id, certificate_id=issued.id)
    db.session.commit()
    return issued


def send(client, content: bytes):
    file = (io.BytesIO(content), "piagam.pdf")
    data = {"csrf_token": client.token(), "file": file}
    return client.post("/c", data=data, content_type="multipart/form-data")


def test_a_genuine_code_shows_what_the_paper_says(client, certificate, office):
    response = client.get(f"/c/{certificate.code}")
    assert response.status_code == 200
    assert "This certificate is genuine" in response.text
    for words in ("Ana Wulandari", certificate.printed_number, "Sangat Baik", "Dewi Lestari", "delapan dusun"):
        assert words in response.text
    for words in ("Fajar", office.ana.email, "Predikat Sangat Baik", "800/123/BKPSDM/2027", "Eka"):
        assert words not in response.text


@pytest.mark.parametrize("typed", [str.lower, lambda code: code.replace("-", " "), lambda code: code.replace("-", "")])
def test_a_code_is_known_however_it_is_typed(client, certificate, typed):
    response = client.get("/c", query_string={"code": f" {typed(certificate.code)} "}, follow_redirects=True)
    assert "This certificate is genuine" in response.text


@pytest.mark.parametrize("code", ["2222-2222", "nonsense", "7K2M-Q9XD-1", "٢٢٢٢-٢٢٢٢", "%00"])
def test_an_unknown_code_says_so(client, certificate, code):
    response = client.get(f"/c/{code}")
    assert response.status_code in (400, 404)
    assert "Ana Wulandari" not in response.text


def test_a_revoked_certificate_says_since_when_and_not_why(client, certificate, office):
    awards.revoke(certificate, "Dasar penghargaan keliru", actor=actor_for(office.dewi, "agency_head"))
    db.session.commit()
    response = client.get(f"/c/{certificate.code}")
    assert "This certificate was revoked" in response.text
    assert "genuine" not in response.text
    assert "Dasar penghargaan keliru" not in response.text


def test_the_very_file_is_recognised(client, certificate):
    response = send(client, files.store().get(certificate.sha256))
    assert "to the last byte" in response.text
    assert "Ana Wulandari" in response.text


def test_a_file_changed_in_one_byte_is_not(client, certificate):
    content = bytearray(files.store().get(certificate.sha256))
    content[-20] ^= 1
    response = send(client, bytes(content))
    assert response.status_code == 404
    assert "was changed since" in response.text


def test_no_file_asks_for_one(client, certificate):
    response = client.post("/c", data={"csrf_token": client.token()})
    assert response.status_code == 422
    assert "Choose the PDF first" in response.text


def test_the_form_is_there_for_everybody(client, office):
    assert "Check a certificate" in client.get("/c").text


def test_guessing_ends_after_a_while_even_for_a_right_code(client, certificate):
    for number in range(attempts.MOST):
        client.get(f"/c/2222-{number:04d}")
    assert client.get("/c/3333-3333").status_code == 429
    assert client.get(f"/c/{certificate.code}").status_code == 429
    assert send(client, b"%PDF-").status_code == 429


def test_guesses_are_forgotten_after_the_window_and_right_codes_never_count(certificate):
    for _ in range(attempts.MOST + 5):
        assert service.check_code(certificate.code, address="10.0.0.1")
    for number in range(attempts.MOST):
        assert service.check_code(f"2222-{number:04d}", address="10.0.0.1") is None
    with pytest.raises(attempts.TooManyChecks):
        service.check_code(certificate.code, address="10.0.0.1")
    assert service.check_code(certificate.code, address="10.0.0.2")
    with clock.at(clock.now() + attempts.WINDOW + timedelta(seconds=1)):
        assert service.check_code(certificate.code, address="10.0.0.1")


def test_the_paper_points_to_this_page():
    assert awards.check_address("https://siklus.example/", "7K2M-Q9XD") == "https://siklus.example/c/7K2M-Q9XD"

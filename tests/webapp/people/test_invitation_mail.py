"""Links for passwords reach their owner by mail, and HR sees them only when mail cannot."""

import re
from dataclasses import replace

import pytest
from sqlalchemy import text

from tests.faults.post_office import PostOffice, free_port, post_office
from webapp.core.db import db
from webapp.core.jobs import jobs

NEW = "Kopi pahit di tepi danau"
BOTH = {"new_password": NEW, "repeated_password": NEW}


@pytest.fixture
def mail(app, monkeypatch):
    """A mail server that Siklus is set up to use."""
    port = free_port()
    changed = replace(
        app.config["SIKLUS"], smtp_url=f"smtp://127.0.0.1:{port}", public_url="https://siklus.example", demo=False
    )
    with post_office(port) as there:
        monkeypatch.setitem(app.config, "SIKLUS", changed)
        yield there


def run_queue(times: int = 1) -> None:
    """Do the waiting jobs of accounts as the worker does, each so many times."""
    rows = db.session.execute(
        text("delete from procrastinate_jobs where task_name like 'people.%' returning task_name, args")
    ).all()
    for name, arguments in rows * times:
        jobs[name].run(**arguments)
        db.session.commit()


def everything_stored() -> str:
    tables = ("invitation", "notice", "job_effect", "procrastinate_jobs", "incident")
    return " ".join(str(db.session.execute(text(f"select * from {table}")).all()) for table in tables)


def letters(mail: PostOffice) -> list[str]:
    return [str(message.get_content()) for message in mail.mails]


def test_the_link_goes_to_the_person_and_nowhere_else(mail, signed_in, client, office):
    page = signed_in(office.eka).post(f"/people/{office.ana.id}/invitation")
    assert f"on its way to {office.ana.email}" in page.text
    assert "/invitations/" not in page.text
    run_queue()
    (letter,) = letters(mail)
    assert mail.mails[0]["To"] == office.ana.email
    token = re.search(r"https://siklus\.example/invitations/(\S+)", letter)[1]
    assert token not in everything_stored()
    assert client.post(f"/invitations/{token}", data=BOTH).status_code == 303


def test_whoever_sets_a_password_by_a_link_its_owner_is_told_once(mail, signed_in, client, office):
    signed_in(office.eka).post(f"/people/{office.ana.id}/invitation")
    run_queue()
    token = re.search(r"/invitations/(\S+)", letters(mail)[0])[1]
    client.post(f"/invitations/{token}", data=BOTH)
    run_queue(times=2)
    assert [message["Subject"] for message in mail.mails][1:] == ["Kata sandi Siklus Anda sudah diatur"]


def test_a_mail_that_is_written_twice_ends_the_earlier_link(mail, signed_in, client, office):
    signed_in(office.eka).post(f"/people/{office.ana.id}/invitation")
    run_queue(times=2)
    first, second = (re.search(r"/invitations/(\S+)", letter)[1] for letter in letters(mail))
    assert client.get(f"/invitations/{first}").status_code == 404
    assert client.get(f"/invitations/{second}").status_code == 200


def test_who_has_no_address_is_given_the_link_by_hr(mail, signed_in, office):
    office.ana.email = None
    db.session.commit()
    page = signed_in(office.eka).post(f"/people/{office.ana.id}/invitation")
    assert "Give this link to the person" in page.text
    assert "/invitations/" in page.text


def test_everybody_sees_who_made_links_for_the_own_password(signed_in, office):
    signed_in(office.eka).post(f"/people/{office.ana.id}/invitation")
    assert "by Eka Putri" in signed_in(office.ana).get("/account").text
    assert "Links made" not in signed_in(office.bo).get("/account").text

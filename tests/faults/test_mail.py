"""Mail through a server in every mood: one mail in the end, and nobody waits for it."""

import time
from collections.abc import Callable

import pytest

from tests.faults.post_office import free_port, post_office, silence
from tests.faults.town import Browser, Town
from tests.faults.work import hurry, is_idle, until, worker
from webapp.core import mail

FAILED = "select coalesce(max(attempts), 0) from procrastinate_jobs where task_name = 'cases.mail'"


def test_a_mail_outlives_a_server_that_is_gone_refuses_and_hangs(
    make_town: Callable[..., Town], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mail, "TIMEOUT", 3)
    port = free_port()
    town = make_town(smtp_url=f"smtp://127.0.0.1:{port}", public_url="http://siklus.example")
    town.open_case(town.ana, members=[town.bo])
    browser = town.browser(town.ana)
    browser.get("/inbox")  # the first page compiles what it needs, which is no waiting for mail
    with worker(town):
        until(lambda: town.number(FAILED) == 1)  # nobody listens there

        with post_office(port) as office:
            office.refusing = True
            hurry(town)
            until(lambda: town.number(FAILED) == 2)
            refused = office.seen[0]

        with silence(port) as called:
            hurry(town)
            until(lambda: bool(called))
            assert_nobody_waits(town, browser)
            until(lambda: town.number(FAILED) == 3)

        with post_office(port) as office:
            hurry(town)
            until(lambda: len(office.mails) == 2)
            until(lambda: is_idle(town))

    to_ana, to_bo = sorted(office.mails, key=lambda m: m["To"])
    assert (to_ana["To"], to_ana["Subject"]) == (town.ana.email, f"Task: Write the report, {town.ana.name}")
    assert (to_bo["To"], to_bo["Subject"]) == (town.bo.email, f"Tugas: Write the report, {town.bo.name}")
    assert "Open the task: http://siklus.example/tasks/" in to_ana.get_content()
    assert to_ana["Message-ID"] == refused["Message-ID"] != to_bo["Message-ID"]
    assert town.number("select count(*) from notice where mailed_at is null") == 0
    assert town.number("select count(*) from incident") == 0


def assert_nobody_waits(town: Town, browser: Browser) -> None:
    """Pages and other work go on while the mail server is silent."""
    began = time.monotonic()
    assert browser.get("/inbox").status_code == 200
    assert time.monotonic() - began < 1
    town.open_case(town.bo, members=[town.ana])
    until(lambda: town.number("select count(*) from notice") == 2, 1.5)


def test_a_mail_that_nobody_takes_becomes_an_incident(make_town: Callable[..., Town]) -> None:
    town = make_town(smtp_url=f"smtp://127.0.0.1:{free_port()}")
    town.open_case(town.ana, members=[town.bo])
    with worker(town):
        until(lambda: town.number(FAILED) == 1)
        town.do("update procrastinate_jobs set attempts = 7, scheduled_at = now() where task_name = 'cases.mail'")
        until(lambda: town.number("select count(*) from incident") == 1)
        until(lambda: is_idle(town))

    (problem,) = town.rows("select job, problem from incident")
    assert problem[0] == "cases.mail"
    assert "Connection refused" in problem[1]
    assert town.number("select count(*) from notice where mailed_at is not null") == 0

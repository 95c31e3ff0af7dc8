"""The reader's language, and how dates and numbers read in it."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.webapp.factories import make_office
from webapp.core import clock, i18n

WEDNESDAY = datetime(2026, 11, 18, 3, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("wish", "language"), [("en", "en"), ("id", "id"), ("de,en;q=0.5", "en"), ("de", "id"), ("", "id")]
)
def test_a_visitor_reads_what_the_browser_wishes(client, wish, language):
    assert f'<html lang="{language}"' in client.get("/sign-in", headers={"Accept-Language": wish}).text


def test_a_choice_outlives_the_wish_of_the_browser(client):
    client.post("/language", data={"language": "id"})
    assert '<html lang="id"' in client.get("/sign-in", headers={"Accept-Language": "en"}).text


def test_the_choice_of_a_person_follows_her_to_another_browser(app, session, signed_in):
    office = make_office()
    signed_in(office.ana).post("/language", data={"language": "id"})
    elsewhere = signed_in(office.ana)
    assert '<html lang="id"' in elsewhere.get("/account", headers={"Accept-Language": "en"}).text
    assert '<html lang="en"' in signed_in(office.eka).get("/account", headers={"Accept-Language": "en"}).text


def test_an_unknown_language_is_refused(client):
    assert client.post("/language", data={"language": "xx"}).status_code == 404


@pytest.mark.parametrize(
    ("after", "reads"),
    [
        (timedelta(hours=7), "today 17:00"),
        (timedelta(days=1, hours=7), "tomorrow 17:00"),
        (timedelta(days=-1, hours=7), "yesterday 17:00"),
        (timedelta(days=3), "Saturday 10:00"),
        (timedelta(days=30), "Dec 18, 2026, 10:00"),
        (timedelta(hours=15), "tomorrow 01:00"),
    ],
)
def test_a_deadline_reads_in_the_time_of_the_agency(app, session, after, reads):
    with clock.at(WEDNESDAY), i18n.reader("en", "Asia/Jakarta"):
        assert i18n.deadline(WEDNESDAY + after) == reads


def test_mail_reads_in_the_language_and_time_of_its_receiver(app, session):
    with clock.at(WEDNESDAY):
        with i18n.reader("id", "Asia/Jayapura"):
            assert i18n.clock_time(WEDNESDAY) == "12.00"
            assert i18n.number(1234.5) == "1.234,5"
            assert i18n.percent(0.875) == "87,5%"
        with i18n.reader("en", "Asia/Makassar"):
            assert i18n.clock_time(WEDNESDAY) == "11:00"
            assert i18n.number(1234.5) == "1,234.5"


@pytest.mark.parametrize(("days", "working"), [(0, 0), (1, 1), (2, 2), (3, 2), (5, 3), (7, 5), (-2, -2), (-4, -3)])
def test_working_days_leave_out_weekends(app, session, days, working):
    with clock.at(WEDNESDAY), i18n.reader("en"):
        assert i18n.working_days_left(WEDNESDAY + timedelta(days=days)) == working


def test_numbers_of_days_have_their_own_words(app, session):
    with i18n.reader("en"):
        assert (i18n.working_days(1), i18n.working_days(5)) == ("1 working day", "5 working days")

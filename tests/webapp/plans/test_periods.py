"""The periods of a cycle: of the length HR chose, named by their own dates in both languages."""

from datetime import date
from types import SimpleNamespace
from uuid import uuid4

import pytest

from tests.webapp.plans.rows import Story, acting, draft_answers, indicator, make_case
from webapp.cases import periods
from webapp.cases.models import Cycle
from webapp.core import i18n
from webapp.core.db import db
from webapp.core.operations import perform
from webapp.core.panels import readers
from webapp.library import bundles
from webapp.library import service as library
from webapp.plans import words

YEAR = date(2026, 1, 1), date(2026, 12, 31)


def cycle(months, start=YEAR[0], end=YEAR[1]):
    return SimpleNamespace(starts_on=start, ends_on=end, period_ends=periods.ends(start, end, months))


def titles(app, found, language):
    with app.test_request_context(), i18n.reader(language):
        return [words.period_title(found, number) for number in range(1, len(found.period_ends) + 1)]


@pytest.mark.parametrize(
    ("months", "count", "indonesian", "english"),
    [
        (1, 12, "Februari 2026", "February 2026"),
        (3, 4, "Triwulan II, April-Juni 2026", "Quarter II, April - June 2026"),
        (6, 2, "Semester II, Juli-Desember 2026", "Half-year II, July - December 2026"),
        (None, 1, "Seluruh siklus, Januari-Desember 2026", "Whole cycle, January - December 2026"),
    ],
)
def test_a_period_is_named_by_its_dates(app, months, count, indonesian, english):
    found = cycle(months)
    assert len(found.period_ends) == count
    assert indonesian in [plain(title) for title in titles(app, found, "id")]
    assert english in [plain(title) for title in titles(app, found, "en")]


def test_periods_that_are_no_whole_months_give_their_days(app):
    found = cycle(3, date(2026, 1, 15), date(2026, 9, 30))
    assert [plain(title) for title in titles(app, found, "id")] == [
        "Triwulan I, 15 Jan - 14 Apr 2026",
        "Triwulan II, 15 Apr - 14 Jul 2026",
        "Triwulan III, 15 Jul - 30 Sep 2026",
    ]


def test_the_last_period_ends_with_the_cycle(app):
    assert plain(titles(app, cycle(3, end=date(2026, 10, 31)), "id")[-1]) == "Triwulan IV, Oktober 2026"


def test_a_plan_of_a_monthly_cycle_has_twelve_targets(office, app):
    story = Story(make_case(office, office.ana))
    found = db.session.get_one(Cycle, (story.case.agency_id, story.case.cycle_id))
    found.period_ends = periods.ends(found.starts_on, found.ends_on, periods.MONTH)
    [row] = readers["plans.draft"](story.case, acting(office.ana))["cycle_periods"][6:7]
    assert (row["period"], row["name"], row["target"]) == (7, "Juli 2026", None)
    targets = [{"period": number, "name": "…", "target": number} for number in range(1, 13)]
    result = {**draft_answers()["results"][0], "indicators": [indicator(targets=targets, weight=100)]}
    perform(
        story.hand_in("draft_plan", office.ana, draft_answers(results=[result])),
        "plans.record_draft",
        {"task": "draft_plan"},
    )
    [again] = readers["plans.draft"](story.case, acting(office.ana))["results"]
    assert [each["target"] for each in again["indicators"][0]["targets"]] == list(range(1, 13))


def asked(**values) -> dict:
    whole = {"starts_on": "2027-01-01", "ends_on": "2027-12-31", "plan_due_on": "2027-01-31"}
    rest = {"assessment_due_on": "2028-01-10", "population": "agency", "key": str(uuid4()), "name": "Siklus 2027"}
    return {**whole, **rest, **values}


@pytest.mark.parametrize(("months", "count"), [("1", 12), ("3", 4), ("6", 2), ("0", 1)])
def test_hr_chooses_how_long_periods_are(office, signed_in, months, count):
    library.publish(office.agency.id, "appraisal", "Siklus", bundles.shipped("appraisal"), note="", by=None)
    db.session.commit()
    assert signed_in(office.eka).post("/cycles", data=asked(months=months)).status_code == 303
    [found] = db.session.query(Cycle).filter_by(agency_id=office.agency.id).all()
    assert len(found.period_ends) == count


def test_more_than_twelve_periods_are_refused(office, signed_in):
    answer = signed_in(office.eka).post("/cycles", data=asked(months="1", ends_on="2028-06-30"))
    assert answer.status_code == 422
    assert "18" in answer.text
    assert "Choose longer ones" in answer.text


def plain(text: str) -> str:
    """With the hyphen and the spaces of a keyboard."""
    return text.translate({0x2013: "-", 0x2009: " ", 0x202F: " ", 0xA0: " "})

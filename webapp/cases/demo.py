"""The demo agency: its roster, the shipped process, and one open cycle to begin with."""

from datetime import date, timedelta
from uuid import UUID

from webapp.cases import opening
from webapp.cases.forms import quarter_ends
from webapp.core import clock
from webapp.core.db import db
from webapp.library import bundles
from webapp.library import service as library
from webapp.people import demo as people

KEY = UUID("5d46cea7-0000-4000-8000-000000000001")


def seed() -> list[dict]:
    """Seed once; later calls only tell the accounts. Commits."""
    accounts = people.seed()
    agency_id, officer = people.office()
    library.publish(
        agency_id,
        "appraisal",
        "Siklus penilaian kinerja",
        bundles.shipped("appraisal"),
        note="Versi bawaan Siklus",
        by=None,
    )
    opening.open_cycle(_terms(), opening.Population(whole_agency=True), actor=officer, key=KEY)
    db.session.commit()
    return accounts


def _terms() -> opening.Terms:
    """The appraisal year that today lies in."""
    today = clock.now().date()
    start, end = date(today.year, 1, 1), date(today.year, 12, 31)
    return opening.Terms(
        name=f"Siklus Kinerja {today.year}",
        starts_on=start,
        ends_on=end,
        plan_due_on=min(end, today + timedelta(days=14)),
        assessment_due_on=end + timedelta(days=10),
        period_ends=quarter_ends(start, end),
    )

"""Every read of activity reports, of the evidence of cases, and of the files linked to either."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import groupby

from sqlalchemy import Select, and_, func, or_, select

from webapp.activities.models import Activity, ActivityDraft, ActivityFile, CaseFile, Evidence
from webapp.cases.models import Case
from webapp.cases.queries import may_see_case
from webapp.core.db import db
from webapp.core.errors import NotFound
from webapp.core.files import File
from webapp.core.paging import Page, page_of
from webapp.people.models import Person, Post, Unit
from webapp.plans import sight
from webapp.plans.queries import cycle_of

PAGE = 40
PANEL_ROWS = 30


@dataclass(frozen=True)
class Filters:
    """What a list of reports is narrowed to."""

    since: date | None = None
    until: date | None = None
    indicator: int | None = None
    blocked: bool = False
    words: str = ""


@dataclass(frozen=True)
class Day:
    """The reports of one day."""

    day: date
    activities: list[Activity]

    @property
    def minutes(self) -> int:
        return sum(activity.minutes for activity in self.activities)


@dataclass(frozen=True)
class Member:
    """One member of a team with the latest reports."""

    person: Person
    post: Post
    unit: Unit
    activities: list[Activity] = field(default_factory=list)

    def on(self, day: date) -> list[Activity]:
        return [activity for activity in self.activities if activity.day == day]

    @property
    def minutes(self) -> int:
        return sum(activity.minutes for activity in self.activities)

    @property
    def is_blocked(self) -> bool:
        return any(activity.obstacle for activity in self.activities)


def activity_for(activity_id: int, *, actor) -> Activity:
    """The report, if its author's work is for the actor to see; NotFound otherwise."""
    found = db.session.get(Activity, (actor.agency_id, activity_id))
    if found is None or found.withdrawn_at is not None or not sight.may_see_work_of(actor, found.person_id):
        raise NotFound
    return found


def draft_of(actor) -> ActivityDraft | None:
    """What I have typed of a report and not sent yet."""
    return db.session.get(ActivityDraft, (actor.agency_id, actor.person_id), populate_existing=True)


def activity_page(person_id: int, filters: Filters, number: int, *, actor) -> Page:
    """Reports of the person, newest day first; NotFound when their work is not for the actor to see."""
    if not sight.may_see_work_of(actor, person_id):
        raise NotFound
    wanted = _reports(actor.agency_id).where(Activity.person_id == person_id, *_conditions(filters))
    found = page_of(wanted.order_by(*_NEWEST), number, PAGE)
    return Page([row[0] for row in found.rows], found.number, found.size, found.total)


def by_day(activities: Sequence[Activity]) -> list[Day]:
    """The same, one group per day, in their order."""
    return [Day(day, list(rows)) for day, rows in groupby(activities, key=lambda activity: activity.day)]


def minutes_on(agency_id: int, person_id: int, day: date, *, but: int | None = None) -> int:
    """How long the reports of that day are together, without the one that is being changed."""
    total = select(func.coalesce(func.sum(Activity.minutes), 0)).where(
        Activity.agency_id == agency_id,
        Activity.person_id == person_id,
        Activity.day == day,
        Activity.withdrawn_at.is_(None),
        Activity.id.is_distinct_from(but),
    )
    return db.session.scalar(total) or 0


def team(actor, *, since: date, until: date) -> list[Member]:
    """Those the actor supervises directly, each with the reports of these days."""
    members = {person.id: Member(person, post, unit) for person, post, unit in sight.team_of(actor)}
    reports = _reports(actor.agency_id).where(
        Activity.person_id.in_(members), Activity.day >= since, Activity.day <= until
    )
    for activity in db.session.scalars(reports.order_by(*_NEWEST)):
        members[activity.person_id].activities.append(activity)
    return list(members.values())


def week_of(day: date) -> date:
    """Its Monday."""
    return day - timedelta(days=day.weekday())


def latest_of_case(case) -> Sequence[Activity]:
    """The newest reports of the person within the cycle of the case."""
    wanted = _reports(case.agency_id).where(Activity.person_id == case.employee_id, *_within_cycle(case))
    return db.session.scalars(wanted.order_by(*_NEWEST).limit(PANEL_ROWS)).all()


def totals_of_case(case) -> tuple[int, int]:
    """How many reports of the person lie within the cycle of the case, and their minutes."""
    total = select(func.count(), func.coalesce(func.sum(Activity.minutes), 0)).where(
        Activity.agency_id == case.agency_id,
        Activity.withdrawn_at.is_(None),
        Activity.person_id == case.employee_id,
        *_within_cycle(case),
    )
    count, minutes = db.session.execute(total).one()
    return count, minutes


def evidence_of(agency_id: int, case_id: int) -> Sequence[Evidence]:
    """All evidence of the case, by period."""
    statement = (
        select(Evidence)
        .where(Evidence.agency_id == agency_id, Evidence.case_id == case_id)
        .order_by(Evidence.period, Evidence.id)
    )
    return db.session.scalars(statement).all()


def file_for(sha256: str, *, actor) -> File:
    """The file, if the actor brought it or may see a case or report it belongs to; NotFound otherwise."""
    of_cases = (
        select(CaseFile.file_id)
        .join(Case, and_(Case.agency_id == CaseFile.agency_id, Case.id == CaseFile.case_id))
        .where(may_see_case(actor))
    )
    of_reports = (
        select(ActivityFile.file_id)
        .join(Activity, and_(Activity.agency_id == ActivityFile.agency_id, Activity.id == ActivityFile.activity_id))
        .where(
            Activity.agency_id == actor.agency_id,
            Activity.withdrawn_at.is_(None),
            Activity.person_id.in_(_visible_authors(sha256, actor)),
        )
    )
    statement = select(File).where(
        File.agency_id == actor.agency_id,
        File.sha256 == sha256,
        or_(File.uploaded_by == actor.person_id, File.id.in_(of_cases), File.id.in_(of_reports)),
    )
    found = db.session.scalars(statement.order_by(File.id)).first()
    if found is None:
        raise NotFound
    return found


def _visible_authors(sha256: str, actor) -> list[int]:
    """Of those who have shown the file in a report, the ones whose work is for the actor to see."""
    authors = (
        select(Activity.person_id)
        .join(ActivityFile, and_(ActivityFile.agency_id == Activity.agency_id, ActivityFile.activity_id == Activity.id))
        .join(File, and_(File.agency_id == ActivityFile.agency_id, File.id == ActivityFile.file_id))
        .where(File.agency_id == actor.agency_id, File.sha256 == sha256)
    )
    return [author for author in db.session.scalars(authors.distinct()) if sight.may_see_work_of(actor, author)]


_NEWEST = (Activity.day.desc(), Activity.id.desc())


def _reports(agency_id: int) -> Select:
    return select(Activity).where(Activity.agency_id == agency_id, Activity.withdrawn_at.is_(None))


def _conditions(filters: Filters) -> list:
    return [
        *([Activity.day >= filters.since] if filters.since else []),
        *([Activity.day <= filters.until] if filters.until else []),
        *([Activity.indicator_id == filters.indicator] if filters.indicator else []),
        *([Activity.obstacle.is_not(None)] if filters.blocked else []),
        *([Activity.text.icontains(filters.words, autoescape=True)] if filters.words.strip() else []),
    ]


def _within_cycle(case) -> list:
    cycle = cycle_of(case)
    return [Activity.day >= cycle.starts_on, Activity.day <= cycle.ends_on]

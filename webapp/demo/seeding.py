"""Seeds the demo: once, whole or not at all, and the same on every run of a day."""

from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select

from webapp.cases import opening
from webapp.cases.models import Case, Cycle
from webapp.core import clock, i18n
from webapp.core.db import db
from webapp.demo import companions, walking
from webapp.demo.calendar import COMING, PILOT, Calendar
from webapp.demo.cast import Cast
from webapp.demo.stories import Story, stories
from webapp.library import bundles, texts
from webapp.library import service as library
from webapp.people import demo as people
from webapp.people.actor import Actor
from webapp.people.models import Agency

KEYS = {
    PILOT: UUID("5d46cea7-0000-4000-8000-000000000001"),
    COMING: UUID("5d46cea7-0000-4000-8000-000000000002"),
}


def seed() -> list[dict]:
    """Seed once; later calls only tell the accounts. Commits."""
    accounts = people.seed()
    if is_new():
        _publish_and_tell()
        db.session.commit()
    return accounts


def is_new() -> bool:
    """Whether nothing has been seeded yet."""
    return db.session.scalar(select(Cycle.id).where(Cycle.key == KEYS[COMING])) is None


def _publish_and_tell() -> None:
    agency_id, officer = people.office()
    agency = db.session.get_one(Agency, agency_id)
    pack = bundles.shipped("appraisal")
    title = texts.card(pack)["title"]
    library.publish(agency_id, "appraisal", title, pack, note="Versi bawaan Siklus", by=None)
    calendar = Calendar(clock.now().astimezone(ZoneInfo(agency.time_zone)))
    cast, told = Cast(agency), list(stories())
    # Both cycles first: so the queue opens the cases of everybody else before it tells of the steps walked here.
    cycles = {name: _open(name, told, calendar, cast, officer) for name in (PILOT, COMING)}
    opening.open_cases(agency_id, cycles[COMING].id, cast.guides)
    with i18n.reader(agency.locale, agency.time_zone):
        for name, cycle in cycles.items():
            _walk(cycle, [story for story in told if story.cycle == name], calendar, cast)
        companions.speak(cast, calendar)


def _open(name: str, told: list[Story], calendar: Calendar, cast: Cast, officer: Actor) -> Cycle:
    """The cycle with the cases of its stories. The pilot is for their people, the year for everybody."""
    people_told = [cast.person(story.who) for story in told if story.cycle == name]
    nips = [person.nip for person in people_told]
    whom = opening.Population(nips=nips) if name == PILOT else opening.Population(whole_agency=True)
    opened = calendar.opened(name)
    with clock.at(opened):
        cycle = opening.open_cycle(calendar.terms(name), whom, actor=officer, key=KEYS[name])
        opening.open_cases(cycle.agency_id, cycle.id, [person.id for person in people_told])
    walking.backdate(cycle, opened)
    return cycle


def _walk(cycle: Cycle, told: list[Story], calendar: Calendar, cast: Cast) -> None:
    cases = {case.employee_id: case for case in db.session.scalars(_of(cycle))}
    for story in told:
        moments = calendar.moments(story.cycle, story.steps, waits=story.waits, who=story.who)
        walking.Walk(story, cases[cast.person(story.who).id], cast).go(moments, calendar.now)


def _of(cycle: Cycle):
    return select(Case).where(Case.agency_id == cycle.agency_id, Case.cycle_id == cycle.id)

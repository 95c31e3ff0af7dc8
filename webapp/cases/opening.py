"""Opening a cycle for a population: once, whatever is clicked or killed."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import and_, exists, func, insert, or_, select, update
from sqlalchemy.dialects.postgresql import aggregate_order_by

from webapp.cases import service
from webapp.cases.ledger import LIVE
from webapp.cases.models import Case, Cycle, CycleMember
from webapp.core import jobs
from webapp.core.db import db
from webapp.core.errors import Refusal
from webapp.core.permissions import require
from webapp.core.words import N_
from webapp.library import queries as library
from webapp.library.models import ProcessVersion
from webapp.people import queries as people
from webapp.people.models import Agency, Person, Post
from workflows import EngineError

log = logging.getLogger(__name__)

CHUNK = 50
MANY = 100  # cases; whoever opens more at once is asked whether so many are meant
NO_SUPERVISOR = N_("Nobody supervises this person, so nobody could rate the work.")
NO_POST = N_("This person has no post any more.")
NO_START = N_("The process does not start for this person; the process admins know why.")
OFFICE_CLOSES = time(16, 0)


class NobodyToAppraise(Refusal):
    """The chosen population has no members, so no cycle was opened."""

    status = 422


class NameTaken(Refusal):
    """There is a cycle of this name already; choose another name."""

    status = 422


class NoProcess(Refusal):
    """No process has been published yet, so no cycle can be opened."""


class WhichProcess(Refusal):
    """Several processes are published; choose the one that the cycle is to follow."""

    status = 422


class UnknownNumbers(Refusal):
    """Nobody in post here has these NIP numbers, so no cycle was opened: %(nips)s. Correct them or take them out."""

    status = 422


class Many(Refusal):
    """This opens %(count)s cases at once, and each of these people gets a first task. Nothing has been opened yet."""


class Overlaps(Refusal):
    """People of this population who already run in a cycle of overlapping dates: %(people)s, in %(cycles)s."""


@dataclass(frozen=True)
class Terms:
    """What a cycle is about: its name, its dates, and the ends of its periods, oldest first.

    `process` is the key of a published process; without it, the only one is meant.
    """

    name: str
    starts_on: date
    ends_on: date
    plan_due_on: date
    assessment_due_on: date
    period_ends: list[date]
    process: str = ""


@dataclass(frozen=True)
class Population:
    """For whom: the whole agency, units with all below them, or listed persons."""

    whole_agency: bool = False
    units: Sequence[int] = ()
    nips: Sequence[str] = ()


def open_cycle(
    terms: Terms, population: Population, *, actor, key: UUID, may_overlap: bool = True, may_be_many: bool = True
) -> Cycle:
    """Open the cycle and put the opening of its cases in the queue. The same key again gives the same cycle.

    Raises a Refusal; Overlaps only unless `may_overlap`, Many only unless `may_be_many`.
    """
    require(actor, "cycle:open")
    db.session.execute(select(func.pg_advisory_xact_lock(actor.agency_id, func.hashtext("open_cycle"))))
    found = db.session.scalars(select(Cycle).where(Cycle.agency_id == actor.agency_id, Cycle.key == key)).first()
    if found is not None:
        return found
    _refuse_taken_name(terms.name, actor.agency_id)
    _refuse_unknown(population.nips, actor.agency_id)
    if not may_overlap:
        _refuse_overlaps(terms, population, actor.agency_id)
    members = list(db.session.scalars(_members(actor.agency_id, population)))
    if not members:
        raise NobodyToAppraise
    if len(members) > MANY and not may_be_many:
        raise Many(count=len(members))
    return _new_cycle(terms, members, actor, key)


def _refuse_taken_name(name: str, agency_id: int) -> None:
    taken = select(Cycle.id).where(Cycle.agency_id == agency_id, Cycle.name == name)
    if db.session.execute(taken).first() is not None:
        raise NameTaken


def _refuse_unknown(nips: Sequence[str], agency_id: int) -> None:
    if not nips:
        return
    of_them = _members(agency_id, Population(nips=nips)).with_only_columns(Person.nip)
    known = set(db.session.scalars(of_them))
    unknown = [nip for nip in dict.fromkeys(nips) if nip not in known]
    if unknown:
        raise UnknownNumbers(nips=", ".join(unknown))


def _refuse_overlaps(terms: Terms, population: Population, agency_id: int) -> None:
    """Whose case waits to be opened counts like one that runs."""
    live = exists().where(
        Case.agency_id == Cycle.agency_id,
        Case.cycle_id == Cycle.id,
        Case.employee_id == CycleMember.person_id,
        Case.status.in_(LIVE),
    )
    names = func.array_agg(aggregate_order_by(Cycle.name.distinct(), Cycle.name))
    statement = (
        select(func.count(CycleMember.person_id.distinct()), names)
        .join(Cycle, and_(Cycle.agency_id == CycleMember.agency_id, Cycle.id == CycleMember.cycle_id))
        .where(
            CycleMember.agency_id == agency_id,
            CycleMember.person_id.in_(_members(agency_id, population)),
            Cycle.starts_on <= terms.ends_on,
            Cycle.ends_on >= terms.starts_on,
            or_(CycleMember.state == "waiting", live),
        )
    )
    people_there, cycles = db.session.execute(statement).one()
    if people_there:
        raise Overlaps(people=people_there, cycles=", ".join(cycles))


def _new_cycle(terms: Terms, members: list[int], actor, key: UUID) -> Cycle:
    version = _version(terms.process, actor.agency_id)
    cycle = Cycle(
        agency_id=actor.agency_id,
        name=terms.name,
        starts_on=terms.starts_on,
        ends_on=terms.ends_on,
        plan_due_on=terms.plan_due_on,
        assessment_due_on=terms.assessment_due_on,
        period_ends=terms.period_ends,
        process_version_id=version.id,
        opened_by=actor.person_id,
        key=key,
    )
    db.session.add(cycle)
    db.session.flush()
    db.session.execute(
        insert(CycleMember), [{"agency_id": actor.agency_id, "cycle_id": cycle.id, "person_id": p} for p in members]
    )
    enqueue(cycle, members)
    return cycle


def _version(key: str, agency_id: int) -> ProcessVersion:
    """The newest version of the process of this key, or of the only process there is."""
    published = [process.key for process in library.published(agency_id)]
    if not published:
        raise NoProcess
    if key not in published and (key or len(published) > 1):
        raise WhichProcess
    version = library.newest_version(agency_id, key or published[0])
    if version is None:
        raise NoProcess
    return version


def enqueue(cycle: Cycle, persons: list[int]) -> None:
    chunks = [persons[i : i + CHUNK] for i in range(0, len(persons), CHUNK)]
    jobs.many_later(
        "cases.open_chunk",
        [{"agency_id": cycle.agency_id, "cycle_id": cycle.id, "persons": chunk} for chunk in chunks],
    )


def _members(agency_id: int, population: Population):
    """Ids of those in post now who belong to the population."""
    statement = (
        select(Person.id)
        .join(Post, and_(Post.agency_id == Person.agency_id, Post.person_id == Person.id, func.upper_inf(Post.valid)))
        .where(Person.agency_id == agency_id, Person.left_on.is_(None))
        .order_by(Person.id)
    )
    if population.whole_agency:
        return statement
    if population.units:
        return statement.where(or_(*(Post.unit_id.in_(people.subtree(agency_id, unit)) for unit in population.units)))
    return statement.where(Person.nip.in_(list(population.nips)))


def open_cases(agency_id: int, cycle_id: int, persons: list[int]) -> None:
    """Open the cases of these members that have none yet; who cannot be appraised is noted with the reason."""
    cycle = db.session.get_one(Cycle, (agency_id, cycle_id))
    variables = _cycle_variables(cycle)
    chains = people.chains(agency_id, persons)
    units = _units(agency_id, persons)
    for person in sorted(set(persons) - {person for person, _unit in units}):
        _note(cycle, person, "refused", NO_POST)
    for person, unit_id in units:
        chain = chains[person]
        if chain.supervisor is None:
            _note(cycle, person, "refused", NO_SUPERVISOR)
            continue
        concerned = {"employee": person, "supervisor": chain.supervisor, "superior": chain.superior}
        _open(cycle, person, concerned | variables, unit_id)


def _open(cycle: Cycle, person: int, variables: dict, unit_id: int) -> None:
    """One case that cannot start does not keep the others from starting."""
    try:
        with db.session.begin_nested():
            service.open_case(cycle, person, variables, unit_id, actor_id=cycle.opened_by)
    except EngineError:
        log.exception("no case for person %s in cycle %s", person, cycle.id)
        _note(cycle, person, "refused", NO_START)
    else:
        _note(cycle, person, "opened", None)


def _note(cycle: Cycle, person_id: int, state: str, problem: str | None) -> None:
    """Whose case is open is not refused any more, whatever became of the person."""
    member = (
        CycleMember.agency_id == cycle.agency_id,
        CycleMember.cycle_id == cycle.id,
        CycleMember.person_id == person_id,
        CycleMember.state != "opened",
    )
    db.session.execute(update(CycleMember).where(*member).values(state=state, problem=problem))


def _units(agency_id: int, persons: list[int]) -> list[tuple[int, int]]:
    statement = (
        select(Post.person_id, Post.unit_id)
        .where(Post.agency_id == agency_id, Post.person_id.in_(persons), func.upper_inf(Post.valid))
        .order_by(Post.person_id)
    )
    return [(person, unit) for person, unit in db.session.execute(statement)]


def _cycle_variables(cycle: Cycle) -> dict:
    zone = ZoneInfo(db.session.get_one(Agency, cycle.agency_id).time_zone)

    def closing(day: date) -> str:
        return datetime.combine(day, OFFICE_CLOSES, zone).isoformat()

    _day, _t, office_closes = closing(cycle.starts_on).partition("T")
    return {
        "office_closes": office_closes,
        "period": 1,
        "periods": len(cycle.period_ends),
        "period_ends": [closing(day) for day in cycle.period_ends],
        "plan_due": closing(cycle.plan_due_on),
        "assessment_due": closing(cycle.assessment_due_on),
    }

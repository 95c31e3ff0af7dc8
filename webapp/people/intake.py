"""Stores a roster, all of it or nothing, and says what changed. Sees no request."""

import hashlib
from dataclasses import asdict, dataclass, field
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import and_, func, select
from sqlalchemy.orm import aliased

from webapp.core import clock
from webapp.core.db import db
from webapp.core.errors import NotFound, Refusal
from webapp.core.jobs import later
from webapp.core.permissions import require
from webapp.people import roster, storing
from webapp.people.actor import Actor
from webapp.people.entries import Known, KnownPerson, Roster
from webapp.people.faults import Fault
from webapp.people.models import Account, Agency, Grant, Person, Post, RosterImport, Unit

MOST_SHOWN = 500


class NothingHandedIn(Refusal):
    """Choose a file with a roster; an empty one cannot be read."""

    status = 422


@dataclass
class Report:
    """What an import found and did. `faults` and `notices` are as JSON; counts are of people unless they say units."""

    stored: bool = False
    rows: int = 0
    employees: int = 0
    units: int = 0
    units_new: int = 0
    created: int = 0
    changed: int = 0
    moved: int = 0
    left: int = 0
    unlisted: list[str] = field(default_factory=list)
    unlisted_count: int = 0
    fault_count: int = 0
    faults: list[dict] = field(default_factory=list)
    notices: list[dict] = field(default_factory=list)


def ask(actor: Actor, filename: str, content: bytes, *, only_check: bool, mark_left: bool) -> int:
    """Hand in a roster; it is imported in the background. Returns the number of the import."""
    require(actor, "people:import")
    if not content:
        raise NothingHandedIn
    asked = _note(actor.agency_id, filename, content, only_check=only_check, mark_left=mark_left, by=actor.person_id)
    later("people.import_roster", lock=f"roster:{actor.agency_id}", agency_id=actor.agency_id, import_id=asked.id)
    return asked.id


def import_now(
    agency_id: int,
    filename: str,
    content: bytes,
    *,
    only_check: bool = False,
    mark_left: bool = False,
    progress: roster.Progress | None = None,
) -> Report:
    """The same at once, for the command line of the machine's administrator."""
    return carry_out(_note(agency_id, filename, content, only_check=only_check, mark_left=mark_left, by=None), progress)


def carry_out(asked: RosterImport, progress: roster.Progress | None = None) -> Report:
    """Check the file and store it if nothing is wrong. Nothing happens to an import that has ended."""
    if asked.content is None:
        return Report(**(asked.report or {}))
    agency = db.session.scalars(
        select(Agency).where(Agency.id == asked.agency_id).with_for_update(key_share=True)
    ).one()
    today = clock.now().astimezone(ZoneInfo(agency.time_zone)).date()
    known = _known(agency.id)
    read = roster.read(asked.filename, asked.content, known, today=today, mark_left=asked.mark_left, progress=progress)
    read.faults += _employed_elsewhere(agency.id, read)
    report = _first_report(read, known)
    if not read.faults and not asked.only_check:
        _store(read, report, asked, today, progress)
    asked.state = "refused" if read.faults else "checked" if asked.only_check else "stored"
    asked.report, asked.content, asked.ended_at = asdict(report), None, clock.now()
    asked.rows_done = asked.rows_total = report.rows
    db.session.flush()
    return report


def import_of(agency_id: int, import_id: int) -> RosterImport:
    """Raises NotFound."""
    found = db.session.get(RosterImport, (agency_id, import_id))
    if found is None:
        raise NotFound
    return found


def recent_imports(agency_id: int, limit: int = 10) -> list[RosterImport]:
    latest = select(RosterImport).where(RosterImport.agency_id == agency_id).order_by(RosterImport.asked_at.desc())
    return list(db.session.scalars(latest.limit(limit)))


def _note(
    agency_id: int, filename: str, content: bytes, *, only_check: bool, mark_left: bool, by: int | None
) -> RosterImport:
    asked = RosterImport(
        agency_id=agency_id,
        filename=filename[:200] or "roster",
        sha256=hashlib.sha256(content).digest(),
        content=content,
        only_check=only_check,
        mark_left=mark_left,
        asked_by=by,
        asked_at=clock.now(),
    )
    db.session.add(asked)
    db.session.flush()
    return asked


def _first_report(read: Roster, known: Known) -> Report:
    listed = {employee.nip for employee in read.employees}
    unlisted = sorted(f"{person.name} ({number})" for number, person in known.people.items() if number not in listed)
    return Report(
        rows=read.rows,
        employees=len(read.employees),
        units=len(read.units),
        unlisted=unlisted[:MOST_SHOWN],
        unlisted_count=len(unlisted),
        fault_count=len(read.faults),
        faults=[fault.as_json() for fault in read.faults[:MOST_SHOWN]],
        notices=[notice.as_json() for notice in read.notices],
    )


def _store(read: Roster, report: Report, asked: RosterImport, today: date, progress: roster.Progress | None) -> None:
    tell = progress or (lambda *_: None)
    tell("store", 0, report.employees)
    job = storing.Storing(asked.agency_id, today, asked.asked_by)
    job.take_in(read)
    report.units_new = job.store_units()
    if asked.mark_left:
        report.left = job.mark_left()
    report.created, report.changed = job.store_people(read.columns)
    tell("store", report.employees // 2, report.employees)
    report.moved = job.store_posts()
    job.store_accounts()
    if "roles" in read.columns:
        job.store_roles()
    job.forget()
    report.stored = True
    tell("store", report.employees, report.employees)


def _known(agency_id: int) -> Known:
    above = aliased(Person)
    people = (
        select(Person.nip, Person.name, above.nip, Person.email, Grant.id.is_not(None))
        .outerjoin(
            Post, and_(Post.agency_id == Person.agency_id, Post.person_id == Person.id, func.upper_inf(Post.valid))
        )
        .outerjoin(above, and_(above.agency_id == Post.agency_id, above.id == Post.supervisor_id))
        .outerjoin(
            Grant,
            and_(Grant.agency_id == Person.agency_id, Grant.person_id == Person.id, Grant.role == "agency_head"),
        )
        .where(Person.agency_id == agency_id, Person.left_on.is_(None))
    )
    parent = aliased(Unit)
    units = (
        select(Unit.code, Unit.name, parent.code)
        .outerjoin(parent, and_(parent.agency_id == Unit.agency_id, parent.id == Unit.parent_id))
        .where(Unit.agency_id == agency_id)
    )
    return Known(
        {number: KnownPerson(*rest) for number, *rest in db.session.execute(people)},
        {code: (name, above_code) for code, name, above_code in db.session.execute(units)},
    )


def _employed_elsewhere(agency_id: int, read: Roster) -> list[Fault]:
    """Somebody has one account in the country; the other agency has to let go first."""
    listed = {employee.nip: employee.row for employee in read.employees}
    others = select(Account.username).where(Account.agency_id != agency_id, Account.username == func.any(list(listed)))
    return [Fault("nip_elsewhere", listed[number], "nip", number) for number in db.session.scalars(others)]


def agency_with(code: str | None, name: str | None = None) -> Agency:
    """The agency with this code, or the only one there is; made anew when a name is given. Raises LookupError."""
    if code is None:
        found = list(db.session.scalars(select(Agency).limit(2)))
        if len(found) == 1:
            return found[0]
        raise LookupError("--agency CODE is needed: there is " + ("more than one agency" if found else "no agency yet"))
    agency = db.session.scalars(select(Agency).where(Agency.code == code)).one_or_none()
    if agency is None and name:
        agency = Agency(code=code, name=name)
        db.session.add(agency)
        db.session.flush()
    if agency is None:
        raise LookupError(f"there is no agency {code}; give --name NAME to make it")
    return agency

"""Makes agencies, units and people for tests. Each call adds and flushes; names are those of the stories."""

from itertools import count

from webapp.core.db import db
from webapp.people.models import Account, Agency, Grant, Person, Post, Unit

_numbers = count(1)
PASSWORD = "Hujan turun di sawah"


def make_agency(name: str = "Kabupaten Siklus", **values) -> Agency:
    return _kept(Agency(code=f"agency-{next(_numbers)}", name=name, **values))


def make_unit(agency: Agency, name: str = "Dinas Kesehatan", *, parent: Unit | None = None, **values) -> Unit:
    values.setdefault("code", f"U{next(_numbers)}")
    return _kept(Unit(agency_id=agency.id, name=name, parent_id=parent.id if parent else None, **values))


def make_nip(number: int | None = None) -> str:
    """A plausible NIP, another one at each call."""
    number = next(_numbers) if number is None else number
    year = 1970 + number // 999 % 30
    return f"{year}0101{year + 25}03{1 + number % 2}{1 + number % 999:03d}"


def make_person(
    unit: Unit,
    name: str,
    *,
    supervisor: Person | None = None,
    roles: tuple[str, ...] = (),
    title: str = "Analis",
    **values,
) -> Person:
    """A person with a post and an account without password; `with_password` gives it one."""
    values.setdefault("nip", make_nip())
    values.setdefault("email", f"{name.split(maxsplit=1)[0].lower()}.{next(_numbers)}@siklus.example")
    person = _kept(Person(agency_id=unit.agency_id, name=name, **values))
    _kept(
        Post(
            agency_id=unit.agency_id,
            person_id=person.id,
            unit_id=unit.id,
            title=title,
            supervisor_id=supervisor.id if supervisor else None,
        )
    )
    for role in roles:
        _kept(Grant(agency_id=unit.agency_id, person_id=person.id, role=role))
    _kept(Account(agency_id=unit.agency_id, person_id=person.id, username=person.nip))
    return person


def make_grant(person: Person, role: str) -> Grant:
    return _kept(Grant(agency_id=person.agency_id, person_id=person.id, role=role))


def with_password(person: Person, password_hash: str) -> Person:
    account_of(person).password_hash = password_hash
    db.session.flush()
    return person


def account_of(person: Person) -> Account:
    return db.session.query(Account).filter_by(agency_id=person.agency_id, person_id=person.id).one()


class Office:
    """Ana works under Bo, Bo under Citra, Citra under Dewi, the head. Eka is HR; Fajar works beside Ana.

    A second office of another agency stands by as noise.
    """

    def __init__(self, name: str = "Kabupaten Siklus") -> None:
        self.agency = make_agency(name)
        self.unit = make_unit(self.agency)
        self.part = make_unit(self.agency, "Bidang Pencegahan Penyakit", parent=self.unit)
        self.dewi = make_person(self.unit, "Dewi Lestari", roles=("agency_head",), title="Sekretaris Daerah")
        self.citra = make_person(self.unit, "Citra Kirana", supervisor=self.dewi, title="Kepala Dinas")
        self.bo = make_person(self.part, "Bo Santoso", supervisor=self.citra, title="Kepala Bidang")
        self.ana = make_person(self.part, "Ana Wulandari", supervisor=self.bo, title="Epidemiolog")
        self.fajar = make_person(self.part, "Fajar Nugraha", supervisor=self.bo, title="Sanitarian")
        self.eka = make_person(self.unit, "Eka Putri", supervisor=self.citra, roles=("hr",), title="Analis SDM")


def make_office() -> Office:
    """The office of the stories, with another agency of the same names beside it."""
    Office("Kabupaten Lain")
    office = Office()
    db.session.commit()
    return office


def _kept(row):
    db.session.add(row)
    db.session.flush()
    return row

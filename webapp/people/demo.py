"""The demo agency: its roster goes through the same import as every other, and its people get a known password."""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select, update

from webapp.core.db import db
from webapp.core.words import N_
from webapp.people import intake, passwords
from webapp.people.actor import Actor
from webapp.people.models import Account, Agency, Person

ROSTER = Path(__file__).parents[2] / "demo" / "kabupaten-siklus.xlsx"
CODE, NAME = "siklus", "Kabupaten Siklus"
PASSWORD = "siklus-demo-2026"  # noqa: S105 everybody may know it: the demo holds invented people only


@dataclass(frozen=True)
class Guide:
    """Somebody whom the demo shows around as: who it is, and under which name."""

    label: str
    mailbox: str
    name: str
    roles: tuple[str, ...]

    @property
    def email(self) -> str:
        return f"{self.mailbox}@siklus.example"


# The chain of the employee is complete: her supervisor and his superior are among the guides.
GUIDES = (
    Guide(N_("Employee"), "rina.wulandari", "Rina Wulandari, S.K.M.", ("employee",)),
    Guide(N_("Her supervisor"), "budi.santoso", "Budi Santoso, M.Epid.", ("supervisor",)),
    Guide(N_("His superior"), "maya.hartono", "dr. Maya Hartono, M.Kes.", ("superior",)),
    Guide(N_("Chair of the panel"), "nur.simanjuntak", "Nur Simanjuntak, M.Si.", ("panel", "panel_chair")),
    Guide(N_("Panel member"), "wahyu.purnomo", "Wahyu Purnomo, M.A.P.", ("panel",)),
    Guide(N_("Panel member"), "kartika.sudrajat", "Kartika Sudrajat, M.A.P.", ("panel",)),
    Guide(N_("HR"), "melati.lestari", "Melati Lestari, S.Psi.", ("hr",)),
    Guide(N_("Head of the agency"), "slamet.wijaya", "Ir. Slamet Wijaya, M.Si.", ("agency_head",)),
    Guide(N_("Process admin"), "budi.nugroho", "Budi Nugroho, S.Kom.", ("process_admin",)),
)


class RosterRefused(RuntimeError):
    """The demo's own roster has faults: it was changed by hand."""


def seed() -> list[dict]:
    """Make the agency if it is not there, and tell its accounts. Commits."""
    if db.session.scalar(select(Agency.id).where(Agency.code == CODE)) is None:
        agency = intake.agency_with(CODE, NAME)
        report = intake.import_now(agency.id, ROSTER.name, ROSTER.read_bytes())
        if not report.stored:
            raise RosterRefused(report.faults)
        known = passwords.hashed(PASSWORD)
        db.session.execute(update(Account).where(Account.agency_id == agency.id).values(password_hash=known))
        db.session.commit()
    return accounts()


def accounts() -> list[dict]:
    """One account for each part to play; everybody else of the demo has the same password."""
    return [
        {"username": g.email, "password": PASSWORD, "name": g.name, "roles": list(g.roles), "label": g.label}
        for g in GUIDES
    ]


def office() -> tuple[int, Actor]:
    """The number of the demo agency and its HR officer, who opens its cycles."""
    (officer,) = (guide for guide in GUIDES if "hr" in guide.roles)
    found = (
        select(Agency, Person, Account)
        .join(Person, Person.agency_id == Agency.id)
        .join(Account, (Account.agency_id == Person.agency_id) & (Account.person_id == Person.id))
        .where(Agency.code == CODE, Person.email == officer.email)
    )
    agency, person, account = db.session.execute(found).one()
    return agency.id, Actor(
        agency_id=agency.id,
        person_id=person.id,
        account_id=account.id,
        session=b"",
        name=person.name,
        title="",
        roles=frozenset(officer.roles),
        locale=person.locale,
        time_zone=agency.time_zone,
        agency=agency.name,
    )

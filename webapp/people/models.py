"""Agencies, units, persons and their posts, roles, accounts, sessions, and the rosters they came from."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, LargeBinary, Text, UniqueConstraint, func, text
from sqlalchemy.dialects.postgresql import ARRAY, DATERANGE, JSONB, ExcludeConstraint, Range
from sqlalchemy.orm import Mapped, mapped_column

from webapp.core.db import Base, OfAgency, refers_to
from webapp.people.actor import initials

ROLES = ("hr", "panel", "agency_head", "process_admin")


class Agency(Base):
    """A regional government that runs its own cycles."""

    __tablename__ = "agency"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    time_zone: Mapped[str] = mapped_column(server_default="Asia/Jakarta")
    locale: Mapped[str] = mapped_column(server_default="id")


class Unit(OfAgency, Base):
    """An office or a part of one; units form a tree."""

    __tablename__ = "unit"
    __table_args__ = (
        refers_to("parent_id", "unit"),
        UniqueConstraint("agency_id", "code"),
    )

    code: Mapped[str]
    name: Mapped[str]
    parent_id: Mapped[int | None]


class Person(OfAgency, Base):
    """A civil servant. `nip` is the national number of 18 digits."""

    __tablename__ = "person"
    __table_args__ = (
        UniqueConstraint("agency_id", "nip"),
        CheckConstraint("nip ~ '^[0-9]{18}$'", name="nip_has_18_digits"),
        Index("uq_person_email", "agency_id", func.lower(text("email")), unique=True),
        Index("ix_person_email", func.lower(text("email"))),
    )

    nip: Mapped[str]
    name: Mapped[str]
    rank: Mapped[str | None]
    email: Mapped[str | None]
    locale: Mapped[str | None]
    left_on: Mapped[date | None]

    @property
    def initials(self) -> str:
        return initials(self.name)


class Post(OfAgency, Base):
    """What a person does, in which unit, under whom, and since when. One post at a time; the present one has no end."""

    __tablename__ = "post"
    __table_args__ = (
        refers_to("person_id", "person"),
        refers_to("unit_id", "unit"),
        refers_to("supervisor_id", "person"),
        CheckConstraint("supervisor_id <> person_id", name="nobody_supervises_themselves"),
        ExcludeConstraint(
            (text("int8range(agency_id, agency_id, '[]')"), "&&"),
            (text("int8range(person_id, person_id, '[]')"), "&&"),
            ("valid", "&&"),
            name="ex_post_one_at_a_time",
        ),
        CheckConstraint("not isempty(valid)", name="lasts_at_least_a_day"),
        Index("uq_post_current", "agency_id", "person_id", unique=True, postgresql_where=text("upper_inf(valid)")),
        Index("ix_post_supervisor", "agency_id", "supervisor_id"),
        Index("ix_post_unit", "agency_id", "unit_id"),
    )

    person_id: Mapped[int]
    unit_id: Mapped[int]
    title: Mapped[str]
    supervisor_id: Mapped[int | None]
    valid: Mapped[Range[date]] = mapped_column(DATERANGE, server_default=text("daterange(current_date, null)"))


class Grant(OfAgency, Base):
    """A role given to a person in the agency."""

    __tablename__ = "grant"
    __table_args__ = (
        refers_to("person_id", "person"),
        refers_to("granted_by", "person"),
        UniqueConstraint("agency_id", "person_id", "role"),
        CheckConstraint(f"role in {ROLES}", name="role_is_known"),
    )

    person_id: Mapped[int]
    role: Mapped[str]
    granted_by: Mapped[int | None]
    granted_at: Mapped[datetime] = mapped_column(server_default=func.now())


class Account(OfAgency, Base):
    """How a person signs in."""

    __tablename__ = "account"
    __table_args__ = (
        refers_to("person_id", "person"),
        UniqueConstraint("agency_id", "person_id"),
        Index("uq_account_username", func.lower(text("username")), unique=True),
    )

    person_id: Mapped[int]
    username: Mapped[str]
    password_hash: Mapped[str | None]
    must_change: Mapped[bool] = mapped_column(server_default=text("false"))
    disabled_at: Mapped[datetime | None]


class Session(Base):
    """A signed-in browser. The cookie holds a secret of 256 bits, the table only its SHA-256."""

    __tablename__ = "session"
    __table_args__ = (
        refers_to("account_id", "account", ondelete="CASCADE"),
        Index("ix_session_account", "agency_id", "account_id"),
    )

    token_sha256: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    account_id: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    seen_at: Mapped[datetime] = mapped_column(server_default=func.now())
    ended_at: Mapped[datetime | None]
    browser: Mapped[str] = mapped_column(server_default="")


class SignInAttempt(Base):
    """A failed sign-in, kept for a day to slow down guessing. `who` is a hash: of a user name, an address, or both."""

    __tablename__ = "sign_in_attempt"
    __table_args__ = (Index("ix_sign_in_attempt_who", "who", "at"), Index("ix_sign_in_attempt_at", "at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    who: Mapped[bytes] = mapped_column(LargeBinary)
    at: Mapped[datetime] = mapped_column(server_default=func.now())


class Invitation(OfAgency, Base):
    """A link with which a person sets a password once. It holds a secret of 256 bits, the table only its SHA-256."""

    __tablename__ = "invitation"
    __table_args__ = (
        refers_to("account_id", "account", ondelete="CASCADE"),
        refers_to("made_by", "person"),
        CheckConstraint("expires_at > made_at", name="expires_after_it_was_made"),
    )

    account_id: Mapped[int]
    token_sha256: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    made_by: Mapped[int | None]
    made_at: Mapped[datetime] = mapped_column(server_default=func.now())
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class RosterImport(OfAgency, Base):
    """A roster that was handed in: how far its import is, and what came of it. The file goes when it is done."""

    __tablename__ = "roster_import"
    __table_args__ = (
        refers_to("asked_by", "person"),
        CheckConstraint("state in ('waiting', 'stored', 'checked', 'refused')", name="state_is_known"),
        CheckConstraint("(state = 'waiting') = (ended_at is null)", name="ended_has_a_time"),
        CheckConstraint("(state = 'waiting') = (content is not null)", name="the_file_goes_when_done"),
        Index("ix_roster_import_asked", "agency_id", "asked_at"),
    )

    filename: Mapped[str]
    sha256: Mapped[bytes] = mapped_column(LargeBinary)
    content: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    only_check: Mapped[bool] = mapped_column(server_default=text("false"))
    mark_left: Mapped[bool] = mapped_column(server_default=text("false"))
    state: Mapped[str] = mapped_column(server_default="waiting")
    step: Mapped[str] = mapped_column(server_default="read")
    rows_done: Mapped[int] = mapped_column(server_default=text("0"))
    rows_total: Mapped[int] = mapped_column(server_default=text("0"))
    report: Mapped[dict | None] = mapped_column(JSONB)
    asked_by: Mapped[int | None]
    asked_at: Mapped[datetime] = mapped_column(server_default=func.now())
    ended_at: Mapped[datetime | None]


class IncomingUnit(Base):
    """A unit of a roster that is being stored; gone when the import is."""

    __tablename__ = "incoming_unit"

    agency_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("agency.id"), primary_key=True)
    code: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str | None]
    parent: Mapped[str | None]


class IncomingPerson(Base):
    """A person of a roster that is being stored, as the file says; gone when the import is."""

    __tablename__ = "incoming_person"

    agency_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("agency.id"), primary_key=True)
    nip: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    rank: Mapped[str | None]
    title: Mapped[str]
    unit: Mapped[str]
    supervisor: Mapped[str | None]
    email: Mapped[str | None]
    roles: Mapped[list[str]] = mapped_column(ARRAY(Text))

"""Agencies, units, persons and their posts, roles, accounts and sessions."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, UniqueConstraint, func, text
from sqlalchemy.dialects.postgresql import DATERANGE, ExcludeConstraint, Range
from sqlalchemy.orm import Mapped, mapped_column

from webapp.core.db import Base, OfAgency, refers_to

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
    )

    nip: Mapped[str]
    name: Mapped[str]
    rank: Mapped[str | None]
    email: Mapped[str | None]
    locale: Mapped[str | None]
    left_on: Mapped[date | None]

    @property
    def initials(self) -> str:
        words = [w for w in self.name.split(",")[0].split() if w[0].isalpha() and not w.endswith(".")]
        return "".join(w[0] for w in (words[:1] + words[-1:] if len(words) > 1 else words)).upper()


class Post(OfAgency, Base):
    """What a person does, in which unit, under whom, and since when. One post at a time."""

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
    """A failed sign-in, kept to slow down guessing."""

    __tablename__ = "sign_in_attempt"
    __table_args__ = (Index("ix_sign_in_attempt_who", "who", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    who: Mapped[str]
    at: Mapped[datetime] = mapped_column(server_default=func.now())

"""Drafts of the next version of a process, and what is tried on them. Every saved state stays as a revision."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, LargeBinary, func, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from webapp.core.db import Base, OfAgency, refers_to

KINDS = ("begun", "saved", "set aside", "restored", "mended", "removed")


class ProcessDraft(OfAgency, Base):
    """What the next version may become. A process has one open draft at most; without a base it is a new process."""

    __tablename__ = "process_draft"
    __table_args__ = (
        refers_to("process_id", "process"),
        refers_to("base_version_id", "process_version"),
        refers_to("version_id", "process_version"),
        refers_to("begun_by", "person"),
        refers_to("closed_by", "person"),
        CheckConstraint("state in ('open', 'published', 'abandoned')", name="state_is_known"),
        CheckConstraint("(state = 'open') = (closed_at is null)", name="closed_has_a_time"),
        CheckConstraint("(closed_at is null) = (closed_by is null)", name="closed_has_a_person"),
        CheckConstraint("(state = 'published') = (version_id is not null)", name="published_names_its_version"),
        Index("uq_process_draft_open", "agency_id", "process_id", unique=True, postgresql_where=text("state = 'open'")),
    )

    process_id: Mapped[int]
    base_version_id: Mapped[int | None]
    state: Mapped[str] = mapped_column(server_default="open")
    begun_by: Mapped[int]
    begun_at: Mapped[datetime] = mapped_column(server_default=func.now())
    closed_by: Mapped[int | None]
    closed_at: Mapped[datetime | None]
    version_id: Mapped[int | None]


class ProcessDraftFile(Base):
    """A file of a draft: which of its revisions stands, and the highest number given to one."""

    __tablename__ = "process_draft_file"
    __table_args__ = (refers_to("draft_id", "process_draft"),)

    agency_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("agency.id"), primary_key=True)
    draft_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    standing: Mapped[int]
    newest: Mapped[int]


class ProcessDraftRevision(Base):
    """A state of a file, with who made it and when. Set aside is what somebody saved over a state never seen."""

    __tablename__ = "process_draft_revision"
    __table_args__ = (
        ForeignKeyConstraint(
            ["agency_id", "draft_id", "name"],
            ["process_draft_file.agency_id", "process_draft_file.draft_id", "process_draft_file.name"],
        ),
        refers_to("made_by", "person"),
        CheckConstraint(f"kind in {KINDS}", name="kind_is_known"),
        CheckConstraint("(kind = 'removed') = (content is null)", name="removed_has_no_content"),
        CheckConstraint("number > 0", name="number_is_positive"),
    )

    agency_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("agency.id"), primary_key=True)
    draft_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    content: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    sha256: Mapped[str]
    size: Mapped[int]
    made_by: Mapped[int]
    made_at: Mapped[datetime] = mapped_column(server_default=func.now())


class ProcessSandbox(Base):
    """A run of a draft that one admin clicks through: a scenario as TOML, whose steps grow one by one."""

    __tablename__ = "process_sandbox"
    __table_args__ = (refers_to("draft_id", "process_draft"), refers_to("person_id", "person"))

    agency_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("agency.id"), primary_key=True)
    draft_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    person_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    scenario: Mapped[str]
    changed_at: Mapped[datetime] = mapped_column(server_default=func.now())


class ProcessTrial(OfAgency, Base):
    """Many simulated runs of a draft beside the version it began from: what was asked for, how far it is, the figures.

    `bundle` holds the files as they were, so that the same figures come out whenever they are made.
    """

    __tablename__ = "process_trial"
    __table_args__ = (
        refers_to("draft_id", "process_draft"),
        refers_to("base_version_id", "process_version"),
        refers_to("asked_by", "person"),
        CheckConstraint("source in ('past', 'made up')", name="source_is_known"),
        CheckConstraint("runs between 1 and 2000", name="runs_are_bounded"),
        Index("ix_process_trial_draft", "agency_id", "draft_id"),
    )

    draft_id: Mapped[int]
    base_version_id: Mapped[int | None]
    bundle: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    runs: Mapped[int]
    seed: Mapped[int]
    source: Mapped[str]
    asked_by: Mapped[int]
    asked_at: Mapped[datetime] = mapped_column(server_default=func.now())
    played: Mapped[int] = mapped_column(server_default=text("0"))
    figures: Mapped[dict | None] = mapped_column(JSONB, deferred=True)
    ended_at: Mapped[datetime | None]

"""Cycles, cases, tasks, submissions, drafts, timers, events and incidents."""

import uuid
from datetime import date, datetime

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    LargeBinary,
    Text,
    UniqueConstraint,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from webapp.core.db import Base, OfAgency, refers_to


class Cycle(OfAgency, Base):
    """One round of appraisal for a population, on one pinned process version."""

    __tablename__ = "cycle"
    __table_args__ = (
        refers_to("process_version_id", "process_version"),
        refers_to("opened_by", "person"),
        UniqueConstraint("agency_id", "name"),
        CheckConstraint("ends_on > starts_on", name="ends_after_it_starts"),
        CheckConstraint("cardinality(period_ends) > 0", name="has_periods"),
    )

    name: Mapped[str]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    plan_due_on: Mapped[date]
    assessment_due_on: Mapped[date]
    period_ends: Mapped[list[date]] = mapped_column(ARRAY(Date))
    process_version_id: Mapped[int]
    opened_by: Mapped[int | None]
    opened_at: Mapped[datetime] = mapped_column(server_default=func.now())
    key: Mapped[uuid.UUID] = mapped_column(unique=True)


class CycleMember(Base):
    """A person the cycle is for; tells how far the opening of the person's case has come."""

    __tablename__ = "cycle_member"
    __table_args__ = (
        refers_to("cycle_id", "cycle"),
        refers_to("person_id", "person"),
        CheckConstraint("state in ('waiting', 'opened', 'refused')", name="state_is_known"),
        CheckConstraint("(state = 'refused') = (problem is not null)", name="refused_has_a_reason"),
    )

    agency_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("agency.id"), primary_key=True)
    cycle_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    person_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    state: Mapped[str] = mapped_column(server_default="waiting")
    problem: Mapped[str | None]


LIVE = ("running", "suspended")  # what a case is until it has ended


class Case(OfAgency, Base):
    """One person's appraisal on its way through the cycle. Locked before anything of it is changed."""

    __tablename__ = "case"
    __table_args__ = (
        refers_to("cycle_id", "cycle"),
        refers_to("employee_id", "person"),
        refers_to("unit_id", "unit"),
        refers_to("process_version_id", "process_version"),
        CheckConstraint("status in ('running', 'suspended', 'finished', 'cancelled')", name="status_is_known"),
        CheckConstraint("(status in ('running', 'suspended')) = (ended_at is null)", name="ended_has_a_time"),
        Index(
            "uq_case_live",
            "agency_id",
            "cycle_id",
            "employee_id",
            unique=True,
            postgresql_where=text("status <> 'cancelled'"),
        ),
        Index("ix_case_employee", "agency_id", "employee_id"),
    )

    cycle_id: Mapped[int]
    employee_id: Mapped[int]
    unit_id: Mapped[int]
    process_version_id: Mapped[int]
    status: Mapped[str] = mapped_column(server_default="running")
    stage: Mapped[str | None]
    state: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    version: Mapped[int] = mapped_column(server_default=text("1"))
    chain_length: Mapped[int] = mapped_column(server_default=text("0"))
    chain_head: Mapped[bytes] = mapped_column(LargeBinary, server_default=text("''::bytea"))
    opened_at: Mapped[datetime] = mapped_column(server_default=func.now())
    ended_at: Mapped[datetime | None]


class Snapshot(Base):
    """The stored state as each step of a running case left it, so that the case can be taken back there."""

    __tablename__ = "snapshot"
    __table_args__ = (refers_to("case_id", "case"), refers_to("process_version_id", "process_version"))

    agency_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("agency.id"), primary_key=True)
    case_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    process_version_id: Mapped[int]
    state: Mapped[bytes] = mapped_column(LargeBinary)


class Task(Base):
    """A piece of work that waits for a person, or did."""

    __tablename__ = "task"
    __table_args__ = (
        refers_to("case_id", "case"),
        refers_to("assignee_id", "person"),
        refers_to("completed_by", "person"),
        CheckConstraint("status in ('open', 'done', 'withdrawn')", name="status_is_known"),
        CheckConstraint("(status = 'open') = (closed_at is null)", name="closed_has_a_time"),
        CheckConstraint("(status = 'done') = (completed_by is not null)", name="done_has_a_person"),
        CheckConstraint("assignee_id is not null or groups <> '{}'", name="somebody_can_do_it"),
        Index(
            "uq_task_open",
            "agency_id",
            "case_id",
            "element",
            text("coalesce(assignee_id, 0)"),
            unique=True,
            postgresql_where=text("status = 'open'"),
        ),
        Index("ix_task_assignee", "agency_id", "assignee_id", "due_at", postgresql_where=text("status = 'open'")),
        Index(
            "ix_task_groups",
            "groups",
            postgresql_using="gin",
            postgresql_where=text("status = 'open' and assignee_id is null"),
        ),
        Index("ix_task_done", "agency_id", "completed_by", "closed_at", postgresql_where=text("status = 'done'")),
        Index("ix_task_case", "agency_id", "case_id"),
    )

    agency_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("agency.id"), primary_key=True)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    case_id: Mapped[int]
    process: Mapped[str]
    element: Mapped[str]
    stage: Mapped[str | None]
    name: Mapped[str]
    form: Mapped[str | None]
    assignee_id: Mapped[int | None]
    groups: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default="{}")
    status: Mapped[str] = mapped_column(server_default="open")
    version: Mapped[int] = mapped_column(server_default=text("1"))
    due_at: Mapped[datetime | None]
    opened_at: Mapped[datetime] = mapped_column(server_default=func.now())
    closed_at: Mapped[datetime | None]
    completed_by: Mapped[int | None]

    def is_late(self, now: datetime) -> bool:
        return self.status == "open" and self.due_at is not None and self.due_at < now


class Submission(Base):
    """What a person handed in, exactly as given. The key makes a repeated request harmless."""

    __tablename__ = "submission"
    __table_args__ = (
        refers_to("case_id", "case"),
        refers_to("task_id", "task"),
        refers_to("person_id", "person"),
        UniqueConstraint("agency_id", "task_id"),
        Index("ix_submission_case_element", "agency_id", "case_id", "element", "at"),
    )

    agency_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("agency.id"), primary_key=True)
    key: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    case_id: Mapped[int]
    task_id: Mapped[uuid.UUID]
    element: Mapped[str]
    person_id: Mapped[int]
    answers: Mapped[dict] = mapped_column(JSONB)
    sha256: Mapped[bytes] = mapped_column(LargeBinary)
    at: Mapped[datetime] = mapped_column(server_default=func.now())


class Draft(Base):
    """What a person has typed so far, saved as they type."""

    __tablename__ = "draft"
    __table_args__ = (refers_to("task_id", "task"), refers_to("person_id", "person"))

    agency_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("agency.id"), primary_key=True)
    task_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    answers: Mapped[dict] = mapped_column(JSONB)
    saved_at: Mapped[datetime] = mapped_column(server_default=func.now())


class Timer(Base):
    """A moment at which a case must be looked at again."""

    __tablename__ = "timer"
    __table_args__ = (
        refers_to("case_id", "case"),
        refers_to("incident_id", "incident"),
        Index("ix_timer_due", "due_at", postgresql_where=text("incident_id is null")),
        Index("ix_timer_case", "agency_id", "case_id"),
    )

    agency_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("agency.id"), primary_key=True)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    case_id: Mapped[int]
    element: Mapped[str]
    due_at: Mapped[datetime]
    incident_id: Mapped[int | None]


class Subscription(Base):
    """A message or signal that a case waits for; a message without a key may carry any."""

    __tablename__ = "subscription"
    __table_args__ = (
        refers_to("case_id", "case"),
        CheckConstraint("kind in ('message', 'signal')", name="kind_is_known"),
        Index("ix_subscription_name", "agency_id", "kind", "name"),
    )

    agency_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("agency.id"), primary_key=True)
    case_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True, server_default="")
    since: Mapped[datetime] = mapped_column(server_default=func.now())


class Notice(OfAgency, Base):
    """What a person is told, in their language; mail carries the same text."""

    __tablename__ = "notice"
    __table_args__ = (
        refers_to("person_id", "person"),
        refers_to("case_id", "case"),
        Index("ix_notice_person", "agency_id", "person_id", "at"),
        Index("ix_notice_task", "agency_id", "task_id", postgresql_where=text("read_at is null")),
    )

    person_id: Mapped[int]
    case_id: Mapped[int | None]
    task_id: Mapped[uuid.UUID | None]
    path: Mapped[str]
    subject: Mapped[str]
    body: Mapped[str]
    at: Mapped[datetime] = mapped_column(server_default=func.now())
    read_at: Mapped[datetime | None]
    mailed_at: Mapped[datetime | None]


class Event(Base):
    """What happened in a case, who did it and when. Rows are chained by hashes and never change."""

    __tablename__ = "event"
    __table_args__ = (
        refers_to("case_id", "case"),
        refers_to("actor_id", "person"),
        # Hardly a case has one, and every reading of submissions asks for it.
        Index("ix_event_returned", "agency_id", "case_id", postgresql_where=text("kind = 'case returned'")),
    )

    agency_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("agency.id"), primary_key=True)
    case_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    kind: Mapped[str]
    actor_id: Mapped[int | None]
    task_id: Mapped[uuid.UUID | None]
    body: Mapped[bytes] = mapped_column(LargeBinary)
    hash: Mapped[bytes] = mapped_column(LargeBinary)


class Migration(OfAgency, Base):
    """A move of the running cases of a process to one of its versions: tried first, then done, and perhaps undone.

    `deadlines` says whether they are kept or counted anew.
    """

    __tablename__ = "migration"
    __table_args__ = (
        refers_to("to_version_id", "process_version"),
        refers_to("begun_by", "person"),
        refers_to("decided_by", "person"),
        CheckConstraint("(decided_at is null) = (decided_by is null)", name="decided_by_somebody"),
        CheckConstraint("(decided_at is null) = (reason is null)", name="decided_with_a_reason"),
        CheckConstraint("deadlines in ('keep', 'anew')", name="deadlines_are_known"),
    )

    to_version_id: Mapped[int]
    deadlines: Mapped[str] = mapped_column(server_default="keep")
    begun_by: Mapped[int]
    begun_at: Mapped[datetime] = mapped_column(server_default=func.now())
    reason: Mapped[str | None]
    decided_by: Mapped[int | None]
    decided_at: Mapped[datetime | None]


class MigrationCase(Base):
    """One case in a migration: what was found when it was tried on a copy, and what became of it.

    `state` and `from_version_id` are what the case had before it was moved, `moved_seq` the event of the move.
    """

    __tablename__ = "migration_case"
    __table_args__ = (
        refers_to("migration_id", "migration"),
        refers_to("case_id", "case"),
        refers_to("from_version_id", "process_version"),
        CheckConstraint(
            "verdict in ('waiting', 'can', 'cannot', 'failed', 'moved', 'restored')", name="verdict_is_known"
        ),
        CheckConstraint(
            "(verdict in ('moved', 'restored')) = (state is not null and moved_seq is not null)",
            name="what_moved_can_be_restored",
        ),
        Index("ix_migration_case_case", "agency_id", "case_id"),
    )

    agency_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("agency.id"), primary_key=True)
    migration_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    case_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    from_version_id: Mapped[int]
    verdict: Mapped[str] = mapped_column(server_default="waiting")
    findings: Mapped[list] = mapped_column(JSONB, server_default=text("'[]'"))
    state: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    moved_seq: Mapped[int | None]


class Incident(OfAgency, Base):
    """Something that went wrong in the background and waits for a person."""

    __tablename__ = "incident"
    __table_args__ = (
        refers_to("case_id", "case"),
        refers_to("resolved_by", "person"),
        CheckConstraint("(resolved_at is null) = (resolution is null)", name="resolved_says_how"),
        Index("ix_incident_open", "agency_id", "case_id", postgresql_where=text("resolved_at is null")),
    )

    case_id: Mapped[int | None]
    job: Mapped[str]
    arguments: Mapped[dict] = mapped_column(JSONB)
    problem: Mapped[str]
    opened_at: Mapped[datetime] = mapped_column(server_default=func.now())
    resolved_at: Mapped[datetime | None]
    resolved_by: Mapped[int | None]
    resolution: Mapped[str | None]

"""Activity reports with their files, and the evidence of a case."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, Numeric, func
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.core.db import Base, OfAgency, refers_to
from webapp.core.files import File
from webapp.plans.models import Indicator

DAY_MINUTES = 24 * 60


class ActivityFile(Base):
    """A file that belongs to an activity report."""

    __tablename__ = "activity_file"
    __table_args__ = (refers_to("activity_id", "activity"), refers_to("file_id", "file"))

    agency_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("agency.id"), primary_key=True)
    activity_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    file_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)


class Activity(OfAgency, Base):
    """What a person did on a day: for which indicator, how long, with what result."""

    __tablename__ = "activity"
    __table_args__ = (
        refers_to("person_id", "person"),
        refers_to("indicator_id", "indicator"),
        refers_to("commented_by", "person"),
        CheckConstraint(f"minutes between 1 and {DAY_MINUTES}", name="lasts_at_most_a_day"),
        CheckConstraint("text <> ''", name="says_what_was_done"),
        CheckConstraint("unit is null or result is not null", name="a_unit_has_a_number"),
        CheckConstraint("(commented_at is null) = (commented_by is null)", name="a_comment_has_an_author"),
        CheckConstraint("commented_by <> person_id", name="nobody_comments_on_themselves"),
        CheckConstraint("withdrawn_at is null or commented_at is null", name="what_was_commented_on_stays"),
        Index("ix_activity_person_day", "agency_id", "person_id", "day"),
    )

    person_id: Mapped[int]
    day: Mapped[date]
    minutes: Mapped[int]
    indicator_id: Mapped[int | None]
    text: Mapped[str]
    result: Mapped[Decimal | None] = mapped_column(Numeric)
    unit: Mapped[str | None]
    obstacle: Mapped[str | None]
    reported_at: Mapped[datetime] = mapped_column(server_default=func.now())
    changed_at: Mapped[datetime | None]
    commented_at: Mapped[datetime | None]
    commented_by: Mapped[int | None]
    withdrawn_at: Mapped[datetime | None]
    indicator: Mapped[Indicator | None] = relationship(viewonly=True, lazy="joined")
    files: Mapped[list[File]] = relationship(secondary="activity_file", viewonly=True, lazy="selectin")

    @property
    def is_open(self) -> bool:
        """Whether its author may still change or withdraw it."""
        return self.commented_at is None and self.withdrawn_at is None


class ActivityDraft(Base):
    """What a person has typed of the next report so far, saved as they type."""

    __tablename__ = "activity_draft"
    __table_args__ = (refers_to("person_id", "person"),)

    agency_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("agency.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    typed: Mapped[dict] = mapped_column(JSONB)
    saved_at: Mapped[datetime]


class Evidence(OfAgency, Base):
    """What shows the progress of a period: a note or link for an indicator, or a file for the whole period."""

    __tablename__ = "evidence"
    __table_args__ = (
        refers_to("case_id", "case"),
        refers_to("indicator_id", "indicator"),
        refers_to("file_id", "file"),
        refers_to("given_by", "person"),
        CheckConstraint("num_nonnulls(note, link, file_id) > 0", name="shows_something"),
        CheckConstraint("(indicator_id is null) = (file_id is not null)", name="files_are_of_the_period"),
        CheckConstraint("period > 0", name="period_counts_from_1"),
        Index("ix_evidence_case", "agency_id", "case_id", "period"),
    )

    case_id: Mapped[int]
    period: Mapped[int]
    indicator_id: Mapped[int | None]
    note: Mapped[str | None]
    link: Mapped[str | None]
    file_id: Mapped[int | None]
    given_by: Mapped[int]
    given_at: Mapped[datetime]
    indicator: Mapped[Indicator | None] = relationship(viewonly=True, lazy="joined")
    file: Mapped[File | None] = relationship(viewonly=True, lazy="joined")


class CaseFile(Base):
    """A file handed in with a task of a case: whoever may see the case may read it."""

    __tablename__ = "case_file"
    __table_args__ = (refers_to("case_id", "case"), refers_to("file_id", "file"))

    agency_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("agency.id"), primary_key=True)
    case_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    file_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)

"""Quick feedback, feedback per period, assessments, and the comment of the person assessed."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import BigInteger, Boolean, CheckConstraint, ForeignKey, Index, Numeric, UniqueConstraint, func
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.core.db import Base, OfAgency, part_of, refers_to
from webapp.plans.models import VALUES, Indicator

TONES = ("positive", "neutral", "negative")
RATINGS = ("below", "meets", "above")
KINDS = ("self", "supervisor", "superior")


class QuickFeedback(OfAgency, Base):
    """A word on someone's work, given whenever there is a reason, perhaps on one activity report."""

    __tablename__ = "quick_feedback"
    __table_args__ = (
        refers_to("giver_id", "person"),
        refers_to("receiver_id", "person"),
        refers_to("activity_id", "activity"),
        CheckConstraint("giver_id <> receiver_id", name="not_to_oneself"),
        CheckConstraint(f"tone in {TONES}", name="tone_is_known"),
        CheckConstraint("tone = 'positive' or text is not null", name="more_than_praise_needs_words"),
        CheckConstraint("(reply is null) = (replied_at is null)", name="a_reply_has_a_time"),
        Index("ix_quick_feedback_receiver", "agency_id", "receiver_id", "given_at"),
        Index("ix_quick_feedback_giver", "agency_id", "giver_id", "given_at"),
    )

    giver_id: Mapped[int]
    receiver_id: Mapped[int]
    activity_id: Mapped[int | None]
    tone: Mapped[str]
    text: Mapped[str | None]
    given_at: Mapped[datetime] = mapped_column(server_default=func.now())
    reply: Mapped[str | None]
    replied_at: Mapped[datetime | None]


class PeriodFeedback(OfAgency, Base):
    """What the supervisor says about the progress of one period."""

    __tablename__ = "period_feedback"
    __table_args__ = (
        refers_to("case_id", "case"),
        refers_to("author_id", "person"),
        UniqueConstraint("agency_id", "case_id", "period"),
        CheckConstraint(f"tone in {TONES}", name="tone_is_known"),
        CheckConstraint("period > 0", name="period_counts_from_1"),
    )

    case_id: Mapped[int]
    period: Mapped[int]
    author_id: Mapped[int]
    given_at: Mapped[datetime]
    tone: Mapped[str]
    keep: Mapped[str]
    improve: Mapped[str | None]
    agreement: Mapped[str | None]
    rows: Mapped[list["IndicatorFeedback"]] = relationship(viewonly=True, lazy="selectin")


class IndicatorFeedback(Base):
    """What the supervisor says about one indicator in one period."""

    __tablename__ = "indicator_feedback"
    __table_args__ = (
        part_of("feedback_id", "period_feedback"),
        refers_to("indicator_id", "indicator"),
        CheckConstraint(f"tone in {TONES}", name="tone_is_known"),
    )

    agency_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("agency.id"), primary_key=True)
    feedback_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    indicator_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    tone: Mapped[str]
    text: Mapped[str | None]
    indicator: Mapped[Indicator] = relationship(viewonly=True, lazy="joined")


class Assessment(OfAgency, Base):
    """A whole year looked at: by the person (`self`), by the supervisor, or by the superior who took over."""

    __tablename__ = "assessment"
    __table_args__ = (
        refers_to("case_id", "case"),
        refers_to("author_id", "person"),
        UniqueConstraint("agency_id", "case_id", "kind"),
        CheckConstraint(f"kind in {KINDS}", name="kind_is_known"),
        CheckConstraint("achievement between 0 and 120", name="achievement_is_a_percentage"),
        CheckConstraint(
            "(kind = 'self') = (work_rating is null) and (kind = 'self') = (integrity_breach is null)",
            name="only_others_rate_work",
        ),
        CheckConstraint("kind <> 'self' or behaviour_rating is null", name="only_others_rate_behaviour"),
        CheckConstraint(f"work_rating in {RATINGS}", name="work_rating_is_known"),
        CheckConstraint(f"behaviour_rating in {RATINGS}", name="behaviour_rating_is_known"),
        CheckConstraint("not integrity_breach or integrity_note is not null", name="a_breach_is_described"),
    )

    case_id: Mapped[int]
    kind: Mapped[str]
    author_id: Mapped[int]
    given_at: Mapped[datetime]
    achievement: Mapped[Decimal | None] = mapped_column(Numeric(5, 2))
    # of the person
    effort: Mapped[str | None]
    obstacles: Mapped[str | None]
    innovation_title: Mapped[str | None]
    innovation_benefit: Mapped[str | None]
    innovation_evidence: Mapped[str | None]
    strengths: Mapped[str | None]
    growth: Mapped[str | None]
    # of the rater
    proposed_work_rating: Mapped[str | None]
    work_rating: Mapped[str | None]
    deviation_reason: Mapped[str | None]
    innovation_note: Mapped[str | None]
    behaviour_rating: Mapped[str | None]
    integrity_breach: Mapped[bool | None] = mapped_column(Boolean)
    integrity_note: Mapped[str | None]
    notes: Mapped[str | None]
    recommendation: Mapped[str | None]
    files: Mapped[list] = mapped_column(JSONB, server_default="[]")
    indicators: Mapped[list["AssessedIndicator"]] = relationship(viewonly=True, lazy="selectin")
    values: Mapped[list["AssessedValue"]] = relationship(viewonly=True, lazy="selectin")

    def indicator(self, indicator_id: int) -> "AssessedIndicator | None":
        return next((row for row in self.indicators if row.indicator_id == indicator_id), None)

    def value(self, value: str) -> "AssessedValue | None":
        return next((row for row in self.values if row.value == value), None)


class AssessedIndicator(Base):
    """The realisation of one indicator as claimed or as validated, and what that achieves."""

    __tablename__ = "assessed_indicator"
    __table_args__ = (
        part_of("assessment_id", "assessment"),
        refers_to("indicator_id", "indicator"),
        CheckConstraint("achievement between 0 and 120", name="achievement_is_a_percentage"),
    )

    agency_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("agency.id"), primary_key=True)
    assessment_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    indicator_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    realisation: Mapped[Decimal | None] = mapped_column(Numeric)
    achievement: Mapped[Decimal | None] = mapped_column(Numeric(5, 2))
    note: Mapped[str | None]


class AssessedValue(Base):
    """The rating of one of the seven values, with the example or the note given for it."""

    __tablename__ = "assessed_value"
    __table_args__ = (
        part_of("assessment_id", "assessment"),
        CheckConstraint(f"value in {VALUES}", name="value_is_known"),
        CheckConstraint(f"rating in {RATINGS}", name="rating_is_known"),
    )

    agency_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("agency.id"), primary_key=True)
    assessment_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    value: Mapped[str] = mapped_column(primary_key=True)
    rating: Mapped[str]
    note: Mapped[str | None]


class RatingComment(OfAgency, Base):
    """What the person says to the rating before the panel meets."""

    __tablename__ = "rating_comment"
    __table_args__ = (
        refers_to("case_id", "case"),
        refers_to("author_id", "person"),
        UniqueConstraint("agency_id", "case_id"),
        CheckConstraint("stance in ('agree', 'remarks')", name="stance_is_known"),
    )

    case_id: Mapped[int]
    author_id: Mapped[int]
    given_at: Mapped[datetime]
    stance: Mapped[str]
    behaviour_remark: Mapped[str | None]
    general: Mapped[str | None]
    wants_to_attend: Mapped[bool] = mapped_column(Boolean)
    files: Mapped[list] = mapped_column(JSONB, server_default="[]")
    remarks: Mapped[list["IndicatorRemark"]] = relationship(viewonly=True, lazy="selectin")


class IndicatorRemark(Base):
    """What the person says to the rating of one indicator."""

    __tablename__ = "indicator_remark"
    __table_args__ = (part_of("comment_id", "rating_comment"), refers_to("indicator_id", "indicator"))

    agency_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("agency.id"), primary_key=True)
    comment_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    indicator_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    remark: Mapped[str]
    indicator: Mapped[Indicator] = relationship(viewonly=True, lazy="joined")

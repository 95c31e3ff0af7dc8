"""Plans with their results, indicators and targets; the rounds of agreeing on them; the progress made."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, Numeric, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.core.db import Base, OfAgency, part_of, refers_to

ASPECTS = ("quantity", "quality", "time", "cost")
VALUES = ("service_oriented", "accountable", "competent", "harmonious", "loyal", "adaptive", "collaborative")


class Plan(OfAgency, Base):
    """One draft of a plan, or, once adopted, a version that no longer changes."""

    __tablename__ = "plan"
    __table_args__ = (
        refers_to("case_id", "case"),
        refers_to("drafted_by", "person"),
        refers_to("adopted_by", "person"),
        UniqueConstraint("agency_id", "case_id", "revision"),
        UniqueConstraint("agency_id", "case_id", "version"),
        CheckConstraint(
            "num_nonnulls(version, adopted_at, adopted_by, adopted_in) in (0, 4)", name="adopted_says_who_when_where"
        ),
        CheckConstraint("superseded_at is null or superseded_at >= adopted_at", name="only_an_adopted_is_superseded"),
        Index(
            "uq_plan_in_force",
            "agency_id",
            "case_id",
            unique=True,
            postgresql_where=text("adopted_at is not null and superseded_at is null"),
        ),
    )

    case_id: Mapped[int]
    revision: Mapped[int]
    support: Mapped[str | None]
    accountability: Mapped[str | None]
    consequences: Mapped[str | None]
    drafted_by: Mapped[int]
    drafted_at: Mapped[datetime]
    version: Mapped[int | None]
    adopted_by: Mapped[int | None]
    adopted_at: Mapped[datetime | None]
    adopted_in: Mapped[str | None]
    superseded_at: Mapped[datetime | None]
    results: Mapped[list["PlanResult"]] = relationship(
        back_populates="plan", order_by="PlanResult.number", lazy="selectin"
    )

    @property
    def indicators(self) -> list["Indicator"]:
        return [indicator for result in self.results for indicator in result.indicators]

    def indicator(self, code: str) -> "Indicator | None":
        return next((indicator for indicator in self.indicators if indicator.code == code), None)


class PlanResult(OfAgency, Base):
    """A result the person promises, and which result of the superior it serves."""

    __tablename__ = "plan_result"
    __table_args__ = (
        refers_to("plan_id", "plan"),
        UniqueConstraint("agency_id", "plan_id", "number"),
        CheckConstraint("kind in ('main', 'additional')", name="kind_is_known"),
    )

    plan_id: Mapped[int]
    number: Mapped[int]
    kind: Mapped[str]
    title: Mapped[str]
    superior_result: Mapped[str | None]
    reason_without_superior_result: Mapped[str | None]
    plan: Mapped[Plan] = relationship(back_populates="results")
    indicators: Mapped[list["Indicator"]] = relationship(
        back_populates="result", order_by="Indicator.number", lazy="selectin"
    )


class Indicator(OfAgency, Base):
    """How a result is measured: aspect, unit, target of the year, weight."""

    __tablename__ = "indicator"
    __table_args__ = (
        refers_to("result_id", "plan_result"),
        UniqueConstraint("agency_id", "result_id", "number"),
        CheckConstraint(f"aspect in {ASPECTS}", name="aspect_is_known"),
        CheckConstraint("polarity in ('maximize', 'minimize', 'stabilize')", name="polarity_is_known"),
        CheckConstraint("consolidation in ('sum', 'last', 'average')", name="consolidation_is_known"),
        CheckConstraint("weight between 0 and 100", name="weight_is_a_percentage"),
    )

    result_id: Mapped[int]
    number: Mapped[int]
    aspect: Mapped[str]
    title: Mapped[str]
    unit: Mapped[str]
    polarity: Mapped[str]
    consolidation: Mapped[str]
    target: Mapped[Decimal | None] = mapped_column(Numeric)
    weight: Mapped[Decimal] = mapped_column(Numeric)
    source: Mapped[str | None]
    result: Mapped[PlanResult] = relationship(back_populates="indicators", lazy="joined", innerjoin=True)
    targets: Mapped[list["Target"]] = relationship(viewonly=True, order_by="Target.period", lazy="selectin")

    @property
    def code(self) -> str:
        """How forms name the indicator within its plan, e.g. `2.1`."""
        return f"{self.result.number}.{self.number}"

    def target_of(self, period: int) -> Decimal | None:
        return next((target.value for target in self.targets if target.period == period), None)


class Target(Base):
    """What an indicator should reach in one period."""

    __tablename__ = "target"
    __table_args__ = (
        refers_to("indicator_id", "indicator"),
        CheckConstraint("period > 0", name="period_counts_from_1"),
    )

    agency_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("agency.id"), primary_key=True)
    indicator_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    period: Mapped[int] = mapped_column(primary_key=True)
    value: Mapped[Decimal] = mapped_column(Numeric)


class PlanAgreement(OfAgency, Base):
    """One round of agreeing on a draft: who said what, and what is expected beyond the indicators."""

    __tablename__ = "plan_agreement"
    __table_args__ = (
        refers_to("plan_id", "plan"),
        refers_to("decided_by", "person"),
        UniqueConstraint("agency_id", "plan_id", "task"),
        CheckConstraint("decision in ('agreed', 'revise', 'decided')", name="decision_is_known"),
    )

    plan_id: Mapped[int]
    task: Mapped[str]
    decision: Mapped[str]
    reason: Mapped[str | None]
    decided_by: Mapped[int]
    decided_at: Mapped[datetime]
    notes: Mapped[list["AgreementNote"]] = relationship(viewonly=True, lazy="selectin")
    expectations: Mapped[list["Expectation"]] = relationship(viewonly=True, lazy="selectin")

    def expectation(self, value: str) -> str | None:
        return next((expected.text for expected in self.expectations if expected.value == value), None)


class AgreementNote(Base):
    """What was said about one indicator in a round of agreeing."""

    __tablename__ = "agreement_note"
    __table_args__ = (
        part_of("agreement_id", "plan_agreement"),
        refers_to("indicator_id", "indicator"),
        CheckConstraint("verdict in ('agree', 'change')", name="verdict_is_known"),
    )

    agency_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("agency.id"), primary_key=True)
    agreement_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    indicator_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    verdict: Mapped[str]
    note: Mapped[str | None]
    indicator: Mapped[Indicator] = relationship(viewonly=True, lazy="joined", innerjoin=True)


class Expectation(Base):
    """What the superior expects of the person's conduct under one of the seven values."""

    __tablename__ = "expectation"
    __table_args__ = (
        part_of("agreement_id", "plan_agreement"),
        CheckConstraint(f"value in {VALUES}", name="value_is_known"),
    )

    agency_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("agency.id"), primary_key=True)
    agreement_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    value: Mapped[str] = mapped_column(primary_key=True)
    text: Mapped[str]


class ProgressReport(OfAgency, Base):
    """What the person reports for one period."""

    __tablename__ = "progress_report"
    __table_args__ = (
        refers_to("case_id", "case"),
        refers_to("plan_id", "plan"),
        refers_to("reported_by", "person"),
        UniqueConstraint("agency_id", "case_id", "period"),
        CheckConstraint("period > 0", name="period_counts_from_1"),
    )

    case_id: Mapped[int]
    plan_id: Mapped[int]
    period: Mapped[int]
    effort: Mapped[str | None]
    obstacles: Mapped[str | None]
    support_needed: Mapped[str | None]
    reported_by: Mapped[int]
    reported_at: Mapped[datetime]
    rows: Mapped[list["Progress"]] = relationship(viewonly=True, lazy="selectin")

    def realisation(self, indicator_id: int) -> Decimal | None:
        return next((row.realisation for row in self.rows if row.indicator_id == indicator_id), None)


class Progress(Base):
    """What an indicator reached in one period; nothing when it is not known yet."""

    __tablename__ = "progress"
    __table_args__ = (part_of("report_id", "progress_report"), refers_to("indicator_id", "indicator"))

    agency_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("agency.id"), primary_key=True)
    report_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    indicator_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    realisation: Mapped[Decimal | None] = mapped_column(Numeric)

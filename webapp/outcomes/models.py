"""Responses, objections, final ratings, awards with certificates, and coaching plans with their sessions."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import BigInteger, Boolean, CheckConstraint, ForeignKey, Index, Numeric, UniqueConstraint
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.core.db import Base, OfAgency, part_of, refers_to
from webapp.feedback.models import RATINGS

PREDICATES = ("very_good", "good", "needs_improvement", "poor", "very_poor")
AWARDS = ("certificate", "incentive", "study", "succession")
JUDGES = ("superior", "agency_head", "panel")
METHODS = ("coaching", "mentoring", "training", "on_the_job", "counselling")


class Rating(Base):
    """The final result of a case, and who decided it in which step. Nothing comes after it."""

    __tablename__ = "rating"
    __table_args__ = (
        refers_to("case_id", "case"),
        refers_to("decided_by", "person"),
        CheckConstraint("achievement between 0 and 120", name="achievement_is_a_percentage"),
        CheckConstraint(f"work_rating in {RATINGS}", name="work_rating_is_known"),
        CheckConstraint(f"behaviour_rating in {RATINGS}", name="behaviour_rating_is_known"),
        CheckConstraint(f"predicate in {PREDICATES}", name="predicate_is_known"),
        CheckConstraint("decided_in in ('assessment', 'forum', 'objection')", name="decided_in_a_known_step"),
        CheckConstraint("decided_at <= finalised_at", name="decided_before_it_was_final"),
        Index("ix_rating_predicate", "agency_id", "predicate"),
    )

    agency_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("agency.id"), primary_key=True)
    case_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    achievement: Mapped[Decimal | None] = mapped_column(Numeric(5, 2))
    work_rating: Mapped[str]
    behaviour_rating: Mapped[str]
    predicate: Mapped[str]
    decided_in: Mapped[str]
    decided_by: Mapped[int]
    decided_at: Mapped[datetime]
    finalised_at: Mapped[datetime]


class Response(Base):
    """What the employee answered to the result. Fourteen days of silence are an answer too (PP 30/2019, art. 59)."""

    __tablename__ = "response"
    __table_args__ = (
        refers_to("case_id", "case"),
        refers_to("answered_by", "person"),
        CheckConstraint("kind in ('accepted', 'objected', 'silent')", name="kind_is_known"),
        CheckConstraint("(kind = 'silent') = (answered_by is null)", name="an_answer_has_a_person"),
        CheckConstraint("kind = 'accepted' or remark is null", name="only_acceptance_has_a_remark"),
    )

    agency_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("agency.id"), primary_key=True)
    case_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    kind: Mapped[str]
    answered_by: Mapped[int | None]
    at: Mapped[datetime]
    remark: Mapped[str | None]


class Objection(OfAgency, Base):
    """An objection to the result: the employee's reasons, the rater's explanation, the final decision.

    `judge_id` is who is asked to decide, `judge_as` in what capacity, `passed_over` who let the time pass before.
    """

    __tablename__ = "objection"
    __table_args__ = (
        refers_to("case_id", "case"),
        refers_to("raised_by", "person"),
        refers_to("rater_id", "person"),
        refers_to("explained_by", "person"),
        refers_to("judge_id", "person"),
        refers_to("decided_by", "person"),
        UniqueConstraint("agency_id", "case_id"),
        CheckConstraint(
            "num_nonnulls(explanation, explained_by, explained_at) in (0, 3)", name="an_explanation_has_a_person"
        ),
        CheckConstraint(
            "num_nonnulls(decision, decision_reason, decided_by, decided_at) in (0, 4)", name="a_decision_has_a_person"
        ),
        CheckConstraint("decision in ('keep', 'change')", name="decision_is_known"),
        CheckConstraint(
            "(num_nonnulls(new_work_rating, new_behaviour_rating) > 0) = (decision is not distinct from 'change')",
            name="a_change_names_a_rating",
        ),
        CheckConstraint(f"new_work_rating in {RATINGS}", name="new_work_rating_is_known"),
        CheckConstraint(f"new_behaviour_rating in {RATINGS}", name="new_behaviour_rating_is_known"),
        CheckConstraint("raised_by is distinct from decided_by", name="nobody_decides_their_own"),
        CheckConstraint("rater_id is distinct from decided_by", name="nobody_judges_their_own_rating"),
        CheckConstraint("judge_id <> rater_id and judge_id <> raised_by", name="the_judge_is_neither_side"),
        CheckConstraint("judge_id <> all (passed_over)", name="the_judge_was_not_passed_over"),
        CheckConstraint("num_nonnulls(judge_id, judge_as, judge_since) in (0, 3)", name="a_judge_has_an_office"),
        CheckConstraint(f"judge_as in {JUDGES}", name="the_office_of_a_judge_is_known"),
    )

    case_id: Mapped[int]
    reason: Mapped[str]
    wanted_decision: Mapped[str | None]
    files: Mapped[list] = mapped_column(JSONB, server_default="[]")
    raised_by: Mapped[int]
    raised_at: Mapped[datetime]
    rater_id: Mapped[int]
    explanation: Mapped[str | None]
    explanation_files: Mapped[list] = mapped_column(JSONB, server_default="[]")
    explained_by: Mapped[int | None]
    explained_at: Mapped[datetime | None]
    judge_id: Mapped[int | None]
    judge_as: Mapped[str | None]
    judge_since: Mapped[datetime | None]
    passed_over: Mapped[list[int]] = mapped_column(ARRAY(BigInteger), server_default="{}", default=list)
    hearing_date: Mapped[date | None]
    employee_hearing: Mapped[str | None]
    rater_hearing: Mapped[str | None]
    decision: Mapped[str | None]
    new_work_rating: Mapped[str | None]
    new_behaviour_rating: Mapped[str | None]
    decision_reason: Mapped[str | None]
    decided_by: Mapped[int | None]
    decided_at: Mapped[datetime | None]
    rows: Mapped[list["DisputedRow"]] = relationship(
        order_by="DisputedRow.place", lazy="selectin", cascade="all, delete-orphan"
    )

    @property
    def concerned(self) -> set[int]:
        """Who has to do with it: who objects, who gave the rating, who explains, who is to decide and who did."""
        people = (self.raised_by, self.rater_id, self.explained_by, self.judge_id, self.decided_by)
        return {person for person in people if person is not None}

    def row(self, code: str) -> "DisputedRow | None":
        return next((row for row in self.rows if row.code == code), None)


class DisputedRow(Base):
    """One row of the result that is disputed: an indicator or a value, under the code that forms give it."""

    __tablename__ = "disputed_row"
    __table_args__ = (
        part_of("objection_id", "objection"),
        CheckConstraint("verdict in ('accepted', 'rejected')", name="verdict_is_known"),
        CheckConstraint("num_nonnulls(verdict, verdict_reason) in (0, 2)", name="a_verdict_has_a_reason"),
    )

    agency_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("agency.id"), primary_key=True)
    objection_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    code: Mapped[str] = mapped_column(primary_key=True)
    place: Mapped[int]
    title: Mapped[str]
    outcome_text: Mapped[str]
    claim: Mapped[str | None]
    wanted: Mapped[str | None]
    explanation: Mapped[str | None]
    verdict: Mapped[str | None]
    verdict_reason: Mapped[str | None]


class Award(OfAgency, Base):
    """An award that HR proposed and the head of the agency approved."""

    __tablename__ = "award"
    __table_args__ = (
        refers_to("case_id", "case"),
        refers_to("proposed_by", "person"),
        refers_to("approved_by", "person"),
        UniqueConstraint("agency_id", "case_id"),
        CheckConstraint(f"kind in {AWARDS}", name="kind_is_known"),
        CheckConstraint(f"predicate in {PREDICATES}", name="predicate_is_known"),
    )

    case_id: Mapped[int]
    kind: Mapped[str]
    title: Mapped[str]
    basis: Mapped[str]
    letter_number: Mapped[str | None]
    citation: Mapped[str]
    predicate: Mapped[str]
    proposed_by: Mapped[int]
    proposed_at: Mapped[datetime]
    approved_by: Mapped[int]
    approved_at: Mapped[datetime]
    certificate: Mapped["Certificate"] = relationship(lazy="selectin", back_populates="award")


class Certificate(OfAgency, Base):
    """A certificate: its number, the code to check it by, and the words printed on it, which never change.

    `sha256` is that of the PDF, where its bytes lie; it is there once the PDF has been made.
    """

    __tablename__ = "certificate"
    __table_args__ = (
        refers_to("award_id", "award"),
        refers_to("revoked_by", "person"),
        UniqueConstraint("agency_id", "award_id"),
        UniqueConstraint("agency_id", "year", "number"),
        UniqueConstraint("agency_id", "code"),
        Index("ix_certificate_code", "code"),
        Index("ix_certificate_sha256", "sha256"),
        CheckConstraint("number > 0", name="numbers_count_from_1"),
        CheckConstraint("sha256 ~ '^[0-9a-f]{64}$'", name="sha256_is_hexadecimal"),
        CheckConstraint(
            "num_nonnulls(revoked_at, revoked_by, revocation_reason) in (0, 3)", name="revoked_says_who_and_why"
        ),
    )

    award_id: Mapped[int]
    year: Mapped[int]
    number: Mapped[int]
    code: Mapped[str]
    words: Mapped[dict] = mapped_column(JSONB)
    issued_at: Mapped[datetime]
    sha256: Mapped[str | None]
    revoked_at: Mapped[datetime | None]
    revoked_by: Mapped[int | None]
    revocation_reason: Mapped[str | None]
    award: Mapped[Award] = relationship(back_populates="certificate")

    @property
    def printed_number(self) -> str:
        """How the number stands on the paper: 800/0147/SIKLUS/2026."""
        return f"800/{self.number:04d}/SIKLUS/{self.year}"

    @property
    def file_name(self) -> str:
        return f"piagam-{self.year}-{self.number:04d}.pdf"


class Coaching(OfAgency, Base):
    """A coaching plan: what has to change, by which targets, until when."""

    __tablename__ = "coaching"
    __table_args__ = (
        refers_to("case_id", "case"),
        refers_to("opened_by", "person"),
        UniqueConstraint("agency_id", "case_id"),
        CheckConstraint("closed_at >= opened_at", name="closed_after_it_was_opened"),
    )

    case_id: Mapped[int]
    focus: Mapped[str]
    support: Mapped[str | None]
    opened_by: Mapped[int]
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    targets: Mapped[list["CoachingTarget"]] = relationship(
        order_by="CoachingTarget.number", lazy="selectin", cascade="all, delete-orphan"
    )
    sessions: Mapped[list["CoachingSession"]] = relationship(order_by="CoachingSession.number", lazy="selectin")

    @property
    def held(self) -> list["CoachingSession"]:
        """The sessions that count: those the employee confirmed."""
        return [session for session in self.sessions if session.confirmed]


class CoachingTarget(Base):
    """One target of a coaching plan. Forms name it by its number."""

    __tablename__ = "coaching_target"
    __table_args__ = (
        part_of("coaching_id", "coaching"),
        CheckConstraint(f"method in {METHODS}", name="method_is_known"),
        CheckConstraint("number > 0", name="numbers_count_from_1"),
    )

    agency_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("agency.id"), primary_key=True)
    coaching_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    method: Mapped[str]
    measure: Mapped[str]
    due_on: Mapped[date]

    @property
    def code(self) -> str:
        return str(self.number)


class CoachingSession(OfAgency, Base):
    """One session as the supervisor wrote it down, and whether the employee says the same."""

    __tablename__ = "coaching_session"
    __table_args__ = (
        part_of("coaching_id", "coaching"),
        refers_to("held_by", "person"),
        refers_to("answered_by", "person"),
        UniqueConstraint("agency_id", "coaching_id", "number"),
        CheckConstraint("confirmed or remark is not null", name="a_denial_has_a_remark"),
        CheckConstraint("number > 0", name="numbers_count_from_1"),
    )

    coaching_id: Mapped[int]
    number: Mapped[int]
    held_on: Mapped[date]
    topics: Mapped[str]
    commitments: Mapped[str]
    next_on: Mapped[date | None]
    held_by: Mapped[int]
    confirmed: Mapped[bool] = mapped_column(Boolean)
    remark: Mapped[str | None]
    help_wanted: Mapped[str | None]
    answered_by: Mapped[int]
    answered_at: Mapped[datetime]
    progress: Mapped[list["CoachingProgress"]] = relationship(
        order_by="CoachingProgress.target_number", lazy="selectin", cascade="all, delete-orphan"
    )

    @property
    def all_met(self) -> bool:
        return bool(self.progress) and all(row.met for row in self.progress)


class CoachingProgress(Base):
    """How far a target had come at a session."""

    __tablename__ = "coaching_progress"
    __table_args__ = (part_of("session_id", "coaching_session"),)

    agency_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("agency.id"), primary_key=True)
    session_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    target_number: Mapped[int] = mapped_column(primary_key=True)
    met: Mapped[bool] = mapped_column(Boolean)
    progress: Mapped[str | None]

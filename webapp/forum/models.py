"""Panel sessions: who sits in them, what each member thinks before the others are heard, and what was decided."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    ForeignKey,
    Index,
    Numeric,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.core.db import Base, OfAgency, part_of, refers_to
from webapp.feedback.models import RATINGS

MOST_CORRECTION = 5


class PanelSession(OfAgency, Base):
    """The panel of one case, from its forming to its decision. `disagreement` is 0 (all agree) to 1."""

    __tablename__ = "panel_session"
    __table_args__ = (
        refers_to("case_id", "case"),
        CheckConstraint("quorum > 0", name="quorum_is_somebody"),
        CheckConstraint("(revealed_at is null) = (disagreement is null)", name="revealed_has_an_index"),
        CheckConstraint("disagreement between 0 and 1", name="disagreement_is_a_share"),
        CheckConstraint("closed_at is null or revealed_at is not null", name="nothing_is_decided_blind"),
        Index("uq_panel_session_open", "agency_id", "case_id", unique=True, postgresql_where=text("closed_at is null")),
    )

    case_id: Mapped[int]
    quorum: Mapped[int]
    employee_attends: Mapped[bool] = mapped_column(Boolean)
    convened_at: Mapped[datetime]
    revealed_at: Mapped[datetime | None]
    disagreement: Mapped[Decimal | None] = mapped_column(Numeric(4, 3))
    closed_at: Mapped[datetime | None]
    members: Mapped[list["PanelMember"]] = relationship(
        order_by="(PanelMember.seat, PanelMember.id)", lazy="selectin", back_populates="session"
    )

    @property
    def seated(self) -> list["PanelMember"]:
        """Who sits in the panel now, by seat."""
        return [member for member in self.members if member.state == "appointed"]

    @property
    def chair(self) -> "PanelMember | None":
        return next((member for member in self.seated if member.is_chair), None)

    def member(self, person_id: int) -> "PanelMember | None":
        return next((member for member in self.members if member.person_id == person_id), None)


class PanelMember(OfAgency, Base):
    """One person in one panel. Who was absent or in conflict stays on record beside whoever took the seat."""

    __tablename__ = "panel_member"
    __table_args__ = (
        part_of("session_id", "panel_session"),
        refers_to("person_id", "person"),
        UniqueConstraint("agency_id", "session_id", "person_id"),
        CheckConstraint("state in ('appointed', 'absent', 'conflicted')", name="state_is_known"),
        CheckConstraint("(state = 'appointed') = (left_at is null)", name="left_has_a_time"),
        CheckConstraint("conflict_reason is null or state = 'conflicted'", name="only_conflict_has_a_reason"),
        CheckConstraint("not is_chair or state = 'appointed'", name="the_chair_sits_in_the_panel"),
        CheckConstraint("seat > 0", name="seats_count_from_1"),
        Index(
            "uq_panel_member_seat",
            "agency_id",
            "session_id",
            "seat",
            unique=True,
            postgresql_where=text("state = 'appointed'"),
        ),
        Index("uq_panel_member_chair", "agency_id", "session_id", unique=True, postgresql_where=text("is_chair")),
        Index("ix_panel_member_person", "agency_id", "person_id", postgresql_where=text("state = 'appointed'")),
    )

    session_id: Mapped[int]
    seat: Mapped[int]
    person_id: Mapped[int]
    is_chair: Mapped[bool] = mapped_column(Boolean, server_default=text("false"))
    state: Mapped[str] = mapped_column(server_default="appointed", default="appointed")
    conflict_reason: Mapped[str | None]
    appointed_at: Mapped[datetime]
    left_at: Mapped[datetime | None]
    session: Mapped[PanelSession] = relationship(back_populates="members")


class Opinion(OfAgency, Base):
    """What a member thinks from the dossier alone. Nobody else may read it before `revealed_at`."""

    __tablename__ = "opinion"
    __table_args__ = (
        part_of("session_id", "panel_session"),
        part_of("member_id", "panel_member"),
        UniqueConstraint("agency_id", "session_id", "member_id"),
        CheckConstraint(f"work_rating in {RATINGS}", name="work_rating_is_known"),
        CheckConstraint(f"behaviour_rating in {RATINGS}", name="behaviour_rating_is_known"),
        CheckConstraint("confidence in ('low', 'medium', 'high')", name="confidence_is_known"),
        CheckConstraint("revealed_at >= given_at", name="revealed_after_it_was_given"),
    )

    session_id: Mapped[int]
    member_id: Mapped[int]
    work_rating: Mapped[str]
    behaviour_rating: Mapped[str]
    confidence: Mapped[str]
    strengths: Mapped[str]
    concerns: Mapped[str | None]
    questions: Mapped[str | None]
    given_at: Mapped[datetime]
    revealed_at: Mapped[datetime | None]


class Decision(OfAgency, Base):
    """What the panel decided, from what to what, why, and who was there. A correction is bounded.

    `deviation_kept` says of a correction whether a rating other than the proposed one, for which the rater had given
    reasons, stays; null where there was none.
    """

    __tablename__ = "decision"
    __table_args__ = (
        part_of("session_id", "panel_session"),
        refers_to("decided_by", "person"),
        UniqueConstraint("agency_id", "session_id"),
        CheckConstraint("decision in ('keep', 'correct', 'change')", name="decision_is_known"),
        CheckConstraint("(decision = 'correct') = (correction is not null)", name="only_a_correction_has_points"),
        CheckConstraint(
            f"correction between -{MOST_CORRECTION} and {MOST_CORRECTION} and correction <> 0",
            name="correction_is_bounded",
        ),
        CheckConstraint("decision = 'keep' or reason is not null", name="what_changes_has_a_reason"),
        CheckConstraint(
            "decision <> 'change' or num_nonnulls(new_work_rating, new_behaviour_rating) > 0",
            name="a_change_names_a_rating",
        ),
        CheckConstraint("decision <> 'keep' or new_work_rating is null", name="what_is_kept_gets_no_rating"),
        CheckConstraint("decision = 'change' or new_behaviour_rating is null", name="only_a_change_is_of_behaviour"),
        CheckConstraint("deviation_kept is null or decision = 'correct'", name="only_a_correction_meets_a_deviation"),
        CheckConstraint(f"new_work_rating in {RATINGS}", name="new_work_rating_is_known"),
        CheckConstraint(f"new_behaviour_rating in {RATINGS}", name="new_behaviour_rating_is_known"),
        CheckConstraint("achievement_after between 0 and 120", name="achievement_is_a_percentage"),
    )

    session_id: Mapped[int]
    decision: Mapped[str]
    achievement_before: Mapped[Decimal | None] = mapped_column(Numeric(5, 2))
    achievement_after: Mapped[Decimal | None] = mapped_column(Numeric(5, 2))
    correction: Mapped[Decimal | None] = mapped_column(Numeric(3, 2))
    work_rating_before: Mapped[str]
    behaviour_rating_before: Mapped[str]
    new_work_rating: Mapped[str | None]
    new_behaviour_rating: Mapped[str | None]
    deviation_kept: Mapped[bool | None] = mapped_column(Boolean)
    reason: Mapped[str | None]
    recommendation: Mapped[str]
    discussion: Mapped[str]
    complaints_considered: Mapped[str | None]
    session_date: Mapped[date]
    employee_heard: Mapped[bool] = mapped_column(Boolean)
    decided_by: Mapped[int]
    decided_at: Mapped[datetime]
    minutes: Mapped[str]
    attendance: Mapped[list["Attendance"]] = relationship(lazy="selectin", cascade="all, delete-orphan")

    @property
    def dissents(self) -> list["Attendance"]:
        return [row for row in self.attendance if row.dissent]

    @property
    def present(self) -> list["Attendance"]:
        """Who was there, and so signs the minutes."""
        return [row for row in self.attendance if row.present]

    def attendance_of(self, member: PanelMember | None) -> "Attendance | None":
        return next((row for row in self.attendance if member is not None and row.member_id == member.id), None)


class Attendance(Base):
    """Whether a member was at the session, the member's own words where they differ from the decision, and when the
    member signed the minutes."""

    __tablename__ = "attendance"
    __table_args__ = (
        part_of("decision_id", "decision"),
        part_of("member_id", "panel_member"),
        CheckConstraint("present or signed_at is null", name="who_was_there_signs"),
    )

    agency_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("agency.id"), primary_key=True)
    decision_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    member_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    present: Mapped[bool] = mapped_column(Boolean)
    dissent: Mapped[str | None]
    signed_at: Mapped[datetime | None]

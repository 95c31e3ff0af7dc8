"""Processes and their published versions. A version never changes: cases pin it."""

from datetime import datetime

from sqlalchemy import CheckConstraint, LargeBinary, UniqueConstraint, func
from sqlalchemy.orm import Mapped, mapped_column

from webapp.core.db import Base, OfAgency, refers_to


class Process(OfAgency, Base):
    """A kind of cycle that the agency can run, under a lasting key such as `appraisal`."""

    __tablename__ = "process"
    __table_args__ = (UniqueConstraint("agency_id", "key"),)

    key: Mapped[str]
    title: Mapped[str]


class ProcessVersion(OfAgency, Base):
    """One published state of a process: a zip of its diagrams, decisions, forms and catalogues."""

    __tablename__ = "process_version"
    __table_args__ = (
        refers_to("process_id", "process"),
        refers_to("published_by", "person"),
        UniqueConstraint("agency_id", "process_id", "number"),
        CheckConstraint("number > 0", name="number_is_positive"),
    )

    process_id: Mapped[int]
    number: Mapped[int]
    bundle: Mapped[bytes] = mapped_column(LargeBinary)
    sha256: Mapped[bytes] = mapped_column(LargeBinary)
    note: Mapped[str]
    published_at: Mapped[datetime] = mapped_column(server_default=func.now())
    published_by: Mapped[int | None]

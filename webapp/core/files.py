"""Uploaded files: contents stored once under their SHA-256, and a row that says who brought them under which name.

Which files are accepted is decided by `forms.evidence`; who may read one is decided by the features that link to it.
"""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Protocol

from flask import current_app
from sqlalchemy import BigInteger, CheckConstraint, Index, String, UniqueConstraint, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from webapp.core import clock
from webapp.core.db import Base, OfAgency, db, refers_to
from webapp.core.errors import Refusal

_CONTENTS = 0x46494C45  # the advisory lock between keeping a file and forgetting contents
SPARE_MEGABYTES = 500
DAILY_MEGABYTES = 200  # of one person


class File(OfAgency, Base):
    """A file somebody brought. `sha256` is where its contents lie."""

    __tablename__ = "file"
    __table_args__ = (
        refers_to("uploaded_by", "person"),
        UniqueConstraint("agency_id", "uploaded_by", "sha256"),
        Index("ix_file_sha256", "agency_id", "sha256"),
        CheckConstraint("sha256 ~ '^[0-9a-f]{64}$'", name="sha256_is_hexadecimal"),
        CheckConstraint("size >= 0", name="size_is_counted"),
    )

    sha256: Mapped[str]
    name: Mapped[str]
    type: Mapped[str]
    size: Mapped[int] = mapped_column(BigInteger)
    uploaded_by: Mapped[int]
    uploaded_at: Mapped[datetime] = mapped_column(server_default=func.now())

    def described(self) -> dict:
        """What an answer keeps of the file."""
        return {"name": self.name, "type": self.type, "size": self.size, "sha256": self.sha256}


class FileGone(Refusal):
    """The file %(name)s is no longer stored. Attach it again; what you typed is kept."""


class NoRoom(Refusal):
    """There is no room for more files at the moment. What you typed is kept; tell your administrator."""


class TooMuchToday(Refusal):
    """You have attached %(megabytes)s MB within a day, which is the limit. Attach smaller files, or go on tomorrow."""


class Uploaded(Protocol):
    """An accepted upload, see `forms.evidence.Upload`."""

    @property
    def name(self) -> str: ...
    @property
    def type(self) -> str: ...
    @property
    def content(self) -> bytes: ...
    @property
    def sha256(self) -> str: ...


class Store(Protocol):
    """Where contents lie. Putting the same contents twice is harmless."""

    def put(self, content: bytes) -> str:
        """Keep the contents for good; returns their SHA-256."""

    def get(self, sha256: str) -> bytes:
        """The contents; KeyError when there are none."""

    def free(self) -> int:
        """How many bytes there is room for."""

    def untouched_since(self, moment: datetime) -> Iterator[str]:
        """The SHA-256 of contents that have not been put since, in no order."""

    def forget(self, sha256: str) -> None:
        """Throw the contents away; nothing happens when there are none."""


class Folder:
    """Contents as files of a local folder that nobody else may enter."""

    def __init__(self, place: Path) -> None:
        self._place = place

    def put(self, content: bytes) -> str:
        sha256 = hashlib.sha256(content).hexdigest()
        target = self._path(sha256)
        if target.exists():
            target.touch()
        else:
            for folder in (self._place, target.parent):
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._write(target, content)
        return sha256

    def get(self, sha256: str) -> bytes:
        try:
            return self._path(sha256).read_bytes()
        except FileNotFoundError:
            raise KeyError(sha256) from None

    def free(self) -> int:
        there = next(folder for folder in (self._place, *self._place.absolute().parents) if folder.exists())
        return shutil.disk_usage(there).free

    def untouched_since(self, moment: datetime) -> Iterator[str]:
        for place in self._place.glob("[0-9a-f][0-9a-f]/*"):
            if len(place.name) == 64 and place.stat().st_mtime < moment.timestamp():
                yield place.name

    def forget(self, sha256: str) -> None:
        self._path(sha256).unlink(missing_ok=True)

    def _path(self, sha256: str) -> Path:
        if len(sha256) != 64 or not set(sha256) <= set("0123456789abcdef"):
            raise KeyError(sha256)
        return self._place / sha256[:2] / sha256

    def _write(self, target: Path, content: bytes) -> None:
        """All of it or nothing, also when the power goes."""
        handle, draft = tempfile.mkstemp(dir=target.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(draft).replace(target)
        except BaseException:
            Path(draft).unlink(missing_ok=True)
            raise


def store() -> Store:
    """The store this installation is configured for."""
    return Folder(Path(current_app.config["SIKLUS"].files))


def keep(upload: Uploaded, *, agency_id: int, person_id: int) -> File:
    """Store an accepted upload; the same contents from the same person are one file.

    The contents stay when the transaction is rolled back; without a row nobody can reach them.
    Raises NoRoom, TooMuchToday.
    """
    _refuse_too_much(len(upload.content), agency_id, person_id)
    db.session.execute(select(func.pg_advisory_xact_lock_shared(_CONTENTS)))
    store().put(upload.content)
    row = insert(File).values(
        agency_id=agency_id,
        sha256=upload.sha256,
        name=upload.name,
        type=upload.type,
        size=len(upload.content),
        uploaded_by=person_id,
    )
    db.session.execute(row.on_conflict_do_nothing(index_elements=["agency_id", "uploaded_by", "sha256"]))
    return db.session.scalars(_brought(agency_id, person_id, upload.sha256)).one()


def found(references: list[dict] | None, *, agency_id: int, person_id: int) -> list[File]:
    """The files that an answer of this person refers to; FileGone when one was never stored."""
    files = []
    for reference in references or []:
        file = db.session.scalars(_brought(agency_id, person_id, reference["sha256"])).first()
        if file is None:
            raise FileGone(name=reference["name"])
        files.append(file)
    return files


def forget_contents(before: datetime, limit: int) -> int:
    """Throw away contents that no row of any table names and that were not put since; how many.

    Whoever keeps a file at this moment is waited for: the contents are there already, the row is not yet.
    """
    db.session.execute(select(func.pg_advisory_xact_lock(_CONTENTS)))
    old = store().untouched_since(before)
    forgotten = 0
    while forgotten < limit and (some := list(islice(old, limit))):
        for sha256 in set(some) - _named(some):
            store().forget(sha256)
            forgotten += 1
    return forgotten


def _named(some: list[str]) -> set[str]:
    """Those contents that a row of some table names."""
    columns = [table.c.sha256 for table in Base.metadata.sorted_tables if "sha256" in table.c]
    texts = [column for column in columns if isinstance(column.type, String)]
    return {sha256 for column in texts for sha256 in db.session.scalars(select(column).where(column.in_(some)))}


def _refuse_too_much(size: int, agency_id: int, person_id: int) -> None:
    """One person cannot fill the disk, and nobody can fill the last of it: the database needs that."""
    if store().free() - size < SPARE_MEGABYTES * 10**6:
        raise NoRoom
    mine = select(func.coalesce(func.sum(File.size), 0)).where(
        File.agency_id == agency_id, File.uploaded_by == person_id, File.uploaded_at > clock.now() - timedelta(days=1)
    )
    if (db.session.scalar(mine) or 0) + size > DAILY_MEGABYTES * 10**6:
        raise TooMuchToday(megabytes=DAILY_MEGABYTES)


def _brought(agency_id: int, person_id: int, sha256: str):
    return select(File).where(File.agency_id == agency_id, File.uploaded_by == person_id, File.sha256 == sha256)

"""Reads of published processes."""

from sqlalchemy import exists, select

from webapp.core.db import db
from webapp.library.models import Process, ProcessVersion
from webapp.library.packs import Pack, shelf


def pack(agency_id: int, version_id: int) -> Pack:
    """The compiled version that a case pins."""

    def load() -> bytes:
        statement = select(ProcessVersion.bundle).where(
            ProcessVersion.agency_id == agency_id, ProcessVersion.id == version_id
        )
        return db.session.scalars(statement).one()

    return shelf.get((db.session.get_bind().engine.url, agency_id, version_id), load)


def newest_version(agency_id: int, key: str) -> ProcessVersion | None:
    """The version that new cycles of this process take."""
    statement = (
        select(ProcessVersion)
        .join(
            Process,
            (Process.agency_id == ProcessVersion.agency_id) & (Process.id == ProcessVersion.process_id),
        )
        .where(Process.agency_id == agency_id, Process.key == key)
        .order_by(ProcessVersion.number.desc())
        .limit(1)
    )
    return db.session.scalars(statement).first()


def published(agency_id: int) -> list[Process]:
    """The processes that a cycle can follow, by title."""
    version_of = (ProcessVersion.agency_id == Process.agency_id) & (ProcessVersion.process_id == Process.id)
    statement = select(Process).where(Process.agency_id == agency_id, exists().where(version_of))
    return list(db.session.scalars(statement.order_by(Process.title, Process.id)))


def version(agency_id: int, version_id: int) -> ProcessVersion:
    """A published version by its id."""
    return db.session.get_one(ProcessVersion, (agency_id, version_id))


def versions(agency_id: int) -> list[tuple[Process, ProcessVersion]]:
    """Every version of every process of the agency, by key, newest first."""
    statement = (
        select(Process, ProcessVersion)
        .join(
            ProcessVersion,
            (Process.agency_id == ProcessVersion.agency_id) & (Process.id == ProcessVersion.process_id),
        )
        .where(Process.agency_id == agency_id)
        .order_by(Process.key, ProcessVersion.number.desc())
    )
    return [(process, version) for process, version in db.session.execute(statement)]

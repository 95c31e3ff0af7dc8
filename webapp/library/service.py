"""Publishing process versions."""

from sqlalchemy import func, select

from webapp.core.db import db
from webapp.library import bundles
from webapp.library.models import Process, ProcessVersion
from webapp.library.trial import NotReady, trial_of


def publish(
    agency_id: int, key: str, title: str, bundle: bundles.Bundle, *, note: str, by: int | None
) -> ProcessVersion:
    """Make the bundle the newest version of the process `key`; the same content twice gives the version there is.

    The one gate: whoever publishes, nothing passes that a check or a scenario of the pack stands against. Raises
    NotReady.
    """
    trial = trial_of(bundle)
    if not trial.is_ready:
        raise NotReady(trial=trial)
    return keep(agency_id, key, title, bundle, note=note, by=by)


def keep(agency_id: int, key: str, title: str, bundle: bundles.Bundle, *, note: str, by: int | None) -> ProcessVersion:
    """The same without looking: for bundles that have passed, and for tests of what old versions may hold."""
    process = process_of(agency_id, key, title)
    process.title = title
    digest = bundles.sha256(bundle)
    newest = db.session.scalars(
        select(ProcessVersion)
        .where(ProcessVersion.agency_id == agency_id, ProcessVersion.process_id == process.id)
        .order_by(ProcessVersion.number.desc())
        .limit(1)
    ).first()
    if newest is not None and newest.sha256 == digest:
        return newest
    version = ProcessVersion(
        agency_id=agency_id,
        process_id=process.id,
        number=newest.number + 1 if newest else 1,
        bundle=bundles.packed(bundle),
        sha256=digest,
        note=note,
        published_by=by,
    )
    db.session.add(version)
    db.session.flush()
    return version


def process_of(agency_id: int, key: str, title: str) -> Process:
    """The process of this key, made when there is none; nobody else publishes it until the transaction ends."""
    db.session.execute(select(func.pg_advisory_xact_lock(agency_id, func.hashtext(key))))
    found = db.session.scalars(select(Process).where(Process.agency_id == agency_id, Process.key == key)).first()
    if found is None:
        found = Process(agency_id=agency_id, key=key, title=title)
        db.session.add(found)
        db.session.flush()
    return found

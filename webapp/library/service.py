"""Publishing process versions."""

from sqlalchemy import func, select

from webapp.core.db import db
from webapp.library import bundles, fitness, packs, texts
from webapp.library.models import Process, ProcessVersion
from workflows import Problems


def publish(
    agency_id: int, key: str, title: str, bundle: bundles.Bundle, *, note: str, by: int | None
) -> ProcessVersion:
    """Make the bundle the newest version of the process `key`; the same content twice gives the version there is.

    Raises workflows.Problems or forms.Problems when it is not fit to run here.
    """
    pack = packs.compiled(bundle)
    if problems := [*fitness.unmet(pack.process, pack.forms, bundle), *texts.problems(bundle)]:
        raise Problems(problems)
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

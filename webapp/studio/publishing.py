"""A draft becomes the newest version of its process, once nothing stands against it."""

from webapp.core import clock
from webapp.core.permissions import require
from webapp.library import bundles, texts
from webapp.library import service as library
from webapp.library.models import Process, ProcessVersion
from webapp.studio import letters, queries
from webapp.studio.models import ProcessDraft
from webapp.studio.refusals import NoteWanted, NothingChanged
from webapp.studio.service import hold


def publish(process: Process, draft: ProcessDraft, note: str, *, actor) -> ProcessVersion:
    """New cases take the new version; running ones stay on theirs. The other admins and HR are told.

    Raises DraftClosed, NoteWanted, NotReady, NothingChanged.
    """
    require(actor, "process:publish")
    hold(draft)
    if not note.strip():
        raise NoteWanted
    bundle = queries.bundle_of(draft)
    newest = queries.newest_version(process)
    if newest is not None and newest.sha256 == bundles.sha256(bundle):
        raise NothingChanged(number=newest.number)
    title = texts.card(bundle).get("title") or process.title
    version = library.publish(process.agency_id, process.key, title, bundle, note=note.strip(), by=actor.person_id)
    draft.state, draft.version_id = "published", version.id
    draft.closed_at, draft.closed_by = clock.now(), actor.person_id
    letters.published(process, version, actor=actor)
    return version

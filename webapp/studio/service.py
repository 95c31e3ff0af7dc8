"""Drafts as a whole: begin one, put one aside, take one up again. What happens to single files is in saving.py."""

import hashlib
from collections.abc import Mapping

from sqlalchemy import insert, select

from webapp.core import clock
from webapp.core.db import db
from webapp.core.permissions import require
from webapp.library import bundles
from webapp.library import service as library
from webapp.library.models import Process, ProcessVersion
from webapp.studio import policy as _rules  # noqa: F401  its rows must be in the truth table
from webapp.studio import queries
from webapp.studio.keys import check_key
from webapp.studio.models import ProcessDraft, ProcessDraftFile, ProcessDraftRevision
from webapp.studio.refusals import DraftClosed, DraftIsOpen, NotAbandoned


def begin(process: Process, number: int | None, *, actor) -> ProcessDraft:
    """A draft that starts from that version, or from the newest; an open draft of the same base is gone on with.

    Raises DraftIsOpen when an open draft began from another version.
    """
    require(actor, "process:edit")
    library.process_of(process.agency_id, process.key, process.title)
    base = queries.newest_version(process) if number is None else queries.version_for(process, number)
    draft = queries.open_draft(process)
    if draft is not None:
        if number is not None and base is not None and draft.base_version_id != base.id:
            raise DraftIsOpen
        return draft
    return _new(process, base, queries.files_of_version(base) if base else {}, actor)


def take_in(key: str, title: str, bundle: Mapping[str, bytes], *, actor) -> ProcessDraft:
    """A draft with exactly these files, of the process of that key, which is made when there is none.

    Raises BadBundle, StrangeKey, DraftIsOpen.
    """
    require(actor, "process:edit")
    check_key(key)
    bundles.fit_in(bundle)
    process = library.process_of(actor.agency_id, key, title or key)
    if queries.open_draft(process) is not None:
        raise DraftIsOpen
    return _new(process, queries.newest_version(process), bundle, actor)


def abandon(draft: ProcessDraft, *, actor) -> None:
    """Put the draft aside; everything in it is kept."""
    require(actor, "process:edit")
    hold(draft)
    draft.state, draft.closed_at, draft.closed_by = "abandoned", clock.now(), actor.person_id
    db.session.flush()


def resume(process: Process, draft: ProcessDraft, *, actor) -> None:
    """Go on with a draft that was put aside. Raises DraftIsOpen when there is another one by now."""
    require(actor, "process:edit")
    library.process_of(process.agency_id, process.key, process.title)
    _lock(draft)
    if draft.state != "abandoned":
        raise NotAbandoned
    if queries.open_draft(process) is not None:
        raise DraftIsOpen
    draft.state, draft.closed_at, draft.closed_by = "open", None, None
    db.session.flush()


def hold(draft: ProcessDraft) -> None:
    """Nobody else changes the draft until this transaction ends. Raises DraftClosed."""
    _lock(draft)
    if draft.state != "open":
        raise DraftClosed


def _lock(draft: ProcessDraft) -> None:
    """Wait for whoever changes it, and see what became of it."""
    held = select(ProcessDraft).where(ProcessDraft.agency_id == draft.agency_id, ProcessDraft.id == draft.id)
    db.session.scalars(held.with_for_update().execution_options(populate_existing=True)).one()


def _new(process: Process, base: ProcessVersion | None, files: Mapping[str, bytes], actor) -> ProcessDraft:
    draft = ProcessDraft(
        agency_id=process.agency_id,
        process_id=process.id,
        base_version_id=base.id if base else None,
        begun_by=actor.person_id,
        begun_at=clock.now(),
    )
    db.session.add(draft)
    db.session.flush()
    if files:
        place = {"agency_id": draft.agency_id, "draft_id": draft.id}
        rows = [{**place, "name": name, "standing": 1, "newest": 1} for name in files]
        db.session.execute(insert(ProcessDraftFile), rows)
        db.session.execute(insert(ProcessDraftRevision), [place | _first(*file, actor) for file in files.items()])
    return draft


def _first(name: str, content: bytes, actor) -> dict:
    return {
        "name": name,
        "number": 1,
        "kind": "begun",
        "content": content,
        "sha256": hashlib.sha256(content).hexdigest(),
        "size": len(content),
        "made_by": actor.person_id,
        "made_at": clock.now(),
    }

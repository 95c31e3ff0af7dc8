"""What happens to single files of a draft. Whatever was there before stays as a revision, whoever saves."""

import hashlib

from sqlalchemy import and_, delete, or_, select

import workflows
from sentences import Problem
from webapp.core import clock
from webapp.core.db import db
from webapp.core.errors import NotFound
from webapp.core.permissions import require
from webapp.library import bundles, fixing
from webapp.library.trial import trial_of
from webapp.studio import queries
from webapp.studio.models import ProcessDraft, ProcessDraftFile, ProcessDraftRevision
from webapp.studio.refusals import NameTaken, NothingToFix
from webapp.studio.service import hold

KEPT = 200  # revisions of one file, besides those that were set aside
KEPT_ASIDE = 50  # of one file


def save(draft: ProcessDraft, name: str, content: bytes, *, seen: str, actor) -> ProcessDraftRevision | None:
    """Keep the content as the file's next state, if `seen` is the entity tag of its present one.

    Otherwise it is set aside: a revision of that kind is returned and the present state stays. None: nothing differs.
    Raises NotFound, DraftClosed, FileTooLarge, PackTooLarge.
    """
    require(actor, "process:edit")
    hold(draft)
    present = queries.standing(draft, name)
    if present is None:
        raise NotFound
    if present.content == content:
        return None
    _fits(draft, name, content)
    if seen != present.tag:
        return _set_aside(draft, name, content, actor)
    return _add(draft, name, "saved", content, actor)


def _set_aside(draft: ProcessDraft, name: str, content: bytes, actor) -> ProcessDraftRevision:
    """The same refused content twice, as an editor sends it that saves by itself, is one revision."""
    refused = select(ProcessDraftRevision).where(
        ProcessDraftRevision.agency_id == draft.agency_id,
        ProcessDraftRevision.draft_id == draft.id,
        ProcessDraftRevision.name == name,
        ProcessDraftRevision.kind == "set aside",
        ProcessDraftRevision.sha256 == _tag(content),
    )
    there = db.session.scalars(refused).first()
    return there or _add(draft, name, "set aside", content, actor, stands=False)


def add(draft: ProcessDraft, name: str, content: bytes, *, actor, replace: bool = False) -> ProcessDraftRevision:
    """A file that the draft does not have, or one in the place of it.

    Raises NameTaken for one that is there and not to be replaced, BadBundle for one that does not fit.
    """
    require(actor, "process:edit")
    hold(draft)
    bundles.check_name(name)
    present = queries.standing(draft, name)
    if present is not None and present.content is not None and not replace:
        raise NameTaken(name=name)
    _fits(draft, name, content)
    if present is None:
        db.session.add(ProcessDraftFile(agency_id=draft.agency_id, draft_id=draft.id, name=name, standing=1, newest=0))
        db.session.flush()
    return _add(draft, name, "saved", content, actor)


def take_in(draft: ProcessDraft, name: str, content: bytes, *, actor, replace: bool) -> tuple[Problem, ...]:
    """A file from elsewhere. What another tool means is made ours where that is certain, as a second revision.

    Returns notes that say what was done. Raises as `add` does.
    """
    add(draft, name, content, actor=actor, replace=replace)
    ours, notes = workflows.normalise(name, content)
    if ours != content:
        _fits(draft, name, ours)
        _add(draft, name, "mended", ours, actor)
    return notes


def remove(draft: ProcessDraft, name: str, *, actor) -> None:
    """Take the file out of the draft; its revisions stay."""
    require(actor, "process:edit")
    hold(draft)
    queries.file_for(draft, name)
    _add(draft, name, "removed", None, actor)


def restore(draft: ProcessDraft, name: str, number: int, *, actor) -> None:
    """Let the content of that revision stand again, as the newest one."""
    require(actor, "process:edit")
    hold(draft)
    content = queries.revision_for(draft, name, number).content or b""
    present = queries.standing(draft, name)
    if present is None or present.content != content:
        _fits(draft, name, content)
        _add(draft, name, "restored", content, actor)


def mend(draft: ProcessDraft, name: str, code: str, element: str, mark: str, *, actor) -> None:
    """Make that fix of that problem. Raises NothingToFix when the problem has gone, or has no such fix."""
    require(actor, "process:edit")
    hold(draft)
    present = queries.file_for(draft, name)
    fixes = (
        problem.fix
        for problem in trial_of(queries.bundle_of(draft)).problems
        if (problem.file, problem.code, problem.element) == (name, code, element)
        and problem.fix
        and problem.fix.mark == mark
    )
    fix = next(fixes, None)
    if fix is None:
        raise NothingToFix
    try:
        mended = fixing.fixed(name, present.content or b"", fix.edits)
    except fixing.Unfixable:
        raise NothingToFix from None
    _fits(draft, name, mended)
    _add(draft, name, "mended", mended, actor)


def _fits(draft: ProcessDraft, name: str, content: bytes) -> None:
    bundles.fit_in({**queries.bundle_of(draft), name: content})


def _add(
    draft: ProcessDraft, name: str, kind: str, content: bytes | None, actor, *, stands: bool = True
) -> ProcessDraftRevision:
    file = db.session.get_one(ProcessDraftFile, (draft.agency_id, draft.id, name))
    file.newest += 1
    if stands:
        file.standing = file.newest
    revision = ProcessDraftRevision(
        agency_id=draft.agency_id,
        draft_id=draft.id,
        name=name,
        number=file.newest,
        kind=kind,
        content=content,
        sha256="" if content is None else _tag(content),
        size=len(content or b""),
        made_by=actor.person_id,
        made_at=clock.now(),
    )
    db.session.add(revision)
    db.session.flush()
    _forget_old(file)
    return revision


def _tag(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _forget_old(file: ProcessDraftFile) -> None:
    """Saving goes by itself every few seconds; of long work the last states are enough, and the last set aside."""
    of_file = and_(
        ProcessDraftRevision.agency_id == file.agency_id,
        ProcessDraftRevision.draft_id == file.draft_id,
        ProcessDraftRevision.name == file.name,
    )
    aside = ProcessDraftRevision.kind == "set aside"
    older = select(ProcessDraftRevision.number).where(of_file, aside).order_by(ProcessDraftRevision.number.desc())
    saved_long_ago = and_(
        ProcessDraftRevision.number <= file.newest - KEPT,
        ProcessDraftRevision.number != file.standing,
        ProcessDraftRevision.kind.not_in(("set aside", "begun")),
    )
    too_many_aside = and_(aside, ProcessDraftRevision.number.in_(older.offset(KEPT_ASIDE)))
    db.session.execute(delete(ProcessDraftRevision).where(of_file, or_(saved_long_ago, too_many_aside)))

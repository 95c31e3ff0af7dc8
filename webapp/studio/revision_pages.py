"""The revisions of a file of a draft: a list, one as bytes, back to one, and two that were made at once."""

import difflib
from collections.abc import Iterator
from dataclasses import dataclass

from flask import Response, flash, jsonify, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

import workflows
from webapp.core import i18n
from webapp.library.models import Process
from webapp.studio import kinds, queries, saving
from webapp.studio.blueprint import bp, for_program
from webapp.studio.draft_pages import place
from webapp.studio.models import ProcessDraft
from webapp.studio.queries import Revision, StoredFile
from webapp.studio.sending import raw

FILE = "/studio/<key>/draft/files/<name>"
MOST_LINES = 4000  # of each of two files; beyond it a comparison by lines takes seconds


@dataclass(frozen=True)
class DiffLine:
    """A line of a comparison: `mark` is "+", "-", "…" or nothing."""

    mark: str
    text: str


@bp.get(f"{FILE}/revisions")
def revisions(key: str, name: str) -> ResponseReturnValue:
    process, draft = place(key)
    if for_program():
        return jsonify(revisions=[_as_plain(key, revision) for revision in queries.stood(draft, name)])
    found = queries.revisions(draft, name)
    return render_template(
        "studio/revisions.html", process=process, name=name, revisions=found, words=revision_words(), kinds=kinds
    )


@bp.get(f"{FILE}/revisions/<int:number>/content")
def revision_content(key: str, name: str, number: int) -> Response:
    _process, draft = place(key)
    file = queries.revision_for(draft, name, number)
    response = raw(name, file.content or b"")
    response.set_etag(file.tag)
    return response


@bp.post(f"{FILE}/revisions/<int:number>/restore")
def restore(key: str, name: str, number: int) -> ResponseReturnValue:
    _process, draft = place(key)
    saving.restore(draft, name, number, actor=current_user)
    if for_program():
        response = Response(status=204)
        response.set_etag(queries.file_for(draft, name).tag)
        return response
    flash(_("Revision %(number)s stands again.", number=number), "success")
    return redirect(url_for("studio.editor", key=key, name=name), 303)


@bp.get(f"{FILE}/revisions/<int:number>/conflict")
def conflict(key: str, name: str, number: int) -> str:
    process, draft = place(key)
    return conflict_page(process, draft, name, number)


def conflict_page(process: Process, draft: ProcessDraft, name: str, number: int) -> str:
    """What was set aside beside what stands; the file may have been removed meanwhile."""
    mine = queries.revision_for(draft, name, number)
    theirs = queries.standing(draft, name)
    return render_template(
        "studio/conflict.html",
        process=process,
        name=name,
        mine=mine,
        mine_text=text_of(mine),
        theirs=theirs,
        lines=difference(theirs, mine),
        told=workflows.compare(_alone(theirs), _alone(mine)).sentences(i18n.language()),
    )


def _alone(file: StoredFile | None) -> dict[str, bytes]:
    """A bundle of this file only; of none when it was removed."""
    return {file.name: file.content} if file is not None and file.content is not None else {}


def difference(before: StoredFile | None, after: StoredFile) -> list[DiffLine] | None:
    """By lines, with three lines around each change; None when the files are no texts or too long."""
    texts = [text_of(before) if before and before.content is not None else "", text_of(after)]
    lines = [text.splitlines() for text in texts if text is not None]
    if len(lines) < len(texts) or max(map(len, lines)) > MOST_LINES:
        return None
    return list(_marked(*lines))


def _marked(before: list[str], after: list[str]) -> Iterator[DiffLine]:
    for number, line in enumerate(difflib.unified_diff(before, after, lineterm="", n=3)):
        if number >= 2:  # the first two name the files
            yield DiffLine("…", "") if line.startswith("@@") else DiffLine(line[:1].strip(), line[1:])


def text_of(file: StoredFile) -> str | None:
    """None for bytes that are no text."""
    try:
        return (file.content or b"").decode()
    except UnicodeDecodeError:
        return None


def revision_words() -> dict[str, str]:
    return {
        "begun": _("as it was at the beginning"),
        "saved": _("saved"),
        "set aside": _("set aside, because another revision had been saved before"),
        "restored": _("restored"),
        "mended": _("a problem was fixed"),
        "removed": _("removed from the draft"),
    }


def _as_plain(key: str, revision: Revision) -> dict:
    name, number = revision.name, revision.number
    return {
        "number": number,
        "kind": revision.kind,
        "author": revision.author.name,
        "at": revision.made_at.isoformat(),
        "etag": revision.sha256,
        "size": revision.size,
        "stands": revision.stands,
        "content_url": url_for("studio.revision_content", key=key, name=name, number=number),
        "restore_url": url_for("studio.restore", key=key, name=name, number=number),
    }

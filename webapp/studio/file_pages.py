"""One file of a draft: its editor, its bytes, its source."""

import re

from flask import Response, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from webapp.core import i18n
from webapp.core.db import keep_work, undo
from webapp.core.errors import NotFound, Refusal
from webapp.core.web import EDITOR_POLICY
from webapp.library.models import Process
from webapp.library.trial import trial_of
from webapp.studio import kinds, queries, saving
from webapp.studio.blueprint import bp
from webapp.studio.draft_pages import place
from webapp.studio.models import ProcessDraft, ProcessDraftRevision
from webapp.studio.queries import StoredFile
from webapp.studio.revision_pages import FILE, conflict_page, text_of
from webapp.studio.sending import raw, translated_file

EDITORS = {"bpmn": "studio/editor_bpmn.html", "dmn": "studio/editor_dmn.html", "form": "studio/editor_form.html"}
_TAG = re.compile(r'(?:W/)?"([0-9a-f]{0,64})"')


@bp.get(FILE)
def editor(key: str, name: str) -> ResponseReturnValue:
    """The editor of the file's kind; texts are edited as they are."""
    process, draft = place(key)
    file = queries.file_for(draft, name)
    kind = kinds.editor_of(name)
    if kind == "text":
        return _source(process, draft, file)
    has_earlier = len(queries.stood(draft, name)) > 1
    page = render_template(
        EDITORS[kind], process=process, file=file, kind=kind, has_earlier=has_earlier, time_zone=i18n.time_zone()
    )
    response = Response(page)
    response.headers["Content-Security-Policy"] = EDITOR_POLICY
    return response


@bp.get(f"{FILE}/content")
def content(key: str, name: str) -> Response:
    _process, draft = place(key)
    file = queries.file_for(draft, name)
    if "language" in request.args:
        return translated_file(name, queries.bundle_of(draft))
    response = raw(name, file.content or b"")
    response.set_etag(file.tag)
    return response


@bp.put(f"{FILE}/content")
def save(key: str, name: str) -> ResponseReturnValue:
    """204 with the new entity tag; 412 with what is there now, while the refused content is kept as a revision."""
    _process, draft = place(key)
    seen = _TAG.fullmatch(request.headers.get("If-Match", ""))
    if seen is None:
        if queries.standing(draft, name) is None:
            raise NotFound
        return jsonify(message=_("Say with If-Match which revision of the file this one replaces.")), 428
    try:
        revision = saving.save(draft, name, request.get_data(), seen=seen[1], actor=current_user)
    except NotFound:
        raise
    except Refusal as refusal:
        undo()
        return jsonify(message=_(refusal.message, **refusal.values)), refusal.status
    if revision is not None and revision.kind == "set aside":
        keep_work()
        return jsonify(_conflict(key, draft, revision)), 412
    response = Response(status=204)
    response.set_etag(revision.sha256 if revision else seen[1])
    return response


def _conflict(key: str, draft: ProcessDraft, refused: ProcessDraftRevision) -> dict:
    present = queries.standing(draft, refused.name)
    name = refused.name
    return {
        "etag": present.tag if present else "",
        "author": present.revision.author.name if present else "",
        "own": present is not None and present.revision.author.id == current_user.person_id,
        "at": present.revision.made_at.isoformat() if present else "",
        "conflict_url": url_for("studio.conflict", key=key, name=name, number=refused.number),
        "content_url": url_for("studio.content", key=key, name=name),
        "refused_url": url_for("studio.revision_content", key=key, name=name, number=refused.number),
    }


@bp.get(f"{FILE}/source")
def source(key: str, name: str) -> str:
    process, draft = place(key)
    beside = request.args.get("beside", type=int)
    other = queries.revision_for(draft, name, beside) if beside is not None else None
    return _source(process, draft, queries.file_for(draft, name), other=other)


@bp.post(f"{FILE}/source")
def save_source(key: str, name: str) -> ResponseReturnValue:
    """What was typed stays on the page whatever comes of it."""
    process, draft = place(key)
    typed = request.form.get("source", "").replace("\r\n", "\n")
    try:
        revision = saving.save(draft, name, typed.encode(), seen=request.form.get("tag", ""), actor=current_user)
    except NotFound:
        raise
    except Refusal as refusal:
        undo()
        process, draft = place(key)
        return _source(process, draft, queries.file_for(draft, name), typed=typed, refusal=refusal), refusal.status
    if revision is not None and revision.kind == "set aside":
        keep_work()
        return conflict_page(process, draft, name, revision.number), 412
    flash(_("Saved."), "success")
    return redirect(url_for("studio.source", key=key, name=name), 303)


def _source(
    process: Process, draft: ProcessDraft, file: StoredFile, *, typed: str | None = None, refusal=None, other=None
) -> str:
    found = trial_of(queries.bundle_of(draft)).problems
    return render_template(
        "studio/source.html",
        process=process,
        file=file,
        kind=kinds.editor_of(file.name),
        text=text_of(file) if typed is None else typed,
        refusal=refusal,
        other=other,
        other_text=text_of(other) if other else None,
        problems=[problem for problem in found if problem.file == file.name],
    )

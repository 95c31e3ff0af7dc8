"""Pages of the studio: all processes, one process with its versions, packs that come and go."""

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext
from flask_login import current_user

from webapp.core.db import undo
from webapp.core.errors import NotFound, Refusal
from webapp.library import bundles, texts
from webapp.library.trial import trial_of
from webapp.studio import (  # noqa: F401
    comparison_pages,
    file_pages,
    kinds,
    lab_pages,
    move_pages,
    queries,
    renewal_pages,
    sandbox_pages,
    service,
    titles,
    translation_pages,
    trial_pages,
)
from webapp.studio.blueprint import bp
from webapp.studio.keys import check_key
from webapp.studio.refusals import NoFileChosen
from webapp.studio.sending import translated_file, zipped


@bp.get("/studio")
def index() -> str:
    return _index()


def _index(refusal: Refusal | None = None) -> str:
    return render_template(
        "studio/index.html",
        lines=[(line, _errors(line)) for line in queries.processes(current_user.agency_id)],
        key=request.form.get("key", ""),
        refusal=refusal,
    )


def _errors(line: queries.Line) -> int:
    """What stands against publishing the open draft, counted."""
    return len(trial_of(queries.bundle_of(line.draft)).errors) if line.draft else 0


@bp.post("/studio/import")
def import_pack() -> ResponseReturnValue:
    """A zip becomes the draft of the process that the form names, or else of the one that its own card names."""
    try:
        file = request.files.get("file")
        if file is None or not file.filename:
            raise NoFileChosen
        bundle = bundles.unpacked(file.read())
        card = texts.card(bundle)
        key = request.form.get("key", "").strip() or str(card.get("id", ""))
        check_key(key)
        service.take_in(key, str(card.get("title", "")), bundle, actor=current_user)
    except Refusal as refusal:
        undo()
        return _index(refusal), refusal.status
    flash(ngettext("%(num)d file is in the draft.", "%(num)d files are in the draft.", len(bundle)), "success")
    return redirect(url_for("studio.draft", key=key), 303)


@bp.get("/studio/<key>")
def process(key: str) -> str:
    found = queries.process_for(key, actor=current_user)
    draft = queries.open_draft(found)
    lines = queries.versions(found)
    return render_template(
        "studio/process.html",
        process=found,
        versions=lines,
        older=sum(line.running for line in lines[1:]),
        draft=draft,
        base=queries.base_of(draft) if draft else None,
        last=queries.last_change(draft) if draft else None,
        abandoned=queries.abandoned_drafts(found),
    )


@bp.get("/studio/<key>/versions/<int:number>")
def version(key: str, number: int) -> str:
    process, found = _version(key, number)
    line = next(line for line in queries.versions(process) if line.version.id == found.id)
    groups = kinds.grouped(queries.files_of_version(found))
    return render_template("studio/version.html", process=process, line=line, groups=groups, kinds=kinds)


@bp.get("/studio/<key>/versions/<int:number>/files/<name>")
def version_file(key: str, number: int, name: str) -> Response:
    """The bytes, to be downloaded or drawn."""
    _process, found = _version(key, number)
    files = queries.files_of_version(found)
    if name not in files:
        raise NotFound
    return translated_file(name, files)


@bp.get("/studio/<key>/versions/<int:number>/export.zip")
def export_version(key: str, number: int) -> Response:
    _process, found = _version(key, number)
    return zipped(found.bundle, f"{key}-{number}.zip")


@bp.get("/studio/<key>/draft/export.zip")
def export_draft(key: str) -> Response:
    draft = queries.draft_for(queries.process_for(key, actor=current_user))
    return zipped(bundles.packed(queries.bundle_of(draft)), f"{key}-draft.zip")


def _version(key: str, number: int):
    process = queries.process_for(key, actor=current_user)
    return process, queries.version_for(process, number)

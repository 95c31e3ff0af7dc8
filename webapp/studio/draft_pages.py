"""Pages of a draft as a whole: its files and problems, its scenarios, its end by publication or abandonment."""

from dataclasses import dataclass

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from webapp.core import i18n
from webapp.core.db import undo
from webapp.core.errors import Refusal
from webapp.library import texts
from webapp.library.models import Process
from webapp.library.trial import trial_of
from webapp.people.office import role_names
from webapp.studio import beginnings, findings, kinds, publishing, queries, saving, service
from webapp.studio.blueprint import bp
from webapp.studio.catalogue import catalogue as choices
from webapp.studio.models import ProcessDraft
from webapp.studio.queries import StoredFile
from webapp.studio.refusals import NoFileChosen

MOST_NOTES = 10  # about one file; the revision before shows the rest


@dataclass(frozen=True)
class FileLine:
    """A file of the draft beside the one of the version it began from."""

    file: StoredFile
    state: str  # unchanged | changed | new | removed

    @property
    def name(self) -> str:
        return self.file.name


def place(key: str) -> tuple[Process, ProcessDraft]:
    """The process and its open draft; raises NotFound."""
    process = queries.process_for(key, actor=current_user)
    return process, queries.draft_for(process)


@bp.post("/studio/<key>/draft")
def begin(key: str) -> ResponseReturnValue:
    process = queries.process_for(key, actor=current_user)
    service.begin(process, request.form.get("version", type=int), actor=current_user)
    return redirect(url_for("studio.draft", key=key), 303)


@bp.get("/studio/<key>/draft")
def draft(key: str) -> ResponseReturnValue:
    process = queries.process_for(key, actor=current_user)
    found = queries.open_draft(process)
    if found is None:
        return redirect(url_for("studio.process", key=key), 303)
    return _page(process, found)


def _page(process: Process, found: ProcessDraft, refusal: Refusal | None = None) -> str:
    bundle, lines = queries.bundle_of(found), _lines(found)
    trial = trial_of(bundle)
    return render_template(
        "studio/draft.html",
        process=process,
        draft=found,
        base=queries.base_of(found),
        newest=queries.newest_version(process),
        last=queries.last_change(found),
        lines=lines,
        groups=_groups(lines),
        trial=trial,
        problems=findings.by_file(trial.problems),
        played=trial.played if trial.has_played or "scenarios" in request.args else None,
        kinds=kinds,
        translate=texts.translation(bundle, i18n.language()),
        refusal=refusal,
        note=request.form.get("note", ""),
    )


def _lines(found: ProcessDraft) -> list[FileLine]:
    """Files that were both brought and taken away since the base are no concern any more."""
    base = queries.base_files(found)
    lines = [FileLine(file, _state(file, base.get(file.name))) for file in queries.files_of(found)]
    return [line for line in lines if line.file.content is not None or line.name in base]


def _groups(lines: list[FileLine]) -> list[tuple[str, list[FileLine]]]:
    by_name = {line.name: line for line in lines}
    return [(heading, [by_name[name] for name in names]) for heading, names in kinds.grouped(by_name)]


def _state(file: StoredFile, before: bytes | None) -> str:
    if file.content is None:
        return "removed"
    if before is None:
        return "new"
    return "unchanged" if before == file.content else "changed"


@bp.post("/studio/<key>/draft/files")
def add_file(key: str) -> ResponseReturnValue:
    """Files that were chosen, or an empty one of the name that was given."""
    process = queries.process_for(key, actor=current_user)
    found = queries.draft_for(process)
    try:
        names = [*_take_uploads(found), *_take_new(found)]
        if not names:
            raise NoFileChosen
    except Refusal as refusal:
        undo()
        return _page(process, queries.draft_for(process), refusal), refusal.status
    flash(_("In the draft now: %(names)s", names=", ".join(names)), "success")
    if len(names) == 1:
        return redirect(url_for("studio.editor", key=key, name=names[0]), 303)
    return redirect(url_for("studio.draft", key=key), 303)


def _take_uploads(found: ProcessDraft) -> list[str]:
    uploads = [upload for upload in request.files.getlist("file") if upload.filename]
    replace = request.form.get("replace") == "1"
    names = [kinds.fitting(upload.filename or "") for upload in uploads]
    for name, upload in zip(names, uploads, strict=True):
        notes = saving.take_in(found, name, upload.read(), actor=current_user, replace=replace)
        for note in notes[:MOST_NOTES]:
            flash(f"{name}: {note.sentence(i18n.language())}")
    return names


def _take_new(found: ProcessDraft) -> list[str]:
    name = request.form.get("name", "").strip()
    if not name:
        return []
    saving.add(found, name, beginnings.beginning(name), actor=current_user)
    return [name]


@bp.post("/studio/<key>/draft/files/<name>/removal")
def remove(key: str, name: str) -> ResponseReturnValue:
    _process, found = place(key)
    saving.remove(found, name, actor=current_user)
    flash(_("%(name)s is taken out of the draft. Its revisions are kept.", name=name), "success")
    return redirect(url_for("studio.draft", key=key), 303)


@bp.post("/studio/<key>/draft/abandonment")
def abandon(key: str) -> ResponseReturnValue:
    process = queries.process_for(key, actor=current_user)
    service.abandon(queries.draft_for(process), actor=current_user)
    flash(_("The draft is put aside. Nothing of it is lost: it can be taken up again from here."), "success")
    return redirect(url_for("studio.process", key=key), 303)


@bp.post("/studio/<key>/drafts/<int:draft_id>/resumption")
def resume(key: str, draft_id: int) -> ResponseReturnValue:
    process = queries.process_for(key, actor=current_user)
    service.resume(process, queries.abandoned_draft(process, draft_id), actor=current_user)
    return redirect(url_for("studio.draft", key=key), 303)


@bp.post("/studio/<key>/draft/publication")
def publish(key: str) -> ResponseReturnValue:
    process = queries.process_for(key, actor=current_user)
    found = queries.draft_for(process)
    try:
        version = publishing.publish(process, found, request.form.get("note", ""), actor=current_user)
    except Refusal as refusal:
        undo()
        process = queries.process_for(key, actor=current_user)
        return _page(process, queries.draft_for(process), refusal), refusal.status
    flash(_("Version %(number)s is published. New cases take it.", number=version.number), "success")
    older = sum(line.running for line in queries.versions(process)[1:])
    if older:
        flash(
            ngettext(
                "%(num)d case still runs on an older version.", "%(num)d cases still run on older versions.", older
            )
        )
    return redirect(url_for("studio.process", key=key), 303)


@bp.get("/studio/<key>/draft/catalogue.json")
def catalogue(key: str) -> ResponseReturnValue:
    found = queries.draft_for(queries.process_for(key, actor=current_user))
    return jsonify(choices(queries.bundle_of(found), role_names(), _))

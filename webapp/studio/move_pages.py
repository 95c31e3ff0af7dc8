"""Moving running cases to a version: what would happen to each is shown first, then decided, and can be undone."""

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from webapp.cases import deadlines, migrating
from webapp.cases.models import Migration
from webapp.core import i18n, paging
from webapp.core.db import undo
from webapp.core.errors import NotFound, Refusal
from webapp.library import queries as library
from webapp.library.models import Process
from webapp.studio import move_words, queries
from webapp.studio.blueprint import bp


@bp.get("/studio/<key>/moves")
def moves(key: str) -> str:
    return _list(queries.process_for(key, actor=current_user))


@bp.post("/studio/<key>/moves")
def try_move(key: str) -> ResponseReturnValue:
    process = queries.process_for(key, actor=current_user)
    try:
        to = queries.version_for(process, request.form.get("version", 0, type=int))
        migration = migrating.begin(to, actor=current_user, anew=request.form.get("deadlines") == deadlines.ANEW)
    except Refusal as refusal:
        undo()
        return _list(process, refusal), refusal.status
    return redirect(url_for("studio.move", key=key, migration_id=migration.id), 303)


@bp.get("/studio/<key>/moves/<int:migration_id>")
def move(key: str, migration_id: int) -> str:
    return _page(*_place(key, migration_id))


@bp.get("/studio/<key>/moves/<int:migration_id>/progress")
def move_progress(key: str, migration_id: int) -> ResponseReturnValue:
    """A part of the page; when nothing goes on any more the whole page is asked for again."""
    process, migration = _place(key, migration_id)
    tally = migrating.tally(migration)
    stopped, back = migrating.has_stopped(migration, tally), migrating.goes_back(migration, tally)
    values = {"process": process, "migration": migration, "tally": tally, "stopped": stopped, "back": back}
    page = render_template("studio/_move_progress.html", **values)
    at_work = back or (migrating.goes_on(migration, tally) and not stopped)
    return page if at_work else (page, {"HX-Refresh": "true"})


@bp.post("/studio/<key>/moves/<int:migration_id>/continuation")
def go_on_moving(key: str, migration_id: int) -> ResponseReturnValue:
    """What the worker has given up is taken up again."""
    _process, migration = _place(key, migration_id)
    migrating.go_on(migration, actor=current_user)
    return redirect(url_for("studio.move", key=key, migration_id=migration_id), 303)


@bp.post("/studio/<key>/moves/<int:migration_id>/decision")
def decide_move(key: str, migration_id: int) -> ResponseReturnValue:
    return _with_reason(key, migration_id, migrating.decide, _("The cases are being moved."))


@bp.post("/studio/<key>/moves/<int:migration_id>/restoration")
def restore_move(key: str, migration_id: int) -> ResponseReturnValue:
    said = _("The cases that have not gone on are being put back.")
    return _with_reason(key, migration_id, migrating.restore, said)


def _with_reason(key: str, migration_id: int, verb: Callable[..., None], said: str) -> ResponseReturnValue:
    _process, migration = _place(key, migration_id)
    try:
        verb(migration, request.form.get("reason", ""), actor=current_user)
    except Refusal as refusal:
        undo()
        return _page(*_place(key, migration_id), refusal), refusal.status
    flash(said)
    return redirect(url_for("studio.move", key=key, migration_id=migration_id), 303)


def _place(key: str, migration_id: int) -> tuple[Process, Migration]:
    process = queries.process_for(key, actor=current_user)
    migration = migrating.migration_for(migration_id, actor=current_user)
    if library.version(migration.agency_id, migration.to_version_id).process_id != process.id:
        raise NotFound
    return process, migration


def _list(process: Process, refusal: Refusal | None = None) -> str:
    newest = queries.newest_version(process)
    return render_template(
        "studio/moves.html",
        process=process,
        newest=newest,
        movable=migrating.movable(newest) if newest else 0,
        migrations=[
            (migration, version, migrating.tally(migration))
            for migration, version in migrating.migrations(process.agency_id, process.id)
        ],
        refusal=refusal,
    )


def _page(process: Process, migration: Migration, refusal: Refusal | None = None) -> str:
    pack = library.pack(migration.agency_id, migration.to_version_id)
    translate = pack.translation(i18n.language())
    names = {element: translate(found.name) for (_process, element), found in pack.process.elements.items()}
    verdict, tally = request.args.get("verdict", ""), migrating.tally(migration)
    page = paging.page_of(migrating.members(migration, verdict or None), request.args.get("page", 1, type=int))
    return render_template(
        "studio/move.html",
        process=process,
        migration=migration,
        to=library.version(migration.agency_id, migration.to_version_id),
        tally=tally,
        stopped=migrating.has_stopped(migration, tally),
        back=migrating.goes_back(migration, tally),
        restorations=migrating.restorations(migration),
        verdict=verdict,
        page=page,
        sentences=lambda row: [
            move_words.in_words(said, translate) for said in move_words.sentences(row.findings, names, i18n.language())
        ],
        refusal=refusal,
        reason=request.form.get("reason", ""),
    )

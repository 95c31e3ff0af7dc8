"""Pages of one task: find, check the form, call one verb, redirect."""

import json
from uuid import UUID, uuid4, uuid5

from flask import abort, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from webapp.cases import incidents, lists, notices, queries, service
from webapp.cases.models import Task
from webapp.cases.refusals import StepFailed, TaskClosed, TaskTaken
from webapp.core import clock, files, i18n
from webapp.core.db import keep_work, undo
from webapp.core.errors import Refusal
from webapp.inbox.blueprint import bp
from webapp.inbox.desk import Desk
from webapp.inbox.dossier import ClosedToHolder, NotForYou


@bp.get("/tasks/<uuid:task_id>")
def task(task_id: UUID) -> ResponseReturnValue:
    found = _desk(task_id)
    notices.mark_read(current_user, found.task)
    if found.is_closed:
        return _closed(found)
    return _elsewhere(found) if found.is_elsewhere else _page(found)


@bp.post("/tasks/<uuid:task_id>/completion")
def complete(task_id: UUID) -> ResponseReturnValue:
    found = _desk(task_id)
    if found.is_elsewhere:
        return _elsewhere(found, TaskTaken()), TaskTaken.status
    if found.form is None:
        return _confirm(found)
    return _closed(found) if found.is_closed else _take_in(found)


def _closed(found: Desk) -> ResponseReturnValue:
    """The form would be empty where it should tell something: better none, and somebody to look at the process."""
    _tell_admins(found.task, ClosedToHolder(found.task.element, found.closed_readers))
    return _page(found, refusal=NotForYou()), NotForYou.status


def _take_in(found: Desk) -> ResponseReturnValue:
    """Keep the files, then do what the pressed button asks for."""
    bound = found.bind(request.form, request.files)
    try:
        _store_uploads(bound)
    except Refusal as refusal:
        undo()
        return _page(_desk(found.task.id), bound, refusal), refusal.status
    if bound.is_too_much:
        bound.validate()
        return _page(found, bound), 422
    if bound.row_action:
        service.save_draft(found.task, bound.draft(), actor=current_user)
        return _page(found, bound)
    if bound.saves_draft:
        return _keep_draft(found, bound)
    return _hand_in(found, bound, _key())


def _hand_in(found: Desk, bound, key: UUID) -> ResponseReturnValue:
    if not bound.validate():
        return _thanks(found) if _sent_before(found.task, key) else _ask_again(found, bound)
    try:
        service.complete_task(
            found.task,
            bound.answers(),
            actor=current_user,
            key=key,
            seen_version=request.form.get("_task_version", 0, type=int),
        )
    except Refusal as refusal:
        undo()
        if _sent_before(found.task, key):
            return _thanks(found)
        if isinstance(refusal, StepFailed):
            _tell_admins(found.task, refusal.__cause__ or refusal)
        return _page(_desk(found.task.id), bound, refusal), refusal.status
    return _thanks(found)


def _ask_again(found: Desk, bound) -> ResponseReturnValue:
    """Faults are shown where they can still be mended; a task that is closed says so, and shows what was typed.

    What was sent is kept as the draft, for those who mend the faults another day.
    """
    if found.task.status == "open":
        service.save_draft(found.task, bound.draft(), actor=current_user)
        keep_work()
        return _page(found, bound), 422
    closed = TaskClosed()
    return _page(found, bound, closed), closed.status


def _confirm(found: Desk) -> ResponseReturnValue:
    """A step without a form is only said to be done."""
    version = request.form.get("_task_version", 0, type=int)
    service.complete_task(found.task, {}, actor=current_user, key=_key(), seen_version=version)
    return _thanks(found)


def _sent_before(task: Task, key: UUID) -> bool:
    """A repeat is no fault, although the form may look different to it now that the case has gone on."""
    return queries.is_handed_in(task, actor=current_user, key=key)


def _thanks(found: Desk) -> ResponseReturnValue:
    flash(_("Sent: %(title)s. Thank you.", title=found.title))
    return redirect(url_for("inbox.index"), 303)


def _tell_admins(task: Task, failed: BaseException) -> None:
    """The step is undone; that it failed is kept."""
    incidents.step_failed(task.agency_id, task.case_id, task.id, failed)
    keep_work()


def _store_uploads(bound) -> None:
    """Files that came along and are fit to be evidence."""
    for upload in bound.uploads:
        files.keep(upload, agency_id=current_user.agency_id, person_id=current_user.person_id)


def _keep_draft(found: Desk, bound) -> ResponseReturnValue:
    service.save_draft(found.task, bound.draft(), actor=current_user)
    flash(_("Your draft is saved. You can go on whenever you like."))
    return redirect(url_for("inbox.task", task_id=found.task.id), 303)


@bp.post("/tasks/<uuid:task_id>/draft")
def draft(task_id: UUID) -> ResponseReturnValue:
    found = _desk(task_id)
    bound = found.bind(request.form)
    if bound.is_too_much:
        abort(413)
    service.save_draft(found.task, bound.draft(), actor=current_user)
    return jsonify(saved_at=i18n.clock_time(clock.now()), **bound.conditions())


@bp.post("/tasks/<uuid:task_id>/claim")
def claim(task_id: UUID) -> ResponseReturnValue:
    service.claim(queries.task_for(task_id, actor=current_user), actor=current_user)
    flash(_("The task is yours now."))
    return redirect(url_for("inbox.task", task_id=task_id), 303)


@bp.post("/tasks/<uuid:task_id>/release")
def release(task_id: UUID) -> ResponseReturnValue:
    service.release(queries.task_for(task_id, actor=current_user), actor=current_user)
    flash(_("The task is back with your group."))
    return redirect(url_for("inbox.index", tab="shared"), 303)


def _desk(task_id: UUID) -> Desk:
    return Desk(lists.row_for(task_id, actor=current_user), current_user, i18n.language())


def _page(found: Desk, bound=None, refusal: Refusal | None = None) -> str:
    return render_template(
        "inbox/task.html",
        desk=found,
        panels=found.panels,
        handed_in=found.handed_in,
        bound=bound or (found.bind() if found.can_be_filled_in else None),
        refusal=refusal,
        key=request.form.get("_key") or uuid4(),
    )


def _elsewhere(found: Desk, refusal: Refusal | None = None) -> str:
    """For whom had the task before: who has it now, and what was typed."""
    typed = found.bind(request.form).closed() if refusal and found.form else found.kept
    return render_template("inbox/elsewhere.html", desk=found, typed=typed, refusal=refusal)


def _key() -> UUID:
    """The same only when the same page is sent again with the same contents."""
    try:
        of_page = UUID(request.form.get("_key", ""))
    except ValueError:
        return uuid4()
    typed = [pair for pair in request.form.items(multi=True) if pair[0] != "csrf_token"]
    files = [(name, file.filename) for name, file in request.files.items(multi=True)]
    return uuid5(of_page, json.dumps([typed, files]))

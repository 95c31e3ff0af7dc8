"""Inbox and task pages: find, check the form, call one verb, redirect."""

import json
from uuid import UUID, uuid4, uuid5

from flask import Blueprint, Response, abort, current_app, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from webapp.cases import incidents, notices, queries, service
from webapp.cases.models import Task
from webapp.cases.refusals import StepFailed, TaskClosed
from webapp.core import clock, files, i18n
from webapp.core.db import keep_work, undo
from webapp.core.errors import NotFound, Refusal
from webapp.inbox import desk
from webapp.inbox.desk import Desk
from webapp.people import queries as people

bp = Blueprint("inbox", __name__, template_folder="templates")

LISTS = {
    "mine": queries.my_tasks,
    "shared": queries.shared_tasks,
    "waiting": queries.waiting_tasks,
    "done": queries.done_tasks,
}


@bp.get("/")
def home() -> ResponseReturnValue:
    return redirect(url_for("inbox.index"))


@bp.get("/inbox")
def index() -> str:
    tab = request.args.get("tab", "mine")
    tab = tab if tab in LISTS else "mine"
    page = max(1, request.args.get("page", 1, type=int))
    rows = LISTS[tab](current_user, page=page)
    lines = desk.lines(rows, i18n.language())
    return render_template(
        "inbox/list.html",
        tab=tab,
        counts=queries.counts(current_user, clock.now()),
        groups=desk.by_urgency(lines) if tab == "mine" else [],
        lines=lines,
        page=page,
        more=len(rows) > queries.PAGE,
        cycle=_my_cycle(),
    )


def _my_cycle():
    case = queries.my_case(current_user)
    return desk.CaseView(case, current_user, i18n.language()) if case is not None else None


@bp.get("/tasks/<uuid:task_id>")
def task(task_id: UUID) -> str:
    found = _desk(task_id)
    notices.mark_read(current_user, found.task)
    return _page(found)


@bp.post("/tasks/<uuid:task_id>/completion")
def complete(task_id: UUID) -> ResponseReturnValue:
    found = _desk(task_id)
    if found.form is None:
        return _confirm(found)
    bound = found.bind(request.form, request.files)
    try:
        _store_uploads(bound)
    except Refusal as refusal:
        undo()
        return _page(_desk(task_id), bound, refusal), refusal.status
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
            _tell_admins(found.task, refusal)
        return _page(_desk(found.task.id), bound, refusal), refusal.status
    return _thanks(found)


def _ask_again(found: Desk, bound) -> ResponseReturnValue:
    """Faults are shown where they can still be mended; a task that is closed says so, and shows what was typed."""
    if found.task.status == "open":
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


def _tell_admins(task: Task, failed: StepFailed) -> None:
    """The step is undone; that it failed is kept."""
    incidents.step_failed(task.agency_id, task.case_id, task.id, failed.__cause__ or failed)
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
    found = queries.task_for(task_id, actor=current_user)
    return Desk(queries.row_of(found), current_user, i18n.language())


def _page(found: Desk, bound=None, refusal: Refusal | None = None) -> str:
    return render_template(
        "inbox/task.html",
        desk=found,
        panels=found.panels,
        handed_in=found.handed_in,
        bound=bound or (found.bind() if found.form and found.task.status == "open" else None),
        refusal=refusal,
        key=request.form.get("_key") or uuid4(),
    )


def _key() -> UUID:
    """The same only when the same page is sent again with the same contents."""
    try:
        of_page = UUID(request.form.get("_key", ""))
    except ValueError:
        return uuid4()
    typed = [pair for pair in request.form.items(multi=True) if pair[0] != "csrf_token"]
    files = [(name, file.filename) for name, file in request.files.items(multi=True)]
    return uuid5(of_page, json.dumps([typed, files]))


@bp.get("/cases/<int:case_id>")
def case(case_id: int) -> str:
    found = queries.case_for(case_id, actor=current_user)
    view = desk.CaseView(found, current_user, i18n.language())
    return render_template("inbox/case.html", view=view, panels=view.panels, now=clock.now())


@bp.get("/cases/<int:case_id>/diagrams/<language>/<process_id>.bpmn")
def diagram(case_id: int, language: str, process_id: str) -> ResponseReturnValue:
    found = queries.case_for(case_id, actor=current_user)
    view = desk.CaseView(found, current_user, i18n.language())
    response = Response(view.diagram(process_id, language), content_type="application/xml; charset=utf-8")
    response.headers["Cache-Control"] = "private, max-age=86400"
    return response


@bp.get("/cases/<int:case_id>/diagrams/<process_id>.json")
def diagram_state(case_id: int, process_id: str) -> ResponseReturnValue:
    found = queries.case_for(case_id, actor=current_user)
    return jsonify(desk.CaseView(found, current_user, i18n.language()).drawing(process_id))


@bp.get("/search")
def search() -> str:
    words = request.args.get("q", "").strip()
    return render_template(
        "inbox/search.html",
        words=words,
        tasks=desk.lines(queries.find_tasks(current_user, words), i18n.language()),
        cases=queries.find_cases(current_user, words),
        staff=people.search(current_user.agency_id, words),
    )


@bp.get("/mailbox")
def mailbox() -> str:
    if not current_app.config["SIKLUS"].demo:
        raise NotFound
    return render_template("inbox/mailbox.html", mails=notices.mailbox(current_user.agency_id))


@bp.get("/notices")
def notice_list() -> str:
    return render_template("inbox/notices.html", notices=notices.notices_of(current_user))


@bp.post("/notices/read")
def notices_read() -> ResponseReturnValue:
    notices.mark_read(current_user)
    return redirect(url_for("inbox.notice_list"), 303)

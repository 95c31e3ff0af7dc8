"""Messages and signals from outside: what cases wait for, and sending it after a look at who would hear it."""

from uuid import UUID, uuid4

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from webapp.cases import outside
from webapp.cases.refusals import LookAgain
from webapp.core.db import undo
from webapp.core.errors import Refusal
from webapp.core.permissions import can
from webapp.surgery.blueprint import bp
from webapp.surgery.forms import DispatchForm


@bp.get("/messages")
def messages() -> str:
    words, kind = request.args.get("q", "").strip(), request.args.get("kind", "")
    number, keys = request.args.get("page", 1, type=int), can(current_user, "message:key")
    page = outside.awaited(current_user.agency_id, number, words=words, kind=kind, keys=keys)
    return render_template("surgery/messages.html", page=page, words=words, kind=kind, keys=keys)


@bp.get("/messages/new")
def new_message() -> str:
    form = DispatchForm(what=f"{request.args.get('kind', '')}:{request.args.get('name', '')}")
    form.key.data = request.args.get("key", "")
    return _page(form)


@bp.post("/messages/preview")
def preview_message() -> ResponseReturnValue:
    form = DispatchForm()
    if not form.validate():
        return _page(form), 422
    try:
        outside.check(form.dispatch, actor=current_user)
    except Refusal as refusal:
        return _page(form, refusal), refusal.status
    return _page(form, looked=True)


@bp.post("/messages")
def send_message() -> ResponseReturnValue:
    form = DispatchForm()
    if not form.validate():
        return _page(form), 422
    try:
        heard = _send(form.dispatch, form.reason.data or "")
    except Refusal as refusal:
        undo()
        return _page(form, refusal, looked=True), refusal.status
    flash(_told(form.dispatch, heard))
    return redirect(url_for("surgery.messages"), 303)


def _send(dispatch: outside.Dispatch, reason: str) -> int | None:
    """A repeat is told as such; what was not looked at just so is looked at first."""
    once = _once()
    if not outside.is_sent(current_user.agency_id, once):
        would_hear, _count = outside.hearers(current_user.agency_id, dispatch)
        if request.form.get("seen") != outside.seen(dispatch, would_hear):
            raise LookAgain
    return outside.send(dispatch, reason, once=once, agency_id=current_user.agency_id, actor=current_user)


def _told(dispatch: outside.Dispatch, heard: int | None) -> str:
    if heard is None:
        return _("This was sent before; nothing was sent twice.")
    if dispatch.kind == outside.MESSAGE:
        return _("Sent: case number %(number)s has taken it. It stands in its history with your reason.", number=heard)
    return ngettext(
        "Sent: %(num)d case is hearing it. It will stand in its history with your reason.",
        "Sent: %(num)d cases are hearing it. It will stand in their histories with your reason.",
        heard,
    )


def _page(form: DispatchForm, refusal: Refusal | None = None, *, looked: bool = False) -> str:
    form.offer(outside.names(current_user.agency_id))
    hearers: list[outside.Hearer] = []
    count, seen = 0, ""
    if looked:
        hearers, count = outside.hearers(current_user.agency_id, form.dispatch)
        seen = outside.seen(form.dispatch, hearers)
    return render_template(
        "surgery/message.html",
        form=form,
        refusal=refusal,
        looked=looked,
        hearers=hearers,
        count=count,
        seen=seen,
        once=_once(),
    )


def _once() -> str:
    """What makes a second press of the button harmless; made anew when it is none of ours."""
    try:
        return str(UUID(request.form.get("once", "")))
    except ValueError:
        return str(uuid4())

"""The forum room: the panels I sit in, and what came of them."""

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from webapp.forum import deciding, queries, words

bp = Blueprint("forum", __name__, template_folder="templates")


@bp.get("/forum")
def index() -> str:
    sittings = queries.sittings(current_user)
    return render_template(
        "forum/index.html",
        waiting=[each for each in sittings if each.session.closed_at is None],
        closed=[each for each in sittings if each.session.closed_at is not None],
    )


@bp.get("/forum/<int:session_id>")
def session(session_id: int) -> str:
    found = queries.session_for(session_id, actor=current_user)
    return render_template(
        "forum/session.html",
        session=found,
        case=queries.case_of(found),
        employee=queries.employee_of(found),
        seats=queries.seats(found),
        decision=queries.decision_of(found),
        own_line=queries.attendance_of(current_user, found),
        words=words,
    )


@bp.post("/forum/<int:session_id>/signature")
def sign(session_id: int) -> Response:
    found = queries.session_for(session_id, actor=current_user)
    deciding.sign(found, actor=current_user)
    flash(_("You have signed the minutes."))
    return redirect(url_for("forum.session", session_id=found.id), 303)  # type: ignore[return-value]

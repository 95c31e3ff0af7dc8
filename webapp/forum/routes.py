"""The forum room: the panels I sit in, and what came of them."""

from flask import Blueprint, render_template
from flask_login import current_user

from webapp.forum import policy as _rules  # noqa: F401  its rows must be in the truth table
from webapp.forum import queries, words

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
        words=words,
    )

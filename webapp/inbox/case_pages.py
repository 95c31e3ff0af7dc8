"""Pages of one case, and its diagrams for the browser to draw."""

from flask import Response, jsonify, render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from webapp.cases import queries
from webapp.core import clock, i18n
from webapp.inbox.blueprint import bp
from webapp.inbox.case_view import CaseView


@bp.get("/cases/<int:case_id>")
def case(case_id: int) -> str:
    view = _view(case_id)
    return render_template("inbox/case.html", view=view, panels=view.panels, now=clock.now())


@bp.get("/cases/<int:case_id>/diagrams/<language>/<process_id>.bpmn")
def diagram(case_id: int, language: str, process_id: str) -> ResponseReturnValue:
    view = _view(case_id)
    response = Response(view.diagram(process_id, language), content_type="application/xml; charset=utf-8")
    response.headers["Cache-Control"] = "private, max-age=86400"
    return response


@bp.get("/cases/<int:case_id>/diagrams/<process_id>.json")
def diagram_state(case_id: int, process_id: str) -> ResponseReturnValue:
    return jsonify(_view(case_id).drawing(process_id))


def _view(case_id: int) -> CaseView:
    return CaseView(queries.case_for(case_id, actor=current_user), current_user, i18n.language())

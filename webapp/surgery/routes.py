"""Case surgery: what would happen is shown first, and done when it is confirmed with a reason."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from webapp.cases import earlier, queries, surgery
from webapp.cases.models import Case
from webapp.core import clock, i18n
from webapp.core.db import undo
from webapp.core.errors import NotFound, Refusal
from webapp.library import queries as library
from webapp.surgery import message_pages  # noqa: F401  its pages hang on the same blueprint
from webapp.surgery.blueprint import bp


@bp.get("/cases/<int:case_id>/surgery")
def index(case_id: int) -> str:
    case = _case(case_id)
    return _page("surgery/index.html", case, earlier=earlier.points(case))


@bp.get("/cases/<int:case_id>/surgery/<act>")
def preview(case_id: int, act: str) -> str:
    return _preview(_case(case_id), act)


@bp.post("/cases/<int:case_id>/surgery/<act>")
def operate(case_id: int, act: str) -> ResponseReturnValue:
    case = _case(case_id)
    reason = request.form.get("reason", "")
    try:
        _operate(case, act, reason)
    except Refusal as refusal:
        undo()
        return _preview(_case(case_id), act, refusal), refusal.status
    flash(_("Done. It stands in the history of the case with your reason."))
    return redirect(url_for("surgery.index", case_id=case_id), 303)


def _operate(case: Case, act: str, reason: str) -> None:
    if act == "suspension":
        surgery.suspend(case, reason, actor=current_user)
    elif act == "resumption":
        surgery.resume(case, reason, postpone=_is_postponed(), actor=current_user)
    elif act == "cancellation":
        surgery.cancel(case, reason, actor=current_user)
    elif act == "return":
        seq = request.form.get("to", 0, type=int)
        surgery.take_back(case, seq, reason, postpone=_is_postponed(), actor=current_user)
    else:
        raise NotFound


def _is_postponed() -> bool:
    return request.form.get("deadlines") == "postpone"


def _preview(case: Case, act: str, refusal: Refusal | None = None) -> str:
    titles = {
        "suspension": _("Put the case on hold"),
        "resumption": _("Let the case go on"),
        "cancellation": _("Cancel the case"),
        "return": _("Take the case back to an earlier step"),
    }
    if act not in titles:
        raise NotFound
    seq = request.values.get("to", 0, type=int)
    back_to = earlier.point(case, seq) if act == "return" else None
    return _page("surgery/preview.html", case, act=act, title=titles[act], back_to=back_to, refusal=refusal)


def _page(template: str, case: Case, **context: object) -> str:
    pack, language = library.pack(case.agency_id, case.process_version_id), i18n.language()
    translate = pack.translation(language)
    return render_template(
        template,
        case=case,
        employee=queries.employee_of(case),
        cycle=queries.cycle_of(case),
        open_tasks=queries.open_tasks(case),
        incidents=surgery.incidents_of(case),
        translate=translate,
        names=lambda point: list(dict.fromkeys(translate(item.name) for item in point.open)),
        timer_name=lambda timer: translate(pack.process.elements[timer.process, timer.element].name) or timer.element,
        reasons=lambda why: [reason.sentence(language) for reason in why.reasons],
        version=library.version(case.agency_id, case.process_version_id).number,
        now=clock.now(),
        **context,
    )


def _case(case_id: int) -> Case:
    return surgery.case_for(case_id, actor=current_user)

"""My results, certificates, and HR's list of awards."""

import io

from flask import Blueprint, Response, flash, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _
from flask_login import current_user

from webapp.core import files, i18n, paging
from webapp.core.errors import NotFound, Refusal
from webapp.core.web import undo
from webapp.forum import words as forum_words
from webapp.outcomes import awards as service
from webapp.outcomes import overview, queries, spreadsheet, words
from webapp.plans import words as plan_words

bp = Blueprint("outcomes", __name__, template_folder="templates")

PDF = "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.get("/results/mine")
def mine() -> str:
    return render_template(
        "outcomes/mine.html",
        appraisals=overview.of_person(current_user),
        today=i18n.today(),
        words=words,
        plan_words=plan_words,
        forum_words=forum_words,
    )


@bp.get("/certificates/<code>.pdf")
def certificate(code: str) -> Response:
    found = queries.certificate_for(code, actor=current_user)
    if found.sha256 is None:
        raise NotFound
    try:
        pdf = io.BytesIO(files.store().get(found.sha256))
    except KeyError:
        raise NotFound from None
    return send_file(pdf, mimetype=PDF, as_attachment=True, download_name=found.file_name)


@bp.get("/awards")
def awards() -> str:
    cycle_id = request.args.get("cycle", type=int)
    number = request.args.get("page", 1, type=int)
    page = paging.page_of(queries.awards(current_user.agency_id, cycle_id), number)
    return render_template(
        "outcomes/awards.html",
        page=page,
        lines=[queries.Awarded(*row) for row in page.rows],
        cycles=queries.award_cycles(current_user.agency_id),
        cycle_id=cycle_id,
        words=words,
    )


@bp.get("/awards.xlsx")
def awards_export() -> Response:
    cycle_id = request.args.get("cycle", type=int)
    lines = queries.all_awards(current_user.agency_id, cycle_id)
    name = _("awards-%(date)s.xlsx", date=i18n.today().isoformat())
    return send_file(io.BytesIO(spreadsheet.of_awards(lines)), mimetype=XLSX, as_attachment=True, download_name=name)


@bp.get("/certificates/<code>/revocation")
def revocation(code: str) -> str:
    return _revocation(queries.certificate_for(code, actor=current_user))


@bp.post("/certificates/<code>/revocation")
def revoke(code: str) -> Response | tuple[str, int]:
    found = queries.certificate_for(code, actor=current_user)
    try:
        service.revoke(found, request.form.get("reason", ""), actor=current_user)
    except Refusal as refusal:
        undo()
        return _revocation(found, refusal), refusal.status
    flash(_("The certificate %(number)s is revoked.", number=found.printed_number))
    return redirect(url_for("outcomes.awards"), 303)  # type: ignore[return-value]


def _revocation(found, refusal: Refusal | None = None) -> str:
    reason = request.form.get("reason", "")
    return render_template("outcomes/revocation.html", certificate=found, refusal=refusal, reason=reason)

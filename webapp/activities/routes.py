"""Pages of activity reports, and the files of evidence."""

import io

from flask import (
    Blueprint,
    Response,
    flash,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    send_file,
    url_for,
)
from flask_babel import gettext as _
from flask_login import current_user

from webapp.activities import queries, service, words
from webapp.activities.forms import ActivityForm, filters_of, form_of, form_of_draft
from webapp.core import files, i18n
from webapp.core.db import undo
from webapp.core.errors import NotFound, Refusal
from webapp.plans import queries as plans
from webapp.plans.queries import person_for

bp = Blueprint("activities", __name__, template_folder="templates")

SHOWN = ("all", "none", "blocked")


@bp.get("/activities")
def index() -> str:
    kept = queries.draft_of(current_user)
    form = form_of_draft(kept.typed).offer(_my_indicators()) if kept else _empty_form()
    return _own_page(form, draft=kept)


@bp.post("/activities")
def report() -> Response | tuple[str, int]:
    form = ActivityForm().offer(_my_indicators())
    if "_draft" in request.form:
        service.save_draft(form.typed(), actor=current_user)
        flash(_("Your draft is saved. You can go on whenever you like."))
        return _to(url_for("activities.index"))
    if not form.validate():
        return _own_page(form), 422
    try:
        service.report_activity(form.entry(), form.uploads, actor=current_user, today=i18n.today())
    except Refusal as refusal:
        undo()
        return _own_page(form, refusal), refusal.status
    flash(_("Your activity is reported."), "success")
    return _to(url_for("activities.index"))


@bp.post("/activities/draft")
def draft() -> Response:
    saved_at = service.save_draft(ActivityForm().typed(), actor=current_user)
    return jsonify(saved_at=i18n.clock_time(saved_at))


@bp.get("/activities/<int:activity_id>/edit")
def edit(activity_id: int) -> str:
    activity = _own(activity_id)
    return _edit_page(activity, form_of(activity).offer(_my_indicators(), activity.indicator))


@bp.post("/activities/<int:activity_id>")
def change(activity_id: int) -> Response | tuple[str, int]:
    activity = _own(activity_id)
    form = ActivityForm().offer(_my_indicators(), activity.indicator)
    if not form.validate():
        return _edit_page(activity, form), 422
    try:
        service.change_activity(activity, form.entry(), form.uploads, actor=current_user, today=i18n.today())
    except Refusal as refusal:
        undo()
        return _edit_page(_own(activity_id), form, refusal), refusal.status
    flash(_("Your report is changed."), "success")
    return _to(url_for("activities.index"))


@bp.post("/activities/<int:activity_id>/withdrawal")
def withdraw(activity_id: int) -> Response:
    service.withdraw_activity(_own(activity_id), actor=current_user)
    flash(_("Your report is withdrawn."), "success")
    return _to(url_for("activities.index"))


@bp.get("/activities/team")
def team() -> str:
    today = i18n.today()
    span = "week" if request.args.get("span") == "week" else "day"
    since = queries.week_of(today) if span == "week" else today
    members = queries.team(current_user, since=since, until=today)
    kinds = {
        "all": members,
        "none": [member for member in members if not member.activities],
        "blocked": [member for member in members if member.is_blocked],
    }
    shown = request.args.get("show", "all")
    shown = shown if shown in SHOWN else "all"
    return render_template(
        "activities/team.html",
        members=kinds[shown],
        counts={kind: len(found) for kind, found in kinds.items()},
        span=span,
        shown=shown,
        since=since,
        today=today,
        duration=words.duration,
        by_day=queries.by_day,
    )


@bp.get("/activities/people/<int:person_id>")
def person(person_id: int) -> str:
    owner = person_for(person_id, actor=current_user)
    filters = filters_of(request.args)
    page = queries.activity_page(person_id, filters, _page_number(), actor=current_user)
    return render_template(
        "activities/person.html",
        owner=owner,
        filters=filters,
        page=page,
        days=queries.by_day(page.rows),
        indicators=plans.indicators_of(current_user.agency_id, person_id),
        duration=words.duration,
        address=_addresses(filters, "activities.person", person_id=person_id),
    )


@bp.get("/files/<sha256>")
def file(sha256: str) -> Response:
    """The file as something to keep, never as something the browser shows or runs."""
    found = queries.file_for(sha256, actor=current_user)
    try:
        content = io.BytesIO(files.store().get(found.sha256))
    except KeyError:
        raise NotFound from None
    response = send_file(content, found.type, as_attachment=True, download_name=found.name)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _own_page(form: ActivityForm, refusal: Refusal | None = None, draft=None) -> str:
    filters = filters_of(request.args)
    page = queries.activity_page(current_user.person_id, filters, _page_number(), actor=current_user)
    return render_template(
        "activities/list.html",
        form=form,
        refusal=refusal,
        draft=draft,
        filters=filters,
        page=page,
        days=queries.by_day(page.rows),
        indicators=_my_indicators(),
        duration=words.duration,
        address=_addresses(filters, "activities.index"),
    )


def _edit_page(activity, form: ActivityForm, refusal: Refusal | None = None) -> str:
    return render_template("activities/edit.html", activity=activity, form=form, refusal=refusal)


def _empty_form() -> ActivityForm:
    return ActivityForm(formdata=None, data={"day": i18n.today(), "minutes": 60}).offer(_my_indicators())


def _my_indicators():
    return plans.indicators_of(current_user.agency_id, current_user.person_id)


def _own(activity_id: int):
    found = queries.activity_for(activity_id, actor=current_user)
    if found.person_id != current_user.person_id:
        raise NotFound
    return found


def _addresses(filters, endpoint: str, **values):
    """A function from page number to address that keeps the filters."""
    asked = {
        "since": filters.since,
        "until": filters.until,
        "indicator": filters.indicator,
        "blocked": "1" if filters.blocked else None,
        "q": filters.words or None,
    }
    return lambda number: url_for(endpoint, page=number, **asked, **values)


def _page_number() -> int:
    return max(1, request.args.get("page", 1, type=int))


def _to(place: str) -> Response:
    return make_response(redirect(place, 303))

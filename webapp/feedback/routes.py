"""Pages of quick feedback: what was said to me and by me, saying something, answering it."""

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from webapp.activities.queries import activity_for
from webapp.core.db import undo
from webapp.core.errors import NotFound, Refusal
from webapp.core.permissions import require
from webapp.feedback import queries, service, words
from webapp.feedback.forms import FeedbackForm, ReplyForm
from webapp.plans import sight

bp = Blueprint("feedback", __name__, template_folder="templates")


@bp.get("/feedback")
def index() -> str:
    return _list_page()


@bp.get("/feedback/new")
def new() -> str:
    person = queries.colleague(request.args.get("person", 0, type=int), actor=current_user)
    require(current_user, "feedback:give", person)
    activity = _activity(request.args.get("activity", type=int), person)
    form = FeedbackForm(formdata=None, data={"activity": activity.id if activity else ""})
    return _new_page(person, activity, form)


@bp.post("/feedback")
def give() -> Response | tuple[str, int]:
    person = queries.colleague(request.form.get("person", 0, type=int), actor=current_user)
    require(current_user, "feedback:give", person)
    form = FeedbackForm()
    activity = _activity(form.activity_id, person)
    if not form.validate():
        return _new_page(person, activity, form), 422
    try:
        service.give(person, form.tone.data, form.text.data, actor=current_user, activity=activity)
    except Refusal as refusal:
        undo()
        return _new_page(person, activity, form, refusal), refusal.status
    flash(_("Your feedback for %(name)s is sent.", name=person.name), "success")
    return _to(_back(person.id))


@bp.post("/feedback/<int:feedback_id>/reply")
def reply(feedback_id: int) -> Response | tuple[str, int]:
    feedback = queries.feedback_for(feedback_id, actor=current_user)
    form = ReplyForm()
    if not form.validate():
        return _list_page(answering=feedback_id, form=form), 422
    service.reply(feedback, form.text.data.strip(), actor=current_user)
    flash(_("Your answer is sent."), "success")
    return _to(url_for("feedback.index"))


def _list_page(*, answering: int | None = None, form: ReplyForm | None = None) -> str:
    tab = "given" if request.args.get("tab") == "given" and answering is None else "received"
    read = queries.given if tab == "given" else queries.received
    page = read(current_user, max(1, request.args.get("page", 1, type=int)))
    return render_template(
        "feedback/list.html",
        tab=tab,
        page=page,
        colleagues=sight.colleagues_of(current_user),
        answering=answering,
        form=form,
        words=words,
        address=lambda number: url_for("feedback.index", tab=tab, page=number),
    )


def _new_page(person, activity, form: FeedbackForm, refusal: Refusal | None = None) -> str:
    return render_template(
        "feedback/new.html", person=person, activity=activity, form=form, refusal=refusal, words=words
    )


def _activity(activity_id: int | None, person):
    """The report the feedback is about: one of this person's, and visible to the actor."""
    if activity_id is None:
        return None
    found = activity_for(activity_id, actor=current_user)
    if found.person_id != person.id:
        raise NotFound
    return found


def _back(person_id: int) -> str:
    """The page the one-tap form stood on, or the list of what I have said."""
    place = request.form.get("next", "")
    known = {url_for("activities.team"), url_for("activities.person", person_id=person_id)}
    return place if place.partition("?")[0] in known else url_for("feedback.index", tab="given")


def _to(place: str) -> Response:
    return make_response(redirect(place, 303))

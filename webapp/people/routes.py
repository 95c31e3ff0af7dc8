"""Pages of accounts: sign in and out, a first password, one's own account, the language."""

from flask import Response, current_app, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from webapp.core import i18n
from webapp.core.db import keep_work
from webapp.core.errors import NotFound, Refusal
from webapp.people import (  # noqa: F401  office and resuming add their pages
    accounts,
    browsers,
    demo,
    invitations,
    office,
    queries,
    resuming,
    sessions,
)
from webapp.people.blueprint import bp
from webapp.people.forms import ChangePasswordForm, NewPasswordForm, SignInForm
from webapp.people.places import safe

A_YEAR = 365 * 24 * 3600


@bp.route("/sign-in", methods=["GET", "POST"])
def sign_in() -> Response | tuple[str, int]:
    place = safe(request.values.get("next"))
    if current_user.is_authenticated and request.method == "GET":
        return _to(place)
    form = SignInForm()
    refusal = None
    if form.validate_on_submit():
        try:
            token = accounts.sign_in(
                form.username.data, form.password.data, address=sessions.address(), browser=sessions.browser()
            )
            return sessions.keep(_to(place), token)
        except Refusal as refused:
            refusal = refused
            keep_work()  # the failed attempt counts
    page = render_template("people/sign_in.html", form=form, next=place, refusal=refusal, demo=_demo_accounts())
    return page, refusal.status if refusal else 422 if form.errors else 200


@bp.post("/sign-out")
def sign_out() -> Response:
    if current_user.is_authenticated:
        browsers.end(current_user)
    response = sessions.drop(_to(url_for("people.sign_in")))
    flash(_("You have signed out."), "success")
    return response


@bp.route("/invitations/<token>", methods=["GET", "POST"])
def invitation(token: str) -> Response | tuple[str, int]:
    """A link with which a person sets the first password, or a new one after forgetting it."""
    person = invitations.invited(token)
    form = NewPasswordForm()
    refusal = None
    if form.validate_on_submit():
        try:
            session = invitations.accept_invitation(token, form.new_password.data, browser=sessions.browser())
            return sessions.keep(_to("/"), session)
        except Refusal as refused:
            refusal = refused
    page = render_template("people/invitation.html", form=form, person=person, refusal=refusal)
    return page, 422 if refusal or form.errors else 200


@bp.post("/language")
def language() -> Response:
    chosen = request.form.get("language", "")
    if chosen not in i18n.LANGUAGES:
        raise NotFound
    if current_user.is_authenticated:
        accounts.choose_language(current_user, chosen)
    response = _to(safe(request.form.get("next")))
    secure = current_app.config["SESSION_COOKIE_SECURE"]
    response.set_cookie(i18n.language_cookie(), chosen, max_age=A_YEAR, samesite="Lax", httponly=True, secure=secure)
    return response


@bp.get("/account")
def account() -> str:
    me = (current_user.agency_id, current_user.person_id)
    above = queries.chain(*me)
    wanted = [person for person in (above.supervisor, above.superior) if person]
    return render_template(
        "people/account.html",
        staff=queries.staff(*me),
        chain=above,
        names=queries.names(current_user.agency_id, wanted),
        sessions=browsers.open_of(current_user, sessions.limits()),
        links=invitations.made_for(current_user),
    )


@bp.route("/account/password", methods=["GET", "POST"])
def password() -> Response | tuple[str, int]:
    form = ChangePasswordForm()
    refusal = None
    if form.validate_on_submit():
        try:
            accounts.change_password(
                current_user, form.old_password.data, form.new_password.data, address=sessions.address()
            )
            flash(_("Your password is changed. Your other sessions have ended."), "success")
            return _to(url_for("people.account"))
        except Refusal as refused:
            refusal = refused
            keep_work()  # a wrong present password counts as a guess
    page = render_template("people/password.html", form=form, refusal=refusal)
    return page, refusal.status if refusal else 422 if form.errors else 200


@bp.post("/account/sessions/<number>/end")
def end_session(number: str) -> Response:
    browsers.end(current_user, number)
    flash(_("The session has ended."), "success")
    return _to(url_for("people.account"))


@bp.post("/account/sessions/end")
def end_other_sessions() -> Response:
    accounts.sign_out_elsewhere(current_user)
    flash(_("All other sessions have ended."), "success")
    return _to(url_for("people.account"))


def _demo_accounts() -> list[dict]:
    return demo.accounts() if current_app.config["SIKLUS"].demo else []


def _to(place: str) -> Response:
    return make_response(redirect(place, 303))

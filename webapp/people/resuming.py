"""Signing in on the page that kept what was typed when a session had ended: then one press sends it."""

from flask import Response, make_response, render_template, request
from flask_login import current_user

from webapp.core.db import keep_work
from webapp.core.errors import Refusal
from webapp.people import accounts, sessions
from webapp.people.blueprint import bp
from webapp.people.forms import SignInForm
from webapp.people.places import safe

KEPT = "kept-"  # before the names of the fields that are not ours


@bp.post("/sign-in/again")
def sign_in_again() -> Response | tuple[str, int]:
    form = SignInForm()
    refusal: Refusal | None = None
    if form.validate():
        try:
            token = accounts.sign_in(
                form.username.data, form.password.data, address=sessions.address(), browser=sessions.browser()
            )
            return sessions.keep_at_once(lambda: make_response(_page()), token)
        except Refusal as refused:
            refusal = refused
            keep_work()  # the failed attempt counts
    return _page(form, refusal), refusal.status if refusal else 422


def _page(form: SignInForm | None = None, refusal: Refusal | None = None) -> str:
    named = [(name, value) for name, value in request.form.items(multi=True) if name.startswith(KEPT)]
    return render_template(
        "errors/send_again.html",
        fields=[(name.removeprefix(KEPT), value) for name, value in named],
        files_lost=bool(request.form.get("files_lost")),
        action=safe(request.form.get("action")),
        signed_in=current_user.is_authenticated,
        sign_in=form,
        refusal=refusal,
    )

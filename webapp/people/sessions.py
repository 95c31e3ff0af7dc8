"""Connects the browser's cookie with the sessions in the database. Flask-Login asks here who reads."""

from collections.abc import Callable
from datetime import timedelta

from flask import Flask, Request, Response, current_app, g, request, session
from flask_login import LoginManager, current_user

from webapp.people import browsers
from webapp.people.actor import Actor, Visitor


def init_app(app: Flask) -> None:
    manager = LoginManager()
    manager.session_protection = None
    manager.anonymous_user = Visitor
    manager.request_loader(_find)
    app.config["REMEMBER_COOKIE_NAME"] = "siklus-remembers-nobody"
    manager.init_app(app)


def limits() -> browsers.Limits:
    config = current_app.config["SIKLUS"]
    return browsers.Limits(timedelta(minutes=config.session_idle_minutes), timedelta(hours=config.session_hours))


def keep(response: Response, token: str) -> Response:
    """Give the browser the token of its new session; the one it had ends, and nothing of Flask's own cookie stays."""
    _end_the_old()
    return _with_token(response, token)


def keep_at_once(write: Callable[[], Response], token: str) -> Response:
    """The same for a page that is written for whoever has just signed in, with forms that the new session can send."""
    _end_the_old()
    g.pop("csrf_token", None)  # the one of the old session, if this request has made a form already
    g._login_user = browsers.find(token, limits())  # noqa: SLF001  where Flask-Login keeps the reader of this request
    return _with_token(write(), token)


def _end_the_old() -> None:
    session.clear()
    if current_user.is_authenticated:
        browsers.end(current_user)


def _with_token(response: Response, token: str) -> Response:
    response.set_cookie(_name(), token, secure=_is_secure(), httponly=True, samesite="Lax", path="/")
    return response


def drop(response: Response) -> Response:
    session.clear()
    response.delete_cookie(_name(), secure=_is_secure(), httponly=True, samesite="Lax", path="/")
    return response


def browser() -> str:
    """The browser as it names itself."""
    return request.headers.get("User-Agent", "")


def address() -> str:
    return request.remote_addr or ""


def _find(incoming: Request) -> Actor | None:
    token = incoming.cookies.get(_name(), "")
    return browsers.find(token, limits()) if 20 <= len(token) <= 100 else None


def _name() -> str:
    return "__Host-siklus" if _is_secure() else "siklus"


def _is_secure() -> bool:
    return current_app.config["SESSION_COOKIE_SECURE"]

"""What every request and answer goes through: limits, protection against forgery, headers, pages of errors."""

import logging
from urllib.parse import urlsplit

import psycopg
from flask import Flask, Response, current_app, g, json, render_template, request
from flask_babel import gettext
from flask_login import current_user
from flask_wtf.csrf import CSRFError, CSRFProtect
from sqlalchemy import exc
from werkzeug.exceptions import BadRequest, Forbidden, HTTPException, RequestEntityTooLarge
from werkzeug.wrappers import Response as BaseResponse

from webapp.core.db import undo
from webapp.core.errors import Refusal
from webapp.core.i18n import language
from webapp.core.words import N_

log = logging.getLogger(__name__)
csrf = CSRFProtect()

MOST_FIELDS = 5000
RETRY_SECONDS = 5
_GONE = (exc.OperationalError, exc.InterfaceError, exc.TimeoutError, psycopg.OperationalError, psycopg.InterfaceError)
_CHANGING = frozenset({"POST", "PUT", "PATCH", "DELETE"})
_UNREPEATED = ("csrf_token", "password")  # fields with these words in their name are never written back into a page

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'"
)
# The editors of diagrams and forms write styles into elements; no other page may.
EDITOR_POLICY = POLICY.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'")
_HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}

EXPLANATIONS = {
    400: (
        N_("This request cannot be read"),
        N_("Something in the address or the form is not as it should be. Go back and try once more."),
    ),
    403: (N_("You may not do this"), N_("Your roles do not include this. If you need it, ask your HR office.")),
    404: (N_("There is nothing here"), N_("The page does not exist, or it is not for you to see.")),
    405: (N_("This page is not opened that way"), N_("Go back and use the buttons of the page.")),
    413: (N_("This is too large"), N_("Send a smaller file or a shorter text. Nothing was stored.")),
    429: (N_("Too many requests"), N_("Wait a little and try again.")),
    500: (
        N_("Something went wrong on our side"),
        N_("Nothing of this request was stored. Try again; if it happens again, tell your administrator the time."),
    ),
    503: (
        N_("The database does not answer"),
        N_("Nothing of this request was stored; what was stored before is safe. Reload the page in a few seconds."),
    ),
}


def init_app(app: Flask) -> None:
    app.before_request(refuse_oversized_and_odd)
    app.before_request(refuse_other_sites)
    csrf.init_app(app)
    app.after_request(add_headers)
    app.register_error_handler(Refusal, _refused)
    app.register_error_handler(CSRFError, _stale_token)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(exc.DataError, _too_large_a_number)
    for gone in _GONE:
        app.register_error_handler(gone, _database_gone)


def refuse_oversized_and_odd() -> None:
    """Werkzeug bounds bytes and parts of files; this bounds plain forms, and refuses what PostgreSQL cannot store."""
    if request.mimetype != "multipart/form-data":
        request.max_content_length = current_app.config["MAX_FORM_MEMORY_SIZE"]
    if sum(map(len, request.form.listvalues())) > MOST_FIELDS:
        raise RequestEntityTooLarge
    texts = [*request.args.items(multi=True), *request.form.items(multi=True)]
    texts += [(name, file.filename or "") for name, file in request.files.items(multi=True)]
    if "\0" in request.path or any("\0" in name or "\0" in value for name, value in texts):
        raise BadRequest


def refuse_other_sites() -> None:
    """Forms of other sites change nothing here, whatever token they carry."""
    if request.method in _CHANGING and _sent_from_here() is False:
        raise Forbidden(gettext("This request came from another site, so it was not carried out."))


def add_headers(response: Response) -> Response:
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    if request.is_secure or current_app.config["SESSION_COOKIE_SECURE"]:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
    if request.endpoint != "static":
        response.headers.setdefault("Cache-Control", "no-store")
        response.vary.update(("Cookie", "Accept-Language"))
    return response


def send_again_page(status: int) -> Response:
    """A page that keeps what was typed and lets the person send it again, after signing in if need be.

    Only for requests that surely came from our own pages: otherwise it would help a forger.
    """
    if not _sent_from_here():
        return error_page(status)
    undo()
    kept = [(name, value) for name, value in request.form.items(multi=True) if not any(w in name for w in _UNREPEATED)]
    page = render_template(
        "errors/send_again.html",
        fields=kept,
        files_lost=bool(request.files),
        action=request.full_path.rstrip("?"),
        signed_in=current_user.is_authenticated,
    )
    return Response(page, status)


def error_page(status: int, title: str | None = None, text: str | None = None) -> Response:
    """The page of an error, in the reader's language; for programs a short JSON."""
    usual_title, usual_text = EXPLANATIONS.get(status, EXPLANATIONS[400 if status < 500 else 500])
    words = {"title": title or gettext(usual_title), "text": text or gettext(usual_text)}
    undo()
    if _for_program():
        return Response(json.dumps({**words, "status": status}), status, mimetype="application/problem+json")
    try:
        return Response(render_template("errors/error.html", status=status, **words), status)
    except Exception:  # the page has a menu that may need what has just failed
        log.exception("the error page failed")
        _forget_reader()
        bare = current_app.jinja_env.get_template("errors/bare.html")
        return Response(bare.render(language=language(), status=status, **words), status, mimetype="text/html")


def _sent_from_here() -> bool | None:
    """Whether the browser says that one of our pages sent this; None when it does not say."""
    site = request.headers.get("Sec-Fetch-Site")
    if site:
        return site in ("same-origin", "none")
    origin = request.headers.get("Origin")
    if not origin:
        return None
    ours = {request.host, urlsplit(current_app.config["SIKLUS"].public_url).netloc} - {""}
    return urlsplit(origin).netloc in ours


def _refused(refusal: Refusal) -> Response:
    title = None if refusal.status in EXPLANATIONS else gettext("This was not done")
    return error_page(refusal.status, title, gettext(refusal.message, **refusal.values))


def _http_error(error: HTTPException) -> BaseResponse:
    if error.code is None or error.code < 400:
        return error.get_response()
    if isinstance(getattr(error, "original_exception", None), _GONE):
        return _database_gone(error)
    own_words = error.description if error.description != type(error).description else None
    response = error_page(error.code, text=own_words)
    for name, value in error.get_headers():
        if name.lower() in ("allow", "retry-after"):
            response.headers[name] = value
    return response


def _stale_token(_error: CSRFError) -> Response:
    return send_again_page(400)


def _too_large_a_number(error: exc.DataError) -> Response:
    """An address with a number that no table can hold names nothing."""
    if not isinstance(error.orig, psycopg.errors.NumericValueOutOfRange):
        raise error
    return error_page(404)


def _database_gone(error: Exception) -> Response:
    log.error("the database does not answer: %s", error)
    _forget_reader()
    response = error_page(503)
    response.headers["Retry-After"] = str(RETRY_SECONDS)
    return response


def _forget_reader() -> None:
    """Let the rest of this request run without asking the database who reads."""
    g._login_user = current_app.login_manager.anonymous_user()  # type: ignore[attr-defined]  # noqa: SLF001


def _for_program() -> bool:
    accepted = request.accept_mimetypes
    return accepted.best == "application/json" and not accepted.accept_html

"""Pages for everybody: is this certificate genuine?"""

from flask import Blueprint, Response, redirect, render_template, request, url_for

from webapp.core.db import keep_work
from webapp.outcomes.models import Certificate
from webapp.outcomes.printing import grouped
from webapp.people import sessions
from webapp.public import service

bp = Blueprint("public", __name__, template_folder="templates")


@bp.get("/c")
def check() -> Response | str:
    typed = request.args.get("code", "").strip()
    if not typed:
        return render_template("public/check.html")
    return redirect(url_for("public.certificate", code=service.written(typed) or typed), 303)  # type: ignore[return-value]


@bp.get("/c/<code>")
def certificate(code: str) -> tuple[str, int]:
    return _answer(service.check_code(code, address=sessions.address()), code=code)


@bp.post("/c")
def check_file() -> tuple[str, int]:
    upload = request.files.get("file")
    content = upload.read() if upload else b""
    if not content:
        return render_template("public/check.html", file_missing=True), 422
    return _answer(service.check_file(content, address=sessions.address()), by_file=True)


def _answer(found: Certificate | None, **context: object) -> tuple[str, int]:
    """An unknown certificate is an answer too, and the attempt is remembered."""
    keep_work()
    page = render_template("public/certificate.html", certificate=found, grouped=grouped, **context)
    return page, 200 if found else 404

"""The blueprint of the studio; routes.py, draft_pages.py, file_pages.py and comparison_pages.py fill it."""

from flask import Blueprint, request

bp = Blueprint("studio", __name__, template_folder="templates")


def for_program() -> bool:
    """Whether an editor's script asks, and no person."""
    accepted = request.accept_mimetypes
    return request.args.get("format") == "json" or (accepted.accept_json and not accepted.accept_html)

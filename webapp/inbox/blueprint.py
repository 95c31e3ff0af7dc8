"""The blueprint of daily work; routes.py, tasks.py and case_pages.py fill it."""

from flask import Blueprint

bp = Blueprint("inbox", __name__, template_folder="templates")

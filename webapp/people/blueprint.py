"""The blueprint of all pages about people; routes.py and office.py fill it."""

from flask import Blueprint

bp = Blueprint("people", __name__, template_folder="templates")

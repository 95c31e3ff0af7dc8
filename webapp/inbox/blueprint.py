"""The blueprint of daily work; routes.py and the modules it names fill it."""

from flask import Blueprint

bp = Blueprint("inbox", __name__, template_folder="templates")

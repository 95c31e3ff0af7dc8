"""Where the pages of this feature hang."""

from flask import Blueprint

bp = Blueprint("surgery", __name__, template_folder="templates")

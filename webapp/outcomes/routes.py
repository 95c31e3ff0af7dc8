"""My results, certificates, and HR's list of awards."""

from flask import Blueprint

bp = Blueprint("outcomes", __name__, template_folder="templates")

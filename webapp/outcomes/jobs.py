"""Background work of outcomes: the PDF of a certificate."""

from flask import current_app

from webapp.core.jobs import job
from webapp.outcomes import awards


@job("outcomes.render_certificate")
def render_certificate(*, agency_id: int, certificate_id: int) -> None:
    awards.render_certificate(agency_id, certificate_id, public_url=current_app.config["SIKLUS"].public_url)

"""Background work of outcomes: the PDF of a certificate, and what letters to the employee say."""

from flask import current_app

from webapp.cases.letters import letter
from webapp.core.jobs import job
from webapp.outcomes import awards, queries, words

MY_RESULT = "/results/mine#case-{case}"


@job("outcomes.render_certificate")
def render_certificate(*, agency_id: int, certificate_id: int) -> None:
    awards.render_certificate(agency_id, certificate_id, public_url=current_app.config["SIKLUS"].public_url)


@letter("outcomes.result_final", template="outcomes/mail/result_final.txt", path=MY_RESULT)
def result_final(agency_id: int, case_id: int) -> dict:
    rating = queries.rating(agency_id, case_id)
    return {"predicate": words.label(rating.predicate)} if rating else {}


@letter("outcomes.certificate", template="outcomes/mail/certificate.txt", path=MY_RESULT)
def certificate(agency_id: int, case_id: int) -> dict:
    award = queries.award(agency_id, case_id)
    return {"title": award.title, "number": award.certificate.printed_number} if award else {}


@letter("outcomes.coaching_opened", template="outcomes/mail/coaching_opened.txt", path=MY_RESULT)
@letter("outcomes.coaching_closed", template="outcomes/mail/coaching_closed.txt", path=MY_RESULT)
def coaching(agency_id: int, case_id: int) -> dict:
    plan = queries.coaching(agency_id, case_id)
    return {"focus": plan.focus, "held": len(plan.held)} if plan else {}

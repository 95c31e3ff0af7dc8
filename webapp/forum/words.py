"""How seats, opinions and decisions of a panel read to people."""

from flask_babel import gettext as _

from webapp.core.words import N_
from webapp.feedback import words as feedback_words

LABELS = {
    "low": N_("Not very sure"),
    "medium": N_("Fairly sure"),
    "high": N_("Very sure"),
    "keep": N_("The rating stays"),
    "correct": N_("The achievement is corrected"),
    "change": N_("The rating is changed"),
}
rating = feedback_words.label
RATING_TONES = feedback_words.RATING_TONES


def label(code: str) -> str:
    return _(LABELS[code])


def deviation_text(rating) -> str:
    """Proposed: meets expectation. Rated: above expectation. Because …"""
    return _(
        "Proposed: %(proposed)s. Rated: %(rated)s. Reasons of the rater: %(reason)s",
        proposed=feedback_words.label(rating.proposed_work_rating),
        rated=feedback_words.label(rating.work_rating),
        reason=rating.deviation_reason or "",
    )


def opinion_text(opinion) -> str:
    """Work: meets expectation; behaviour: above expectation. Very sure."""
    if opinion is None:
        return _("No opinion given")
    return _(
        "Work: %(work)s. Behaviour: %(behaviour)s. %(confidence)s.",
        work=rating(opinion.work_rating),
        behaviour=rating(opinion.behaviour_rating),
        confidence=label(opinion.confidence),
    )

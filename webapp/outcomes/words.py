"""How results, answers, awards and coaching read to people."""

from datetime import date

from babel.dates import format_date
from flask_babel import gettext as _

from webapp.core.words import N_
from webapp.feedback import words as feedback_words

LABELS = {
    "very_good": N_("Very good"),
    "good": N_("Good"),
    "needs_improvement": N_("Needs improvement"),
    "poor": N_("Poor"),
    "very_poor": N_("Very poor"),
    "reward": N_("Reward"),
    "coaching": N_("Coaching by the superior"),
    "mentoring": N_("Mentoring by a colleague"),
    "training": N_("Training"),
    "on_the_job": N_("Learning on the job"),
    "counselling": N_("Performance counselling"),
    "certificate": N_("Certificate"),
    "incentive": N_("Certificate and incentive"),
    "study": N_("Certificate and study leave"),
    "succession": N_("Certificate and succession plan"),
    "accepted": N_("Accepted"),
    "objected": N_("Objection raised"),
    "silent": N_("Accepted by silence of 14 days"),
    "rejected": N_("Rejected"),
    "keep": N_("The rating stays"),
    "change": N_("The rating is changed"),
    "assessment": N_("Decided in the assessment"),
    "forum": N_("Decided by the panel"),
    "objection": N_("Decided on the objection"),
}
PREDICATE_TONES = {
    "very_good": "ok",
    "good": "ok",
    "needs_improvement": "warn",
    "poor": "bad",
    "very_poor": "bad",
}
# What stands on Indonesian certificates is Indonesian, whoever reads it.
OFFICIAL = {
    "very_good": "Sangat Baik",
    "good": "Baik",
    "needs_improvement": "Butuh Perbaikan",
    "poor": "Kurang",
    "very_poor": "Sangat Kurang",
}
rating = feedback_words.label
RATING_TONES = feedback_words.RATING_TONES


def label(code: str) -> str:
    return _(LABELS[code])


def official_date(when: date) -> str:
    """21 November 2026, in Indonesian."""
    return format_date(when, "d MMMM yyyy", locale="id")

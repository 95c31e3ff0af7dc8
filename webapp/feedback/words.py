"""How tones, ratings and stances read to people."""

from decimal import Decimal

from flask_babel import gettext as _

from webapp.core import i18n
from webapp.core.words import N_
from webapp.plans import words as plan_words
from webapp.plans.models import Indicator

LABELS = {
    "positive": N_("Well done"),
    "neutral": N_("A remark"),
    "negative": N_("Needs attention"),
    "below": N_("Below expectation"),
    "meets": N_("Meets expectation"),
    "above": N_("Above expectation"),
    "undetermined": N_("Cannot be told"),
    "agree": N_("Agrees with the rating"),
    "remarks": N_("Has remarks on the rating"),
    "self": N_("Self-assessment"),
    "supervisor": N_("Rated by the supervisor"),
    "superior": N_("Rated by the supervisor's superior"),
    "from_me": N_("From you"),
    "from_above": N_("From a superior"),
    "from_peer": N_("From a colleague"),
}
TONES = {"positive": "ok", "neutral": "info", "negative": "warn"}
FACES = {"positive": "mood-happy", "neutral": "mood-neutral", "negative": "mood-sad"}
RATING_TONES = {"above": "ok", "meets": "info", "below": "bad"}


def label(code: str) -> str:
    return _(LABELS[code])


def rating_text(realisation: Decimal | None, achieved: Decimal | None) -> str:
    """validated realisation 94, achievement 98,9"""
    return _(
        "validated realisation %(realisation)s, achievement %(achievement)s",
        realisation=figure(realisation),
        achievement=figure(achieved),
    )


def realised(indicator: Indicator, realisation: Decimal | None) -> str:
    """94 of 95 persen (whole year)"""
    return _(
        "%(realisation)s of %(target)s",
        realisation=figure(realisation),
        target=plan_words.annual_target(indicator),
    )


def figure(value: Decimal | None) -> str:
    return plan_words.UNKNOWN if value is None else i18n.number(value)  # type: ignore[arg-type]

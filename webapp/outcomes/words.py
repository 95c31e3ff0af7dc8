"""How results, answers, awards and coaching read to people."""

from datetime import date, datetime

from babel.dates import format_date
from flask_babel import gettext as _

from webapp.core import i18n
from webapp.core.words import N_
from webapp.feedback import words as feedback_words
from webapp.plans import words as plan_words

LABELS = {
    "very_good": N_("Very good"),
    "good": N_("Good"),
    "needs_improvement": N_("Needs improvement"),
    "poor": N_("Poor"),
    "very_poor": N_("Very poor"),
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
    "judge_superior": N_("as the superior of the rater"),
    "judge_agency_head": N_("as head of the agency"),
    "judge_panel": N_("as a member of the panel who has had nothing to do with this case"),
    "supervisor": N_("Rated by the supervisor"),
    "superior": N_("Rated by the supervisor's superior"),
    "achievement": N_("Achievement"),
    "work_rating": N_("Work"),
    "behaviour_rating": N_("Behaviour"),
}
# What a decision table answers may read otherwise than the same code elsewhere.
ANSWERS = {"follow_up": {"reward": N_("Reward"), "coaching": N_("Coaching")}}
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


def value(number: str, given: object) -> str:
    """A number of the result in words: 98,95 for the achievement, a rating otherwise."""
    if given is None:
        return plan_words.UNKNOWN
    return i18n.number(given, 2) if number == "achievement" else rating(str(given))  # type: ignore[arg-type]


def any_code(given: object, table: str = "") -> str:
    """A value that a decision table was asked with, or that `table` answered: a code in words, a number, yes or no."""
    match given:
        case bool():
            return _("yes") if given else _("no")
        case int() | float():
            return i18n.number(given)
        case None:
            return plan_words.UNKNOWN
    known = LABELS | feedback_words.LABELS | ANSWERS.get(table, {})
    return _(known[str(given)]) if str(given) in known else str(given)


def what_if(cell, here) -> str:
    """If the work had been rated “above expectation”, the predicate would be “very good”."""
    place = {"predicate": label(cell.predicate)}
    if cell.work != here.work:
        return _(
            "If the work had been rated “%(rating)s”, the predicate would be “%(predicate)s”.",
            rating=rating(cell.work),
            **place,
        )
    return _(
        "If the behaviour had been rated “%(rating)s”, the predicate would be “%(predicate)s”.",
        rating=rating(cell.behaviour),
        **place,
    )


def plain_date(when: datetime) -> str:
    """2026-11-21, by the clock of the reader's agency: for spreadsheets."""
    return i18n.local(when).date().isoformat()

"""How codes, numbers and periods of plans read to people."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from flask_babel import gettext as _

from webapp.core import i18n
from webapp.core.words import N_
from webapp.plans.models import Indicator

LABELS = {
    "main": N_("Main result"),
    "additional": N_("Additional result"),
    "quantity": N_("Quantity"),
    "quality": N_("Quality"),
    "time": N_("Time"),
    "cost": N_("Cost"),
    "maximize": N_("More is better"),
    "minimize": N_("Less is better"),
    "stabilize": N_("Closer to the target is better"),
    "sum": N_("Sum of the periods"),
    "last": N_("Last known value"),
    "average": N_("Average of the periods"),
    "agree": N_("Agreed"),
    "change": N_("Change wanted"),
    "agreed": N_("Agreed"),
    "revise": N_("Sent back for revision"),
    "decided": N_("Decided by the superior"),
    "service_oriented": N_("Service-oriented"),
    "accountable": N_("Accountable"),
    "competent": N_("Competent"),
    "harmonious": N_("Harmonious"),
    "loyal": N_("Loyal"),
    "adaptive": N_("Adaptive"),
    "collaborative": N_("Collaborative"),
}
UNKNOWN = "—"
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")


def label(code: str) -> str:
    return _(LABELS[code])


def amount(value: Decimal | None, unit: str) -> str:
    """95 persen; a dash when the number is not known."""
    return UNKNOWN if value is None else _("%(number)s %(unit)s", number=i18n.number(value), unit=unit)  # type: ignore[arg-type]


def annual_target(indicator: Indicator) -> str:
    """95 persen (whole year)"""
    return _("%(amount)s (whole year)", amount=amount(indicator.target, indicator.unit))


def period_target(indicator: Indicator, period: int) -> str:
    """20 persen, or that nothing was planned for this period."""
    target = indicator.target_of(period)
    return _("none in this period") if target is None else amount(target, indicator.unit)


def period_name(period: int, periods: int) -> str:
    """Quarter II when there are four in the cycle."""
    number = ROMAN[period - 1] if period <= len(ROMAN) else str(period)
    match periods:
        case 2:
            return _("Semester %(number)s", number=number)
        case 4:
            return _("Quarter %(number)s", number=number)
        case 12:
            return _("Month %(number)s", number=number)
    return _("Period %(number)s", number=number)


def period_title(period: int, period_ends: Sequence[date]) -> str:
    """Quarter I, until 31 March 2026"""
    name = period_name(period, len(period_ends))
    if not 1 <= period <= len(period_ends):
        return name
    return _("%(period)s, until %(date)s", period=name, date=i18n.day(period_ends[period - 1], "long"))


def percent(achieved: Decimal | None) -> str:
    """98,9 %; a dash when it is not known."""
    return UNKNOWN if achieved is None else i18n.percent(achieved / 100)  # type: ignore[arg-type]


def tone(achieved: Decimal | None) -> str:
    """The colour of an achievement: green from 100 on, red below 80 (domain research A.12)."""
    if achieved is None:
        return ""
    return "ok" if achieved >= 100 else "warn" if achieved >= 80 else "bad"

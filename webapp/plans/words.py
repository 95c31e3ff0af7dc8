"""How codes, numbers and periods of plans read to people."""

from decimal import Decimal

from babel.dates import format_interval
from flask_babel import get_locale
from flask_babel import gettext as _

from webapp.cases import periods
from webapp.cases.periods import Period
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
    "maximize": N_("Higher is better"),
    "minimize": N_("Lower is better"),
    "stabilize": N_("Closer to the target is better"),
    "sum": N_("Summed"),
    "last": N_("Last value"),
    "average": N_("Average"),
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


def period_name(cycle, period: int) -> str:
    """Quarter II, or Jan 2026 where the periods are months."""
    found = _period(cycle, period)
    number = ROMAN[period - 1] if 0 < period <= len(ROMAN) else str(period)
    if found is None:
        return _("Period %(number)s", number=number)
    if len(cycle.period_ends) == 1:
        return _("Whole cycle")
    match found.months:
        case periods.MONTH:
            return _dates(found, "yMMM")
        case periods.QUARTER:
            return _("Quarter %(number)s", number=number)
        case periods.HALF_YEAR:
            return _("Half-year %(number)s", number=number)
    return _("Period %(number)s", number=number)


def period_title(cycle, period: int) -> str:
    """Quarter I, January to March 2026; January 2026 where the periods are months."""
    found = _period(cycle, period)
    if found is None:
        return period_name(cycle, period)
    dates = _dates(found, "yMMMM")
    if found.months == periods.MONTH:
        return dates
    return _("%(period)s, %(dates)s", period=period_name(cycle, period), dates=dates)


def _period(cycle, number: int) -> Period | None:
    """None for one that a process has beyond those of the cycle."""
    return next((period for period in periods.of_cycle(cycle) if period.number == number), None)


def _dates(period: Period, months: str) -> str:
    skeleton = months if period.is_whole_months else "yMMMd"
    return str(format_interval(period.starts_on, period.ends_on, skeleton, locale=get_locale()))


def percent(achieved: Decimal | None) -> str:
    """98,9 %; a dash when it is not known."""
    return UNKNOWN if achieved is None else i18n.percent(achieved / 100)  # type: ignore[arg-type]


def tone(achieved: Decimal | None) -> str:
    """The colour of an achievement: green from 100 on, red below 80 (domain research A.12)."""
    if achieved is None:
        return ""
    return "ok" if achieved >= 100 else "warn" if achieved >= 80 else "bad"

"""Functions on dates and durations; the clock is the one that was passed in, never the machine's."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from feel.functions.registry import a_day, a_text, an_integer, anything, builtin
from feel.temporal import Duration, months_between, read_date, read_duration, read_moment

DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]


@builtin("now", scoped=True)
def now(scope):
    return scope.clock()


@builtin("today", scoped=True)
def today(scope):
    return scope.clock().date()


@builtin("date", anything, an_integer, an_integer, optional=2)
def day(value, month=None, day_of_month=None):
    """A date out of a text, a moment, or year, month and day."""
    match value:
        case datetime():
            return value.date()
        case date():
            return value
        case str():
            return read_date(value)
        case Decimal() if day_of_month:
            return date(int(value), month, day_of_month)
    return None


@builtin("date and time", anything)
def moment(value):
    if isinstance(value, datetime):
        return value
    return read_moment(value) if isinstance(value, str) else None


@builtin("duration", anything)
def duration(value):
    if isinstance(value, Duration):
        return value
    return read_duration(value) if isinstance(value, str) else None


@builtin("years and months duration", a_day, a_day)
def years_and_months_duration(start, end):
    return months_between(start, end)


@builtin("day of week", a_day)
def day_of_week(value):
    return DAYS[value.weekday()]


@builtin("day of year", a_day)
def day_of_year(value):
    return value.timetuple().tm_yday


@builtin("week of year", a_day)
def week_of_year(value):
    return value.isocalendar().week


@builtin("closing", a_day, a_text)
def closing(value, office_closes):
    """The first moment, not before the value, at which an office closes that closes at "16:00:00+07:00" each day.

    Ours, not the standard's: a deadline that ends with a day at the office must know the day *there*, and the subset
    has no times without a date to say so.
    """
    clock = read_moment(f"2000-01-01T{office_closes}")
    if clock is None or clock.tzinfo is None:
        return None
    if not isinstance(value, datetime):
        return datetime.combine(value, clock.timetz())
    if value.tzinfo is None:
        return None
    found = datetime.combine(value.astimezone(clock.tzinfo).date(), clock.timetz())
    return found if found >= value else found + timedelta(days=1)

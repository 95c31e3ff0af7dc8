"""The periods of a cycle: where they end when HR chooses their length, and what they are, told from their dates."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

MOST = 12
MONTH, QUARTER, HALF_YEAR = 1, 3, 6


@dataclass(frozen=True)
class Period:
    """One period of a cycle. `months` is the length of the cycle's periods, None when they are not whole months."""

    number: int
    starts_on: date
    ends_on: date
    months: int | None

    @property
    def is_whole_months(self) -> bool:
        """Whether it begins with a first and ends with a last day of a month."""
        return self.starts_on.day == 1 and _next(self.ends_on).day == 1


def ends(start: date, end: date, months: int | None) -> list[date]:
    """The last days of the periods of so many months that begin with `start`; the last is `end` itself.

    Without `months` the whole cycle is one period.
    """
    if months is None:
        return [end]
    return [*_whole(start, end, months), end]


def of_cycle(cycle) -> list[Period]:
    """The periods of the cycle in their order."""
    starts = [cycle.starts_on, *map(_next, cycle.period_ends[:-1])]
    months = _length(cycle.starts_on, cycle.period_ends[0])
    dates = zip(starts, cycle.period_ends, strict=True)
    return [Period(number, first, last, months) for number, (first, last) in enumerate(dates, 1)]


def _whole(start: date, end: date, months: int) -> Iterator[date]:
    number = months
    while (day := _months_later(start, number) - timedelta(days=1)) < end:
        yield day
        number += months


def _length(start: date, end: date) -> int | None:
    return next((months for months in range(1, 25) if _months_later(start, months) == _next(end)), None)


def _next(day: date) -> date:
    return day + timedelta(days=1)


def _months_later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = (date(year + (month == 11), (month + 1) % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month + 1, min(day.day, last))

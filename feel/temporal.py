"""Dates, moments and durations: reading ISO 8601, writing it, and calendar arithmetic."""

import re
from calendar import monthrange
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?(Z|[+-][0-9]{2}:[0-9]{2})?"
)
DURATION = re.compile(
    r"(-)?P(?:(\d{1,6})Y)?(?:(\d{1,6})M)?(?:(\d{1,6})W)?(?:(\d{1,6})D)?"
    r"(?:T(?=\d)(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,6}(?:\.\d{1,6})?)S)?)?",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Duration:
    """Months and days are kept apart because no number of days is a month."""

    months: int = 0
    rest: timedelta = field(default_factory=timedelta)

    def __neg__(self) -> "Duration":
        return Duration(-self.months, -self.rest)

    def __add__(self, other: "Duration") -> "Duration":
        return Duration(self.months + other.months, self.rest + other.rest)

    def times(self, factor: float) -> "Duration":
        return Duration(int(self.months * factor), self.rest * factor)


def read_date(text: str) -> date | None:
    return _read(date.fromisoformat, DATE, text)


def read_moment(text: str) -> datetime | None:
    return _read(datetime.fromisoformat, MOMENT, text)


def _read(parse, pattern, text):
    if not pattern.fullmatch(text):
        return None
    try:
        return parse(text)
    except ValueError:  # 31 February
        return None


def read_duration(text: str) -> Duration | None:
    match = DURATION.fullmatch(text)
    if match is None or not any(match.groups()[1:]):
        return None
    years, months, weeks, days, hours, minutes = (int(part or 0) for part in match.groups()[1:7])
    rest = timedelta(days=7 * weeks + days, hours=hours, minutes=minutes, seconds=float(match[8] or 0))
    length = Duration(12 * years + months, rest)
    return -length if match[1] else length


def written_duration(length: Duration) -> str:
    if length.months < 0 or length.rest < timedelta():
        return "-" + written_duration(-length)
    years, months = divmod(length.months, 12)
    hours, seconds = divmod(length.rest.seconds, 3600)
    minutes, seconds = divmod(seconds, 60)
    fraction = f".{length.rest.microseconds:06}".rstrip("0") if length.rest.microseconds else ""
    calendar = _parts((years, "Y"), (months, "M"), (length.rest.days, "D"))
    clock = _parts((hours, "H"), (minutes, "M")) + (f"{seconds}{fraction}S" if seconds or fraction else "")
    return f"P{calendar}T{clock}" if clock else f"P{calendar}" if calendar else "PT0S"


def _parts(*parts: tuple[int, str]) -> str:
    return "".join(f"{count}{unit}" for count, unit in parts if count)


def later(day: date, length: Duration) -> date:
    """The day or moment that much later; the end of a shorter month when the day does not exist there."""
    if not isinstance(day, datetime) and (length.rest.seconds or length.rest.microseconds):
        day = datetime.combine(day, time(tzinfo=UTC))  # DMN: a date is midnight UTC
    return _months_later(day, length.months) + length.rest


def _months_later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return day.replace(year=year, month=month + 1, day=min(day.day, monthrange(year, month + 1)[1]))


def months_between(start: date, end: date) -> Duration:
    """Whole months from start to end."""
    if end < start:
        return -months_between(end, start)
    return Duration((end.year - start.year) * 12 + end.month - start.month - (end.day < start.day))


def part_of_date(value: date, name: str) -> int | None:
    parts = {"year": value.year, "month": value.month, "day": value.day, "weekday": value.isoweekday()}
    if isinstance(value, datetime):
        parts |= {"hour": value.hour, "minute": value.minute, "second": value.second}
    return parts.get(name)


def part_of_duration(value: Duration, name: str) -> int | None:
    if value.months < 0 or value.rest < timedelta():
        part = part_of_duration(-value, name)
        return None if part is None else -part
    seconds = value.rest.seconds
    parts = {"years": value.months // 12, "months": value.months % 12, "days": value.rest.days}
    parts |= {"hours": seconds // 3600, "minutes": seconds // 60 % 60, "seconds": seconds % 60}
    return parts.get(name)

"""The days of the demo: a pilot cycle that is over, the one that begins now, and when in them people did what.

Everything is counted from the day of the seeding, so that the demo looks lived in on any day of any year.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zlib import crc32

from webapp.cases import periods
from webapp.cases.opening import Terms

PILOT, COMING = "pilot", "coming"
MONTHS = 9
OFFICES_ARE_OPEN = 9
PLANNING_BEGAN = 16  # days ago: long enough for a plan whose agreement is overdue
SETTLED = timedelta(days=45)  # that the pilot is over at least: its last cases have been through coaching

# Days between a step and the one before it, where the calendar of the cycle does not set the day.
PAUSES = {
    "draft_plan": 2,
    "agree_plan": 3,
    "assess_self": 5,
    "rate_performance": 8,
    "comment_on_rating": 2,
    "score_dossier": 1,
    "decide_forum": 4,
    "respond_to_result": 3,
    "explain_rating": 2,
    "decide_objection": 6,
    "propose_award": 4,
    "approve_award": 2,
    "plan_coaching": 3,
    "hold_coaching_session": 8,
    "confirm_coaching_session": 1,
}
BY_PERIOD = ("report_progress", "review_progress")
BY_CALENDAR = ("draft_plan", "agree_plan", *BY_PERIOD)


@dataclass(frozen=True)
class Calendar:
    """`now` is the moment of the seeding on the agency's clock."""

    now: datetime

    def terms(self, cycle: str) -> Terms:
        return self._pilot() if cycle == PILOT else self._coming()

    def opened(self, cycle: str) -> datetime:
        """When the cases of the stories were opened."""
        if cycle == PILOT:
            return self._at(self._pilot().starts_on + timedelta(days=4), time(8, 5))
        return self._at(self.days_ago(PLANNING_BEGAN), time(8, 5))

    def days_ago(self, number: int) -> date:
        return (self.now - timedelta(days=number)).date()

    def afternoon(self, day: date) -> datetime:
        """Of the day, or of the last working day before it; never after now.

        On the day itself there is always somebody at work, once it is morning.
        """
        if day == self.now.date():
            if self.now.hour >= OFFICES_ARE_OPEN:
                return min(self._at(day, time(14, 10)), self.now - timedelta(minutes=30))
            day -= timedelta(days=1)
        return self._at(_working(day), time(14, 10))

    def soon_after(self, moment: datetime, *, hours: int) -> datetime:
        return min(moment + timedelta(hours=hours), self.now - timedelta(minutes=10))

    def moments(self, cycle: str, steps: Sequence[str], *, waits: int | None, who: str) -> list[datetime]:
        """When each of the steps was done; the last one `waits` days ago, where the story says so."""
        counted = [step for step in steps if cycle == COMING or step not in BY_CALENDAR]
        found = self._by_calendar(steps[: len(steps) - len(counted)], who)
        found += self._backwards(counted, since=(found or [self.opened(cycle)])[-1], waits=waits or 0, who=who)
        if waits is not None and found:
            found[-1] = self._late_in_the_day(self.days_ago(waits), who)
        return _in_order(found, self.now)

    def _pilot(self) -> Terms:
        ends_on = (self.now - SETTLED).date().replace(day=1) - timedelta(days=1)
        month = ends_on.year * 12 + ends_on.month - MONTHS
        starts_on = date(month // 12, month % 12 + 1, 1)
        years = dict.fromkeys((str(starts_on.year), str(ends_on.year)))
        return Terms(
            name=f"Percontohan Siklus Kinerja {'/'.join(years)}",
            starts_on=starts_on,
            ends_on=ends_on,
            plan_due_on=starts_on + timedelta(days=30),
            assessment_due_on=self.now.date() + timedelta(days=2),
            period_ends=periods.ends(starts_on, ends_on, periods.QUARTER),
        )

    def _coming(self) -> Terms:
        """The year that is planned now: from October on it is the next one."""
        today = self.now.date()
        year = today.year + (today.month >= 10)
        start, end = date(year, 1, 1), date(year, 12, 31)
        return Terms(
            name=f"Siklus Kinerja {year}",
            starts_on=start,
            ends_on=end,
            plan_due_on=today + timedelta(days=14),
            assessment_due_on=end + timedelta(days=10),
            period_ends=periods.ends(start, end, periods.QUARTER),
        )

    def _by_calendar(self, steps: Sequence[str], who: str) -> list[datetime]:
        found: list[datetime] = []
        terms, spread = self._pilot(), crc32(who.encode())
        for place, step in enumerate(steps):
            if step in BY_PERIOD:
                period = steps[: place + 1].count(step)
                day = terms.period_ends[period - 1] + timedelta(days=2 + (spread + period) % 5)
                day += timedelta(days=1 + spread % 3) if step == "review_progress" else timedelta()
            else:
                day = terms.starts_on + timedelta(days=6 + spread % 5 + PAUSES["agree_plan"] * (step == "agree_plan"))
            found.append(self._worked(day, place, who))
        return found

    def _backwards(self, steps: Sequence[str], *, since: datetime, waits: int, who: str) -> list[datetime]:
        """Steps one after the other up to `waits` days ago, closer together where `since` leaves less room."""
        back = [sum(PAUSES[step] for step in steps[place + 1 :]) for place in range(len(steps))]
        final = self.now - timedelta(days=waits)
        room = (final - since) / timedelta(days=1)
        scale = min(1.0, room / (back[0] + 1)) if back else 1.0
        days = [(final - timedelta(days=each * scale)).date() for each in back]
        return [self._worked(day, place, who) for place, day in enumerate(days)]

    def _worked(self, day: date, place: int, who: str) -> datetime:
        """An hour of that day at which offices are open; nobody works at the weekend."""
        minutes = crc32(f"{who} {place}".encode()) % 420
        return self._at(_working(day), time(8 + minutes // 60, minutes % 60))

    def _late_in_the_day(self, day: date, who: str) -> datetime:
        """So that what is due some days later is due in the afternoon."""
        return self._at(day, time(15, crc32(who.encode()) % 60))

    def _at(self, day: date, hour: time) -> datetime:
        return datetime.combine(day, hour, self.now.tzinfo)


def _working(day: date) -> date:
    return day - timedelta(days=max(0, day.weekday() - 4))


def _in_order(moments: list[datetime], now: datetime) -> list[datetime]:
    """The same moments, each at least some minutes after the one before, and all in the past."""
    step = timedelta(minutes=7)
    for place in range(1, len(moments)):
        moments[place] = max(moments[place], moments[place - 1] + step)
    for place in reversed(range(len(moments))):
        latest = (moments[place + 1] if place + 1 < len(moments) else now) - step
        moments[place] = min(moments[place], latest)
    return moments

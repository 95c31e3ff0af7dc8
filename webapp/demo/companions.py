"""What people of the demo report and say beside their tasks: activities, feedback, answers to it."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from webapp.activities import service as activities
from webapp.activities.models import Activity
from webapp.core import clock
from webapp.demo.cast import Cast
from webapp.demo.stories import spoken
from webapp.feedback import service as feedback
from webapp.plans import queries as plans


def speak(cast: Cast, now: datetime) -> None:
    """Activity reports of the last weeks, and what colleagues said to them."""
    for said in spoken():
        moment = _moment(said["ago"], now)
        with clock.at(moment):
            report = _report(said, moment.date(), cast) if "did" in said else None
        for place, word in enumerate(said.get("words", ()), 1):
            with clock.at(min(moment + timedelta(hours=2 * place), now)):
                _give(word, said["who"], report, cast)


def _report(said: dict[str, Any], day: date, cast: Cast) -> Activity:
    author = cast.person(said["who"])
    indicators = plans.indicators_of(author.agency_id, author.id) if "indicator" in said else []
    entry = activities.Entry(
        day=day,
        minutes=said["minutes"],
        text=said["did"],
        indicator_id=next((each.id for each in indicators if each.code == said["indicator"]), None),
        result=Decimal(str(said["result"])) if "result" in said else None,
        unit=said.get("unit"),
        obstacle=said.get("obstacle"),
    )
    return activities.report_activity(entry, actor=cast.actor(author.id), today=day)


def _give(word: dict[str, Any], receiver: str, report: Activity | None, cast: Cast) -> None:
    person = cast.person(receiver)
    giver = cast.actor(cast.person(word["by"]).id)
    on_report = report if word.get("on_report") else None
    given = feedback.give(person, word["tone"], word.get("text"), actor=giver, activity=on_report)
    if "reply" in word:
        feedback.reply(given, word["reply"], actor=cast.actor(person.id))


def _moment(ago: int, now: datetime) -> datetime:
    """The afternoon so many days ago, on the working day before when that was a weekend; never after now."""
    day = (now - timedelta(days=ago)).date()
    day -= timedelta(days=max(0, day.weekday() - 4))
    return min(datetime.combine(day, time(14, 10), now.tzinfo), now - timedelta(minutes=30))

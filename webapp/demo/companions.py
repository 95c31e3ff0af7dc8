"""What people of the demo report and say beside their tasks: activities, feedback, answers to it."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from webapp.activities import service as activities
from webapp.activities.models import Activity
from webapp.core import clock
from webapp.demo.calendar import PILOT, Calendar
from webapp.demo.cast import Cast
from webapp.demo.stories import spoken
from webapp.feedback import service as feedback
from webapp.plans import queries as plans


def speak(cast: Cast, calendar: Calendar) -> None:
    """Activity reports of the pilot and of the last weeks, and what colleagues said to them."""
    over = calendar.terms(PILOT).ends_on
    for said in spoken():
        day = over - timedelta(days=said["before_end"]) if "before_end" in said else calendar.days_ago(said["ago"])
        moment = calendar.afternoon(day)
        with clock.at(moment):
            report = _report(said, moment.date(), cast)
        for word in said.get("words", ()):
            _give(word, report, cast, calendar)


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


def _give(word: dict[str, Any], report: Activity, cast: Cast, calendar: Calendar) -> None:
    receiver, giver = cast.actor(report.person_id), cast.actor(cast.person(word["by"]).id)
    on_report = report if word.get("on_report") else None
    with clock.at(calendar.soon_after(report.reported_at, hours=2)):
        given = feedback.give(cast.of(receiver), word["tone"], word.get("text"), actor=giver, activity=on_report)
    if "reply" in word:
        with clock.at(calendar.soon_after(report.reported_at, hours=3)):
            feedback.reply(given, word["reply"], actor=receiver)

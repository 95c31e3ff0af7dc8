"""The reader's language and time zone, and how dates, deadlines and numbers read in them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from babel.support import Translations
from flask import Flask, current_app, g, has_request_context, request
from flask_babel import (
    Babel,
    force_locale,
    format_date,
    format_decimal,
    format_percent,
    format_time,
    gettext,
    ngettext,
)
from flask_login import current_user

from webapp.core import clock

LANGUAGES = {"id": "Bahasa Indonesia", "en": "English"}
DEFAULT_LANGUAGE = "id"
TRANSLATIONS = Path(__file__).parents[1] / "translations"
DEFAULT_TIME_ZONE = "Asia/Jakarta"


def init_app(app: Flask) -> None:
    app.config.setdefault("BABEL_TRANSLATION_DIRECTORIES", str(TRANSLATIONS))
    Babel(
        app,
        default_locale=DEFAULT_LANGUAGE,
        default_timezone=DEFAULT_TIME_ZONE,
        locale_selector=language,
        timezone_selector=time_zone,
    )
    app.jinja_env.filters.update(
        day=day, moment=moment, clock_time=clock_time, deadline=deadline, number=number, percent=percent
    )
    app.jinja_env.globals.update(working_days=working_days, working_days_left=working_days_left)


def language() -> str:
    """The reader's language: the forced one, the person's choice, the cookie, the browser's wish, Indonesian."""
    if forced := g.get("reader_language"):
        return forced
    if not has_request_context():
        return DEFAULT_LANGUAGE
    chosen = getattr(current_user, "locale", None) or request.cookies.get(language_cookie())
    if chosen in LANGUAGES:
        return chosen
    return request.accept_languages.best_match(LANGUAGES, DEFAULT_LANGUAGE)


def language_cookie() -> str:
    """The name of the cookie that remembers a visitor's language."""
    return "__Host-language" if current_app.config["SESSION_COOKIE_SECURE"] else "language"


def time_zone() -> str:
    """The time zone of the reader's agency."""
    if forced := g.get("reader_time_zone"):
        return forced
    own = getattr(current_user, "time_zone", None) if has_request_context() else None
    return own or DEFAULT_TIME_ZONE


@contextmanager
def reader(locale: str | None, time_zone: str | None = None) -> Iterator[None]:
    """Within the block sentences, dates and numbers are those of this reader: for mail and documents."""
    before = g.get("reader_language"), g.get("reader_time_zone")
    g.reader_language = locale if locale in LANGUAGES else DEFAULT_LANGUAGE
    g.reader_time_zone = time_zone or before[1]
    try:
        with force_locale(g.reader_language):
            yield
    finally:
        g.reader_language, g.reader_time_zone = before


def said_in(locale: str, msgid: str) -> str:
    """The sentence in that language, also where nobody reads a page: for the shell."""
    return Translations.load(TRANSLATIONS, [locale]).gettext(msgid)


def local(when: datetime) -> datetime:
    """The same moment on the clock of the reader's agency."""
    return when.astimezone(ZoneInfo(time_zone()))


def today() -> date:
    """The date it is for the reader."""
    return local(clock.now()).date()


def day(when: date | datetime, width: str = "medium") -> str:
    """21 Nov 2026"""
    return format_date(_local_date(when), width, rebase=False)


def clock_time(when: datetime) -> str:
    """17.00 in Indonesian, 17:00 in English: the 24 hours of official letters."""
    return format_time(local(when), "HH.mm" if language() == "id" else "HH:mm", rebase=False)


def moment(when: datetime) -> str:
    """21 Nov 2026, 17.00"""
    return gettext("%(day)s, %(time)s", day=day(when), time=clock_time(when))


def deadline(when: datetime) -> str:
    """Tomorrow 17.00; within a week the weekday; else the date."""
    place = {"time": clock_time(when), "day": day(when)}
    match (_local_date(when) - today()).days:
        case 0:
            return gettext("today %(time)s", **place)
        case 1:
            return gettext("tomorrow %(time)s", **place)
        case -1:
            return gettext("yesterday %(time)s", **place)
        case days if 1 < days < 7:
            return gettext(
                "%(weekday)s %(time)s", weekday=format_date(_local_date(when), "EEEE", rebase=False), **place
            )
    return gettext("%(day)s, %(time)s", **place)


def working_days(count: int) -> str:
    """5 working days"""
    return ngettext("%(num)d working day", "%(num)d working days", count)


def working_days_left(until: datetime) -> int:
    """Mondays to Fridays after today, up to and with the day of `until`; negative when it has passed."""
    end, start = _local_date(until), today()
    if end < start:
        return -_weekdays(end, start)
    return _weekdays(start, end)


def number(value: float, digits: int | None = None) -> str:
    """1.234,5 in Indonesian, 1,234.5 in English; `digits` fixes the decimals."""
    return format_decimal(value, None if digits is None else "#,##0" + ("." + "0" * digits if digits else ""))


def percent(share: float) -> str:
    """0.875 reads 87,5%"""
    return format_percent(share, "#,##0.#%")


def _local_date(when: date | datetime) -> date:
    if not isinstance(when, datetime):
        return when
    return local(when if when.tzinfo else when.replace(tzinfo=UTC)).date()


def _weekdays(after: date, until: date) -> int:
    return sum((after + timedelta(days=n)).weekday() < 5 for n in range(1, (until - after).days + 1))

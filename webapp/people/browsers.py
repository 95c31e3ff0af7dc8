"""Signed-in browsers: rows that can be ended one by one. Knows no cookie and no request."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, text, update

from webapp.core import clock
from webapp.core.db import db
from webapp.people.actor import Actor
from webapp.people.models import Account, Session

_SEEN_EVERY = timedelta(minutes=1)

# In this order: most browsers also claim to be those that stand further down.
_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("Chrom", "Chrome"),
    ("CriOS", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("Windows", "Windows"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)

# One statement brings all that a request needs to know of its reader.
_FIND = text(
    """
    select s.agency_id, a.person_id, s.account_id, s.token_sha256, s.seen_at, p.name, p.locale, a.must_change,
           g.time_zone, g.name as agency,
           coalesce(t.title, '') as title,
           array(select role from "grant" where agency_id = p.agency_id and person_id = p.id) as roles
    from session s
    join account a on a.agency_id = s.agency_id and a.id = s.account_id
    join person p on p.agency_id = a.agency_id and p.id = a.person_id
    join agency g on g.id = s.agency_id
    left join post t on t.agency_id = p.agency_id and t.person_id = p.id and upper_inf(t.valid)
    where s.token_sha256 = :token and s.ended_at is null and s.seen_at > :idle_since and s.created_at > :oldest
      and a.disabled_at is null
    """
)
# Two requests of one browser never wait for each other here.
_SEEN = text(
    """
    update session set seen_at = :now
    where token_sha256 = (select token_sha256 from session where token_sha256 = :token for update skip locked)
    """
)


@dataclass(frozen=True)
class Limits:
    """How long a session lasts without a request, and in any case."""

    idle: timedelta
    absolute: timedelta


def begin(account: Account, *, browser: str) -> str:
    """A new session; returns the token for the cookie, which is kept nowhere else."""
    token = secrets.token_urlsafe(32)
    now = clock.now()
    db.session.add(
        Session(
            token_sha256=sha256(token),
            agency_id=account.agency_id,
            account_id=account.id,
            created_at=now,
            seen_at=now,
            browser=browser[:200],
        )
    )
    return token


def find(token: str, limits: Limits) -> Actor | None:
    """Who signed in with this token, if the session still lives."""
    db.session.flush()
    now = clock.now()
    places = {"token": sha256(token), "idle_since": now - limits.idle, "oldest": now - limits.absolute}
    row = db.session.execute(_FIND, places).mappings().one_or_none()
    if row is None:
        return None
    if now - row["seen_at"] > _SEEN_EVERY:
        db.session.execute(_SEEN, {"now": now, "token": row["token_sha256"]})
    return Actor(
        agency_id=row["agency_id"],
        person_id=row["person_id"],
        account_id=row["account_id"],
        session=bytes(row["token_sha256"]),
        name=row["name"],
        title=row["title"],
        roles=frozenset(row["roles"]),
        locale=row["locale"],
        time_zone=row["time_zone"],
        agency=row["agency"],
        must_change=row["must_change"],
    )


@dataclass(frozen=True)
class Open:
    """One open session as its owner sees it. `number` names it in forms; the token stays secret."""

    number: str
    browser: str
    began_at: datetime
    seen_at: datetime
    is_this: bool


def open_of(actor: Actor, limits: Limits) -> list[Open]:
    """The actor's own open sessions, the last used first."""
    now = clock.now()
    alive = (
        Session.ended_at.is_(None),
        Session.seen_at > now - limits.idle,
        Session.created_at > now - limits.absolute,
    )
    rows = db.session.scalars(select(Session).where(*_of(actor), *alive).order_by(Session.seen_at.desc()))
    return [
        Open(_number(s.token_sha256), _short(s.browser), s.created_at, s.seen_at, s.token_sha256 == actor.session)
        for s in rows
    ]


def end(actor: Actor, number: str | None = None) -> None:
    """End the actor's present session, or the one with that number among the actor's own."""
    for session in db.session.scalars(select(Session).where(*_of(actor), Session.ended_at.is_(None))):
        wanted = session.token_sha256 == actor.session if number is None else _number(session.token_sha256) == number
        if wanted:
            session.ended_at = clock.now()


def end_all(account: Account, *, except_for: bytes | None = None) -> None:
    """End every session of the account but the one named."""
    of_account = (Session.agency_id == account.agency_id, Session.account_id == account.id, Session.ended_at.is_(None))
    others = Session.token_sha256 != (except_for or b"")
    db.session.execute(update(Session).where(*of_account, others).values(ended_at=clock.now()))


def sha256(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def _of(actor: Actor) -> tuple:
    return Session.agency_id == actor.agency_id, Session.account_id == actor.account_id


def _short(agent: str) -> str:
    """`Firefox, Windows` for what a browser writes about itself; its own words when they tell nothing known."""
    browser = next((name for sign, name in _BROWSERS if sign in agent), None)
    system = next((name for sign, name in _SYSTEMS if sign in agent), None)
    return ", ".join(filter(None, (browser, system))) or agent[:60]


def _number(token_sha256: bytes) -> str:
    return hashlib.sha256(token_sha256).hexdigest()[:16]

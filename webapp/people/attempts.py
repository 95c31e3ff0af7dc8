"""Slows down the guessing of passwords: failed sign-ins are counted per user name and per address."""

import hashlib
from datetime import timedelta

from sqlalchemy import delete, func, insert, select, text

from webapp.core import clock
from webapp.core.db import db
from webapp.core.errors import Refusal
from webapp.people.models import SignInAttempt

WINDOW = timedelta(minutes=15)
# An office shares one address, so an address may fail often; one name from one address may not.
MOST_OF_NAME_AND_ADDRESS = 6
MOST_OF_NAME = 30
MOST_OF_ADDRESS = 150


class TooManyGuesses(Refusal):
    """Too many failed attempts. Wait %(minutes)s minutes and try again, or ask your HR office for a new link."""

    status = 429


def refuse_when_too_many(username: str, address: str) -> None:
    """Guesses for one user name are looked at one after the other, so that parallel ones are counted too."""
    db.session.execute(text("select pg_advisory_xact_lock(hashtextextended(:name, 7))"), {"name": username.lower()})
    most = _most(username, address)
    recent = select(SignInAttempt.who, func.count()).where(
        SignInAttempt.who.in_(most), SignInAttempt.at > clock.now() - WINDOW
    )
    for who, count in db.session.execute(recent.group_by(SignInAttempt.who)):
        if count >= most[who]:
            raise TooManyGuesses(minutes=WINDOW.seconds // 60)


def remember_failure(username: str, address: str) -> None:
    now = clock.now()
    db.session.execute(delete(SignInAttempt).where(SignInAttempt.at < now - timedelta(days=1)))
    db.session.execute(insert(SignInAttempt), [{"who": who, "at": now} for who in _most(username, address)])


def forget_failures(username: str, address: str) -> None:
    """After a good sign-in the person starts anew; what came from elsewhere still counts."""
    pair = next(iter(_most(username, address)))
    db.session.execute(delete(SignInAttempt).where(SignInAttempt.who == pair))


def _most(username: str, address: str) -> dict[bytes, int]:
    name = username.lower()
    return {
        _hash("pair", name, address): MOST_OF_NAME_AND_ADDRESS,
        _hash("name", name): MOST_OF_NAME,
        _hash("address", address): MOST_OF_ADDRESS,
    }


def _hash(*words: str) -> bytes:
    return hashlib.sha256("\n".join(words).encode()).digest()

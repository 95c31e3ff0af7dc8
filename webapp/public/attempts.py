"""Slows down the guessing of certificate codes: unknown codes are counted per address, beside failed sign-ins."""

import hashlib
from datetime import timedelta

from sqlalchemy import delete, func, insert, select

from webapp.core import clock
from webapp.core.db import db
from webapp.core.errors import Refusal
from webapp.people.models import SignInAttempt

WINDOW = timedelta(minutes=15)
MOST = 30  # an office shares one address; 30^8 codes at this pace outlast everybody


class TooManyChecks(Refusal):
    """Too many unknown codes came from your address. Wait %(minutes)s minutes and try again."""

    status = 429


def refuse_when_too_many(address: str) -> None:
    recent = select(func.count()).where(SignInAttempt.who == _hash(address), SignInAttempt.at > clock.now() - WINDOW)
    if (db.session.scalar(recent) or 0) >= MOST:
        raise TooManyChecks(minutes=WINDOW.seconds // 60)


def remember_unknown(address: str) -> None:
    now = clock.now()
    db.session.execute(
        delete(SignInAttempt).where(SignInAttempt.who == _hash(address), SignInAttempt.at < now - WINDOW)
    )
    db.session.execute(insert(SignInAttempt), [{"who": _hash(address), "at": now}])


def _hash(address: str) -> bytes:
    return hashlib.sha256(f"certificate code\n{address}".encode()).digest()

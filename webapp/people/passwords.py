"""Passwords: how they are kept, compared and judged. Knows no account."""

import re
import threading
import unicodedata
from collections.abc import Iterable
from functools import cache
from itertools import pairwise
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from webapp.core.errors import Refusal

SHORTEST = 12
LONGEST = 128

# OWASP Password Storage Cheat Sheet: argon2id with 19 MiB, two passes, one lane.
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_at_once = threading.BoundedSemaphore(4)  # bounds memory and processor when many sign in together

# What remains of popular passwords without digits and signs, in the two languages of the product.
_POPULAR = frozenset(Path(__file__).with_name("popular_passwords.txt").read_text().split())


class TooShort(Refusal):
    """A password needs at least %(shortest)s characters; a sentence that only you would write is good."""

    status = 422


class TooLong(Refusal):
    """A password has at most %(longest)s characters."""

    status = 422


class TooCommon(Refusal):
    """This password is easy to guess; choose another one, such as a sentence that only you would write."""

    status = 422


class TellsWhoYouAre(Refusal):
    """A password must not contain your NIP, your name or your e-mail address."""

    status = 422


def hashed(password: str) -> str:
    with _at_once:
        return _hasher.hash(_normal(password))


def matches(password: str, kept: str | None) -> bool:
    """Whether it is the password; takes as long when nothing is kept."""
    with _at_once:
        try:
            return _hasher.verify(kept or _nobodys(), _normal(password)) and kept is not None
        except (VerificationError, InvalidHashError):
            return False


def is_outdated(kept: str) -> bool:
    """Whether the hash was made with weaker parameters than today's."""
    return _hasher.check_needs_rehash(kept)


def judge(password: str, *, about: Iterable[str | None]) -> None:
    """Raise why this password is not good enough. `about`: words that tell who the person is."""
    password = _normal(password)
    if len(password) < SHORTEST:
        raise TooShort(shortest=SHORTEST)
    if len(password) > LONGEST:
        raise TooLong(longest=LONGEST)
    if _is_common(password):
        raise TooCommon
    small = password.lower()
    if any(word and len(word) >= 4 and word.lower() in small for word in about):
        raise TellsWhoYouAre


def _is_common(password: str) -> bool:
    core = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", password.lower())
    unmasked = re.sub(r"[^a-z]", "", core.translate(str.maketrans("013457@$", "oleastas")))
    plain = re.sub(r"[^a-z]", "", core)
    steps = {ord(b) - ord(a) for a, b in pairwise(password)}
    return bool({unmasked, plain} & _POPULAR) or len(set(password.lower())) < 5 or len(steps) < 3


def _normal(password: str) -> str:
    return unicodedata.normalize("NFKC", password)


@cache
def _nobodys() -> str:
    return _hasher.hash("nobody has this password")

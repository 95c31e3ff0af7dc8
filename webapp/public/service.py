"""Checks certificates for anybody. Tells only what the paper itself says, and slows down who guesses."""

import hashlib

from webapp.outcomes import queries
from webapp.outcomes.models import Certificate
from webapp.public import attempts

CODE_LENGTH = 8


def check_code(typed: str, *, address: str) -> Certificate | None:
    """The certificate of this code, however it was typed; None when there is none. Raises TooManyChecks."""
    attempts.refuse_when_too_many(address)
    code = written(typed)
    found = queries.certificate_by_code(code) if code else None
    if found is None:
        attempts.remember_unknown(address)
    return found


def check_file(content: bytes, *, address: str) -> Certificate | None:
    """The certificate whose PDF these bytes are, to the last one; None when they are something else."""
    attempts.refuse_when_too_many(address)
    found = queries.certificate_by_sha256(hashlib.sha256(content).hexdigest())
    if found is None:
        attempts.remember_unknown(address)
    return found


def written(typed: str) -> str | None:
    """`7k2m q9xd` is 7K2M-Q9XD; None for what cannot be a code."""
    signs = "".join(sign for sign in typed.upper() if sign.isalnum())
    return f"{signs[:4]}-{signs[4:]}" if len(signs) == CODE_LENGTH and signs.isascii() else None

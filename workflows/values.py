"""What may become a process variable: plain JSON that survives being stored unchanged."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from math import isfinite
from typing import Any
from uuid import UUID

DEEP = 50
LARGE = 2**63


def plain(value: object, depth: int = 0) -> Any:
    """A copy as plain JSON: dates become ISO text, Decimals numbers, UUIDs text.

    Raises ValueError for what could not be stored and read back the same.
    """
    if depth > DEEP:
        raise ValueError("A value is nested too deeply to be kept.")
    match value:
        case Mapping():
            return {_text(key): plain(part, depth + 1) for key, part in value.items()}
        case list() | tuple() | set() | frozenset():
            return [plain(part, depth + 1) for part in value]
    return _single(value)


def _single(value: object) -> str | int | float | bool | None:
    match value:
        case None | bool():
            return value
        case int() | float() | Decimal():
            return _number(value)
        case date():
            return value.isoformat()
        case UUID():
            return str(value)
    return _text(value)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError(f"A value of the kind “{type(value).__name__}” cannot be kept.")  # noqa: TRY004  one family
    if "\x00" in value or any("\ud800" <= character <= "\udfff" for character in value):
        raise ValueError("A text with characters that cannot be stored cannot be kept.")
    return str.__str__(value)


def _number(value: int | float | Decimal) -> int | float:
    if isinstance(value, Decimal):
        value = int(value) if value.is_finite() and value == value.to_integral_value() else float(value)
    if isinstance(value, float) and not isfinite(value):
        raise ValueError("A number without a finite value cannot be kept.")
    if isinstance(value, int) and not -LARGE <= value < LARGE:
        raise ValueError("A number with more than 18 digits cannot be kept.")
    return value

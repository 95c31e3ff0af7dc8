"""Numbers as people type them, in Indonesian or English, to plain numbers and back.

The rule knows no language. A comma or a point that stands once is the decimal sign. When both stand, the last
one is the decimal sign and the other groups thousands; one that stands several times groups thousands, and so
does a space. What could be either ("1.500") is refused unless the field takes three decimals: no one's thousand
becomes a one.
"""

import re
from collections.abc import Callable
from decimal import Decimal

from forms import limits

Gettext = Callable[[str], str]
SPACES = "\u00a0\u202f\u2009 "


def parse(text: str, gettext: Gettext, *, decimals: int | None = None) -> int | float | None:
    """The number, None for an empty text, ValueError with a message to the person otherwise."""
    text = text.strip().replace("\u2212", "-")
    if not text:
        return None
    if len(text) > 40:
        raise ValueError(gettext("“%(label)s” is too long for a number."))
    plain = _without_groups(text, gettext, decimals)
    if plain is None:
        raise ValueError(gettext("“%(label)s” must be a number, such as 12 or 1,5."))
    return _plain(Decimal(plain), gettext)


def show(value: object, gettext: Gettext) -> str:
    """The number with the reader's decimal sign, without groups, so that it can be typed back."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return "" if value is None else str(value)
    text = str(value) if isinstance(value, int) else format(Decimal(repr(value)), "f").removesuffix(".0")
    # The catalogue writes this number with the language's own decimal sign.
    sign = gettext("1.5")[1:2]
    return text.replace(".", sign if sign == "," else ".")


def show_decimal(number: Decimal, gettext: Gettext) -> str:
    return show(int(number) if number == number.to_integral_value() else float(number), gettext)


def _without_groups(text: str, gettext: Gettext, decimals: int | None) -> str | None:
    """Digits with at most one point; None when the text is no number."""
    match = re.fullmatch(rf"([+-]?)([0-9][0-9.,{SPACES}]*|[.,][0-9]+)", text)
    if not match:
        return None
    sign, body = match.groups()
    separators = [mark for mark in body if mark in ",."]
    mark = separators[-1] if separators else ""
    if separators.count(mark) > 1 or not mark:
        whole, fraction = body, ""
    else:
        whole, _, fraction = body.rpartition(mark)
        if not fraction or not fraction.isdigit():
            return None
        if len(separators) == 1 and _could_be_thousands(whole, fraction, decimals):
            raise ValueError(gettext("“%(label)s” can be read in two ways. Write thousands without a point or comma."))
    digits = _ungroup(whole)
    if digits is None:
        return None
    return f"{sign}{digits or '0'}.{fraction or '0'}"


def _could_be_thousands(whole: str, fraction: str, decimals: int | None) -> bool:
    return len(fraction) == 3 and re.fullmatch(r"[1-9][0-9]{0,2}", whole) is not None and (decimals or 0) < 3


def _ungroup(whole: str) -> str | None:
    if whole.isdigit() or not whole:
        return whole
    groups = re.fullmatch(rf"[0-9]{{1,3}}(?:([.,{SPACES}])[0-9]{{3}})(?:\1[0-9]{{3}})*", whole)
    return re.sub(r"[^0-9]", "", whole) if groups else None


def _plain(number: Decimal, gettext: Gettext) -> int | float:
    if abs(number) > limits.INTEGER:
        raise ValueError(gettext("“%(label)s” is too large."))
    if number == number.to_integral_value():
        return int(number)
    if len(number.normalize().as_tuple().digits) > limits.EXACT_DIGITS:
        raise ValueError(gettext("“%(label)s” has too many digits."))
    return float(number)

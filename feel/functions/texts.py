"""Functions on texts; regular expressions are left out because they can take for ever."""

import re
from datetime import date
from decimal import Decimal

from feel.functions.registry import a_list, a_text, an_integer, anything, builtin
from feel.temporal import Duration, written_duration
from feel.values import number

PLAIN_NUMBER = re.compile(r"[-+]?([0-9]{1,40}(\.[0-9]{1,40})?|\.[0-9]{1,40})")

builtin("upper case", a_text)(str.upper)
builtin("lower case", a_text)(str.lower)
builtin("trim", a_text)(str.strip)
builtin("starts with", a_text, a_text)(str.startswith)
builtin("ends with", a_text, a_text)(str.endswith)


@builtin("string length", a_text)
def string_length(text):
    return Decimal(len(text))


@builtin("contains", a_text, a_text)
def contains(text, part):
    return part in text


@builtin("substring", a_text, an_integer, an_integer, optional=1)
def substring(text, start, length=None):
    """Characters are counted from 1; a negative start counts from the end."""
    if start == 0 or (length is not None and length < 0):
        return None
    first = start - 1 if start > 0 else max(len(text) + start, 0)
    return text[first:] if length is None else text[first : first + length]


@builtin("substring before", a_text, a_text)
def substring_before(text, part):
    return text[: max(text.find(part), 0)]


@builtin("substring after", a_text, a_text)
def substring_after(text, part):
    found = text.find(part)
    return "" if found < 0 else text[found + len(part) :]


@builtin("split", a_text, a_text)
def split(text, separator):
    return text.split(separator) if separator else list(text)


@builtin("string join", a_list, a_text, optional=1, scoped=True)
def string_join(scope, texts, separator=""):
    """Nulls are skipped; anything else that is no text makes the result null."""
    texts = [text for text in texts if text is not None]
    if not all(isinstance(text, str) for text in texts):
        return None
    scope.spend((sum(map(len, texts)) + len(separator) * len(texts)) // 10)
    return separator.join(texts)


@builtin("string", anything)
def string(value):
    """Null for lists and contexts: they have no text a person would want to read."""
    match value:
        case str():
            return value
        case bool():
            return "true" if value else "false"
        case Decimal():
            return written_number(value)
        case Duration():
            return written_duration(value)
        case date():
            return value.isoformat()
    return None


def written_number(value: Decimal) -> str:
    written = format(value, "f")
    return (written.rstrip("0").rstrip(".") if "." in written else written).replace("-0", "0", written == "-0")


@builtin("number", a_text, a_text, a_text, optional=2)
def read_number(text, grouping="", point="."):
    """`number("1.234,5", ".", ",")` reads the Indonesian way of writing."""
    if grouping == point:
        return None
    text = (text.replace(grouping, "") if grouping else text).replace(point or ".", ".")
    return number(Decimal(text)) if PLAIN_NUMBER.fullmatch(text) else None

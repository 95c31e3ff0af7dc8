"""Patterns an author may ask for: only those that end quickly on any text."""

import re

MOST_QUANTIFIERS = 3


def compile_pattern(source: str) -> re.Pattern[str]:
    """The pattern, or ValueError with a plain sentence when it is wrong or could run for hours."""
    _refuse_slow(source)
    try:
        return re.compile(source)
    except (re.error, RecursionError, OverflowError) as error:
        raise ValueError(f"the pattern cannot be read: {error}") from None


def _refuse_slow(source: str) -> None:
    if len(source) > 300:
        raise ValueError("the pattern is longer than 300 characters")
    tokens = re.findall(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\(\?.|\{\d*,?\d*\}[?+]?|[*+?][?+]?|.", source, re.DOTALL)
    quantifiers, groups, closed = 0, [False], False
    for token in tokens:
        if token.startswith("\\") and token[1:].isdigit():
            raise ValueError("the pattern refers back to a group; write it without \\1")
        if token.startswith("(?") and token != "(?:":
            raise ValueError("the pattern looks ahead, behind or switches flags; only plain groups are allowed")
        if _varies(token):
            if closed:
                raise ValueError(
                    "the pattern repeats a group that repeats or branches inside; write it without nesting"
                )
            quantifiers += 1
            groups[-1] = True
        closed = False
        if token.startswith("("):
            groups.append(False)
        elif token == "|":  # noqa: S105
            groups[-1] = True
        elif token == ")" and len(groups) > 1:  # noqa: S105
            closed = groups.pop()
            groups[-1] = groups[-1] or closed
    if quantifiers > MOST_QUANTIFIERS + source.startswith("^"):
        raise ValueError("the pattern repeats too many parts; use at most three of * + ? {n,m}")


def _varies(token: str) -> bool:
    return token[0] in "*+?" or (token[0] == "{" and len(token) > 2)

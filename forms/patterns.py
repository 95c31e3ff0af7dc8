"""Patterns an author may ask for: only those that end quickly on any text."""

import re

MOST_QUANTIFIERS = 3
TOKENS = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\(\?.|\{\d*,?\d*\}[?+]?|[*+?][?+]?|.", re.DOTALL)


def compile_pattern(source: str) -> re.Pattern[str]:
    """The pattern, or ValueError with a plain sentence when it is wrong or could run for hours."""
    if len(source) > 300:
        raise ValueError("the pattern is longer than 300 characters")
    tokens = TOKENS.findall(source)
    _refuse_backward_and_around(tokens)
    _refuse_nesting(tokens)
    if sum(map(_varies, tokens)) > MOST_QUANTIFIERS + source.startswith("^"):
        raise ValueError("the pattern repeats too many parts; use at most three of * + ? {n,m}")
    try:
        return re.compile(source)
    except (re.error, RecursionError, OverflowError) as error:
        raise ValueError(f"the pattern cannot be read: {error}") from None


def _refuse_backward_and_around(tokens: list[str]) -> None:
    for token in tokens:
        if token.startswith("\\") and token[1:].isdigit():
            raise ValueError("the pattern refers back to a group; write it without \\1")
        if token.startswith("(?") and token != "(?:":  # noqa: S105
            raise ValueError("the pattern looks ahead, behind or switches flags; only plain groups are allowed")


def _refuse_nesting(tokens: list[str]) -> None:
    """A repeated group may neither repeat nor branch inside: such patterns can take exponential time."""
    open_groups, before = [False], False
    for token in tokens:
        varies = _varies(token)
        if varies and before:
            raise ValueError("the pattern repeats a group that repeats or branches inside; write it without nesting")
        before = False
        if token.startswith("("):
            open_groups.append(False)
        elif token == ")" and len(open_groups) > 1:  # noqa: S105
            before = open_groups.pop()
            open_groups[-1] |= before
        elif varies or token == "|":  # noqa: S105
            open_groups[-1] = True


def _varies(token: str) -> bool:
    return token[0] in "*+?" or (token[0] == "{" and len(token) > 2)

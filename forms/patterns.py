"""Patterns an author may ask for: only those that end quickly on any text."""

import re

MOST_QUANTIFIERS = 3
TOKENS = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\(\?.|\{\d*,?\d*\}[?+]?|[*+?][?+]?|.", re.DOTALL)


def compile_pattern(source: str) -> re.Pattern[str]:
    """The pattern, or ValueError with the rest of a code (`pattern.…`) when it is wrong or could run for hours."""
    if len(source) > 300:
        raise ValueError("long")
    tokens = TOKENS.findall(source)
    _refuse_backward_and_around(tokens)
    _refuse_nesting(tokens)
    if sum(map(_varies, tokens)) > MOST_QUANTIFIERS + source.startswith("^"):
        raise ValueError("repeats")
    try:
        return re.compile(source)
    except (re.error, RecursionError, OverflowError):
        raise ValueError("syntax") from None


def _refuse_backward_and_around(tokens: list[str]) -> None:
    for token in tokens:
        if token.startswith("\\") and token[1:].isdigit():
            raise ValueError("back")
        if token.startswith("(?") and token != "(?:":  # noqa: S105
            raise ValueError("ahead")


def _refuse_nesting(tokens: list[str]) -> None:
    """A repeated group may neither repeat nor branch inside: such patterns can take exponential time."""
    open_groups, before = [False], False
    for token in tokens:
        varies = _varies(token)
        if varies and before:
            raise ValueError("nested")
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

"""Source text to tokens; knows no grammar."""

import re
from typing import NamedTuple

from feel.errors import FeelBudget, FeelError
from feel.limits import SOURCE_LENGTH, TOKENS


class Token(NamedTuple):
    kind: str  # "number", "text", "literal" (@"…"), "name", "sign" or "end"
    text: str  # as written; of texts and literals the meaning, without quotes and escapes
    position: int


TOKEN = re.compile(
    r"""(?P<number>[0-9]+(?:\.(?!\.)[0-9]+)?|\.[0-9]+)
      | "(?P<text>(?:[^"\\]|\\.)*)"
      | @"(?P<literal>[^"\\]*)"
      | (?P<name>[^\W\d]\w*)
      | (?P<comment>//[^\n]*|/\*.*?\*/|\s+)
      | (?P<open>/\*|@?")
      | (?P<sign>\.\.|\*\*|!=|<=|>=|[-+*/=<>()\[\]{},.:?])""",
    re.VERBOSE | re.DOTALL,
)
ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|.)", re.DOTALL)
ESCAPED = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}


def tokens(source: str) -> list[Token]:
    """All tokens of the source, ending with one of kind "end"."""
    if not isinstance(source, str):
        raise FeelError("An expression is a text.")
    if len(source) > SOURCE_LENGTH:
        raise FeelBudget(f"An expression has at most {SOURCE_LENGTH} characters.", SOURCE_LENGTH)
    found: list[Token] = []
    position = 0
    while position < len(source):
        token, end = _next(source, position)
        position = end
        if token.kind == "comment":
            continue
        if len(found) == TOKENS:
            raise FeelBudget(f"An expression has at most {TOKENS} words and signs.", token.position)
        found.append(token)
    found.append(Token("end", "", len(source)))
    return found


def _next(source: str, position: int) -> tuple[Token, int]:
    match = TOKEN.match(source, position)
    if match is None or match.lastgroup is None:
        raise FeelError(f"The character {source[position]!r} means nothing here.", position)
    kind, text = match.lastgroup, match[match.lastgroup]
    if kind == "open":
        raise FeelError(f"What begins here with {text} does not end.", position)
    if kind == "text":
        text = _meaning(text, position)
    return Token(kind, text, position), match.end()


def _meaning(written: str, position: int) -> str:
    text = ESCAPE.sub(lambda escape: _unescaped(escape[1]), written)
    try:
        text = text.encode("utf-16", "surrogatepass").decode("utf-16")  # joins \ud83d\ude00, refuses halves
    except UnicodeDecodeError:
        raise FeelError("This text holds half a character.", position) from None
    if "\0" in text:
        raise FeelError("This text holds a null character.", position)
    return text


def _unescaped(code: str) -> str:
    return chr(int(code[1:], 16)) if len(code) == 5 else ESCAPED.get(code, code)

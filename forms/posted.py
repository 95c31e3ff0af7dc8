"""What the browser sent: capped, with the rows of every list in order and the row button that was pressed.

A list is addressed by its path (`results`, `results-0-indicators`), a row by its list and a token (`results-0`).
Tokens are digits that never change while the person works, so rows can move without renaming their fields. Each row
posts `_rows=<address>`; the order of these is the order of the rows. Names that begin with an underscore are the
page's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from forms import limits

PLACE = "(0|[1-9][0-9]{0,3})"
LIST = rf"[A-Za-z][A-Za-z0-9_]*(?:-{PLACE}-[A-Za-z][A-Za-z0-9_]*)?"
ROW = re.compile(rf"(?P<list>{LIST})-(?P<token>{PLACE})")
OF_THE_PAGE = frozenset({"csrf_token"})

Pairs = Iterable[tuple[str, list[str]]]


class Posted:
    """Texts by field name, as WTForms wants them."""

    def __init__(self, pairs: Pairs):
        self.texts: dict[str, list[str]] = {}
        self.too_much = False
        self._take(pairs)
        self.action = self.texts.get("_row", [""])[-1]
        self._rows: dict[str, list[str]] = {}
        for name in [*self.texts.get("_rows", []), *self.texts]:
            self._note_rows(name)

    def getlist(self, name: str) -> list[str]:
        return self.texts.get(name, [])

    def __contains__(self, name: str) -> bool:
        return name in self.texts

    def fields(self) -> dict[str, list[str]]:
        """What was sent about the form itself."""
        return {name: texts for name, texts in self.texts.items() if name[:1] != "_" and name not in OF_THE_PAGE}

    def rows(self, path: str, *, first_new: int, most: int) -> tuple[list[str], str | None]:
        """The tokens of a list after the pressed button, and the token of the row it added."""
        tokens = list(self._rows.get(path, []))
        verb, _, address = self.action.partition(":")
        if verb == "add" and address == path and len(tokens) < most:
            new = str(max([first_new - 1, *map(int, tokens)]) + 1)
            return [*tokens, new], new
        row = ROW.fullmatch(address)
        if row and row["list"] == path and row["token"] in tokens:
            if verb == "remove":
                self._drop(address)
            return _moved(tokens, row["token"], verb), None
        return tokens, None

    def _take(self, pairs: Pairs) -> None:
        characters = texts_so_far = 0
        for name, texts in pairs:
            characters += len(name) + sum(map(len, texts))
            texts_so_far += len(texts)
            if texts_so_far > limits.TEXTS or characters > limits.POSTED_CHARACTERS:
                self.too_much = True
                return
            self.texts[name] = texts

    def _note_rows(self, name: str) -> None:
        parts = name.split("-", 4)
        for end in range(2, min(len(parts), 4) + 1, 2):
            row = ROW.fullmatch("-".join(parts[:end]))
            if row:
                tokens = self._rows.setdefault(row["list"], [])
                if row["token"] not in tokens and len(tokens) <= limits.ROWS:
                    tokens.append(row["token"])

    def _drop(self, address: str) -> None:
        for name in [name for name in self.texts if name.startswith(f"{address}-")]:
            del self.texts[name]


def _moved(tokens: list[str], token: str, verb: str) -> list[str]:
    if verb == "remove":
        return [other for other in tokens if other != token]
    place = tokens.index(token)
    target = place + {"up": -1, "down": 1}.get(verb, 0)
    if 0 <= target < len(tokens):
        tokens[place], tokens[target] = tokens[target], tokens[place]
    return tokens


def pairs_of(sent: object) -> list[tuple[str, list]]:
    """Names and values of a MultiDict or a plain mapping."""
    if hasattr(sent, "lists"):
        return [(name, list(values)) for name, values in sent.lists()]
    if isinstance(sent, Mapping):
        return [(name, value if isinstance(value, list) else [value]) for name, value in sent.items()]
    return []


def text_pairs(sent: object) -> list[tuple[str, list[str]]]:
    """The same, without whatever is no text."""
    return [
        (name, [text for text in values if isinstance(text, str)])
        for name, values in pairs_of(sent)
        if isinstance(name, str)
    ]

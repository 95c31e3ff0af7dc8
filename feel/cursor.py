"""A place in the tokens of a source, and the questions a parser asks there."""

from feel.errors import FeelError
from feel.lexer import Token, tokens

NEVER_FIRST = {"then", "else", "return", "satisfies", "and", "or", "in", "between"}
FIRST_SIGNS = {"(", "[", "{", "?", "-"}


class Cursor:
    def __init__(self, source: str):
        self.tokens = tokens(source)
        self.place = 0

    @property
    def token(self) -> Token:
        return self.tokens[self.place]

    def advance(self) -> Token:
        self.place += 1
        return self.tokens[self.place - 1]

    def sees(self, *texts: str) -> bool:
        return self.token.text in texts and self.token.kind in {"sign", "name"}

    def take(self, *texts: str) -> str | None:
        return self.advance().text if self.sees(*texts) else None

    def need(self, text: str) -> None:
        if not self.take(text):
            raise FeelError(f"{text!r} is missing here.", self.token.position)

    def word(self, wanted: str) -> Token:
        if self.token.kind != "name":
            raise FeelError(f"{wanted} is missing here.", self.token.position)
        return self.advance()

    def opens_filter(self) -> bool:
        """Tells the filter `xs[1]` from the end of the range `]1..5[`."""
        if not self.sees("["):
            return False
        token = self.tokens[self.place + 1]
        if token.kind in {"sign", "name"}:
            return token.text in FIRST_SIGNS or (token.kind == "name" and token.text not in NEVER_FIRST)
        return token.kind != "end"

    def end_at(self, ahead: int) -> bool:
        return self.tokens[self.place + ahead].kind == "end"

    def closes_at_the_end(self) -> bool:
        """Whether the bracket behind the next word spans all the rest."""
        open_brackets = 0
        signs = [token.text if token.kind == "sign" else "" for token in self.tokens[1:-1]]
        for index, sign in enumerate(signs):
            open_brackets += (sign == "(") - (sign == ")")
            if open_brackets == 0:
                return index > 0 and index == len(signs) - 1
        return False

    def finish(self) -> None:
        if self.token.kind != "end":
            raise self.unexpected()

    def unexpected(self) -> FeelError:
        token = self.token
        if token.kind == "end":
            return FeelError("Something is missing at the end.", token.position)
        return FeelError(f"{token.text!r} cannot stand here.", token.position)

"""What stands against publishing a pack here, said in two languages; the sentences stand in problems.toml."""

from dataclasses import dataclass
from pathlib import Path

from sentences import Catalogue, Phrase, Problem, told
from webapp.core import i18n
from webapp.core.errors import Refusal

CATALOGUE = Catalogue(Path(__file__).with_suffix(".toml"))
words = CATALOGUE.phrase


def found(code: str, element: str, line: int, file: str, /, **values: object) -> Problem:
    """The error that the catalogue has a sentence for."""
    return told(words(code, **values), severity="error", element=element, line=line, file=file)


def warned(code: str, element: str, line: int, file: str, /, **values: object) -> Problem:
    """As `found`, but nothing that stands against publishing."""
    return told(words(code, **values), severity="warning", element=element, line=line, file=file)


@dataclass(frozen=True)
class Reason(Phrase):
    """Why a pack is refused, inside another sentence: its code is the sentence of the refusal."""

    def sentence(self, language: str) -> str:
        return i18n.said_in(language, self.code) % dict(self.values)


def reason(refusal: Refusal) -> Reason:
    return Reason(CATALOGUE, refusal.message, tuple(refusal.values.items()))

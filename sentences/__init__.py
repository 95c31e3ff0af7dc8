"""What is wrong with a file, and how it could be mended, said in the languages of those who read it.

Knows nothing of what files may hold. Every package that finds problems keeps its sentences in one catalogue, a TOML
file of codes with a sentence for each language.
"""

import json
import string
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from itertools import islice
from pathlib import Path

LANGUAGES = ("en", "id")
MOST_WORDS = 1_000  # that are compared with one that nobody knows
LONGEST = 120  # characters of a value that stands in a sentence

Values = tuple[tuple[str, object], ...]


class Catalogue:
    """The sentences of one package: code -> language -> sentence with `{places}` for values."""

    def __init__(self, file: Path):
        self._file = file

    @cached_property
    def sentences(self) -> Mapping[str, Mapping[str, str]]:
        return tomllib.loads(self._file.read_text("utf-8"))

    def knows(self, code: str) -> bool:
        return code in self.sentences

    def say(self, code: str, language: str, values: Iterable[tuple[str, object]]) -> str:
        """The sentence with its values in it; values may be phrases that are said in the same language."""
        spoken = {name: _shown(value, language) for name, value in values}
        return self.sentences[code][language].format_map(spoken)

    def phrase(self, code: str, /, **values: object) -> "Phrase":
        """A sentence, or a part of one, with its values."""
        return Phrase(self, code, tuple(values.items()))

    def mended_by(self, code: str, /, *edits: dict, surely: bool = False, **values: object) -> "Fix":
        """The fix whose title stands here as `fix.` and the code; for `edits` see the mending of the package."""
        return Fix(self, f"fix.{code}", tuple(values.items()), edits, surely)

    def places(self, code: str, language: str) -> set[str]:
        """The names of the values that a sentence takes."""
        return {name for _, name, _, _ in string.Formatter().parse(self.sentences[code][language]) if name}


@dataclass(frozen=True)
class Phrase:
    """A sentence that waits to be told in which language."""

    catalogue: Catalogue
    code: str
    values: Values = ()

    def sentence(self, language: str) -> str:
        return self.catalogue.say(self.code, language if language in LANGUAGES else "en", self.values)


@dataclass(frozen=True)
class Fix(Phrase):
    """How a problem can be mended: `edits` are plain dicts of JSON, in order, as workflows.mend and the editors take
    them. What is `certain` changes no meaning and may be done without asking."""

    edits: tuple[dict, ...] = field(default=(), hash=False)
    certain: bool = False

    @property
    def mark(self) -> str:
        """Tells this fix from others of the same code at the same element, by what it does and where."""
        return sha256(json.dumps(self.edits, sort_keys=True).encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Problem:
    """One fault. `severity` is "error" (stands against publishing) or "warning"; `line` counts from 1, 0 is the whole
    file; `text` is the English sentence."""

    code: str
    severity: str
    element: str
    line: int
    text: str
    file: str = ""
    values: Values = ()
    fix: Fix | None = None
    phrase: Phrase | None = field(default=None, compare=False, repr=False)

    def sentence(self, language: str) -> str:
        """The text in Indonesian ("id") or else English."""
        return self.text if self.phrase is None else self.phrase.sentence(language)


class Problems(ValueError):
    """What cannot be used; `problems` lists every fault found, warnings too."""

    def __init__(self, problems: Iterable[Problem]):
        self.problems = list(problems)
        super().__init__("; ".join(f"{p.element or p.file}: {p.text}" for p in self.problems))


def told(phrase: Phrase, *, severity: str, element: str, line: int, file: str, fix: Fix | None = None) -> Problem:
    """The problem that a phrase of a catalogue is about."""
    return Problem(phrase.code, severity, element, line, phrase.sentence("en"), file, phrase.values, fix, phrase)


CATALOGUE = Catalogue(Path(__file__).with_name("words.toml"))


def did_you_mean(word: str, known: Iterable[str]) -> Phrase:
    """What follows a sentence about a word that nobody knows."""
    meant = nearest(word, known)
    return CATALOGUE.phrase("not-meant") if meant is None else CATALOGUE.phrase("meant", word=meant)


def nearest(word: str, words: Iterable[str]) -> str | None:
    """The one that was probably meant: so few letters differ that it is a slip; None when nothing is near."""
    most = 0 if len(word) < 3 else 1 if len(word) < 6 else 2
    alike = (other for other in words if abs(len(word) - len(other)) <= most)
    found = [(_distance(word, other, most), other) for other in islice(alike, MOST_WORDS)]
    near = [(distance, other) for distance, other in found if 0 < distance <= most]
    return min(near)[1] if near else None


def _distance(one: str, other: str, most: int) -> int:
    """Letters to add, drop or change, or neighbours to swap; anything beyond `most` when there are more."""
    if sum(letter not in other for letter in one) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for place, letter in enumerate(one, start=1):
        earlier, before, row = before, row, [place]
        for index, against in enumerate(other, start=1):
            best = min(before[index] + 1, row[-1] + 1, before[index - 1] + (letter != against))
            if place > 1 and index > 1 and letter == other[index - 2] and one[place - 2] == against:
                best = min(best, earlier[index - 2] + 1)
            row.append(best)
    return row[-1]


def _shown(value: object, language: str) -> str:
    """As it may stand in a sentence: on one line, without signs that steer a terminal, not too long."""
    if isinstance(value, Phrase):
        return value.sentence(language)
    text = "".join(letter if letter.isprintable() else " " for letter in str(value)[: LONGEST + 1])
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"

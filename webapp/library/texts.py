"""The TOML of a pack: its own card and its catalogues of words. What is wrong with it, before anybody reads it."""

import re
from collections.abc import Callable, Iterator, Mapping

from sentences import Problem
from webapp.library import known
from webapp.library.problems import found
from workflows import toml

CARD = "pack.toml"
_CARD_WORDS = ("id", "title", "main", "version")
_LINE = re.compile(r"at line (\d+)")


def problems(files: Mapping[str, bytes]) -> Iterator[Problem]:
    """One for each file that is no TOML, and for each entry that is not the text it must be."""
    for name in sorted(files):
        if name.endswith(".toml"):
            yield from _told(name, files[name])


def is_catalogue(name: str) -> bool:
    """Whether the file holds the words of the pack in another language: `catalogue.en.toml`."""
    return name.startswith("catalogue.") and name.endswith(".toml")


def language_of(catalogue: str) -> str:
    """`en` for `catalogue.en.toml`."""
    return catalogue.split(".")[1]


def card(files: Mapping[str, bytes]) -> dict:
    """What pack.toml says; nothing when it cannot be read."""
    try:
        return toml.read(files.get(CARD, b""))
    except ValueError:
        return {}


def catalogues(files: Mapping[str, bytes]) -> dict[str, Mapping[str, str]]:
    """The words of every catalogue that can be read, by the name of its file."""
    found = ((name, _words_once(name, files[name])) for name in sorted(filter(is_catalogue, files)))
    return {name: words for name, words in found if words is not None}


def translations(files: Mapping[str, bytes], locale: str) -> Mapping[str, str]:
    """The words of the pack in that language; none when its catalogue is not there or cannot be read."""
    return catalogues(files).get(f"catalogue.{locale}.toml", {})


def translation(files: Mapping[str, bytes], locale: str) -> Callable[[str], str]:
    """The function from a text of the pack to that language; untranslated texts stay as they are."""
    words = translations(files, locale)
    return lambda text: words.get(text) or text


def words_of(node: Mapping) -> dict[str, str]:
    """The entries of a catalogue, whatever the headings they stand under."""
    flat: dict[str, str] = {}
    for key, value in node.items():
        if isinstance(value, Mapping):
            flat |= words_of(value)
        elif isinstance(value, str):
            flat[key] = value
    return flat


def _words_once(name: str, content: bytes) -> Mapping[str, str] | None:
    def read() -> Mapping[str, str] | None:
        try:
            return words_of(toml.read(content))
        except ValueError:
            return None

    return known.once("words", name, content, read)


def _told(name: str, content: bytes) -> tuple[Problem, ...]:
    return known.once("toml", name, content, lambda: tuple(_problems(name, content)))


def _problems(name: str, content: bytes) -> Iterator[Problem]:
    try:
        node = toml.read(content)
    except ValueError as fault:
        line = _LINE.search(str(fault))
        yield found("toml.syntax", "", int(line[1]) if line else 0, name, why=fault)
        return
    if name == CARD:
        for key in _CARD_WORDS:
            if not isinstance(node.get(key, ""), str):
                yield found("card.text", key, 0, name, name=key)
    elif is_catalogue(name):
        yield from _not_words(name, node)


def _not_words(name: str, node: dict) -> Iterator[Problem]:
    for key, value in node.items():
        if isinstance(value, dict):
            yield from _not_words(name, value)
        elif not isinstance(value, str):
            yield found("catalogue.text", "", 0, name, name=key)

"""A catalogue with some translations written anew: files in, a file out. Knows no page and no draft."""

from collections.abc import Collection, Iterator, Mapping
from itertools import takewhile
from pathlib import PurePosixPath

from webapp.library.wording import Said
from workflows import toml


def rewritten(content: bytes, typed: Mapping[Said, str], dropped: Collection[str]) -> bytes:
    """The catalogue with these translations, those of `dropped` texts taken out.

    An entry stays under its heading, a new one comes under that of the file which says it. What is typed empty is no
    entry. Of the comments only those at the beginning are kept. Raises ValueError for what is no TOML.
    """
    words = toml.read(content)
    for said, translation in typed.items():
        if not _replaced(words, said.text, translation):
            _section(words, said.file)[said.text] = translation
    for text in dropped:
        _replaced(words, text, "")
    return "\n".join([*_head(content), *_lines(words, ())]).lstrip("\n").encode() + b"\n"


def _replaced(words: dict, text: str, translation: str) -> bool:
    """Wherever the text is an entry; whether it is one anywhere."""
    found = False
    for key, value in words.items():
        if isinstance(value, dict):
            found |= _replaced(value, text, translation)
        elif key == text:
            words[key], found = translation, True
    return found


def _section(words: dict, file: str) -> dict:
    path = PurePosixPath(file)
    heading = "scenarios" if path.suffix == ".toml" and path.stem != "pack" else path.stem
    while not isinstance(section := words.setdefault(heading, {}), dict):  # a text of that name has an entry
        heading += "_"
    return section


def _head(content: bytes) -> Iterator[str]:
    return takewhile(lambda line: line.startswith("#"), content.decode().splitlines())


def _lines(words: Mapping, path: tuple[str, ...]) -> Iterator[str]:
    """Entries first, tables after them; an entry without translation is left out."""
    entries = {key: value for key, value in words.items() if isinstance(value, str) and value}
    if entries and path:
        yield f"\n[{'.'.join(map(toml.key, path))}]"
    yield from (f"{toml.quoted(key)} = {toml.quoted(value)}" for key, value in entries.items())
    for key, value in words.items():
        if isinstance(value, dict):
            yield from _lines(value, (*path, key))

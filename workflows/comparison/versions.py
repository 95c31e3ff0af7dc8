"""Sorts the files of two versions by kind and has each kind compared; what cannot be read is compared as text."""

from collections.abc import Callable, Iterator, Mapping
from difflib import SequenceMatcher

from workflows import toml
from workflows.comparison import diagrams, fields, grids
from workflows.comparison.differences import ADDED, CHANGED, REMOVED, Change, Comparison, Difference, Part
from workflows.comparison.matching import changes, flat

MOST_LINES = 4_000
Files = Mapping[str, bytes]


def compare(old: Files, new: Files) -> Comparison:
    """What differs between two versions of a pack, given as names and contents of files. Never raises."""
    differing = {name for name in {*old, *new} if old.get(name) != new.get(name)}
    readable = {name for name in differing if all(_is_readable(name, files.get(name)) for files in (old, new))}
    before, after = ({n: files[n] for n in sorted(files) if n in readable} for files in (old, new))
    return Comparison(
        diagrams=_parts("process", diagrams.read(before), diagrams.read(after), diagrams.differences),
        tables=_parts("decision", grids.read(before), grids.read(after), grids.differences),
        forms=_parts("form", fields.read(before), fields.read(after), fields.differences),
        files={part.id: part for part in _others(old, new, differing - readable)},
    )


def _is_readable(name: str, content: bytes | None) -> bool:
    """Whether the parts of the file can be told apart; a file that is not there at all may be read as empty."""
    reader = _reader(name)
    if reader is None:
        return False
    try:
        if content is not None:
            reader({name: content})
    except Exception:  # whatever is wrong with it, it is compared as text
        return False
    return True


def _reader(name: str) -> Callable[[Files], Mapping] | None:
    suffixes: dict[str, Callable[[Files], Mapping]] = {".bpmn": diagrams.read, ".dmn": grids.read, ".form": fields.read}
    return next((reader for suffix, reader in suffixes.items() if name.lower().endswith(suffix)), None)


def _parts(kind: str, old: Mapping, new: Mapping, differences: Callable) -> dict[str, Part]:
    found = {}
    for id_ in [*new, *(id_ for id_ in old if id_ not in new)]:
        name = (new.get(id_) or old[id_]).name
        if id_ not in old or id_ not in new:
            found[id_] = Part(kind, ADDED if id_ in new else REMOVED, id_, name)
        elif inner := tuple(differences(old[id_], new[id_])):
            found[id_] = Part(kind, CHANGED, id_, name, inner)
    return found


def _others(old: Files, new: Files, names: set[str]) -> Iterator[Part]:
    for name in sorted(names):
        if name not in old or name not in new:
            yield Part("file", ADDED if name in new else REMOVED, name, name)
        else:
            yield Part("file", CHANGED, name, name, tuple(_entries(name, old[name], new[name])))


def _entries(name: str, old: bytes, new: bytes) -> Iterator[Difference]:
    """Of settings and catalogues, entry by entry; of any other text, how many lines."""
    before, after = _settings(name, old), _settings(name, new)
    if before is not None and after is not None:
        yield from (Difference("entry", CHANGED, c.what, c.what, changes=(c,)) for c in changes(before, after))
    else:
        gone, come = _lines_changed(old, new)
        yield Difference("text", CHANGED, name, name, changes=(Change("lines", gone, come),))


def _settings(name: str, content: bytes) -> dict[str, object] | None:
    if name != "pack.toml" and not name.startswith("catalogue."):
        return None
    try:
        return flat(toml.read(content))
    except ValueError:
        return None


def _lines_changed(old: bytes, new: bytes) -> tuple[int, int]:
    """How many lines are gone, and how many are new; of very long files all."""
    before, after = old.splitlines(), new.splitlines()
    if len(before) + len(after) > MOST_LINES:
        return len(before), len(after)
    blocks = SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()
    kept = sum(block.size for block in blocks)
    return len(before) - kept, len(after) - kept

"""Sorts the files of two versions by kind and has each kind compared; what cannot be read is compared as text."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from difflib import SequenceMatcher
from pathlib import PurePosixPath

from workflows import toml
from workflows.comparison import diagrams, fields, grids
from workflows.comparison.differences import ADDED, CHANGED, REMOVED, Change, Comparison, Difference, Part
from workflows.comparison.matching import changes, flat

MOST_LINES = 4_000
MOST_BYTES = 4_000_000  # of the files that differ, in both versions; what is beyond is compared as text
Files = Mapping[str, bytes]

_READERS: dict[str, Callable[[Files], Mapping]] = {".bpmn": diagrams.read, ".dmn": grids.read, ".form": fields.read}


def compare(old: Files, new: Files) -> Comparison:
    """What differs between two versions of a pack, given as names and contents of files. Never raises."""
    differing = {name for name in {*old, *new} if old.get(name) != new.get(name)}
    read = {name: both for name in _small_enough(differing, old, new) if (both := _both(name, old, new)) is not None}
    return Comparison(
        diagrams=_parts("process", *_whole(read, ".bpmn"), diagrams.differences),
        tables=_parts("decision", *_whole(read, ".dmn"), grids.differences),
        forms=_parts("form", *_whole(read, ".form"), fields.differences),
        files={part.id: part for part in _others(old, new, differing - read.keys())},
    )


def _small_enough(names: Iterable[str], old: Files, new: Files) -> Iterator[str]:
    """The smallest first, as long as all together are not more than anybody waits for."""
    left = MOST_BYTES
    for size, name in sorted((len(old.get(name, b"")) + len(new.get(name, b"")), name) for name in names):
        left -= size
        if left < 0:
            return
        yield name


def _both(name: str, old: Files, new: Files) -> tuple[Mapping, Mapping] | None:
    """What stands in the file in either version; a file that is not there at all may be read as empty. None when its
    parts cannot be told apart."""
    reader = _READERS.get(_suffix(name))
    if reader is None:
        return None
    try:
        before, after = (reader({name: files[name]} if name in files else {}) for files in (old, new))
    except Exception:  # whatever is wrong with it, it is compared as text
        return None
    return before, after


def _whole(read: Mapping[str, tuple[Mapping, Mapping]], suffix: str) -> tuple[dict, dict]:
    """All that stands in the files of one kind, in either version."""
    before: dict = {}
    after: dict = {}
    for name in sorted(read):
        if _suffix(name) == suffix:
            before |= read[name][0]
            after |= read[name][1]
    return before, after


def _suffix(name: str) -> str:
    return PurePosixPath(name).suffix.lower()


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

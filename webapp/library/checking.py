"""Files and folders on a disk, checked and mended for the command line, whatever lies there."""

from collections.abc import Iterator
from pathlib import Path

import workflows
from sentences import Problem
from webapp.library import bundles, checks
from webapp.library.bundles import Bundle
from webapp.library.paths import Unfit, completed, process_in
from webapp.library.problems import found, reason
from webapp.library.refusals import BadBundle

KINDS = (".bpmn", ".dmn", ".form")


def problems(path: Path) -> list[Problem]:
    """What stands against publishing what lies at the path: a folder or zip as one pack, a file on its own."""
    try:
        bundle = _bundle(path)
    except BadBundle as refusal:
        return [found("file.pack", "", 0, path.name, reason=reason(refusal))]
    except (OSError, ValueError):
        return [found("file.unreadable", "", 0, path.name)]
    if not any(name.lower().endswith(KINDS) for name in bundle):
        return [found("file.kind", "", 0, path.name)]
    told = checks.problems(_with_shipped_forms(bundle))
    if not any(name.lower().endswith(".bpmn") for name in bundle):
        told = [problem for problem in told if problem.code != "bundle.no-process"]
    return told


def mend(path: Path, language: str) -> list[str]:
    """Mend the diagrams there; a line for each file and each thing that was done."""
    said: list[str] = []
    for file in _files(path):
        if not file.name.lower().endswith(".bpmn"):
            continue
        try:
            before = _read(file)
            after, notes = workflows.normalise(file.name, before)
            if after != before:
                kept = _beside(file)
                kept.write_bytes(before)
                file.write_bytes(after)
                said.append(f"{file}: mended; the file as it was is kept as {kept.name}")
                said += [f"{file}: {note.sentence(language)}" for note in notes]
        except OSError as error:
            said.append(f"{file}: not mended: {error.strerror}")
    return said


def _beside(file: Path) -> Path:
    """A name that no earlier copy has, and that no pack takes for one of its files."""
    number, kept = 2, file.with_name(f"{file.name}.orig")
    while kept.exists():
        kept, number = file.with_name(f"{file.name}.{number}.orig"), number + 1
    return kept


def _bundle(path: Path) -> Bundle:
    if path.suffix.lower() == ".zip" and path.is_file():
        return bundles.unpacked(_read(path, bundles.MAX_BYTES))
    bundle = {file.name: _read(file) for file in _files(path)}
    if not bundle:
        raise FileNotFoundError(path)
    return bundle


def _files(path: Path) -> Iterator[Path]:
    """The ordinary files there; of a folder those that belong in a pack."""
    if path.is_dir():
        yield from (f for f in sorted(path.rglob("*")) if f.is_file() and f.suffix in bundles.SUFFIXES)
    elif path.is_file():
        yield path


def _read(file: Path, most: int = bundles.MAX_FILE_BYTES) -> bytes:
    """The file, or so much of it that the checks can tell that it is too large."""
    with file.open("rb") as opened:
        return opened.read(most + 1)


def _with_shipped_forms(bundle: Bundle) -> Bundle:
    """A pack may name the forms that come with Siklus."""
    try:
        return completed(bundle, process_in(bundle))
    except Unfit:
        return bundle

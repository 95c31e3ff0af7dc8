"""Remembers what a step was done for, so that nothing is done twice."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path


def digest(files: Iterable[Path], *words: str) -> str:
    """Changes when a file, its place or one of the words changes."""
    whole = hashlib.sha256("\0".join(words).encode())
    for file in sorted(files):
        whole.update(f"\0{file}\0".encode())
        whole.update(hashlib.sha256(file.read_bytes()).digest())
    return whole.hexdigest()


def is_done(stamp: Path, for_digest: str) -> bool:
    return stamp.exists() and stamp.read_text() == for_digest


def mark_done(stamp: Path, for_digest: str) -> None:
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(for_digest)


def files_below(folder: Path, pattern: str = "*", without: Iterable[str] = ()) -> list[Path]:
    """Files in `folder` and below, except in the folders named in `without`."""
    excluded = set(without)
    found = []
    for path in folder.iterdir() if folder.exists() else ():
        if path.is_dir() and path.name not in excluded:
            found += files_below(path, pattern, excluded)
        elif path.is_file() and path.match(pattern):
            found.append(path)
    return found

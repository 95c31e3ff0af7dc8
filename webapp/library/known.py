"""What was found out about single files of packs, by their content, so that a check costs what has changed."""

from collections.abc import Callable
from typing import TypeVar

from workflows.memory import Memory, digest

Found = TypeVar("Found")

_memory = Memory()


def once(what: str, name: str, content: bytes, find: Callable[[], Found]) -> Found:
    """What `find` answers about the file; it may depend on nothing else, and nobody may change it."""
    return _memory.recall((what, name, digest(content)), find, lambda _found: len(content))

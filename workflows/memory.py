"""What was found out about files, by their content, so that the same is not looked at twice. Bounded; nothing depends
on what is still here: what is not is found out again, with the same result."""

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import TypeVar

MOST_BYTES, LEAST = 8_000_000, 2_000

Found = TypeVar("Found")


class Memory:
    """Findings, each with about so many bytes as it stands for; those of use last are kept. For all threads."""

    def __init__(self, most_bytes: int = MOST_BYTES):
        self.most_bytes = most_bytes
        self._findings: OrderedDict[Hashable, tuple[object, int]] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()

    def recall(self, key: Hashable, find: Callable[[], Found], size: Callable[[Found], int]) -> Found:
        """What `find` answers; it must depend on the key alone, and what it answers must not be changed."""
        with self._lock:
            if key in self._findings:
                self._findings.move_to_end(key)
                return self._findings[key][0]  # type: ignore[return-value]
        found = find()
        self._keep(key, found, LEAST + size(found))
        return found

    def _keep(self, key: Hashable, found: object, size: int) -> None:
        with self._lock:
            if key in self._findings:
                return
            self._findings[key] = (found, size)
            self._bytes += size
            while self._bytes > self.most_bytes:
                _, (_, gone) = self._findings.popitem(last=False)
                self._bytes -= gone


def digest(content: bytes) -> bytes:
    return hashlib.sha256(content).digest()

"""Says in one sentence why the embedded PostgreSQL does not work, and what helps."""

import re
from collections.abc import Iterable
from pathlib import Path

_KNOWN = (
    (r"No space left on device", "There is no space left on the disk. Free some space and start again."),
    (
        r"database files are incompatible|is not compatible with this version",
        "The database files were made by another version of PostgreSQL.",
    ),
    (
        r"pre-existing shared memory block|Is another postmaster",
        "An earlier server still uses these database files. Wait a moment, or end it, and start again.",
    ),
    (
        r"could not bind|Address already in use|could not create any Unix-domain sockets",
        "The socket of the server is in use or cannot be made.",
    ),
    (
        r"could not create shared memory|could not resize shared memory|Cannot allocate memory",
        "There is too little memory. In a container, give it more shared memory (--shm-size=256m).",
    ),
    (r"Permission denied|Operation not permitted", "A file of the database may not be read or written."),
    (r"Read-only file system", "The database files are on a read-only disk."),
)


class PostgresProblem(RuntimeError):
    """The embedded PostgreSQL cannot be used; the message is meant for the person at the terminal."""


def explained(failure: str, lines: Iterable[str], log: Path | None = None) -> PostgresProblem:
    """`failure` with the cause that the server's own `lines` tell, followed by the last of them."""
    last = [line for line in lines if line.strip()][-8:]
    text = "\n".join(last)
    cause = next((sentence for pattern, sentence in _KNOWN if re.search(pattern, text)), "")
    told = [f"{failure} {cause}".strip(), *(f"  {line}" for line in last)]
    if log:
        told.append(f"The whole log is in {log}.")
    return PostgresProblem("\n".join(told))

"""The hash chain of a case's events: each event seals all before it. Values in, values out."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

import orjson


@dataclass(frozen=True)
class Link:
    """One event as it is hashed and stored."""

    seq: int
    at: datetime
    kind: str
    actor_id: int | None
    task_id: UUID | None
    body: bytes
    hash: bytes


def link(
    head: bytes,
    seq: int,
    *,
    case: tuple[int, int],
    at: datetime,
    kind: str,
    actor_id: int | None,
    task_id: UUID | None,
    body: dict,
) -> Link:
    """The event that follows `head` (empty for the first) as number `seq` of `case` (agency id, case id)."""
    content = orjson.dumps(body, option=orjson.OPT_SORT_KEYS | orjson.OPT_NON_STR_KEYS)
    sealed = digest(head, seq, case=case, at=at, kind=kind, actor_id=actor_id, task_id=task_id, content=content)
    return Link(seq, at, kind, actor_id, task_id, content, sealed)


def digest(
    head: bytes,
    seq: int,
    *,
    case: tuple[int, int],
    at: datetime,
    kind: str,
    actor_id: int | None,
    task_id: UUID | None,
    content: bytes,
) -> bytes:
    """SHA-256 over the previous hash and the fields, each with its length before it: no two events read alike."""
    fields = (
        head,
        f"{case[0]}/{case[1]}/{seq}".encode(),
        at.astimezone(UTC).isoformat(timespec="microseconds").encode(),
        kind.encode(),
        b"" if actor_id is None else str(actor_id).encode(),
        b"" if task_id is None else task_id.bytes,
        content,
    )
    return hashlib.sha256(b"".join(len(f).to_bytes(4, "big") + f for f in fields)).digest()

"""Checks the hash chains of all cases, and compares them with a seal that was put away somewhere else.

A chain shows what was edited, deleted or cut off; a seal shows even a chain that was rebuilt by somebody who may do
anything in the database. Only reads, in one stream, with little memory.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from operator import itemgetter

from psycopg import Connection

from webapp.cases import chain

FETCH = 5000
FORMAT = 1

_EVENTS = """
select agency_id, case_id, seq, at, kind, actor_id, task_id, body, hash from event
where %(case)s::bigint is null or case_id = %(case)s order by agency_id, case_id, seq"""

_HEADS = """
select agency_id, id, chain_length, chain_head from "case"
where %(case)s::bigint is null or id = %(case)s order by agency_id, id"""


@dataclass(frozen=True)
class Fault:
    """Where the history of a case is not what it was; `seq` numbers its events from 1."""

    agency_id: int
    case_id: int
    seq: int
    what: str

    @property
    def line(self) -> str:
        return f"agency={self.agency_id} case={self.case_id} event={self.seq}: {self.what}"


def seal(connection: Connection) -> dict:
    """What to put away: the Merkle root over the chains as they are now, and how long each chain is."""
    leaves, cases = [], []
    for agency, case, length, head in _stream(connection, _HEADS, None):
        leaves.append(_leaf(agency, case, length, head))
        cases.append([agency, case, length, _short(leaves[-1])])
    return {
        "format": FORMAT,
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "root": merkle_root(leaves).hex(),
        "cases": cases,
    }


class Audit:
    """One pass over the events of all cases, or of those with one number. Iterate over `faults()`, then read counts.

    `sealed` is what `seal()` gave at an earlier time.
    """

    def __init__(self, connection: Connection, *, case: int | None = None, sealed: dict | None = None) -> None:
        self.events = 0
        self.cases = 0
        self._connection = connection
        self._case = case
        self._root = sealed["root"] if sealed and case is None else None
        listed = sealed["cases"] if sealed else []
        self._sealed = {
            (agency, id_): (length, print_) for agency, id_, length, print_ in listed if case in (None, id_)
        }
        self._leaves: list[bytes] = []

    def faults(self) -> Iterator[Fault]:
        histories = groupby(_stream(self._connection, _EVENTS, self._case), key=itemgetter(0, 1))
        history = next(histories, None)
        for agency, case, length, head in _stream(self._connection, _HEADS, self._case):
            self.cases += 1
            rows: Iterator[tuple] = iter(())
            if history is not None and history[0] == (agency, case):
                rows = history[1]
            yield from self._history((agency, case), rows, length, head)
            if history is not None and history[0] == (agency, case):
                history = next(histories, None)
        yield from self._against_seal()

    def _history(self, case: tuple[int, int], rows: Iterator[tuple], length: int, kept_head: bytes) -> Iterator[Fault]:
        """The first fault of one case."""
        sealed_length, sealed_print = self._sealed.pop(case, (None, None))
        found, head, trouble, sealed_head = 0, b"", None, b"" if sealed_length == 0 else None
        for _agency, _case, seq, at, kind, actor, task, body, kept in rows:
            found += 1
            if trouble is None and seq != found:
                trouble = Fault(*case, found, "the event is gone")
            head = chain.digest(head, seq, case=case, at=at, kind=kind, actor_id=actor, task_id=task, content=body)
            if trouble is None and head != kept:
                trouble = Fault(*case, seq, "the event was edited")
            if seq == sealed_length:
                sealed_head = head
        self.events += found
        trouble = trouble or _at_the_end(case, found, head, length, kept_head)
        if trouble is None and sealed_length is not None:
            trouble = self._sealed_part(case, sealed_length, sealed_head, sealed_print)
        if trouble is not None:
            yield trouble

    def _sealed_part(self, case: tuple[int, int], length: int, head: bytes | None, print_: str | None) -> Fault | None:
        if head is None:
            return Fault(*case, length, "the event was there when the seal was made, and is gone")
        self._leaves.append(_leaf(*case, length, head))
        if _short(self._leaves[-1]) != print_:
            return Fault(*case, length, "the history up to here is not the one that was sealed")
        return None

    def _against_seal(self) -> Iterator[Fault]:
        for (agency, case), (length, _print) in self._sealed.items():
            yield Fault(agency, case, length, "the case was there when the seal was made, and is gone")
        if self._root is not None and merkle_root(self._leaves).hex() != self._root:
            yield Fault(0, 0, 0, "the root of the seal cannot be reached from these events")


def merkle_root(leaves: Sequence[bytes]) -> bytes:
    """SHA-256 over pairs, level by level; a last one without a partner goes up as it is."""
    level = list(leaves)
    while len(level) > 1:
        pairs = [hashlib.sha256(b"\x01" + a + b).digest() for a, b in zip(level[::2], level[1::2], strict=False)]
        level = pairs + ([level[-1]] if len(level) % 2 else [])
    return level[0] if level else hashlib.sha256(b"").digest()


def _at_the_end(case: tuple[int, int], found: int, head: bytes, length: int, kept_head: bytes) -> Fault | None:
    if found < length:
        return Fault(*case, found + 1, f"the history ends here, but has had {length} events")
    if found > length:
        return Fault(*case, length + 1, f"the case knows of {length} events only")
    if head != kept_head:
        return Fault(*case, found, "the case knows another hash of its last event")
    return None


def _leaf(agency: int, case: int, length: int, head: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + f"{agency}/{case}/{length}/".encode() + head).digest()


def _short(leaf: bytes) -> str:
    """Enough of a leaf to name the culprit; the root is the proof."""
    return leaf[:4].hex()


def _stream(connection: Connection, statement: str, case: int | None) -> Iterator[tuple]:
    with connection.cursor(name=f"audit_{id(statement)}") as cursor:
        cursor.itersize = FETCH
        cursor.execute(statement, {"case": case}, binary=True)
        yield from cursor

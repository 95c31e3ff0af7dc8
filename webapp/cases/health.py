"""Finds what is wrong in a database that should be right: broken invariants, and cases whose engine disagrees.

Only reads. Each finding names the rows and what to do about them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from psycopg import Connection
from psycopg.rows import class_row, dict_row

from forms import Problems as FormProblems
from webapp.cases.invariants import INVARIANTS, Invariant
from webapp.library import queries as library
from webapp.library.refusals import BadBundle
from workflows import EngineError, Problems, Process, engine

MOST = 100  # rows told of one invariant
BATCH = 200
_LONG_AGO = datetime(1, 1, 2, tzinfo=UTC)
_REPAIR = "Report the case with its number. Nobody should work on it until it is repaired."


@dataclass(frozen=True)
class Finding:
    """One row that is not as it should be; `ids` tell which."""

    name: str
    ids: dict[str, Any]
    remedy: str

    @property
    def line(self) -> str:
        where = " ".join(f"{key}={value}" for key, value in self.ids.items())
        return f"{self.name}: {where}. {self.remedy}"


@dataclass(frozen=True)
class _Stored:
    """A running case with what the tables say that it waits for: id -> element, id -> moment."""

    agency_id: int
    case_id: int
    process_version_id: int
    state: bytes
    tasks: dict[str, str]
    timers: dict[str, str]


_CASES = """
select c.agency_id, c.id as case_id, c.process_version_id, c.state,
  (select coalesce(jsonb_object_agg(t.id, t.process || '/' || t.element), '{}') from task t
   where t.agency_id = c.agency_id and t.case_id = c.id and t.status = 'open') as tasks,
  (select coalesce(jsonb_object_agg(w.id, w.due_at), '{}') from timer w
   where w.agency_id = c.agency_id and w.case_id = c.id) as timers
from "case" c where c.status = 'running' and """

_NEXT = _CASES + "(c.agency_id, c.id) > (%(agency)s, %(case)s) order by c.agency_id, c.id limit %(batch)s"

_SAMPLE = (
    _CASES
    + """(c.agency_id, c.id) in (
  select agency_id, id from "case" where status = 'running' order by random() limit %(sample)s)"""
)


def findings(connection: Connection, *, sample: int | None = None) -> Iterator[Finding]:
    """Everything that is wrong; with `sample`, only so many running cases are compared with their engine."""
    for invariant in INVARIANTS:
        yield from broken(connection, invariant)
    yield from disagreements(connection, sample=sample)


def broken(connection: Connection, invariant: Invariant) -> Iterator[Finding]:
    """The rows for which the invariant does not hold, at most MOST of them."""
    with connection.cursor(row_factory=dict_row) as cursor:
        cursor.execute(f"select * from ({invariant.statement}) found limit {MOST}".encode())
        for row in cursor.fetchall():
            yield Finding(invariant.name, row, invariant.remedy)


def disagreements(connection: Connection, *, sample: int | None = None) -> Iterator[Finding]:
    """Running cases whose stored state does not say what their rows say."""
    for stored in _sampled(connection, sample) if sample else _all(connection):
        yield from _compared(stored)


def _sampled(connection: Connection, sample: int) -> Iterator[_Stored]:
    with connection.cursor(row_factory=class_row(_Stored)) as cursor:
        yield from cursor.execute(_SAMPLE, {"sample": sample}).fetchall()


def _all(connection: Connection) -> Iterator[_Stored]:
    """Batch by batch, so that the largest agency does not fill the memory."""
    agency, case = 0, 0
    while True:
        with connection.cursor(row_factory=class_row(_Stored)) as cursor:
            batch = cursor.execute(_NEXT, {"agency": agency, "case": case, "batch": BATCH}).fetchall()
        yield from batch
        if len(batch) < BATCH:
            return
        agency, case = batch[-1].agency_id, batch[-1].case_id


def _compared(stored: _Stored) -> Iterator[Finding]:
    ids: dict[str, Any] = {"agency": stored.agency_id, "case": stored.case_id}
    try:
        process = library.pack(stored.agency_id, stored.process_version_id).process
    except (BadBundle, Problems, FormProblems):
        yield Finding("a case has a process that can be read", ids, "Publish the version again, or restore it.")
        return
    try:
        tasks, timers = _expected(process, stored.state)
    except EngineError as error:
        yield Finding("the state of a case can be read", {**ids, "trouble": str(error)}, _REPAIR)
        return
    yield from _differences("engine and open tasks agree", ids, "task", tasks, stored.tasks)
    due = {id_: datetime.fromisoformat(at) for id_, at in stored.timers.items()}
    yield from _differences("engine and timers agree", ids, "timer", timers, due)


def _expected(process: Process, state: bytes) -> tuple[dict[str, str], dict[str, datetime]]:
    """What the engine waits for. Time before all time makes no timer fire, and tells them all."""
    tasks = {str(item.id): f"{item.process}/{item.element}" for item in engine.work(process, state)}
    quiet = engine.tick(process, state, perform=_nothing, now=_LONG_AGO)
    return tasks, {str(timer.id): timer.due for timer in quiet.timers}


def _nothing(operation: str, _inputs: dict) -> dict:
    raise AssertionError(f"nothing is due, yet {operation} was called")


def _differences(name: str, ids: dict, what: str, engine_has: dict, tables_have: dict) -> Iterator[Finding]:
    for id_ in sorted(engine_has.keys() | tables_have.keys()):
        mine, stored = engine_has.get(id_), tables_have.get(id_)
        if mine != stored:
            told = {"engine": mine or "nothing", "tables": stored or "nothing"}
            yield Finding(name, {**ids, what: id_, **told}, _REPAIR)

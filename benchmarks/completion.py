"""S1 and S1b: what a completion costs beside its floor, the engine alone and the same SQL bare, one after the other."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

import psycopg

from benchmarks import walking
from benchmarks.answers import answers
from benchmarks.ground import Ground
from benchmarks.memory import InMemory
from benchmarks.metering import metered
from benchmarks.recording import Sent, recorded
from benchmarks.rows import Row
from webapp.core import clock
from webapp.core.postgres import Addresses


@dataclass(frozen=True)
class Cost:
    """Seconds of a completion, all of it and what its operations took of that."""

    whole: float
    operations: float

    @property
    def step(self) -> float:
        """Lock, engine, state, task rows, event and outbox, without the facts that operations write."""
        return self.whole - self.operations


@dataclass(frozen=True)
class Measured:
    """One completion in the service, its SQL bare, and the engine alone; what it sent."""

    element: str
    service: Cost
    sql: Cost
    engine: float
    sent: Sequence[Sent]
    commits: int

    @property
    def step_statements(self) -> int:
        return sum(not each.by_operation for each in self.sent)


def rows(ground: Ground, cases: int) -> list[Row]:
    found = measure(ground, cases)
    step = median(m.service.step for m in found) / median(m.sql.step + m.engine for m in found)
    whole = median(m.service.whole for m in found) / median(m.sql.whole + m.engine for m in found)
    return [
        Row("S1", "completion / its floor, p50", step, "x", most=2.0),
        Row("S1", "the same with the facts its operations write, p50", whole, "x", most=2.0),
        Row("S1b", "statements of a completion, most", max(m.step_statements for m in found), "", most=10),
        Row("S1b", "the same with its operations, p50", median(len(m.sent) for m in found), "", most=10),
        Row("S1b", "commits of a completion, most", max(m.commits for m in found), "", most=1),
    ]


def measure(ground: Ground, cases: int) -> list[Measured]:
    """Whole cycles of so many cases, every completion three times: served, replayed bare on a twin, run in memory."""
    ids = ground.open_cases(cases)
    twin = ground.twin()
    found = interleaved(ground, ids, twin)
    ground.drop(twin)
    return found


def interleaved(ground: Ground, ids: Sequence[int], twin: Addresses) -> list[Measured]:
    """Takes the cases to their end. The twin must be a copy made now: then it gives the same numbers to new rows."""
    in_memory = InMemory(ground.agency_id, ids)
    found = []
    with (
        psycopg.connect(twin.app, prepare_threshold=1) as bare,
        metered() as meter,
        recorded(meter) as recorder,
    ):
        for tasks in walking.rounds(ground.map, ids):
            for task in tasks:
                now = clock.now()
                meter.reset()
                recorder.begin()
                with clock.at(now):
                    service = Cost(walking.complete(ground.map, task), meter.seconds)
                recorder.end()
                sql = replay(bare, recorder.without_pings)
                engine = in_memory.complete(task, answers(task.element), meter.results, now)
                found.append(Measured(task.element, service, sql, engine, recorder.statements, recorder.commits))
    return found


def replay(bare: psycopg.Connection, sent: Sequence[Sent]) -> Cost:
    """The seconds of the statements alone, with their commit."""
    operations = 0.0
    began = time.perf_counter()
    with bare.cursor() as cursor:
        for each in sent:
            before = time.perf_counter()
            (cursor.executemany if each.many else cursor.execute)(each.statement, each.parameters)
            if cursor.description is not None:
                cursor.fetchall()
            if each.by_operation:
                operations += time.perf_counter() - before
    bare.commit()
    return Cost(time.perf_counter() - began, operations)

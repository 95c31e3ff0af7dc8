"""S1 and S1b: what a completion costs beside its floor, the engine alone and the same SQL bare, one after the other."""

import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass

import psycopg

from benchmarks import walking
from benchmarks.answers import answers
from benchmarks.ground import Ground
from benchmarks.memory import InMemory, noted
from benchmarks.recording import recorded
from benchmarks.rows import Row
from webapp.core import clock


@dataclass(frozen=True)
class Measured:
    """One completion: seconds in the service, of the bare SQL, of the bare engine; what it sent."""

    element: str
    service: float
    sql: float
    engine: float
    statements: int
    commits: int
    operations: int

    @property
    def floor(self) -> float:
        return self.sql + self.engine


def rows(ground: Ground, cases: int) -> list[Row]:
    return [*_ratios(measured := measure(ground, cases)), *_counts(measured)]


def measure(ground: Ground, cases: int) -> list[Measured]:
    """Whole cycles of so many cases, every completion three times: served, replayed bare on a twin, run in memory."""
    ids = ground.open_cases(cases)
    in_memory = InMemory(ground.agency_id, ids)
    twin = ground.twin()
    found = []
    with psycopg.connect(twin.app, prepare_threshold=1) as bare, recorded() as recorder, noted() as results:
        for tasks in walking.rounds(ground, ids):
            for task in tasks:
                results.clear()
                now = clock.now()
                recorder.begin()
                with clock.at(now):
                    service = walking.complete(ground, task)
                recorder.end()
                sql = replay(bare, recorder.without_pings)
                engine = in_memory.complete(task, answers(task.element), results, now)
                sent = len(recorder.statements)
                found.append(Measured(task.element, service, sql, engine, sent, recorder.commits, len(results)))
    ground.drop(twin)
    return found


def replay(bare: psycopg.Connection, statements: Sequence[tuple]) -> float:
    """The seconds of the statements alone, with their commit."""
    began = time.perf_counter()
    with bare.cursor() as cursor:
        for statement, parameters, many in statements:
            (cursor.executemany if many else cursor.execute)(statement, parameters)
            if cursor.description is not None:
                cursor.fetchall()
    bare.commit()
    return time.perf_counter() - began


def _ratios(measured: list[Measured]) -> list[Row]:
    bare_steps = [m for m in measured if m.operations == 0]
    return [
        Row("S1", "completion with its operations / floor, p50", _ratio(measured), "x", most=2.0),
        Row("S1", "completion whose step calls no operation / floor, p50", _ratio(bare_steps), "x", most=2.0),
    ]


def _ratio(measured: list[Measured]) -> float:
    return statistics.median(m.service for m in measured) / statistics.median(m.floor for m in measured)


def _counts(measured: list[Measured]) -> list[Row]:
    return [
        Row("S1b", "statements of a completion, p50", statistics.median(m.statements for m in measured), "", most=10),
        Row("S1b", "statements of a completion without operations", _most_bare(measured), "", most=10),
        Row("S1b", "commits of a completion, most", max(m.commits for m in measured), "", most=1),
    ]


def _most_bare(measured: list[Measured]) -> int:
    return max(m.statements for m in measured if m.operations == 0)

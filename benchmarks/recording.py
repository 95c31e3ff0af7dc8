"""Writes down every statement that the application sends, with its parameters, as psycopg gets them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import psycopg
from sqlalchemy import event

from benchmarks.metering import Meter
from webapp.core.db import db

PING = ";"  # how the pool asks whether a connection still lives


@dataclass(frozen=True)
class Sent:
    """One statement with its parameters, or with many rows of them."""

    statement: Any
    parameters: Any
    many: bool
    by_operation: bool


@dataclass
class Recorder:
    """What was sent since `begin()`. `commits` counts those that ended a transaction in which something was sent."""

    statements: list[Sent] = field(default_factory=list)
    commits: int = 0
    listening: bool = False
    meter: Meter | None = None

    def begin(self) -> None:
        self.statements, self.commits, self.listening = [], 0, True

    def end(self) -> None:
        self.listening = False

    def heard(self, statement: object, parameters: object, *, many: bool) -> None:
        if self.listening:
            by_operation = self.meter is not None and self.meter.running
            self.statements.append(Sent(statement, parameters, many, by_operation))

    @property
    def without_pings(self) -> list[Sent]:
        return [each for each in self.statements if each.statement != PING]


recorder = Recorder()


class RecordingCursor(psycopg.Cursor):
    """A cursor that tells the recorder what it sends."""

    def execute(self, query, params=None, **options):
        recorder.heard(query, params, many=False)
        return super().execute(query, params, **options)

    def executemany(self, query, params_seq, **options):
        rows = list(params_seq)
        recorder.heard(query, rows, many=True)
        return super().executemany(query, rows, **options)


@contextmanager
def recorded(meter: Meter) -> Iterator[Recorder]:
    """Let all connections of the application record; its pool is emptied before and after."""
    recorder.meter = meter
    db.session.remove()
    db.engine.dispose()

    def use_recording_cursor(connection: psycopg.Connection, _record: object) -> None:
        connection.cursor_factory = RecordingCursor

    def count_commit(_connection: object) -> None:
        recorder.commits += recorder.listening

    event.listen(db.engine, "connect", use_recording_cursor)
    event.listen(db.engine, "commit", count_commit)
    try:
        yield recorder
    finally:
        event.remove(db.engine, "connect", use_recording_cursor)
        event.remove(db.engine, "commit", count_commit)
        db.session.remove()
        db.engine.dispose()

"""Writes down every statement that the application sends, with its parameters, as psycopg gets them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import psycopg
from sqlalchemy import event

from webapp.core.db import db

PING = ";"  # how the pool asks whether a connection still lives


@dataclass
class Recorder:
    """What was sent since `begin()`. `commits` counts those that ended a transaction in which something was sent."""

    statements: list[tuple[object, object, bool]] = field(default_factory=list)
    commits: int = 0
    listening: bool = False

    def begin(self) -> None:
        self.statements, self.commits, self.listening = [], 0, True

    def end(self) -> None:
        self.listening = False

    def heard(self, statement: object, parameters: object, *, many: bool) -> None:
        if self.listening:
            self.statements.append((statement, parameters, many))

    @property
    def without_pings(self) -> list[tuple[object, object, bool]]:
        return [each for each in self.statements if str(each[0]) != PING]


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
def recorded() -> Iterator[Recorder]:
    """Let all connections of the application record; its pool is emptied before and after."""
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

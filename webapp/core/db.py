"""The database session, what all tables share, and the one place that commits."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import cast

import psycopg
from flask import Flask, Response, g
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import BigInteger, DateTime, ForeignKey, ForeignKeyConstraint, Identity, MetaData, event, exc
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, registry
from sqlalchemy.orm.util import identity_key

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Tables are named in the singular; every constraint has a speaking, stable name."""

    registry = registry(
        metadata=MetaData(naming_convention=NAMES),
        type_annotation_map={datetime: DateTime(timezone=True), int: BigInteger},
    )


class OfAgency:
    """A row that belongs to one agency: the agency leads its key, so no link can cross agencies."""

    agency_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("agency.id"), primary_key=True, sort_order=-2)
    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True, sort_order=-1)


def refers_to(column: str, table: str, **options: object) -> ForeignKeyConstraint:
    """A foreign key within the agency: `refers_to("unit_id", "unit")`."""
    return ForeignKeyConstraint(["agency_id", column], [f"{table}.agency_id", f"{table}.id"], **options)  # type: ignore[arg-type]


db = SQLAlchemy(model_class=Base, session_options={"expire_on_commit": False})


def part_of(column: str, table: str) -> ForeignKeyConstraint:
    """The same for a row that is nothing without the other: it goes with it."""
    return refers_to(column, table, ondelete="CASCADE")


RESTED = 0.5  # seconds after which a connection may have died unnoticed: no server restarts faster


def init_app(app: Flask) -> None:
    """Connect the application with its database; only a connection that has rested is asked whether it still lives."""
    db.init_app(app)
    with app.app_context():
        event.listen(db.engine, "checkin", _note_rest)
        event.listen(db.engine, "checkout", _ask_if_rested)


def _note_rest(_connection: object, record) -> None:
    record.info["rests_since"] = time.monotonic()


def _ask_if_rested(connection, record, _proxy: object) -> None:
    if time.monotonic() - record.info.get("rests_since", time.monotonic()) < RESTED:
        return
    try:
        db.engine.dialect.do_ping(connection)
    except psycopg.Error:
        raise exc.InvalidatePoolError from None


def connection() -> psycopg.Connection:
    """The PostgreSQL connection of this transaction, for statements that must be one round trip."""
    db.session.flush()
    return cast("psycopg.Connection", db.session.connection().connection.driver_connection)


def read_anew(model: type[Base], *key: object) -> None:
    """Let the session forget what it holds of a row that was written past it, on `connection()`."""
    held = db.session.identity_map.get(identity_key(model, key))
    if held is not None:
        db.session.expire(held)


@contextmanager
def together() -> Iterator[None]:
    """Statements on `connection()` in here go out without waiting for each other's answers: one round trip."""
    with connection().pipeline():
        yield


def passes(error: BaseException) -> bool:
    """Whether the fault goes away by itself: no connection, a restart, a deadlock, somebody else's lock."""
    cause = getattr(error, "orig", error)
    if isinstance(cause, psycopg.InterfaceError):
        return True
    return isinstance(cause, psycopg.OperationalError) and (cause.sqlstate or "08").startswith(_PASSING)


# Connection lost, too few resources, shutting down or starting up; deadlock or conflict; lock not available.
_PASSING = ("08", "53", "57P", "40", "55P03")


def undo() -> None:
    """Drop the work of this transaction, on a connection that is gone too."""
    try:
        db.session.rollback()
    except (exc.DBAPIError, psycopg.Error):
        db.session().invalidate()


def commit_once(response: Response) -> Response:
    """Keep the work of a request that went well, drop the work of one that did not."""
    if response.status_code < 400 or g.pop("keep_work", False):
        db.session.commit()
    else:
        db.session.rollback()
    return response


def keep_work() -> None:
    """Let this request be committed although it answers no: a failed sign-in must be remembered."""
    g.keep_work = True

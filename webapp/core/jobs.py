"""Background work, put in the queue by the same transaction as the change that asks for it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import procrastinate
from sqlalchemy import text

from webapp.core.db import connection, db

# A producer only: it has no tasks and never opens its connector, so web code imports no worker code.
_producer = procrastinate.App(connector=procrastinate.SyncPsycopgConnector())


@dataclass(frozen=True)
class Job:
    """What the worker runs under a name: safe to run twice."""

    name: str
    run: Callable[..., None]
    tries: int


jobs: dict[str, Job] = {}


def job(name: str, *, tries: int = 3) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Register the decorated function as the job `name`; it runs in a transaction of its own, up to `tries` times."""

    def register(run: Callable[..., None]) -> Callable[..., None]:
        jobs[name] = Job(name, run, tries)
        return run

    return register


def later(name: str, *, lock: str | None = None, at: datetime | None = None, **arguments: object) -> None:
    """Ask for the job after this transaction commits; nothing is left of it if the transaction rolls back.

    Jobs with the same `lock` run one after the other. Arguments are JSON values and include `agency_id`.
    """
    _producer.configure_task(
        name, queue="siklus", lock=lock, schedule_at=at, connection=connection(), allow_unknown=True
    ).defer(**arguments)  # type: ignore[arg-type]


def many_later(name: str, each: list[dict]) -> None:
    """The same for many sets of arguments in one statement."""
    if each:
        _producer.configure_task(name, queue="siklus", connection=connection(), allow_unknown=True).batch_defer(*each)


def first_time(effect: str) -> bool:
    """Whether this effect has not been had yet; remembers it in the running transaction.

    The queue delivers at least once; a job asks this before it does what must not be done twice.
    """
    claimed = db.session.execute(
        text("insert into job_effect (effect) values (:effect) on conflict do nothing returning 1"),
        {"effect": effect},
    )
    return claimed.first() is not None

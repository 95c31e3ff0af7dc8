"""Background work, put in the queue by the same transaction as the change that asks for it."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

import procrastinate
from sqlalchemy import func, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from webapp.core.db import Base, connection, db

# A producer only: it has no tasks and never opens its connector, so web code imports no worker code.
_producer = procrastinate.App(connector=procrastinate.SyncPsycopgConnector())


class JobEffect(Base):
    """An effect that a job has had, by a name of its own; see first_time."""

    __tablename__ = "job_effect"

    effect: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(server_default=func.now())


@dataclass(frozen=True)
class Job:
    """What the worker runs under a name: safe to run twice."""

    name: str
    run: Callable[..., None]
    tries: int
    growth: int
    lane: str

    def pause(self, failures: int) -> int:
        """Seconds to wait after so many failed tries."""
        return self.growth**failures


WORK, MAIL, UPKEEP = "siklus", "mail", "upkeep"
jobs: dict[str, Job] = {}


def job(
    name: str, *, tries: int = 3, growth: int = 2, lane: str = WORK
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Register the decorated function as the job `name`; it runs in a transaction of its own, up to `tries` times.

    The pauses between the tries are powers of `growth` in seconds. Jobs of one `lane` never wait for those of another.
    """

    def register(run: Callable[..., None]) -> Callable[..., None]:
        jobs[name] = Job(name, run, tries, growth, lane)
        return run

    return register


def later(name: str, *, lock: str | None = None, at: datetime | None = None, **arguments: object) -> None:
    """Ask for the job after this transaction commits; nothing is left of it if the transaction rolls back.

    Jobs with the same `lock` run one after the other. Arguments are JSON values and include `agency_id`.
    """
    with _as_the_database_says():
        _producer.configure_task(
            name, queue=_lane(name), lock=lock, schedule_at=at, connection=connection(), allow_unknown=True
        ).defer(**arguments)  # type: ignore[arg-type]


def many_later(name: str, each: list[dict]) -> None:
    """The same for many sets of arguments in one statement."""
    if not each:
        return
    with _as_the_database_says():
        _producer.configure_task(name, queue=_lane(name), connection=connection(), allow_unknown=True).batch_defer(
            *each
        )


@contextmanager
def _as_the_database_says() -> Iterator[None]:
    """The queue wraps what the database says; whoever judges a fault must see the fault itself."""
    try:
        yield
    except procrastinate.exceptions.ConnectorException as error:
        raise error.__cause__ or error from error


def _lane(name: str) -> str:
    return jobs[name].lane if name in jobs else WORK


def first_time(effect: str) -> bool:
    """Whether this effect has not been had yet; remembers it in the running transaction.

    The queue delivers at least once; a job asks this before it does what must not be done twice.
    """
    claim = insert(JobEffect).values(effect=effect).on_conflict_do_nothing().returning(JobEffect.effect)
    return db.session.execute(claim).first() is not None


def under_way(name: str, **arguments: object) -> bool:
    """Whether a job of that name, with these arguments among its own, is still to run or to be tried again."""
    found = db.session.execute(
        text(
            """
            select 1 from procrastinate_jobs
            where task_name = :name and status in ('todo', 'doing') and args @> cast(:arguments as jsonb) limit 1
            """
        ),
        {"name": name, "arguments": json.dumps(arguments)},
    )
    return found.first() is not None


def take_given_up(limit: int = 50) -> list[tuple[str, dict]]:
    """Remove from the queue what it will not try again, and return the names and arguments."""
    taken = db.session.execute(
        text(
            """
            delete from procrastinate_jobs where id in (
              select id from procrastinate_jobs where status in ('failed', 'aborted')
              order by id limit :limit for update skip locked)
            returning task_name, args
            """
        ),
        {"limit": limit},
    )
    return [(name, arguments) for name, arguments in taken]

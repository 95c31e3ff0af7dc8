"""`python -m tests.faults.nursery … worker` is `siklus … worker`, started again whenever it is killed.

The program is loaded once and each worker is a fork of it, which saves seconds. Before a new one starts, half a minute
passes for the dead as far as the database can tell. The numbers of the workers go to standard output.
"""

import os
import signal
import sys
import time

import psycopg

from webapp.cli import main
from webapp.core.jobs import job


@job("trial.poison")
def poison(*, agency_id: int) -> None:
    """Kills the process it runs in."""
    time.sleep(0.2)
    os.kill(os.getpid(), signal.SIGKILL)


@job("trial.slow")
def slow(*, agency_id: int) -> None:
    """Only takes its time."""
    time.sleep(0.4)


def run() -> None:
    status = signal.SIGKILL
    while os.WIFSIGNALED(status):
        child = os.fork()
        if child == 0:
            main()
        print(child, flush=True)  # noqa: T201 this is what it tells
        status = os.waitpid(child, 0)[1]
        _let_half_a_minute_pass()
    sys.exit(os.waitstatus_to_exitcode(status))


def _let_half_a_minute_pass() -> None:
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        connection.execute("update procrastinate_workers set last_heartbeat = now() - interval '31 seconds'")


if __name__ == "__main__":
    run()

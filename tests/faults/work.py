"""Workers at work on a town: in this process, or as processes of their own that can be killed."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.faults.town import Town
from webapp import runtime
from webapp.core.worker import Worker

ROOT = Path(__file__).resolve().parents[2]


@contextmanager
def worker(town: Town) -> Iterator[Worker]:
    """A worker in threads of this process."""
    found = runtime.make_worker(town.app, runtime.Database("", town.addresses.app, town.addresses.worker))
    found.start()
    try:
        yield found
    finally:
        found.stop()


def until(holds: Callable[[], bool], seconds: float = 20) -> None:
    """Wait until it holds; fail when it does not within so many seconds."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, f"not within {seconds} seconds"
        time.sleep(0.05)


def is_idle(town: Town) -> bool:
    """Whether no job waits or runs, and none will be asked for by one that runs."""
    return town.number("select count(*) from procrastinate_jobs where task_name not like 'upkeep.%'") == 0


def hurry(town: Town) -> None:
    """Let the pauses between the tries of waiting jobs be over."""
    town.do("update procrastinate_jobs set scheduled_at = now() where status = 'todo'")


@contextmanager
def nursery(town: Town, folder: Path, *options: str) -> Iterator["Nursery"]:
    """A `siklus worker` of its own that is born again whenever it is killed."""
    command = [sys.executable, "-m", "tests.faults.nursery", "--data", str(folder), "worker", *options]
    addresses = {"DATABASE_URL": town.addresses.app, "SIKLUS_WORKER_DATABASE_URL": town.addresses.worker}
    told, log = folder / "workers", folder / "workers.log"
    with told.open("wb") as output, log.open("wb") as errors:
        process = subprocess.Popen(
            command, cwd=ROOT, env={**os.environ, **addresses}, stdout=output, stderr=errors, start_new_session=True
        )
    try:
        yield Nursery(told, log)
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


class Nursery:
    """The workers of a nursery, oldest first."""

    def __init__(self, told: Path, log: Path) -> None:
        self._told, self._log = told, log

    @property
    def workers(self) -> list[int]:
        return [int(line) for line in self._told.read_text().split()]

    @property
    def log(self) -> str:
        return self._log.read_text()

    def kill(self) -> None:
        """End the present worker as a power cut would, and wait for the next."""
        before = self.workers
        os.kill(before[-1], signal.SIGKILL)
        until(lambda: len(self.workers) > len(before))

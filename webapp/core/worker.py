"""Runs queued jobs and periodic sweeps, and stays alive: a database that goes away and comes back is waited for."""

import asyncio
import contextlib
import logging
import threading
import time
from collections.abc import Callable, Coroutine
from datetime import timedelta

import procrastinate
from flask import Flask

from webapp.core import clock, upkeep
from webapp.core.db import db, passes, undo
from webapp.core.jobs import MAIL, UPKEEP, WORK, Job, jobs

log = logging.getLogger(__name__)

NIGHTLY = "17 19 * * *"  # in UTC: between two and five in the morning in Indonesia
STALLED_SECONDS = 30
CRASHES_ALLOWED = 3
APART_SECONDS = 3
SOON_SECONDS = 2
Sweep = Callable[[], int]
Failed = Callable[[str, dict, Exception], None]


class Worker:
    """One worker of one process: `start()` and `stop()` from any thread, `run()` to block.

    `sweeps` run every second until they report nothing to do; `failed` hears of a job whose tries are used up.
    """

    def __init__(self, app: Flask, conninfo: str, *, sweeps: list[Sweep], failed: Failed, concurrency: int = 2) -> None:
        self._app = app
        self._conninfo = conninfo
        self._sweeps = sweeps
        self._failed = failed
        self._concurrency = concurrency
        self._stopping = threading.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._task: asyncio.Task | None = None
        self._threads: list[threading.Thread] = []
        self.last_beat = 0.0

    def start(self) -> None:
        for target in (self.run, self._sweep_forever):
            thread = threading.Thread(target=target, name=f"siklus-{target.__name__}", daemon=True)
            thread.start()
            self._threads.append(thread)

    def wait(self) -> None:
        """Block until `stop()` is called from elsewhere."""
        self._stopping.wait()

    def stop(self, timeout: float = 30) -> None:
        """Let the running jobs finish, then end; what does not finish in time is taken up again by the next worker."""
        self._stopping.set()
        loop, task = self._loop, self._task
        if loop is not None and task is not None:
            with contextlib.suppress(RuntimeError):  # it has just ended by itself
                loop.call_soon_threadsafe(task.cancel)
        for thread in self._threads:
            thread.join(timeout)

    def run(self) -> None:
        """Run until stopped. procrastinate's worker returns when the database goes away, so it is started again."""
        pause = 0.5
        while not self._stopping.is_set():
            began = time.monotonic()
            try:
                asyncio.run(self._run_once())
            except asyncio.CancelledError:
                pass
            except Exception:
                log.exception("the worker stopped; it starts again")
            pause = 0.5 if time.monotonic() - began > 10 else min(pause * 2, 15)
            self._stopping.wait(pause)

    async def _run_once(self) -> None:
        self._loop, self._task = asyncio.get_running_loop(), asyncio.current_task()
        queue = self._queue()
        try:
            async with queue.open_async():
                await _take_from_the_dead(queue.job_manager)
                # A mail server that does not answer holds up mail, and nothing else.
                await _until_one_ends(
                    self._run_lanes(queue, [WORK, UPKEEP], self._concurrency), self._run_lanes(queue, [MAIL], 2)
                )
        finally:
            self._loop = self._task = None

    @staticmethod
    async def _run_lanes(queue: procrastinate.App, lanes: list[str], concurrency: int) -> None:
        await queue.run_worker_async(
            queues=lanes,
            concurrency=concurrency,
            install_signal_handlers=False,
            fetch_job_polling_interval=2,
            shutdown_graceful_timeout=20,
            delete_jobs="successful",
        )

    def _queue(self) -> procrastinate.App:
        queue = procrastinate.App(connector=procrastinate.PsycopgConnector(conninfo=self._conninfo))
        for each in jobs.values():
            self._register(queue, each)
        self._register_reaper(queue)
        self._register_upkeep(queue)
        return queue

    def _register(self, queue: procrastinate.App, job: Job) -> None:
        @queue.task(name=job.name, queue=job.lane, retry=_Patience(job), pass_context=True)
        def run(context: procrastinate.JobContext, **arguments: object) -> None:
            self._run_job(job, dict(arguments), last_try=context.job.attempts >= job.tries - 1)

    def _run_job(self, job: Job, arguments: dict, *, last_try: bool) -> None:
        """The job in its transaction. When the last try fails, `failed` takes it over and the queue is rid of it."""
        with self._app.app_context():
            try:
                job.run(**arguments)
                db.session.commit()
            except Exception as error:
                undo()
                log.exception("job %s failed", job.name)
                if passes(error) or not last_try:
                    raise
                self._failed(job.name, arguments, error)
            finally:
                db.session.remove()

    def _register_reaper(self, queue: procrastinate.App) -> None:
        @queue.periodic(cron="* * * * * */10")
        @queue.task(name="upkeep.reap", queue=UPKEEP, queueing_lock="reap", priority=10, pass_context=True)
        async def reap(context: procrastinate.JobContext, timestamp: int) -> None:
            del context, timestamp
            await _take_from_the_dead(queue.job_manager)

    def _register_upkeep(self, queue: procrastinate.App) -> None:
        @queue.periodic(cron=NIGHTLY)
        @queue.task(name="upkeep.forget", queue=UPKEEP, queueing_lock="forget", lock="forget", pass_context=True)
        def forget(context: procrastinate.JobContext, timestamp: int) -> None:
            del context, timestamp
            with self._app.app_context():
                try:
                    upkeep.forget()
                finally:
                    db.session.remove()

    def _sweep_forever(self) -> None:
        while not self._stopping.is_set():
            busy = False
            for sweep in self._sweeps:
                busy = self._sweep_once(sweep) or busy
            self.last_beat = time.monotonic()
            self._stopping.wait(0.05 if busy else 1)

    def _sweep_once(self, sweep: Sweep) -> bool:
        with self._app.app_context():
            try:
                return sweep() > 0
            except Exception as error:
                undo()
                log.warning("a sweep failed and is tried again: %s", error, exc_info=not passes(error))
                return False
            finally:
                db.session.remove()


class _Patience(procrastinate.BaseRetryStrategy):
    """A job that failed is tried again ever later; one that lost the database, as soon as it may be back."""

    def __init__(self, job: Job) -> None:
        self._job = job

    def get_retry_decision(
        self, *, exception: BaseException, job: procrastinate.jobs.Job
    ) -> procrastinate.RetryDecision | None:
        failures = job.attempts + 1
        if passes(exception):
            return procrastinate.RetryDecision(retry_in={"seconds": SOON_SECONDS})
        if failures >= self._job.tries:
            return None
        return procrastinate.RetryDecision(retry_in={"seconds": self._job.pause(failures)})


async def _take_from_the_dead(manager: procrastinate.manager.JobManager) -> None:
    """Jobs of a dead worker go back to the queue; one that kills worker after worker is given up.

    They go back one after the other: next to a job that kills, others would die with it each time.
    """
    stalled = await manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_SECONDS)
    for number, each in enumerate(sorted(stalled, key=lambda job: job.id or 0)):
        tries = jobs[each.task_name].tries if each.task_name in jobs else 0
        if each.queue == UPKEEP:
            await manager.finish_job(each, status=procrastinate.jobs.Status.FAILED, delete_job=True)
        elif each.attempts + 1 >= max(tries, CRASHES_ALLOWED):
            await manager.finish_job(each, status=procrastinate.jobs.Status.FAILED, delete_job=False)
        else:
            await manager.retry_job(each, retry_at=clock.now() + timedelta(seconds=number * APART_SECONDS))


async def _until_one_ends(*runs: Coroutine) -> None:
    """Run all side by side; when one ends or this is cancelled, end all. Raises what made one of them fail."""
    tasks = [asyncio.create_task(run) for run in runs]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        ends = await asyncio.gather(*tasks, return_exceptions=True)
    for end in ends:
        if isinstance(end, Exception):
            raise end

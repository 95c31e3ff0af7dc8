"""Runs queued jobs and periodic sweeps, and stays alive: a database that goes away and comes back is waited for."""

import asyncio
import logging
import threading
import time
from collections.abc import Callable

import procrastinate
from flask import Flask

from webapp.core.db import db
from webapp.core.jobs import Job, jobs

log = logging.getLogger(__name__)

STALLED_SECONDS = 30
CRASHES_ALLOWED = 3
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
        if self._loop and self._task:
            self._loop.call_soon_threadsafe(self._task.cancel)
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
        queue = self._queue()
        async with queue.open_async():
            self._loop = asyncio.get_running_loop()
            self._task = asyncio.create_task(
                queue.run_worker_async(
                    queues=["siklus", "upkeep"],
                    concurrency=self._concurrency,
                    install_signal_handlers=False,
                    fetch_job_polling_interval=2,
                    shutdown_graceful_timeout=20,
                    delete_jobs="successful",
                )
            )
            await self._task

    def _queue(self) -> procrastinate.App:
        queue = procrastinate.App(connector=procrastinate.PsycopgConnector(conninfo=self._conninfo))
        for each in jobs.values():
            self._register(queue, each)
        self._register_reaper(queue)
        return queue

    def _register(self, queue: procrastinate.App, job: Job) -> None:
        retry = procrastinate.RetryStrategy(max_attempts=job.tries - 1, exponential_wait=2)

        @queue.task(name=job.name, queue="siklus", retry=retry, pass_context=True)
        def run(context: procrastinate.JobContext, **arguments: object) -> None:
            last_try = context.job.attempts >= job.tries - 1
            self._run_job(job, dict(arguments), last_try=last_try)

    def _run_job(self, job: Job, arguments: dict, *, last_try: bool) -> None:
        with self._app.app_context():
            try:
                job.run(**arguments)
                db.session.commit()
            except Exception as error:
                db.session.rollback()
                log.exception("job %s failed", job.name)
                if last_try:
                    self._failed(job.name, arguments, error)
                raise
            finally:
                db.session.remove()

    def _register_reaper(self, queue: procrastinate.App) -> None:
        """Jobs of a dead worker go back to the queue; one that kills worker after worker is given up."""

        @queue.periodic(cron="* * * * * */10")
        @queue.task(name="upkeep.reap", queue="upkeep", queueing_lock="reap", pass_context=True)
        async def reap(context: procrastinate.JobContext, timestamp: int) -> None:
            del context, timestamp
            for stalled in await queue.job_manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_SECONDS):
                if stalled.attempts >= CRASHES_ALLOWED:
                    await queue.job_manager.finish_job(
                        stalled, status=procrastinate.jobs.Status.FAILED, delete_job=False
                    )
                    await asyncio.to_thread(self._give_up, stalled.task_name, stalled.task_kwargs)
                else:
                    await queue.job_manager.retry_job(stalled)

    def _give_up(self, name: str, arguments: dict) -> None:
        with self._app.app_context():
            self._failed(name, arguments, RuntimeError("the worker died each time it ran this job"))

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
            except Exception:
                db.session.rollback()
                log.exception("a sweep failed; it is tried again")
                return False
            finally:
                db.session.remove()

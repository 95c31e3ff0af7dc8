"""S3: completions over HTTP as a browser sends them: session cookie, CSRF token, the whole form, a redirect."""

import http.client
import multiprocessing
import queue
import socket
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from urllib.parse import urlencode

from lxml import html

from benchmarks import walking
from benchmarks.answers import answers
from benchmarks.ground import Ground, application
from benchmarks.rows import Row
from webapp import runtime
from webapp.cases.models import Task
from webapp.core.db import db
from webapp.people import browsers
from webapp.people.models import Account

CLIENTS = 16
START_SECONDS = 120


@dataclass(frozen=True)
class Filled:
    """A task's form as it lies on the screen, ready to be sent."""

    path: str
    body: str
    cookies: str


@dataclass
class Answers:
    """What came back: seconds of those that were accepted, and how many were not."""

    seconds: list[float] = field(default_factory=list)
    errors: int = 0


def rows(ground: Ground, cases: int) -> list[Row]:
    ids = ground.open_cases(cases)
    with _Site(ground, processes=1) as site:
        alone = Answers()
        for tasks in walking.rounds(ground.map, ids):
            _send(site.port, _prepared(ground, site.port, tasks), alone)
    together, seconds = _crowd(ground, cases)
    times = sorted(alone.seconds)
    return [
        Row("S3", "completion over HTTP, 1 client, p50", times[len(times) // 2] * 1000, "ms", most=15),
        Row("S3", "completion over HTTP, 1 client, p95", times[int(len(times) * 0.95)] * 1000, "ms", most=40),
        Row("S3", f"{CLIENTS} clients on 2 processes", len(together.seconds) / seconds, "/s", least=120),
        Row("S3", "answers that were no redirect", alone.errors + together.errors, "", most=0),
    ]


def _crowd(ground: Ground, cases: int) -> tuple[Answers, float]:
    """Rounds of a cycle, each sent by all clients at once; the seconds are those of the sending alone."""
    ids, found, seconds = ground.open_cases(cases), Answers(), 0.0
    with _Site(ground, processes=2) as site, ThreadPoolExecutor(CLIENTS) as clients:
        for tasks in walking.rounds(ground.map, ids):
            waiting: queue.SimpleQueue[Filled] = queue.SimpleQueue()
            for each in _prepared(ground, site.port, tasks):
                waiting.put(each)
            began = time.perf_counter()
            sending = [clients.submit(_send, site.port, _drained(waiting), Answers()) for _ in range(CLIENTS)]
            for answered in (each.result() for each in sending):
                found.seconds += answered.seconds
                found.errors += answered.errors
            seconds += time.perf_counter() - began
    return found, seconds


def _drained(waiting: queue.SimpleQueue[Filled]) -> Iterator[Filled]:
    with suppress(queue.Empty):
        while True:
            yield waiting.get_nowait()


def _send(port: int, forms, found: Answers) -> Answers:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    for form in forms:
        headers = {
            "Cookie": form.cookies,
            "Content-Type": "application/x-www-form-urlencoded",
            "Sec-Fetch-Site": "same-origin",
        }
        began = time.perf_counter()
        connection.request("POST", form.path, form.body, headers)
        response = connection.getresponse()
        response.read()
        took = time.perf_counter() - began
        if response.status == 303:
            found.seconds.append(took)
        else:
            found.errors += 1
    connection.close()
    return found


def _prepared(ground: Ground, port: int, tasks: Sequence[Task]) -> list[Filled]:
    """The pages of these tasks, opened and filled in by whoever does them."""
    return [_opened(ground, port, task) for task in tasks]


def _opened(ground: Ground, port: int, task: Task) -> Filled:
    token = _token(ground, walking.worker_of(ground.map, task).account_id)
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", f"/tasks/{task.id}", headers={"Cookie": f"siklus={token}"})
    response = connection.getresponse()
    page = html.fromstring(response.read())
    for template in page.xpath("//template"):
        template.getparent().remove(template)
    form = page.get_element_by_id("f--form")
    for name, value in _flat(answers(task.element)):
        if name in form.fields:
            form.fields[name] = value if isinstance(value, bool) else str(value)
    flask_cookie = (response.getheader("Set-Cookie") or "").partition(";")[0]
    cookies = "; ".join(filter(None, [f"siklus={token}", flask_cookie]))
    connection.close()
    return Filled(form.get("action") or f"/tasks/{task.id}/completion", urlencode(form.form_values()), cookies)


def _flat(given: dict | list, prefix: str = "") -> Iterator[tuple[str, object]]:
    """Answers under the names that fields have on the page: `results-0-title`."""
    for key, value in given.items() if isinstance(given, dict) else enumerate(given):
        name = f"{prefix}{key}"
        if isinstance(value, dict | list):
            yield from _flat(value, f"{name}-")
        else:
            yield name, value


_tokens: dict[int, str] = {}


def _token(ground: Ground, account_id: int) -> str:
    """One signed-in browser per person."""
    if account_id not in _tokens:
        account = db.session.get_one(Account, (ground.agency_id, account_id))
        _tokens[account_id] = browsers.begin(account, browser="bench")
        db.session.commit()
    return _tokens[account_id]


class _Site:
    """The web server on a free port, in processes of its own."""

    def __init__(self, ground: Ground, *, processes: int) -> None:
        fresh = multiprocessing.get_context("spawn")
        self._socket = runtime.listen("127.0.0.1", 0)
        self._socket.listen(128)
        self.port = self._socket.getsockname()[1]
        self._processes = [
            fresh.Process(target=_serve, args=(ground.addresses.app, self._socket), daemon=True)
            for _ in range(processes)
        ]

    def __enter__(self) -> "_Site":
        for process in self._processes:
            process.start()
        deadline = time.monotonic() + START_SECONDS
        while not self._answers():
            if time.monotonic() > deadline:
                raise RuntimeError("the web server does not answer")
            time.sleep(0.1)
        return self

    def _answers(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=START_SECONDS)
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().status < 500
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def __exit__(self, *_error: object) -> None:
        for process in self._processes:
            process.terminate()
        for process in self._processes:
            process.join(10)
        self._socket.close()


def _serve(address: str, listening: socket.socket) -> None:
    runtime.stop_on_signals()
    with suppress(KeyboardInterrupt):
        runtime.serve(application(address), [listening])

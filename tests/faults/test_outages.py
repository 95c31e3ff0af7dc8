"""PostgreSQL dies under a running Siklus, and comes back."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.cookiejar import Cookie, CookieJar
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, HTTPRedirectHandler, Request, build_opener
from uuid import UUID, uuid4

import pytest

from tests.faults import invariants
from tests.faults.town import HEADERS, Town, hidden_fields, terms
from tests.faults.trial_process import bundle, orders
from tests.faults.work import ROOT, is_idle, until
from webapp import runtime
from webapp.cases import opening
from webapp.cases.models import Task
from webapp.core.db import db
from webapp.core.postgres import Embedded
from webapp.people import browsers
from webapp.people.models import Account

PEOPLE = 40


@pytest.fixture
def embedded() -> Iterator[Embedded]:
    """A server of its own that forgets nothing."""
    folder = Path(tempfile.mkdtemp(prefix="siklus-tests-"))
    folder.chmod(0o711)  # when root tests, the server runs under another account
    made = Embedded(folder)
    try:
        yield made
    finally:
        made.remove()
        shutil.rmtree(folder)


@pytest.fixture
def town(embedded: Embedded) -> Iterator[Town]:
    """Forty people have a report to write."""
    addresses = embedded.start()
    runtime.migrate(runtime.Database(addresses.owner, addresses.app, addresses.worker))
    town = Town(addresses)
    orders.members = []
    town.crowd = town.people("Warga", PEOPLE, email=None)
    with town.at_work():
        town.publish(bundle())
        population = opening.Population(nips=[person.nip for person in town.crowd])
        cycle = opening.open_cycle(terms(), population, actor=town.officer, key=uuid4())
        opening.open_cases(town.agency.id, cycle.id, [person.id for person in town.crowd])
    yield town
    town.close()


def test_siklus_outlives_two_deaths_of_its_database_without_hands(town: Town, embedded: Embedded) -> None:
    with house(embedded.folder) as url:
        visitors = [Visitor(url, *errand) for errand in errands(town)]
        watcher = Visitor(url, visitors[0].token, visitors[0].task)
        crowd = [threading.Thread(target=send_all, args=(visitors[n::4],)) for n in range(4)]
        for thread in crowd:
            thread.start()
        for number, death in enumerate((signal.SIGKILL, signal.SIGQUIT), start=1):
            until(lambda n=number: sum(v.is_done for v in visitors) >= n * PEOPLE / 4, 60)
            os.kill(server_number(embedded), death)
            began = time.monotonic()
            until(lambda: watcher.get("/readyz") == 503, 5)
            until(lambda: watcher.get("/inbox") == 200, 20)
            assert time.monotonic() - began < 10
        for thread in crowd:
            thread.join(60)
        # Each report led to a task for Bo, of which the worker tells him.
        until(lambda: town.number("select count(*) from notice where person_id = :bo", bo=town.bo.id) == PEOPLE, 30)
        until(lambda: is_idle(town), 30)

    assert all(visitor.is_done for visitor in visitors)
    told = {code for visitor in visitors for code in visitor.codes}
    assert told == {200, 303, 503}
    assert all("database does not answer" in page for visitor in visitors for page in visitor.pages_of_503)
    assert town.number("select count(*) from submission") == PEOPLE
    assert town.number("select count(*) from task where element = 'confirm'") == PEOPLE
    assert town.number("select count(*) from incident") == 0
    invariants.check(town)


@contextmanager
def house(folder: Path) -> Iterator[str]:
    """The address of a running Siklus; it must end cleanly when asked to."""
    ready, log = folder / "ready.json", folder / "house.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.house", str(folder), str(ready)],
            cwd=ROOT,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        until(ready.exists, 60)
        yield json.loads(ready.read_text())["url"]
        process.terminate()
        assert process.wait(30) == 0, log.read_text()[-3000:]
    finally:
        process.kill()
        process.wait()


def server_number(embedded: Embedded) -> int:
    files = embedded._use.place.database_files
    return int((files / "postmaster.pid").read_text().split()[0])


def errands(town: Town) -> list[tuple[str, UUID]]:
    """Each person's signed-in browser and task."""
    with town.at_work():
        found = db.session.query(Account, Task.id).join(Task, Task.assignee_id == Account.person_id)
        return [(browsers.begin(account, browser="a trial"), task) for account, task in found]


def send_all(visitors: list["Visitor"]) -> None:
    for visitor in visitors:
        visitor.send("Semua target tercapai")


@dataclass
class Visitor:
    """One person's browser, over the network. Sends again what was not acknowledged, under the same key."""

    url: str
    token: str
    task: UUID
    is_done: bool = False
    codes: set[int] = field(default_factory=set)
    pages_of_503: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        jar = CookieJar()
        jar.set_cookie(_cookie("siklus", self.token))
        self._opener = build_opener(HTTPCookieProcessor(jar), _NoRedirects)

    def send(self, words: str) -> None:
        address = f"/tasks/{self.task}"
        while self.get(address) != 200:
            time.sleep(0.1)
        form = hidden_fields(self._text) | {"words": words}
        while self._ask(f"{address}/completion", form) != 303:
            time.sleep(0.1)
        self.is_done = True

    def get(self, address: str) -> int:
        return self._ask(address, None)

    def _ask(self, address: str, form: dict[str, str] | None) -> int:
        posted = None if form is None else urlencode(form).encode()
        request = Request(self.url + address, posted, HEADERS)
        try:
            with self._opener.open(request, timeout=30) as answer:
                code, self._text = answer.status, answer.read().decode()
        except HTTPError as error:
            with error:
                code, self._text = error.code, error.read().decode()
        self.codes.add(code)
        if code == 503 and address != "/readyz":
            self.pages_of_503.append(self._text)
        return code


class _NoRedirects(HTTPRedirectHandler):
    def redirect_request(self, *_args: object) -> None:
        return None


def _cookie(name: str, value: str) -> Cookie:
    place = {"port": None, "port_specified": False, "domain": "127.0.0.1", "domain_specified": True}
    rest = {"secure": False, "expires": None, "discard": True, "comment": None, "comment_url": None, "rest": {}}
    return Cookie(0, name, value, **place, domain_initial_dot=False, path="/", path_specified=True, **rest)

"""A town of its own for one trial: application, people and cycle, all committed; browsers, threads, and the moment."""

import re
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date
from typing import TypeVar
from uuid import UUID, uuid4

from flask.testing import FlaskClient
from sqlalchemy import select, text

from tests.faults import trial_process
from tests.webapp.factories import account_of, make_agency, make_person, make_unit
from webapp.app import create_app
from webapp.cases import opening, queries, service
from webapp.cases.models import Case, Task
from webapp.config import Config
from webapp.core.db import db
from webapp.core.postgres import Addresses
from webapp.library import bundles
from webapp.library import service as library
from webapp.people import browsers
from webapp.people.actor import Actor
from webapp.people.models import Person

T = TypeVar("T")
HEADERS = {"Accept": "text/html", "Accept-Language": "en", "Sec-Fetch-Site": "same-origin"}


class Town:
    """Ana works under Bo, Bo under Citra; Eka is HR. `crowd` more people work under Bo."""

    def __init__(self, addresses: Addresses, *, crowd: int = 0, **settings: object) -> None:
        self.addresses = addresses
        self.app = create_app(Config(database_url=addresses.app, secret_key="for tests", **settings), TESTING=True)
        with self.at_work():
            self.agency = make_agency(locale="id")
            self.unit = unit = make_unit(self.agency)
            self.citra = make_person(unit, "Citra Kirana")
            self.bo = make_person(unit, "Bo Santoso", supervisor=self.citra)
            self.ana = make_person(unit, "Ana Wulandari", supervisor=self.bo, locale="en")
            self.eka = make_person(unit, "Eka Putri", supervisor=self.citra, roles=("hr",))
            self.crowd = [make_person(unit, f"Warga {n}", supervisor=self.bo, email=None) for n in range(crowd)]

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """A session of its own for this thread; committed in the end."""
        with self.app.app_context():
            yield
            db.session.commit()

    def close(self) -> None:
        with self.app.app_context():
            db.session.remove()
            db.engine.dispose()

    def publish(self, bundle: dict[str, bytes]) -> None:
        library.keep(self.agency.id, "appraisal", "Trial", bundle, note="first", by=None)

    def open_case(self, person: Person, *, members: list[Person] = ()) -> int:
        """A running trial of the person; `members` will score it."""
        trial_process.orders.members = [member.id for member in members]
        with self.at_work():
            self.publish(trial_process.bundle())
            cycle = opening.open_cycle(terms(), listed(person), actor=self.officer, key=uuid4())
            opening.open_cases(self.agency.id, cycle.id, [person.id])
        return self.number('select max(id) from "case" where employee_id = :person', person=person.id)

    def people(self, name: str, number: int, **values: object) -> list[Person]:
        """So many more persons in the unit."""
        with self.at_work():
            return [make_person(self.unit, f"{name} {n}", supervisor=self.bo, **values) for n in range(number)]

    def complete(self, element: str, person: Person, words: str = "Sudah") -> None:
        """The person's open task of this element, handed in without a browser."""
        task = self.task(element, person)
        with self.at_work():
            found = db.session.get_one(Task, (self.agency.id, task))
            service.complete_task(
                found, {"words": words}, actor=actor_for(person), key=uuid4(), seen_version=found.version
            )

    def variables(self) -> dict:
        """The process variables of the only case."""
        with self.at_work():
            return queries.variables(db.session.scalars(select(Case)).one())

    def open_shipped_case(self, person: Person) -> None:
        """The person's case of the process that comes with Siklus."""
        with self.at_work():
            self.publish(bundles.shipped("appraisal"))
            cycle = opening.open_cycle(terms(), listed(person), actor=self.officer, key=uuid4())
            opening.open_cases(self.agency.id, cycle.id, [person.id])

    def person(self, number: int) -> Person:
        with self.at_work():
            return db.session.get_one(Person, (self.agency.id, number))

    @property
    def officer(self) -> Actor:
        return actor_for(self.eka, "hr")

    def browser(self, person: Person) -> "Browser":
        """The browser of a person who has signed in."""
        with self.at_work():
            token = browsers.begin(account_of(person), browser="a trial")
        browser = Browser(self.app, use_cookies=True)
        browser.set_cookie("siklus", token)
        return browser

    def task(self, element: str, person: Person | None = None) -> UUID:
        """The open task of this element, the person's own if several have one."""
        statement = select(Task.id).where(Task.element == element, Task.status == "open")
        if person is not None:
            statement = statement.where(Task.assignee_id == person.id)
        with self.at_work():
            return db.session.scalars(statement).one()

    def rows(self, statement: str, **values: object) -> list[tuple]:
        with self.at_work():
            return [tuple(row) for row in db.session.execute(text(statement), values)]

    def number(self, statement: str, **values: object) -> int:
        return self.rows(statement, **values)[0][0]

    def do(self, statement: str, **values: object) -> None:
        with self.at_work():
            db.session.execute(text(statement), values)


class Browser(FlaskClient):
    """Sends what a browser sends. Cookies are its own, so each thread takes one."""

    def open(self, *args, **kwargs):
        kwargs["headers"] = {**HEADERS, **dict(kwargs.get("headers") or {})}
        return super().open(*args, **kwargs)

    def twin(self) -> "Browser":
        """Another window of the same browser."""
        other = Browser(self.application, use_cookies=True)
        for cookie in list(self._cookies.values()):
            other.set_cookie(cookie.key, cookie.value)
        return other

    def form_of(self, task: UUID) -> dict[str, str]:
        """What the hidden fields of the task's form hold."""
        page = self.get(f"/tasks/{task}")
        assert page.status_code == 200, page.status_code
        return hidden_fields(page.text)


def hidden_fields(page: str) -> dict[str, str]:
    """What the form of a task's page carries along."""
    form = page[page.index('id="f--form"') :]
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form))


def actor_for(person: Person, *roles: str) -> Actor:
    return Actor(
        agency_id=person.agency_id,
        person_id=person.id,
        account_id=0,
        session=b"",
        name=person.name,
        title="",
        roles=frozenset(roles),
        locale=None,
        time_zone="Asia/Jakarta",
        agency="",
    )


def terms(name: str | None = None) -> opening.Terms:
    return opening.Terms(
        name=name or f"Cycle {uuid4()}",
        starts_on=date(2026, 1, 1),
        ends_on=date(2026, 12, 31),
        plan_due_on=date(2026, 3, 1),
        assessment_due_on=date(2027, 1, 10),
        period_ends=[date(2026, 6, 30), date(2026, 12, 31)],
    )


def listed(*persons: Person) -> opening.Population:
    return opening.Population(nips=[person.nip for person in persons])


def together(acts: list[Callable[[], T]]) -> list[T]:
    """Start all acts at the same instant, each in a thread of its own; their results in order."""
    start = threading.Barrier(len(acts))

    def run(act: Callable[[], T]) -> T:
        start.wait()
        return act()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))

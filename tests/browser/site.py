"""The real server with running cycles: waitress and the worker in threads, over a database of its own."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from uuid import uuid4

from flask import Flask, Response
from sqlalchemy import select

from tests.journeys.walk import Walk
from tests.webapp.conftest import Browser
from tests.webapp.cycles import Cycle, actor_for
from tests.webapp.factories import PASSWORD, account_of, make_person
from webapp import runtime
from webapp.app import create_app
from webapp.cases import opening
from webapp.cases.models import Case, Task
from webapp.config import Config
from webapp.core.db import db
from webapp.core.postgres import Addresses
from webapp.outcomes.models import Award, Certificate
from webapp.people import passwords
from webapp.people.models import Grant, Person


class Site:
    """A running Siklus. Everybody has the same password; `case_of(person)` is the newest case about that person."""

    def __init__(self, app: Flask, url: str) -> None:
        self.app, self.url = app, url
        self.cycle = Cycle()
        office = self.cycle.office
        self.admin = make_person(office.unit, "Lukas Proses", roles=("process_admin",))
        self.newcomers = [make_person(office.part, name, supervisor=office.bo) for name in ("Kiki Amalia", "Lala Sari")]
        self._open_second_cycle(self.newcomers)
        known = passwords.hashed(PASSWORD)
        for person in db.session.scalars(select(Person).where(Person.agency_id == office.agency.id)):
            account_of(person).password_hash = known
        db.session.commit()

    def do(self, employee: Person, element: str) -> None:
        """Complete a task about this person by HTTP, as the story says."""
        with self.app.app_context():
            Walk(self.case_of(employee), self._signed_in).do(element)

    def finish(self, employee: Person) -> None:
        """Walk the case about this person to its end by HTTP, so that pages have something to show."""
        with self.app.app_context():
            Walk(self.case_of(employee), self._signed_in).to_the_end()

    def _signed_in(self, person: Person) -> Browser:
        browser = Browser(self.app, Response)
        browser.sign_in(person)
        return browser

    def _open_second_cycle(self, people: list[Person]) -> None:
        office = self.cycle.office
        terms = opening.Terms(
            name="Siklus 2027",
            starts_on=date(2027, 1, 1),
            ends_on=date(2027, 12, 31),
            plan_due_on=date(2027, 1, 31),
            assessment_due_on=date(2028, 1, 10),
            period_ends=[date(2027, 6, 30), date(2027, 12, 31)],
        )
        officer = actor_for(office.eka, "hr")
        opened = opening.open_cycle(
            terms, opening.Population(nips=[person.nip for person in people]), actor=officer, key=uuid4()
        )
        opening.open_cases(office.agency.id, opened.id, [person.id for person in people])

    def case_of(self, employee: Person) -> "CaseOf":
        return CaseOf(self, employee)


class CaseOf:
    """The case about one person, read anew at every question."""

    def __init__(self, site: Site, employee: Person) -> None:
        self._app = site.app
        self._where = (Case.agency_id == employee.agency_id, Case.employee_id == employee.id)

    @property
    def row(self) -> Case:
        with self._app.app_context():
            return db.session.scalars(select(Case).where(*self._where)).one()

    def tasks(self) -> list[Task]:
        """The open ones, oldest first."""
        case = self.row
        with self._app.app_context():
            found = select(Task).where(Task.case_id == case.id, Task.status == "open").order_by(Task.opened_at)
            return list(db.session.scalars(found))

    def task(self, element: str) -> Task:
        return next(task for task in self.tasks() if task.element == element)

    def certificate(self) -> str:
        """The code of the certificate that this case ended with."""
        of_award = (Award.agency_id == Certificate.agency_id) & (Award.id == Certificate.award_id)
        found = select(Certificate.code).join(Award, of_award).where(Award.case_id == self.row.id)
        with self._app.app_context():
            return db.session.scalars(found).one()

    def holder(self, task: Task) -> Person:
        """Who does the task: its assignee, or the first of its group."""
        with self._app.app_context():
            if task.assignee_id is not None:
                return db.session.get_one(Person, (task.agency_id, task.assignee_id))
            members = (
                select(Person)
                .join(Grant, (Grant.agency_id == Person.agency_id) & (Grant.person_id == Person.id))
                .where(Grant.agency_id == task.agency_id, Grant.role.in_(task.groups))
            )
            return db.session.scalars(members.order_by(Person.id)).first()


@contextmanager
def running_site(database: Addresses, files: Path) -> Iterator[Site]:
    """A site from start to a clean stop."""
    socket = runtime.listen("127.0.0.1", 0)
    url = f"http://127.0.0.1:{socket.getsockname()[1]}"
    config = Config(database_url=database.app, secret_key="for browsers", files=str(files), public_url=url, demo=True)
    app = create_app(config)
    worker = runtime.make_worker(app, runtime.Database(database.owner, database.app, database.worker))
    with app.app_context():
        site = Site(app, url)
        db.session.remove()
    server = runtime.make_server(app, [socket])
    thread = threading.Thread(target=server.run, name="siklus-web", daemon=True)
    thread.start()
    worker.start()
    try:
        yield site
    finally:
        worker.stop()
        server.close()
        thread.join(10)
        with app.app_context():
            db.engine.dispose()

"""Where everything is measured: a durable server of its own, one agency with its people, the shipped process."""

import shutil
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from flask import Flask
from psycopg import sql
from sqlalchemy import select

from webapp import runtime
from webapp.app import create_app
from webapp.cases import opening
from webapp.cases.models import Case
from webapp.config import Config
from webapp.core import clock
from webapp.core.db import db
from webapp.core.postgres import Addresses, Embedded, prepare_database
from webapp.library import bundles
from webapp.library import service as library
from webapp.people.actor import Actor
from webapp.people.models import Account, Agency, Grant, Person, Post, Unit

PERIODS = 4
TEAM = 8  # employees under one supervisor


@dataclass
class Map:
    """Who is who in the agency: what another process needs to act for its people."""

    agency_id: int
    actors: dict[int, Actor] = field(default_factory=dict)

    def holder(self, role: str) -> Actor:
        return next(actor for actor in self.actors.values() if role in actor.roles)


@dataclass
class Ground:
    """A running server with the agency in it. `employees` are those who have a supervisor with a superior."""

    embedded: Embedded
    addresses: Addresses
    application: Flask
    map: Map
    employees: list[int] = field(default_factory=list)
    _names: Iterator[int] = field(default_factory=lambda: count(1))

    @property
    def agency_id(self) -> int:
        return self.map.agency_id

    def open_cases(self, number: int, *, periods: int = PERIODS) -> list[int]:
        """Open a new cycle for that many employees and start their cases at once; the ids of the cases."""
        cycle = self.open_cycle(number, periods=periods)
        opening.open_cases(self.agency_id, cycle.id, self.employees[:number])
        db.session.commit()
        cases = select(Case.id).where(Case.agency_id == self.agency_id, Case.cycle_id == cycle.id).order_by(Case.id)
        return list(db.session.scalars(cases))

    def open_cycle(self, number: int, *, periods: int = PERIODS):
        nips = select(Person.nip).where(Person.agency_id == self.agency_id, Person.id.in_(self.employees[:number]))
        chosen = opening.Population(nips=list(db.session.scalars(nips)))
        terms = _terms(f"Siklus {next(self._names)}", periods)
        cycle = opening.open_cycle(terms, chosen, actor=self.map.holder("hr"), key=uuid.uuid4())
        db.session.execute(db.text("delete from procrastinate_jobs"))  # their cases are opened here, not by a worker
        db.session.commit()
        return cycle

    def twin(self) -> Addresses:
        """An exact copy of the database as it is now, on the same server."""
        db.session.remove()
        db.engine.dispose()
        name = f"twin_{uuid.uuid4().hex[:8]}"
        with self.superuser() as connection:
            copy = sql.SQL("create database {} template siklus owner siklus_owner")
            connection.execute(copy.format(sql.Identifier(name)))
            prepare_database(connection, name)
        return self.embedded.addresses(name)

    def drop(self, twin: Addresses) -> None:
        name = urlsplit(twin.owner).path.removeprefix("/")
        with self.superuser() as connection:
            connection.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))

    def superuser(self, database: str = "postgres") -> psycopg.Connection:
        return psycopg.connect(self.embedded.addresses(database).superuser, autocommit=True)


def _terms(name: str, periods: int) -> opening.Terms:
    today = clock.now().date()
    ends = [today + timedelta(days=90 + 7 * number) for number in range(periods)]
    return opening.Terms(name, today, ends[-1] + timedelta(days=1), today + timedelta(days=14), ends[-1], ends)


@contextmanager
def prepared(people: int, *, durable: bool = True) -> Iterator[Ground]:
    """The ground for that many employees, inside an application context; removed afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="siklus-bench-"))
    folder.chmod(0o711)  # when root measures, the server runs under another account
    embedded = Embedded(folder, durable=durable)
    try:
        addresses = embedded.start()
        runtime.migrate(runtime.Database(addresses.owner, addresses.app, addresses.worker))
        app = application(addresses.app)
        with app.app_context():
            yield _settled(embedded, addresses, app, people)
            db.session.remove()
            db.engine.dispose()
    finally:
        embedded.remove()
        shutil.rmtree(folder)


def application(address: str, **changes: object) -> Flask:
    return create_app(Config(database_url=address, secret_key="for measuring"), **changes)


def _settled(embedded: Embedded, addresses: Addresses, app: Flask, people: int) -> Ground:
    agency = _kept(Agency(code="bench", name="Kabupaten Siklus"))
    ground = Ground(embedded, addresses, app, Map(agency.id))
    unit = _kept(Unit(agency_id=agency.id, code="U", name="Dinas Kesehatan"))
    head = _person(ground, unit, None, "agency_head")
    for role in ("hr", *["panel"] * 7):
        _person(ground, unit, head, role)
    superior = _person(ground, unit, head)
    while len(ground.employees) < people:
        supervisor = _person(ground, unit, superior)
        for _ in range(min(TEAM, people - len(ground.employees))):
            ground.employees.append(_person(ground, unit, supervisor).id)
    files = bundles.shipped("appraisal")
    library.publish(agency.id, "appraisal", "Siklus", files, note="", by=None)
    db.session.commit()
    with ground.superuser("siklus") as connection:
        connection.execute("analyze")
    return ground


def _person(ground: Ground, unit: Unit, supervisor: Person | None, *roles: str) -> Person:
    number = len(ground.map.actors)
    year = 1970 + number // 999
    nip = f"{year}0101{year + 25}031{1 + number % 999:03d}"
    person = _kept(
        Person(agency_id=unit.agency_id, nip=nip, name=f"Pegawai {number}", email=f"p{number}@siklus.example")
    )
    above = supervisor.id if supervisor else None
    _kept(Post(agency_id=unit.agency_id, person_id=person.id, unit_id=unit.id, title="Analis", supervisor_id=above))
    account = _kept(Account(agency_id=unit.agency_id, person_id=person.id, username=nip))
    for role in roles:
        _kept(Grant(agency_id=unit.agency_id, person_id=person.id, role=role))
    ground.map.actors[person.id] = Actor(
        agency_id=unit.agency_id,
        person_id=person.id,
        account_id=account.id,
        session=b"",
        name=person.name,
        title="Analis",
        roles=frozenset(roles),
        locale=None,
        time_zone="Asia/Jakarta",
        agency="",
    )
    return person


def _kept(row):
    db.session.add(row)
    db.session.flush()
    return row

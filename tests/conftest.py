"""What every test may ask for: a real PostgreSQL, made once per session, and a real browser."""

import hashlib
import os
import secrets
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit, urlunsplit

import psycopg
import pytest
from alembic import command
from alembic.config import Config as AlembicConfig
from playwright.sync_api import Browser, BrowserContext, Error, Page, sync_playwright
from psycopg import sql

from devtools import browser
from webapp.core.postgres import (
    Addresses,
    Embedded,
    PostgresProblem,
    prepare_database,
    prepare_rights,
    prepare_roles,
)

ROOT = Path(__file__).resolve().parent.parent
_FOLDERS = "siklus-tests-"


@dataclass
class Databases:
    """Makes databases of one server. `addresses(name)` are their logins."""

    addresses: Callable[[str], Addresses]
    template: str = "template1"

    def create(self) -> Addresses:
        name = f"siklus_test_{secrets.token_hex(6)}"
        with self._as_superuser() as connection:
            copy = sql.SQL("create database {} template {} owner siklus_owner")
            connection.execute(copy.format(sql.Identifier(name), sql.Identifier(self.template)))
            prepare_database(connection, name)
        return self.addresses(name)

    def drop(self, database: Addresses) -> None:
        name = urlsplit(database.owner).path.removeprefix("/")
        with self._as_superuser() as connection:
            connection.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))

    def _as_superuser(self) -> psycopg.Connection:
        return psycopg.connect(self.addresses("postgres").superuser, autocommit=True)


@pytest.fixture(scope="session")
def databases() -> Iterator[Databases]:
    """Copies of a migrated template, on an embedded server or on the one of SIKLUS_TEST_DATABASE_URL.

    That address must be a superuser's, `postgresql://…`; several test runs may share the server.
    """
    if address := os.environ.get("SIKLUS_TEST_DATABASE_URL"):
        yield from _migrated(Databases(_logins_beside(address)))
        return
    _remove_leftovers()
    folder = Path(tempfile.mkdtemp(prefix=_FOLDERS))
    folder.chmod(0o711)  # when root tests, the server runs under another account
    embedded = Embedded(folder, durable=False)
    try:
        embedded.start()
        yield from _migrated(Databases(embedded.addresses))
    finally:
        embedded.remove()
        shutil.rmtree(folder)


@pytest.fixture(scope="session")
def database(databases: Databases) -> Addresses:
    """One migrated database for all tests of the session: roll back what you do in it."""
    return databases.create()


@pytest.fixture
def fresh_database(databases: Databases) -> Iterator[Addresses]:
    """A migrated database for this test alone, which may commit; dropped afterwards."""
    made = databases.create()
    yield made
    databases.drop(made)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for the session. None to be had is a failure with the remedy, never a skip."""
    with sync_playwright() as playwright:
        for candidate in browser.candidates():
            with suppress(Error):
                started = playwright.chromium.launch(executable_path=candidate or None, args=[*browser.ARGUMENTS])
                break
        else:
            pytest.fail(browser.REMEDY)
        yield started
        started.close()


@pytest.fixture
def page(chromium: Browser) -> Iterator[Callable[..., Page]]:
    """`page(width=390, locale="en")` is the page of a new visitor. An uncaught error in a script fails the test."""
    contexts: list[BrowserContext] = []
    errors: list[str] = []

    def opened(width: int = 1440, height: int = 900, locale: str = "id-ID", **options: object) -> Page:
        viewport = {"width": width, "height": height}
        context = chromium.new_context(viewport=viewport, locale=locale, reduced_motion="reduce", **options)
        context.set_default_timeout(10_000)
        context.on("weberror", lambda error: errors.append(str(error.error)))
        contexts.append(context)
        return context.new_page()

    yield opened
    for context in contexts:
        context.close()
    assert not errors, "uncaught in a script of the page: " + "; ".join(errors)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests come last: while Playwright runs, no other test could start an event loop in this thread."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


def _migrated(databases: Databases) -> Iterator[Databases]:
    template = databases.create()
    with psycopg.connect(template.superuser, autocommit=True) as connection:
        prepare_rights(connection)
    if (ROOT / "migrations" / "env.py").exists():
        migrations = AlembicConfig()
        migrations.set_main_option("script_location", str(ROOT / "migrations"))
        migrations.set_main_option("sqlalchemy.url", template.owner.replace("%", "%%"))
        command.upgrade(migrations, "head")
    yield Databases(databases.addresses, template=urlsplit(template.owner).path.removeprefix("/"))
    databases.drop(template)


def _logins_beside(superuser: str) -> Callable[[str], Addresses]:
    """The logins on a server of someone else. Runs that share it agree on the passwords."""
    parts = urlsplit(superuser)
    password = hashlib.sha256(superuser.encode()).hexdigest()
    passwords = dict.fromkeys(("owner", "app", "worker"), password)
    with psycopg.connect(superuser, autocommit=True) as connection:
        connection.execute("select pg_advisory_lock(hashtext('siklus roles'))")
        prepare_roles(connection, passwords)

    def addresses(database: str) -> Addresses:
        place = parts.netloc.rpartition("@")[2]

        def of(who: str) -> str:
            return urlunsplit(parts._replace(netloc=f"{who}@{place}", path=f"/{quote(database)}"))

        return Addresses(
            owner=of(f"siklus_owner:{password}"),
            app=of(f"siklus_app:{password}"),
            worker=of(f"siklus_worker:{password}"),
            superuser=of(parts.netloc.rpartition("@")[0]),
        )

    return addresses


def _remove_leftovers() -> None:
    """End servers that killed test runs left behind."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_FOLDERS}*"):
        with suppress(PostgresProblem, OSError):
            if folder.stat().st_uid == os.geteuid() and time.time() - folder.stat().st_mtime > 3600:
                embedded = Embedded(folder, durable=False)
                embedded.start()
                embedded.remove()
                shutil.rmtree(folder)

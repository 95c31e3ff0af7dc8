"""Running Siklus: the database, the web server and the worker of one process, from start to a clean stop."""

import json
import logging
import os
import secrets
import signal
import socket
import threading
from dataclasses import dataclass, replace
from pathlib import Path

import waitress
from alembic import command
from alembic.config import Config as AlembicConfig
from flask import Flask

from webapp.cases import incidents
from webapp.cases.jobs import fire_due_timers
from webapp.config import Config
from webapp.core.postgres import Embedded
from webapp.core.worker import Worker

log = logging.getLogger(__name__)
MIGRATIONS = Path(__file__).resolve().parents[1] / "migrations"
THREADS = 8


@dataclass
class Database:
    """The logins in use, and the embedded server behind them, if it is ours."""

    owner: str
    app: str
    worker: str
    embedded: Embedded | None = None

    def close(self) -> None:
        if self.embedded is not None:
            self.embedded.stop()


def open_database(config: Config, folder: Path) -> Database:
    """The database of DATABASE_URL, or the embedded one of the data folder, started when it is not running."""
    if config.database_url:
        worker = config.worker_database_url or config.database_url
        return Database(config.database_url, config.database_url, worker)
    embedded = Embedded(folder)
    addresses = embedded.start()
    return Database(addresses.owner, addresses.app, addresses.worker, embedded)


def alembic_config(address: str) -> AlembicConfig:
    found = AlembicConfig()
    found.set_main_option("script_location", str(MIGRATIONS))
    found.set_main_option("sqlalchemy.url", address.replace("%", "%%"))
    return found


def migrate(database: Database) -> None:
    """Bring the tables to the newest revision; does nothing when they are there."""
    command.upgrade(alembic_config(database.owner), "head")


def configured(config: Config, database: Database, folder: Path) -> Config:
    """The configuration with what only the running process knows: its login, its secret, its files."""
    return replace(
        config,
        database_url=database.app,
        secret_key=config.secret_key or _lasting_secret(folder),
        files=config.files if os.environ.get("SIKLUS_FILES") else str(folder / "files"),
    )


def _lasting_secret(folder: Path) -> str:
    """The cookie secret kept in the data folder, so that a restart signs nobody out."""
    place = folder / "secret-key"
    if not place.exists():
        folder.mkdir(parents=True, exist_ok=True)
        with open(place, "x", opener=lambda path, flags: os.open(path, flags, 0o600)) as file:
            file.write(secrets.token_hex(32))
    return place.read_text()


def make_worker(app: Flask, database: Database, concurrency: int = 2) -> Worker:
    sweeps = [fire_due_timers, incidents.take_over_given_up]
    worker = Worker(app, database.worker, sweeps=sweeps, failed=incidents.record, concurrency=concurrency)
    app.extensions["siklus_worker"] = worker
    return worker


def listen(host: str, port: int) -> socket.socket:
    """A listening socket: whoever comes before the pages are served waits a moment. Port 0 takes a free one."""
    found = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM)
    found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    found.bind((host, port))
    found.listen(1024)
    return found


def serve(app: Flask, sockets: list[socket.socket]) -> None:
    """Answer requests until the process is told to stop."""
    server = make_server(app, sockets)
    try:
        server.run()
    finally:
        server.close()


def make_server(app: Flask, sockets: list[socket.socket]):
    """The web server: `run()` answers until `close()` is called from elsewhere."""
    return waitress.create_server(
        app,
        sockets=sockets,
        threads=THREADS,
        connection_limit=1000,
        channel_timeout=30,
        max_request_body_size=app.config["MAX_CONTENT_LENGTH"],
        expose_tracebacks=False,
        ident=None,
        clear_untrusted_proxy_headers=not app.config["SIKLUS"].proxies,
    )


def write_ready_file(path: Path, url: str, accounts: list[dict]) -> None:
    """Tell whoever waits that pages can be served; written whole or not at all."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    beside.write_text(json.dumps({"url": url, "accounts": accounts}, ensure_ascii=False, indent=2))
    beside.replace(path)


def stop_on_signals() -> None:
    """SIGTERM ends the process the same clean way as Ctrl-C."""
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, signal.default_int_handler)

"""A private PostgreSQL in a data folder, shared by all who use the folder: the last one stops it."""

import contextlib
import fcntl
import logging
import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Self

import psycopg

from webapp.core.postgres import roles
from webapp.core.postgres.addresses import Addresses, of_socket
from webapp.core.postgres.place import Place, settle
from webapp.core.postgres.problem import PostgresProblem
from webapp.core.postgres.server import Server

log = logging.getLogger(__name__)

DATABASE = "siklus"
_WATCH_SECONDS = 0.5
_LONGEST_PAUSE = 30.0


@dataclass(frozen=True)
class _Use:
    """What we hold between start and stop. The shared lock tells other processes that we are here."""

    place: Place
    server: Server
    shared_lock: IO


class Embedded:
    """The server of `data_folder`. Starting joins one that runs; stopping leaves it to others who use it.

    `durable=False` gives up safety against power loss for speed, which is right for tests only.
    """

    def __init__(self, data_folder: Path | str, *, durable: bool = True) -> None:
        self.folder = Path(data_folder).resolve()
        self._durable = durable
        self._use: _Use | None = None
        self._stopping = threading.Event()
        self._watcher: threading.Thread | None = None

    def start(self) -> Addresses:
        """Raises PostgresProblem with a sentence for the person at the terminal."""
        self._make_folder()
        self._stopping.clear()
        with self._alone():
            place = settle(self.folder)
            server = Server(place, durable=self._durable)
            if not server.is_running:
                server.start()
            _prepare(place)
            shared_lock = self._open("postgres.users")
            fcntl.flock(shared_lock, fcntl.LOCK_SH)
            self._use = _Use(place, server, shared_lock)
        return self.addresses()

    def addresses(self, database: str = DATABASE) -> Addresses:
        """The logins for another database of the same server; known only after the start."""
        if not self._use:
            raise PostgresProblem("The embedded database has not been started.")
        return of_socket(self._use.place.sockets, self._use.place.passwords, database)

    def watch(self) -> None:
        """From now on, start the server again whenever it is gone."""
        self._watcher = threading.Thread(target=self._keep_running, name="siklus-postgres", daemon=True)
        self._watcher.start()

    def stop(self) -> None:
        """Stop watching, and stop the server unless another process still uses it."""
        self._stopping.set()
        if self._watcher:
            self._watcher.join()
            self._watcher = None
        if not self._use:
            return
        with self._alone(), self._use.shared_lock as shared_lock:
            if _is_last_user(shared_lock):
                self._use.server.stop()
            else:
                self._use.server.let_go()
            self._use = None

    def remove(self) -> None:
        """Stop and delete the database for good."""
        self.stop()
        place = settle(self.folder)
        if Server(place).is_running:
            raise PostgresProblem(f"Another process still uses the database of {self.folder}.")
        place.remove()
        for name in ("postgres.json", "postgres.users", "postgres.lock"):
            (self.folder / name).unlink(missing_ok=True)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.stop()

    def _make_folder(self) -> None:
        # Root's server runs under another account, which must pass through here, but need not look around.
        mode = 0o711 if os.geteuid() == 0 else 0o700
        try:
            self.folder.mkdir(mode=mode, parents=True, exist_ok=True)
        except OSError as error:
            raise PostgresProblem(f"The data folder {self.folder} cannot be made: {error.strerror}.") from error

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        """Only one process at a time starts, joins or stops the server."""
        with self._open("postgres.lock") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _open(self, name: str) -> IO:
        try:
            return os.fdopen(os.open(self.folder / name, os.O_RDWR | os.O_CREAT, 0o600), "r+")
        except PermissionError:
            raise PostgresProblem(
                f"{self.folder} belongs to another user. Start Siklus as that user, or choose another --data."
            ) from None

    def _keep_running(self) -> None:
        pause = _WATCH_SECONDS
        while not self._stopping.wait(pause):
            try:
                self._start_if_gone()
                pause = _WATCH_SECONDS
            except (PostgresProblem, OSError) as problem:
                pause = min(pause * 2, _LONGEST_PAUSE)
                log.error("%s\nTried again in %.0f seconds.", problem, pause)  # noqa: TRY400 - it says it all

    def _start_if_gone(self) -> None:
        if not self._use or self._use.server.is_running:
            return
        log.warning("The database server is gone. It is started again.")
        with self._alone():
            if not self._use.server.is_running:
                self._use.server.start()
        log.warning("The database server is back.")


@contextlib.contextmanager
def attach(data_folder: Path | str) -> Iterator[Addresses]:
    """The database of `data_folder`, running already or started for the while."""
    with Embedded(data_folder) as embedded:
        yield embedded.addresses()


def _prepare(place: Place) -> None:
    try:
        with psycopg.connect(_superuser(place, "postgres"), autocommit=True) as connection:
            roles.prepare_roles(connection, place.passwords)
            roles.prepare_database(connection, DATABASE)
        with psycopg.connect(_superuser(place, DATABASE), autocommit=True) as connection:
            roles.prepare_rights(connection)
    except psycopg.Error as error:
        raise PostgresProblem(f"The logins of Siklus could not be made in {place.home}: {error}") from error


def _superuser(place: Place, database: str) -> str:
    return of_socket(place.sockets, place.passwords, database).superuser


def _is_last_user(shared_lock: IO) -> bool:
    try:
        fcntl.flock(shared_lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True

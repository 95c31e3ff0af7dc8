"""One PostgreSQL server process: made once by initdb, started, found again, stopped."""

import contextlib
import os
import secrets
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from webapp.core.postgres import programs
from webapp.core.postgres.place import Place
from webapp.core.postgres.problem import PostgresProblem, explained

START_SECONDS = 300
STOP_SECONDS = 60
_LARGEST_LOG = 10_000_000
_SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "max_wal_size": "256MB",
    "checkpoint_timeout": "5min",
    "log_line_prefix": "%m [%p] %q%u@%d ",
    "log_checkpoints": "off",
    "log_error_verbosity": "terse",  # the longer form quotes rows
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
}
_CARELESS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum_naptime": "1h",
}


class Server:
    """The server of one place. `durable=False` forgets on power loss, which is right for tests only."""

    def __init__(self, place: Place, *, durable: bool = True) -> None:
        self._place = place
        self._durable = durable
        self._process: subprocess.Popen[str] | None = None

    @property
    def is_running(self) -> bool:
        return self._running_number() is not None

    def start(self) -> None:
        """Start it and wait until it answers."""
        if not self._place.database_files.exists():
            self._initialise()
        self._check_version()
        deadline = time.monotonic() + START_SECONDS
        while not self._started(deadline):
            time.sleep(0.5)

    def stop(self) -> None:
        """End all connections and stop; after a minute, stop as in a crash, from which it recovers."""
        for how, seconds in ((signal.SIGINT, STOP_SECONDS), (signal.SIGQUIT, 10)):
            number = self._running_number()
            if number is None:
                return
            with contextlib.suppress(ProcessLookupError):
                os.kill(number, how)
            if self._gone_within(seconds):
                self.let_go()
                return
        raise PostgresProblem(f"The database server (process {self._running_number()}) does not stop.")

    def let_go(self) -> None:
        """Leave the process to itself: it is gone, or others go on using it."""
        if self._process and self._process.poll() is None:
            self._process.returncode = 0  # else Python complains of a child that nobody waited for
        self._process = None

    def _initialise(self) -> None:
        """Made beside their place first, so that a killed initdb leaves nothing half made."""
        place = self._place
        unfinished = place.home / f"data-{secrets.token_hex(4)}"
        with self._password_file() as password_file:
            made = place.account.run(
                place.programs / "initdb",
                f"--pgdata={unfinished}",
                "--username=postgres",
                f"--pwfile={password_file}",
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                *([] if self._durable else ["--no-sync"]),
            )
        if made.returncode:
            shutil.rmtree(unfinished, ignore_errors=True)
            raise explained("The database files could not be made.", made.stdout.splitlines())
        unfinished.rename(place.database_files)

    @contextlib.contextmanager
    def _password_file(self) -> Iterator[Path]:
        path = self._place.home / f"password-{secrets.token_hex(4)}"
        opened = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
        try:
            os.fchown(opened, self._place.account.uid, self._place.account.gid)
            with os.fdopen(opened, "w") as file:
                file.write(self._place.passwords["superuser"])
            yield path
        finally:
            path.unlink()

    def _check_version(self) -> None:
        version = (self._place.database_files / "PG_VERSION").read_text().strip()
        if version != programs.MAJOR_VERSION:
            raise PostgresProblem(
                f"The database in {self._place.database_files} was made by PostgreSQL {version}; "
                f"this is {programs.MAJOR_VERSION}. Dump it with the old one (pg_dump) and restore it here."
            )

    def _started(self, deadline: float) -> bool:
        """False when remains of a crashed server are still going away and it is worth trying again."""
        self._forget_dead_server()
        with self._log() as log:
            begin = log.tell()
            self._process = self._place.account.start(*self._command(), output=log)
        while time.monotonic() < deadline:
            if self._process.poll() is not None:
                told = self._log_since(begin)
                if any("pre-existing shared memory block" in line for line in told):
                    return False
                raise explained("The database server did not start.", told, self._place.log)
            if self._is_ready(self._process.pid):
                return True
            time.sleep(0.02)
        raise explained(
            f"The database server was not ready after {START_SECONDS} seconds.",
            self._log_since(begin),
            self._place.log,
        )

    def _command(self) -> list[str]:
        settings = {**_SETTINGS, "unix_socket_directories": f'"{self._place.sockets}"'}
        if not self._durable:
            settings |= _CARELESS
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        return [str(self._place.programs / "postgres"), "-D", str(self._place.database_files), *options]

    def _forget_dead_server(self) -> None:
        # After a reboot the number in these files may belong to anything, and the server would refuse to start.
        if self._running_number() is None:
            self._pid_file.unlink(missing_ok=True)
            (self._place.sockets / ".s.PGSQL.5432.lock").unlink(missing_ok=True)

    @contextlib.contextmanager
    def _log(self) -> Iterator:
        log = self._place.log
        if log.exists() and log.stat().st_size > _LARGEST_LOG:
            log.replace(log.with_suffix(".log.1"))
        # The folder belongs to a lesser account: never follow a link that it may have put there.
        opened = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW, 0o600)
        with os.fdopen(opened, "ab") as file:
            file.seek(0, os.SEEK_END)
            yield file

    def _log_since(self, begin: int) -> list[str]:
        with self._place.log.open("rb") as file:
            file.seek(begin)
            return file.read().decode(errors="replace").splitlines()

    @property
    def _pid_file(self) -> Path:
        return self._place.database_files / "postmaster.pid"

    def _pid_lines(self) -> list[str]:
        try:
            return self._pid_file.read_text().splitlines()
        except FileNotFoundError:
            return []

    def _is_ready(self, number: int) -> bool:
        lines = self._pid_lines()
        return len(lines) >= 8 and lines[0] == str(number) and lines[7].strip() == "ready"

    def _running_number(self) -> int | None:
        """The process number of the living server, whoever started it."""
        if self._process:
            self._process.poll()  # a dead child of ours must not be taken for a living one
        lines = self._pid_lines()
        if not lines or not lines[0].isdecimal():
            return None
        number = int(lines[0])
        return number if _command_line(number).find(str(self._place.database_files)) >= 0 else None

    def _gone_within(self, seconds: float) -> bool:
        deadline = time.monotonic() + seconds
        while self._running_number() is not None:
            if time.monotonic() > deadline:
                return False
            time.sleep(0.02)
        return True


def _command_line(number: int) -> str:
    """How a living process was called; empty for one that is gone or only waits to be collected."""
    if Path("/proc/self/cmdline").exists():
        try:
            return Path(f"/proc/{number}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            return ""
    listing = ["/bin/ps", "-o", "args=", "-p", str(number)]
    return subprocess.run(listing, capture_output=True, text=True, check=False).stdout  # noqa: S603

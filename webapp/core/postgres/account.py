"""The system account that runs the server: PostgreSQL refuses root, so root lends it another one."""

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from webapp.core.postgres.problem import PostgresProblem

_OWN_NAME = "siklus-postgres"
_MAKERS = (
    (
        "useradd",
        "--system",
        "--user-group",
        "--no-create-home",
        "--home-dir",
        "/nonexistent",
        "--shell",
        "/bin/false",
    ),
    ("adduser", "-S", "-D", "-H", "-s", "/bin/false"),
)


@dataclass(frozen=True)
class Account:
    """Whose rights the server has."""

    name: str
    uid: int
    gid: int

    def run(self, *command: str | Path) -> subprocess.CompletedProcess[str]:
        """Run `command` to its end under this account; its output comes back as text, both streams in one."""
        with self.start(*command, output=subprocess.PIPE) as process:
            told, _ = process.communicate()
        return subprocess.CompletedProcess(command, process.returncode, told, "")

    def start(self, *command: str | Path, output: IO | int) -> subprocess.Popen[str]:
        """Start `command` under this account, out of reach of the terminal's Ctrl-C."""
        other = {} if self.uid == os.geteuid() else {"user": self.uid, "group": self.gid, "extra_groups": []}
        try:
            return subprocess.Popen(  # noqa: S603 - our own programs, no text of a user
                [str(part) for part in command],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                text=True,
                errors="replace",
                cwd="/",
                env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"},
                umask=0o077,
                start_new_session=True,
                **other,  # type: ignore[call-overload]
            )
        except PermissionError as error:
            if not other:
                raise
            raise PostgresProblem(
                f"Root may not run programs as the account {self.name} here ({error}). "
                "Start Siklus as an ordinary user, or set DATABASE_URL."
            ) from error

    def can_enter(self, folder: Path) -> bool:
        return self.run("/bin/sh", "-c", 'cd "$0"', folder).returncode == 0

    def can_run(self, program: Path) -> bool:
        return self.run("/bin/sh", "-c", '"$0" --version', program).returncode == 0


def for_server(home: Path) -> Account:
    """The account to run a server whose files are in `home`: ourselves, or, for root, an unprivileged one."""
    if os.geteuid() != 0:
        return Account(_name(os.geteuid()), os.geteuid(), os.getegid())
    if home.exists() and home.stat().st_uid != 0:
        owner = home.stat()
        return Account(_name(owner.st_uid), owner.st_uid, owner.st_gid)
    return _named(_OWN_NAME) or _made() or _named("postgres") or _refuse()


def _name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        raise PostgresProblem(
            f"The user number {uid} has no name on this machine, and PostgreSQL needs one. "
            f"Add a line for it to /etc/passwd, or set DATABASE_URL."
        ) from None


def _named(name: str) -> Account | None:
    try:
        entry = pwd.getpwnam(name)
    except KeyError:
        return None
    return Account(name, entry.pw_uid, entry.pw_gid)


def _made() -> Account | None:
    for program, *options in _MAKERS:
        if path := shutil.which(program, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin"):
            subprocess.run([path, *options, _OWN_NAME], capture_output=True, check=False)  # noqa: S603
            if account := _named(_OWN_NAME):
                return account
    return None


def _refuse() -> Account:
    raise PostgresProblem(
        "PostgreSQL does not run as root, and no account for it could be made. "
        f"Make one (useradd --system {_OWN_NAME}), or start Siklus as an ordinary user, or set DATABASE_URL."
    )

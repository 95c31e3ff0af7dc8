"""Decides where a server keeps its files and who runs it, and remembers that in the data folder.

`DIR/postgres.json` (0600) holds the passwords. `DIR/postgres` (0700, of the account that runs the server)
holds the database. When root starts Siklus in a folder that an unprivileged account cannot enter, such as one
below /root, no rights are changed: the database lives in /var/lib/siklus/<hash>, and `postgres.json` says so.
"""

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from webapp.core.postgres import addresses, programs
from webapp.core.postgres.account import Account, for_server
from webapp.core.postgres.problem import PostgresProblem

LONGEST_SOCKET_FOLDER = 90
_SYSTEM_FOLDER = Path("/var/lib/siklus")


@dataclass(frozen=True)
class Place:
    """Everything that stays the same from one start of a server to the next."""

    home: Path
    sockets: Path
    programs: Path
    account: Account
    passwords: Mapping[str, str]

    @property
    def database_files(self) -> Path:
        return self.home / "data"

    @property
    def log(self) -> Path:
        return self.home / "server.log"

    def remove(self) -> None:
        """Delete the database and its sockets for good."""
        shutil.rmtree(self.home, ignore_errors=True)
        shutil.rmtree(self.sockets, ignore_errors=True)


def settle(folder: Path) -> Place:
    """The place remembered in `folder`, or a new one."""
    record = folder / "postgres.json"
    known = _remembered(record)
    usual = folder / "postgres"
    home = Path(known.get("home") or usual)
    account = for_server(home)
    wheel = programs.of_the_wheel()
    if not account.can_run(wheel / "postgres"):
        wheel = _programs_within_reach(wheel, account)
    if not _prepared(home, account):
        home = _home_within_reach(home, folder, account)
    sockets = _socket_folder(home, known.get("sockets"), account)
    passwords = known.get("passwords") or addresses.new_passwords()
    remembered = {
        "home": None if home == usual else str(home),
        "sockets": None if sockets.parent == home else str(sockets),
        "passwords": passwords,
    }
    if remembered != known:
        _remember(record, remembered)
    return Place(home, sockets, wheel, account, passwords)


def _remembered(record: Path) -> dict:
    try:
        return json.loads(record.read_text())
    except FileNotFoundError:
        return {}
    except PermissionError:
        raise PostgresProblem(
            f"{record} belongs to another user. Start Siklus as that user, or choose another --data."
        ) from None
    except ValueError:
        raise PostgresProblem(f"{record} is damaged: it holds the passwords of the database. Restore it.") from None


def _remember(record: Path, remembered: dict) -> None:
    unfinished = record.with_suffix(".new")
    unfinished.unlink(missing_ok=True)
    with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(remembered, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(record)


def _prepared(home: Path, account: Account) -> bool:
    """Make `home` for the account alone. False when the account cannot enter it."""
    try:
        _make_private(home, account)
    except OSError as error:
        raise PostgresProblem(f"The folder {home} for the database cannot be made: {error.strerror}.") from error
    return account.can_enter(home)


def _make_private(folder: Path, account: Account) -> None:
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.is_symlink() or folder.stat().st_uid != account.uid:
        os.chown(folder, account.uid, account.gid, follow_symlinks=False)
    folder.chmod(0o700)


def _programs_within_reach(wheel: Path, account: Account) -> Path:
    if os.geteuid() == 0:
        _make_system_folder()
        copy = programs.copied(wheel, _SYSTEM_FOLDER)
        if account.can_run(copy / "postgres"):
            return copy
    told = account.run(wheel / "postgres", "--version").stdout if os.access(wheel / "postgres", os.X_OK) else ""
    raise PostgresProblem(
        f"The PostgreSQL of the wheel does not run here as {account.name}. {told}\n"
        "Set DATABASE_URL to the address of a PostgreSQL 15 or later."
    )


def _home_within_reach(home: Path, folder: Path, account: Account) -> Path:
    if (home / "data").exists() or os.geteuid() != 0:
        raise PostgresProblem(
            f"The account {account.name} cannot enter {home}, where the database is. "
            "Let it pass through the folders above, or start Siklus as the owner of that folder."
        )
    home.rmdir()
    _make_system_folder()
    elsewhere = _SYSTEM_FOLDER / hashlib.sha256(str(folder).encode()).hexdigest()[:12]
    if not _prepared(elsewhere, account):
        raise PostgresProblem(
            f"The account {account.name} cannot enter {elsewhere}. Choose another folder with --data."
        )
    return elsewhere


def _make_system_folder() -> None:
    try:
        _SYSTEM_FOLDER.mkdir(mode=0o755, parents=True, exist_ok=True)
        _SYSTEM_FOLDER.chmod(0o755)
    except OSError as error:
        raise PostgresProblem(
            "Siklus runs as root in a folder that no other account can enter, and "
            f"{_SYSTEM_FOLDER} cannot be made ({error.strerror}). "
            "Put the checkout or --data elsewhere, for example below /srv."
        ) from error


def _socket_folder(home: Path, remembered: str | None, account: Account) -> Path:
    """Sockets have short paths: a long `home` gets a private folder elsewhere."""
    inside = home / "socket"
    if len(os.fsencode(inside)) <= LONGEST_SOCKET_FOLDER:
        _make_private(inside, account)
        return inside
    if remembered and _is_private(Path(remembered), account):
        return Path(remembered)
    short = Path(tempfile.mkdtemp(prefix="siklus-", dir="/tmp"))
    _make_private(short, account)
    return short


def _is_private(folder: Path, account: Account) -> bool:
    try:
        found = folder.lstat()
    except OSError:
        return False
    return found.st_uid == account.uid and found.st_mode & 0o177777 == 0o040700

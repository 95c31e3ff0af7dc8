"""The logins of the embedded server as addresses that psycopg understands."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

LOGINS = {"superuser": "postgres", "owner": "siklus_owner", "app": "siklus_app", "worker": "siklus_worker"}


@dataclass(frozen=True)
class Addresses:
    """One `postgresql://` address per login. They hold passwords, so they never show in a log."""

    owner: str = field(repr=False)
    """May change tables: for migrations."""
    app: str = field(repr=False)
    """May read and write rows: for the web pages."""
    worker: str = field(repr=False)
    """May read and write rows: for background jobs."""
    superuser: str = field(repr=False)
    """May do everything: for set-up and tests only."""


def of_socket(sockets: Path, passwords: Mapping[str, str], database: str) -> Addresses:
    host = quote(str(sockets), safe="")
    return Addresses(
        **{login: f"postgresql://{role}:{passwords[login]}@/{database}?host={host}" for login, role in LOGINS.items()}
    )


def new_passwords() -> dict[str, str]:
    return {login: secrets.token_hex(24) for login in LOGINS}

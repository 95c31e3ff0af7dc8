"""Settings, all from the environment. `siklus config` lists them; docs/operations.md explains them."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any


@dataclass(frozen=True)
class Setting:
    """One environment variable: its name, what it is for, and how its text becomes a value."""

    variable: str
    meaning: str
    secret: bool = False


def _setting(variable: str, meaning: str, default: object, *, secret: bool = False):
    return field(default=default, metadata={"setting": Setting(variable, meaning, secret)})


@dataclass(frozen=True)
class Config:
    """The whole configuration of one process."""

    database_url: str = _setting("DATABASE_URL", "PostgreSQL to use; empty: the embedded one", "", secret=True)
    worker_database_url: str = _setting(
        "SIKLUS_WORKER_DATABASE_URL", "the worker's own login; empty: the same", "", secret=True
    )
    secret_key: str = _setting(
        "SIKLUS_SECRET_KEY", "signs forms and cookies; empty: one kept in the data folder", "", secret=True
    )
    smtp_url: str = _setting(
        "SIKLUS_SMTP_URL", "smtp(s)://user:password@host:port; empty: local mailbox only", "", secret=True
    )
    mail_from: str = _setting("SIKLUS_MAIL_FROM", "sender of mail", "Siklus <siklus@localhost>")
    public_url: str = _setting(
        "SIKLUS_PUBLIC_URL", "address that people reach us at, for links in mail and certificates", ""
    )
    trusted_hosts: str = _setting("SIKLUS_TRUSTED_HOSTS", "host names answered, separated by commas; empty: any", "")
    proxies: int = _setting(
        "SIKLUS_PROXIES", "our own proxies in front, each of which tells the visitor's address; 0: none is believed", 0
    )
    files: str = _setting("SIKLUS_FILES", "folder of uploaded files", "var/files")
    demo: bool = _setting("SIKLUS_DEMO", "1: show the demo's accounts and mailbox", False)
    session_idle_minutes: int = _setting(
        "SIKLUS_SESSION_IDLE_MINUTES", "a session ends after this long without a request", 60
    )
    session_hours: int = _setting("SIKLUS_SESSION_HOURS", "a session ends after this long in any case", 12)
    upload_megabytes: int = _setting("SIKLUS_UPLOAD_MEGABYTES", "largest request body", 12)

    keep_sessions_days: int = _setting("SIKLUS_KEEP_SESSIONS_DAYS", "ended sessions; 0 here and below: for ever", 30)
    keep_invitations_days: int = _setting("SIKLUS_KEEP_INVITATIONS_DAYS", "used and ended links for passwords", 365)
    keep_notices_days: int = _setting("SIKLUS_KEEP_NOTICES_DAYS", "notifications and their mails", 365)
    keep_incidents_days: int = _setting("SIKLUS_KEEP_INCIDENTS_DAYS", "resolved incidents", 365)
    keep_effects_days: int = _setting("SIKLUS_KEEP_EFFECTS_DAYS", "what jobs have done, against doing it twice", 90)
    keep_jobs_days: int = _setting("SIKLUS_KEEP_JOBS_DAYS", "jobs that are over and still in the queue", 7)
    keep_drafts_days: int = _setting("SIKLUS_KEEP_DRAFTS_DAYS", "drafts of tasks that are closed", 30)
    keep_trials_days: int = _setting(
        "SIKLUS_KEEP_TRIALS_DAYS", "sandbox runs, simulations and earlier states of drafts that are closed", 180
    )
    keep_files_days: int = _setting("SIKLUS_KEEP_FILES_DAYS", "uploaded files that nothing names", 30)

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "Config":
        chosen: dict[str, Any] = {}
        for f in fields(cls):
            text = environment.get(f.metadata["setting"].variable, "")
            if text:
                chosen[f.name] = _typed(f.metadata["setting"].variable, text, f.type)
        return cls(**chosen)

    @property
    def is_secure(self) -> bool:
        """Whether browsers reach us over TLS."""
        return self.public_url.startswith("https:")

    @property
    def warnings(self) -> list[str]:
        """What should not be left as it is where people work in earnest; nothing of the kind in the demo."""
        if self.demo:
            return []
        missing = []
        if not self.trusted_hosts:
            missing.append(
                "SIKLUS_TRUSTED_HOSTS is empty, so Siklus answers under any host name. "
                "Set it to the names that people reach it at."
            )
        if not self.public_url:
            missing.append(
                "SIKLUS_PUBLIC_URL is empty, so links in mail and certificates lead nowhere and cookies are not "
                "Secure. Set it to the https: address that people reach Siklus at."
            )
        return missing

    def flask(self) -> dict[str, object]:
        """The same as Flask's and its extensions' own keys."""
        return {
            "SECRET_KEY": self.secret_key or secrets.token_hex(32),
            "SQLALCHEMY_DATABASE_URI": self.database_url.replace("postgresql://", "postgresql+psycopg://", 1),
            "SQLALCHEMY_ENGINE_OPTIONS": {
                "pool_timeout": 5,
                "pool_size": 10,
                "max_overflow": 10,
                "connect_args": {"connect_timeout": 3, "prepare_threshold": 1},
                "hide_parameters": True,  # what people write stays out of logs and incidents
            },
            "MAX_CONTENT_LENGTH": self.upload_megabytes * 1024 * 1024,
            "MAX_FORM_MEMORY_SIZE": 2 * 1024 * 1024,
            "MAX_FORM_PARTS": 5000,
            "TRUSTED_HOSTS": [h.strip() for h in self.trusted_hosts.split(",") if h.strip()] or None,
            "SESSION_COOKIE_HTTPONLY": True,
            "SESSION_COOKIE_SAMESITE": "Lax",
            "SESSION_COOKIE_SECURE": self.is_secure,
            "SESSION_COOKIE_NAME": "__Host-session" if self.is_secure else "session",
            "WTF_CSRF_TIME_LIMIT": None,
            "WTF_CSRF_SSL_STRICT": False,
            "SIKLUS": self,
        }


def _typed(variable: str, text: str, kind: object) -> object:
    if kind is bool:
        return text.lower() in ("1", "true", "yes")
    if kind is int:
        if not text.isdecimal():
            raise ValueError(f"{variable} must be a whole number, not {text!r}")
        return int(text)
    return text

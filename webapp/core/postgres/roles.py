"""The three logins of Siklus and what each may do. Safe to repeat."""

from collections.abc import Mapping

import psycopg
from psycopg import sql

from webapp.core.postgres.addresses import LOGINS

_LIMITS = {
    "owner": {"lock_timeout": "30s"},
    "app": {"statement_timeout": "30s", "lock_timeout": "5s", "idle_in_transaction_session_timeout": "60s"},
    "worker": {
        "statement_timeout": "5min",
        "lock_timeout": "10s",
        "idle_in_transaction_session_timeout": "60s",
    },
}


def prepare_roles(connection: psycopg.Connection, passwords: Mapping[str, str]) -> None:
    """Make the logins of the whole server. `connection` is a superuser's, in autocommit."""
    for login, limits in _LIMITS.items():
        role = sql.Identifier(LOGINS[login])
        known = connection.execute("select 1 from pg_roles where rolname = %s", [LOGINS[login]]).fetchone()
        if not known:
            connection.execute(sql.SQL("create role {}").format(role))
        connection.execute(
            sql.SQL("alter role {} login nosuperuser nocreatedb nocreaterole nobypassrls password {}").format(
                role, sql.Literal(passwords[login])
            )
        )
        for setting, value in {**limits, "timezone": "UTC"}.items():
            connection.execute(
                sql.SQL("alter role {} set {} = {}").format(role, sql.Identifier(setting), sql.Literal(value))
            )


def prepare_database(connection: psycopg.Connection, name: str) -> None:
    """Make the database `name` if there is none, belonging to the owner and closed to everyone else."""
    if not connection.execute("select 1 from pg_database where datname = %s", [name]).fetchone():
        connection.execute(sql.SQL("create database {} owner siklus_owner").format(sql.Identifier(name)))
    connection.execute(sql.SQL("revoke all on database {} from public").format(sql.Identifier(name)))
    connection.execute(
        sql.SQL("grant connect on database {} to siklus_app, siklus_worker").format(sql.Identifier(name))
    )


def prepare_rights(connection: psycopg.Connection) -> None:
    """Let app and worker use, in the connected database, what the owner will make there."""
    connection.execute("revoke create on schema public from public")
    connection.execute("grant usage on schema public to siklus_app, siklus_worker")
    for things, rights in (("tables", "select, insert, update, delete"), ("sequences", "usage, select")):
        connection.execute(
            sql.SQL(
                "alter default privileges for role siklus_owner in schema public"
                " grant {} on {} to siklus_app, siklus_worker"
            ).format(sql.SQL(rights), sql.SQL(things))
        )

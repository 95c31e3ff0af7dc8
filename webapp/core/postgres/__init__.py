"""The embedded PostgreSQL: starts, watches and stops a private server. Knows no tables and no Flask."""

from webapp.core.postgres.addresses import Addresses
from webapp.core.postgres.embedded import Embedded, attach
from webapp.core.postgres.problem import PostgresProblem
from webapp.core.postgres.roles import prepare_database, prepare_rights, prepare_roles

__all__ = [
    "Addresses",
    "Embedded",
    "PostgresProblem",
    "attach",
    "prepare_database",
    "prepare_rights",
    "prepare_roles",
]

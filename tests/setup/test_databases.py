"""The databases that tests get: separate, complete, gone afterwards."""

import psycopg
import pytest

from tests.conftest import Databases
from webapp.core.postgres import Addresses


def test_what_one_test_commits_no_other_database_shows(database: Addresses, fresh_database: Addresses) -> None:
    with psycopg.connect(fresh_database.owner) as connection:
        connection.execute("create table only_here ()")
    with psycopg.connect(database.app) as connection:
        assert connection.execute("select to_regclass('only_here')").fetchone() == (None,)


def test_rights_are_in_every_copy(fresh_database: Addresses) -> None:
    with psycopg.connect(fresh_database.owner) as connection:
        connection.execute("create table note_of_a_test (title text)")
    with psycopg.connect(fresh_database.app) as connection:
        connection.execute("insert into note_of_a_test values ('one')")


def test_a_dropped_database_is_gone(databases: Databases) -> None:
    made = databases.create()
    databases.drop(made)
    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        psycopg.connect(made.app)

"""The history of a case can be added to, and nothing else."""

import psycopg
import pytest

from tests.faults.invariants import chain_faults
from tests.faults.town import Town

CHANGES = (
    "update event set kind = 'nothing happened'",
    "delete from event where seq = 2",
    "truncate event",
    "update submission set answers = '{}'",
    "delete from submission",
    "alter table event disable trigger event_append_only",
    "drop trigger event_append_only on event",
    "set session_replication_role = replica",
)


@pytest.mark.parametrize("login", ["app", "worker"])
def test_neither_pages_nor_jobs_can_change_history(town: Town, login: str) -> None:
    walked(town)
    before = town.rows("select * from event order by seq")
    for change in CHANGES:
        with psycopg.connect(getattr(town.addresses, login)) as connection, pytest.raises(psycopg.Error) as refused:
            connection.execute(change)
        assert refused.value.sqlstate in ("42501", "P0001"), (change, refused.value)
    assert town.rows("select * from event order by seq") == before


def test_the_chain_of_a_walked_case_holds_and_every_forgery_breaks_it(town: Town) -> None:
    case = walked(town)
    assert town.number('select chain_length from "case"') == 5
    assert chain_faults(town) == {}
    forgeries = (
        "update event set actor_id = null where seq = 3",
        "update event set at = at + interval '1 microsecond' where seq = 2",
        "update event set body = body || convert_to(' ', 'UTF8') where seq = 3",
        "delete from event where seq = 3",
        "delete from event where seq = 5",
    )
    for forgery in forgeries:
        with psycopg.connect(town.addresses.superuser, autocommit=True) as superuser:
            superuser.execute("create table kept as select * from event")
            superuser.execute("set session_replication_role = replica")
            superuser.execute(forgery)
            assert set(chain_faults(town)) == {case}, forgery
            superuser.execute("delete from event")
            superuser.execute("insert into event select * from kept")
            superuser.execute("drop table kept")
    assert chain_faults(town) == {}


def walked(town: Town) -> int:
    """A trial from its beginning to its end."""
    one, other = town.people("Anggota", 2)
    case = town.open_case(town.ana, members=[one, other])
    town.complete("write_report", town.ana)
    town.complete("score", one)
    town.complete("score", other)
    town.complete("confirm", town.bo)
    assert town.rows('select status from "case"') == [("finished",)]
    return case

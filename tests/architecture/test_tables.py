"""One line of migrations leads to exactly the tables of the models, and the queue's tables are those of its package."""

from alembic import command
from alembic.script import ScriptDirectory
from procrastinate.schema import SchemaManager
from sqlalchemy import create_engine, inspect

from tests.architecture.source import ROOT, read
from webapp.core.db import Base
from webapp.runtime import alembic_config

QUEUE = sorted((ROOT / "migrations" / "sql").glob("procrastinate_*.sql"))


def test_there_is_one_newest_revision_and_one_way_to_it(database):
    revisions = ScriptDirectory.from_config(alembic_config(database.owner))
    assert len(revisions.get_heads()) == 1
    assert len(revisions.get_bases()) == 1


def test_the_migrated_tables_are_those_of_the_models(database):
    command.check(alembic_config(database.owner))


def test_every_table_begins_its_key_with_the_agency(app):
    alone = {"agency", "session", "sign_in_attempt", "job_effect"}  # they are looked up before the agency is known
    keys = {name: [column.name for column in table.primary_key] for name, table in Base.metadata.tables.items()}
    assert {name: key for name, key in keys.items() if key[0] != "agency_id" and name not in alone} == {}


def test_the_tables_of_the_queue_are_those_of_the_installed_package():
    assert len(QUEUE) == 1
    assert read(QUEUE[0]).split() == SchemaManager.get_schema().split()


def test_the_queue_is_there_once_the_migrations_have_run(database):
    engine = create_engine(database.owner.replace("postgresql://", "postgresql+psycopg://", 1))
    try:
        assert {"procrastinate_jobs", "procrastinate_events"} <= set(inspect(engine).get_table_names())
    finally:
        engine.dispose()

"""How Alembic reaches the database and the models. Needs no Flask application."""

import importlib

from alembic import context
from sqlalchemy import create_engine, pool, text

from webapp.core.db import Base

MODELS = (
    *("core.files", "core.jobs", "people", "library", "cases"),
    *("plans", "activities", "feedback", "forum", "outcomes", "studio"),
)

for feature in MODELS:
    name = f"webapp.{feature}" if "." in feature else f"webapp.{feature}.models"
    importlib.import_module(name)


def is_ours(_object, name, kind, _reflected, _compare_to) -> bool:
    """The queue's tables come from its own schema file."""
    return not (kind == "table" and name.startswith("procrastinate_"))


def run() -> None:
    address = context.config.get_main_option("sqlalchemy.url").replace("postgresql://", "postgresql+psycopg://", 1)
    engine = create_engine(address, poolclass=pool.NullPool)
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            include_object=is_ours,
            compare_server_default=False,
            transactional_ddl=True,
        )
        with context.begin_transaction():
            connection.execute(text("set local lock_timeout = '5s'"))
            context.run_migrations()
    engine.dispose()


run()

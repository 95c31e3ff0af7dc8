"""The tables of the first release, the queue's tables, and what must never change."""

from pathlib import Path

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

SQL = Path(__file__).parents[1] / "sql"
FILES = ("0001_tables.sql", "0001_guards.sql", "procrastinate_03_10_00.sql")


def upgrade() -> None:
    run = op.get_bind().connection.driver_connection.execute  # as it stands: the files hold % and :
    for name in FILES:
        run((SQL / name).read_text())


def downgrade() -> None:
    """There is nothing before the first release: a new database is made anew."""
    raise NotImplementedError

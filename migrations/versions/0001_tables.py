"""All tables, as the models have them now (stands in until the first release freezes them)."""

from pathlib import Path

import sqlalchemy as sa
from alembic import op

from webapp.core.db import Base

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

QUEUE = Path(__file__).parents[1] / "sql" / "procrastinate_03_10_00.sql"


def upgrade() -> None:
    Base.metadata.create_all(op.get_bind())
    op.execute('alter table "case" set (fillfactor = 70)')  # its state is rewritten at every step, in place
    op.execute("alter table task set (fillfactor = 80)")
    op.get_bind().connection.driver_connection.execute(QUEUE.read_text())
    op.execute(
        sa.text("""
        create function event_is_append_only() returns trigger language plpgsql as $$
        begin
          raise exception 'events never change';
        end $$
    """)
    )
    op.execute(
        sa.text("""
        create trigger event_append_only before update or delete or truncate on event
        for each statement execute function event_is_append_only()
    """)
    )


def downgrade() -> None:
    raise NotImplementedError

"""From when a case owes an apology: what the forecast says, no longer its last working day alone.

What stood in the column was another instant, so the mark asks to read the log.
"""

from alembic import op

revision = "0018"
down_revision = "0017"

REMADE = "UPDATE read_state SET stale = stale OR EXISTS (SELECT 1 FROM case_events)"


def upgrade() -> None:
    op.execute("ALTER TABLE cases RENAME COLUMN last_day_at TO apology_owed_at")
    op.execute(REMADE)


def downgrade() -> None:
    op.execute("ALTER TABLE cases RENAME COLUMN apology_owed_at TO last_day_at")
    op.execute(REMADE)

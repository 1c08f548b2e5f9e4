"""The clock work: timers by rung, cases that could not be told, beats, and how far it has swept."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

Code = sa.String(64).with_variant(sa.String(64, collation="C"), "postgresql")
Instant = sa.DateTime(timezone=True)
Serial = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
UNSOLVED = sa.text("solved_at IS NULL")


def upgrade() -> None:
    _timers(sa.Column("rung", sa.String(32), nullable=False))
    op.add_column("read_state", sa.Column("rules", sa.String(64)))
    _incidents()
    op.create_table(
        "heartbeats",
        sa.Column("job", sa.String(32), nullable=False),
        sa.Column("worker", sa.String(128), nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.Column("took", sa.Float(), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("runs", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("job", "worker", name="pk_heartbeats"),
    )
    op.create_table(
        "timer_sweeps",
        sa.Column("id", Serial, autoincrement=True, nullable=False),
        sa.Column("since", Instant, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_timer_sweeps"),
    )


def _timers(column: sa.Column[str]) -> None:
    """Make the table anew: what stood in it follows from the log, which the mark asks to read."""
    op.drop_table("timers")
    op.create_table(
        "timers",
        sa.Column("case_code", Code, nullable=False),
        sa.Column("clock", sa.String(8), nullable=False),
        sa.Column("step", Code, nullable=False),
        sa.Column("run", sa.Integer(), autoincrement=False, nullable=False),
        column,
        sa.Column("due_at", Instant, nullable=False),
        sa.Column("fires_at", Instant, nullable=False),
        sa.PrimaryKeyConstraint(
            "case_code", "clock", "step", "run", column.name, "due_at", name="pk_timers"
        ),
    )
    op.create_index("ix_timers_fires_at", "timers", ["fires_at", "case_code"])
    op.execute("UPDATE read_state SET stale = stale OR EXISTS (SELECT 1 FROM case_events)")


def _incidents() -> None:
    op.create_table(
        "incidents",
        sa.Column("case_code", Code, nullable=False),
        sa.Column("job", sa.String(32), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("first_at", Instant, nullable=False),
        sa.Column("last_at", Instant, nullable=False),
        sa.Column("next_try_at", Instant, nullable=False),
        sa.Column("solved_at", Instant),
        sa.PrimaryKeyConstraint("case_code", "job", name="pk_incidents"),
    )
    op.create_index(
        "ix_incidents_unsolved",
        "incidents",
        ["job", "next_try_at"],
        postgresql_where=UNSOLVED,
        sqlite_where=UNSOLVED,
    )


def downgrade() -> None:
    for table in ("timer_sweeps", "heartbeats", "incidents"):
        op.drop_table(table)
    op.drop_column("read_state", "rules")
    _timers(sa.Column("kind", sa.String(8), nullable=False))

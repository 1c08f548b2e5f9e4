"""Month-and-stock summaries of the statutory tables, which the scheduler makes of the facts."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"

Code = sa.String(64).with_variant(sa.String(64, collation="C"), "postgresql")
AGAIN = sa.text("reopened_at IS NOT NULL")
Instant = sa.DateTime(timezone=True)
COUNTS = (
    "online", "direct", "early", "on_time", "late", "in_time", "past_due", "paused", "voided",
)  # fmt: skip


def upgrade() -> None:
    """The first run of the scheduler, or `rebuild`, fills them."""
    op.create_index(
        "ix_facts_reopened_at", "facts", ["reopened_at"], postgresql_where=AGAIN, sqlite_where=AGAIN
    )
    op.create_table(
        "summary_state",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("rules", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_summary_state"),
    )
    op.execute("INSERT INTO summary_state (id, position, rules) VALUES (1, 0, '')")
    op.create_table(
        "summary_months",
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("starts_at", Instant, nullable=False),
        sa.Column("ends_at", Instant, nullable=False),
        sa.PrimaryKeyConstraint("first", name="pk_summary_months"),
    )
    op.create_table(
        "month_counts",
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("agency", Code, nullable=False),
        sa.Column("field", Code, nullable=False),
        sa.Column("closed_in", sa.Date(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in COUNTS),
        sa.PrimaryKeyConstraint("month", "agency", "field", "closed_in", name="pk_month_counts"),
    )


def downgrade() -> None:
    for table in ("month_counts", "summary_months", "summary_state"):
        op.drop_table(table)
    op.drop_index("ix_facts_reopened_at", "facts")

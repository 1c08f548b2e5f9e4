"""The clock of a demonstration."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

Code = sa.String(64).with_variant(sa.String(64, collation="C"), "postgresql")
Instant = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "demo_clock",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("offset_seconds", sa.BigInteger(), nullable=False),
        sa.Column("moved_at", Instant, nullable=False),
        sa.Column("moved_by", Code),
        sa.PrimaryKeyConstraint("id", name="pk_demo_clock"),
        sa.CheckConstraint("id = 1", name="ck_demo_clock_one_row"),
    )


def downgrade() -> None:
    op.drop_table("demo_clock")

"""The outbox and its channels."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

Code = sa.String(64).with_variant(sa.String(64, collation="C"), "postgresql")
Instant = sa.DateTime(timezone=True)
Serial = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
WAITING = sa.text("state = 'waiting'")


def upgrade() -> None:
    _outbox()
    _indexes()
    op.create_table(
        "channels",
        sa.Column("name", sa.String(8), nullable=False),
        sa.Column("in_use", sa.Boolean(), nullable=False),
        sa.Column("since", Instant, nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("paused_until", Instant),
        sa.Column("error", sa.Text()),
        sa.Column("site", sa.Text()),
        sa.PrimaryKeyConstraint("name", name="pk_channels"),
    )


def _outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", Serial, nullable=False, autoincrement=True),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("channel", sa.String(8), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("sender", sa.Text()),
        sa.Column("sender_name", sa.Text()),
        sa.Column("agency", Code, nullable=False),
        sa.Column("case_code", Code),
        sa.Column("login", Code),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.Column("not_before", Instant, nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_try_at", Instant, nullable=False),
        sa.Column("lease_no", sa.Integer(), nullable=False),
        sa.Column("leased_until", Instant),
        sa.Column("receipt", sa.Text()),
        sa.Column("error", sa.Text()),
        sa.Column("sent_at", Instant),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        sa.UniqueConstraint("key", name="uq_outbox_key"),
    )


def _indexes() -> None:
    op.create_index(
        "ix_outbox_waiting",
        "outbox",
        ["channel", "next_try_at", "id"],
        postgresql_where=WAITING,
        sqlite_where=WAITING,
    )
    op.create_index("ix_outbox_turns", "outbox", ["case_code", "channel", "address", "id"])
    op.create_index("ix_outbox_state_channel_id", "outbox", ["state", "channel", "id"])
    op.create_index("ix_outbox_at", "outbox", ["at"])
    op.create_index("ix_outbox_sent_at", "outbox", ["sent_at"])


def downgrade() -> None:
    for table in ("channels", "outbox"):
        op.drop_table(table)

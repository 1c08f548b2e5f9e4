"""Alerts, what a person is told, and how they want it."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

Code = sa.String(64).with_variant(sa.String(64, collation="C"), "postgresql")
Instant = sa.DateTime(timezone=True)
Serial = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
UNREAD = sa.text("read_at IS NULL")
KEY = ("case_code", "clock", "step", "run", "due_at", "rung")


def upgrade() -> None:
    _alerts()
    _notices()
    op.create_table(
        "notice_contacts",
        sa.Column("login", Code, nullable=False),
        sa.Column("email", sa.Text()),
        sa.Column("phone", sa.String(16)),
        sa.PrimaryKeyConstraint("login", name="pk_notice_contacts"),
    )
    op.create_table(
        "notice_choices",
        sa.Column("login", Code, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("channel", sa.String(8), nullable=False),
        sa.Column("mode", sa.String(8), nullable=False),
        sa.PrimaryKeyConstraint("login", "kind", "channel", name="pk_notice_choices"),
    )


def _alerts() -> None:
    op.create_table(
        "alerts",
        sa.Column("id", Serial, nullable=False, autoincrement=True),
        sa.Column("case_code", Code, nullable=False),
        sa.Column("clock", sa.String(8), nullable=False),
        sa.Column("step", Code, nullable=False),
        sa.Column("run", sa.Integer(), nullable=False),
        sa.Column("due_at", Instant, nullable=False),
        sa.Column("rung", sa.String(32), nullable=False),
        sa.Column("agency", Code, nullable=False),
        sa.Column("level", sa.String(8), nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.Column("recorded_at", Instant, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_alerts"),
        sa.UniqueConstraint(*KEY, name=f"uq_alerts_{'_'.join(KEY)}"),
    )
    op.create_index("ix_alerts_agency_recorded_at", "alerts", ["agency", "recorded_at"])


def _notices() -> None:
    op.create_table(
        "notices",
        sa.Column("id", Serial, nullable=False, autoincrement=True),
        sa.Column("login", Code, nullable=False),
        sa.Column("key", sa.String(128), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("level", sa.String(8), nullable=False),
        sa.Column("alert", Serial),
        sa.Column("case_code", Code),
        sa.Column("agency", Code, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("link", sa.Text(), nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.Column("shown_from", Instant, nullable=False),
        sa.Column("read_at", Instant),
        sa.PrimaryKeyConstraint("id", name="pk_notices"),
        sa.UniqueConstraint("login", "key", name="uq_notices_login_key"),
    )
    op.create_index("ix_notices_login_shown_from_id", "notices", ["login", "shown_from", "id"])
    op.create_index(
        "ix_notices_unread",
        "notices",
        ["login"],
        postgresql_where=UNREAD,
        sqlite_where=UNREAD,
    )
    op.create_index("ix_notices_shown_from", "notices", ["shown_from"])


def downgrade() -> None:
    for table in ("notice_choices", "notice_contacts", "notices", "alerts"):
        op.drop_table(table)

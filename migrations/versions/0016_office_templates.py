"""Offices' own templates of letters."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"

Code = sa.String(64).with_variant(sa.String(64, collation="C"), "postgresql")
Instant = sa.DateTime(timezone=True)
IN_USE = sa.text("retired_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "office_templates",
        sa.Column("agency", Code, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("uploaded_by", Code, nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.Column("retired_by", Code),
        sa.Column("retired_at", Instant),
        sa.PrimaryKeyConstraint("agency", "kind", "version", name="pk_office_templates"),
        sa.UniqueConstraint("key", name="uq_office_templates_key"),
    )
    op.create_index(
        "uq_office_templates_in_use",
        "office_templates",
        ["agency", "kind"],
        unique=True,
        postgresql_where=IN_USE,
        sqlite_where=IN_USE,
    )


def downgrade() -> None:
    op.drop_table("office_templates")

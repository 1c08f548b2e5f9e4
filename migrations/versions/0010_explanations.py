"""Mornings told, weekly letters and their explanations."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

Code = sa.String(64).with_variant(sa.String(64, collation="C"), "postgresql")
Instant = sa.DateTime(timezone=True)
Serial = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
NOT_REMINDED = sa.text("reminded_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "mornings",
        sa.Column("agency", Code, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.PrimaryKeyConstraint("agency", "day", name="pk_mornings"),
    )
    _rounds()
    _lines()


def _rounds() -> None:
    op.create_table(
        "explanation_rounds",
        sa.Column("id", Serial, nullable=False, autoincrement=True),
        sa.Column("agency", Code, nullable=False),
        sa.Column("week_start", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("asked_at", Instant, nullable=False),
        sa.Column("due_at", Instant, nullable=False),
        sa.Column("reminded_at", Instant),
        sa.PrimaryKeyConstraint("id", name="pk_explanation_rounds"),
        sa.UniqueConstraint("agency", "week_start", name="uq_explanation_rounds_agency_week_start"),
    )
    op.create_index("ix_explanation_rounds_week_start", "explanation_rounds", ["week_start"])
    op.create_index(
        "ix_explanation_rounds_not_reminded",
        "explanation_rounds",
        ["due_at"],
        postgresql_where=NOT_REMINDED,
        sqlite_where=NOT_REMINDED,
    )


def _lines() -> None:
    op.create_table(
        "explanation_lines",
        sa.Column("id", Serial, nullable=False, autoincrement=True),
        sa.Column("round", Serial, nullable=False),
        sa.Column("case_code", Code, nullable=False),
        sa.Column("why", sa.String(16), nullable=False),
        sa.Column("clock", sa.String(8)),
        sa.Column("step", Code),
        sa.Column("at", Instant, nullable=False),
        sa.Column("cause", sa.String(16)),
        sa.Column("text", sa.Text()),
        sa.Column("answered_by", Code),
        sa.Column("answered_at", Instant),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_explanation_lines"),
        sa.ForeignKeyConstraint(
            ["round"], ["explanation_rounds.id"], name="fk_explanation_lines_round"
        ),
        sa.UniqueConstraint(
            "round", "case_code", "why", name="uq_explanation_lines_round_case_code_why"
        ),
    )
    op.create_index("ix_explanation_lines_case_code", "explanation_lines", ["case_code"])


def downgrade() -> None:
    for table in ("explanation_lines", "explanation_rounds", "mornings"):
        op.drop_table(table)

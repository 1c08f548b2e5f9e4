"""Runs of letters: many cases, one kind, issued part by part."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"

Code = sa.String(64).with_variant(sa.String(64, collation="C"), "postgresql")
Instant = sa.DateTime(timezone=True)
Serial = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
WAITING = sa.text("result IS NULL")


def upgrade() -> None:
    op.create_table(
        "letter_runs",
        sa.Column("id", Serial, autoincrement=True, nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("by", Code, nullable=False),
        sa.Column("made_at", Instant, nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("finished_at", Instant),
        sa.PrimaryKeyConstraint("id", name="pk_letter_runs"),
        sa.UniqueConstraint("key", name="uq_letter_runs_key"),
    )
    op.create_index("ix_letter_runs_by", "letter_runs", ["by", "id"])
    op.create_table(
        "letter_run_cases",
        sa.Column("run", Serial, autoincrement=False, nullable=False),
        sa.Column("case_code", Code, nullable=False),
        sa.Column("result", sa.String(8)),
        sa.Column("why", sa.Text()),
        sa.Column("number", sa.Text()),
        sa.Column("file", sa.String(64)),
        sa.Column("media", sa.String(100)),
        sa.PrimaryKeyConstraint("run", "case_code", name="pk_letter_run_cases"),
        sa.ForeignKeyConstraint(["run"], ["letter_runs.id"], name="fk_letter_run_cases_run"),
    )
    op.create_index(
        "ix_letter_run_cases_waiting",
        "letter_run_cases",
        ["run", "case_code"],
        postgresql_where=WAITING,
        sqlite_where=WAITING,
    )


def downgrade() -> None:
    op.drop_table("letter_run_cases")
    op.drop_table("letter_runs")

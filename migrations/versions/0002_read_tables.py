"""What the projections write: cases, steps, timers and facts."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

Code = sa.String(64).with_variant(sa.String(64, collation="C"), "postgresql")
Instant = sa.DateTime(timezone=True)


def upgrade() -> None:
    _cases()
    _steps_and_timers()
    _facts()


def _cases() -> None:
    op.create_table(
        "cases",
        sa.Column("code", Code, nullable=False),
        sa.Column("agency", Code, nullable=False),
        sa.Column("procedure", Code, nullable=False),
        sa.Column("procedure_version", sa.Integer()),
        sa.Column("calendar", sa.Text()),
        sa.Column("field", Code, nullable=False),
        sa.Column("channel", sa.String(8), nullable=False),
        sa.Column("state", sa.String(24), nullable=False),
        sa.Column("applicant", sa.Text(), nullable=False),
        sa.Column("submitted_at", Instant),
        sa.Column("accepted_at", Instant),
        sa.Column("due_at", Instant),
        sa.Column("paused_since", Instant),
        sa.Column("closed_at", Instant),
        sa.Column("verdict", sa.String(8)),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("head_hash", sa.String(64), nullable=False),
        sa.Column("recorded_at", Instant, nullable=False),
        sa.PrimaryKeyConstraint("code", name="pk_cases"),
    )
    op.create_index("ix_cases_agency_state_due_at", "cases", ["agency", "state", "due_at"])


def _steps_and_timers() -> None:
    op.create_table(
        "case_steps",
        sa.Column("case_code", Code, nullable=False),
        sa.Column("step", Code, nullable=False),
        sa.Column("run", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("role", sa.String(16)),
        sa.Column("assignee", sa.Text()),
        sa.Column("started_at", Instant, nullable=False),
        sa.Column("ended_at", Instant),
        sa.Column("done", sa.Boolean(), nullable=False),
        sa.Column("due_at", Instant),
        sa.PrimaryKeyConstraint("case_code", "step", "run", name="pk_case_steps"),
    )
    op.create_table(
        "timers",
        sa.Column("case_code", Code, nullable=False),
        sa.Column("clock", sa.String(8), nullable=False),
        sa.Column("step", Code, nullable=False),
        sa.Column("run", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("due_at", Instant, nullable=False),
        sa.Column("fires_at", Instant, nullable=False),
        sa.PrimaryKeyConstraint(
            "case_code", "clock", "step", "run", "kind", "due_at", name="pk_timers"
        ),
    )
    op.create_index("ix_timers_fires_at", "timers", ["fires_at", "case_code"])


def _facts() -> None:
    op.create_table(
        "facts",
        sa.Column("case_code", Code, nullable=False),
        sa.Column("known_from", Instant, nullable=False),
        sa.Column("starts_at", Instant, nullable=False),
        sa.Column("ends_how", sa.String(8), nullable=False),
        sa.Column("known_to", Instant),
        sa.Column("ends_at", Instant),
        sa.Column("agency", Code, nullable=False),
        sa.Column("field", Code, nullable=False),
        sa.Column("online", sa.Boolean(), nullable=False),
        sa.Column("accepted_at", Instant, nullable=False),
        sa.Column("due_at", Instant, nullable=False),
        sa.Column("paused_since", Instant),
        sa.Column("verdict", sa.String(8)),
        sa.Column("reopened_at", Instant),
        sa.PrimaryKeyConstraint(
            "case_code", "known_from", "starts_at", "ends_how", name="pk_facts"
        ),
    )
    only_now = sa.text("known_to IS NULL")
    op.create_index(
        "ix_facts_agency_ends_at",
        "facts",
        ["agency", "ends_at"],
        postgresql_where=only_now,
        sqlite_where=only_now,
    )
    op.create_index("ix_facts_known", "facts", ["agency", "known_from", "known_to"])


def downgrade() -> None:
    for table in ("facts", "timers", "case_steps", "cases"):
        op.drop_table(table)

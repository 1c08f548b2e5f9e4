"""What the facts must say for the provinces' ways of counting, and the ways themselves."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"

Code = sa.String(64).with_variant(sa.String(64, collation="C"), "postgresql")
Instant = sa.DateTime(timezone=True)
AWAY = sa.text("known_to IS NULL AND outcome = 'resolved'")
STRUCK = sa.text("ends_how = 'voided'")
KNOWN_NOW = sa.text("known_to IS NULL")
WALKS = {
    "ix_facts_case_code": ["case_code"],
    "ix_facts_field_case_code": ["field", "case_code"],
}
FOUND = {
    "ix_facts_agency_handed_at": ("handed_at", AWAY),
    "ix_facts_voided": ("ends_at", STRUCK),
}
CHOICES = ("returned_in", "paused_in", "on_time_until", "close_at")


def columns() -> tuple[sa.Column, ...]:
    return (
        sa.Column("due_day_ends", Instant),
        sa.Column("outcome", sa.String(16)),
        sa.Column("judged_at", Instant),
        sa.Column("judged_due_at", Instant),
        sa.Column("day_verdict", sa.String(8)),
        sa.Column("handed_at", Instant),
    )


def upgrade() -> None:
    """What the new columns hold follows from the log, which the mark asks to read."""
    for column in columns():
        op.add_column("facts", column)
    _indexes()
    _choices()
    op.execute("UPDATE read_state SET stale = stale OR EXISTS (SELECT 1 FROM case_events)")


def _indexes() -> None:
    for name, walked in WALKS.items():
        _index(name, walked, KNOWN_NOW)
    for name, (column, only) in FOUND.items():
        _index(name, ["agency", column], only)


def _index(name: str, columns: list[str], only: sa.TextClause) -> None:
    op.create_index(name, "facts", columns, postgresql_where=only, sqlite_where=only)


def _choices() -> None:
    op.create_table(
        "report_choices",
        sa.Column("agency", Code, nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        *(sa.Column(name, sa.String(16), nullable=False) for name in CHOICES),
        sa.Column("source", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("agency", "valid_from", name="pk_report_choices"),
        sa.ForeignKeyConstraint(["agency"], ["agencies.code"], name="fk_report_choices_agency"),
    )


def downgrade() -> None:
    op.drop_table("report_choices")
    for name in (*WALKS, *FOUND):
        op.drop_index(name, "facts")
    for column in columns()[::-1]:
        op.drop_column("facts", column.name)

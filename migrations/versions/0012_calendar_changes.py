"""Changes of calendars."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

Code = sa.String(64).with_variant(sa.String(64, collation="C"), "postgresql")
Instant = sa.DateTime(timezone=True)
Serial = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
WAITING = sa.text("result IS NULL")

REFUSE = "calendar_days is append-only: never UPDATE or DELETE what was added to a calendar"

POSTGRESQL_GUARD = f"""
CREATE FUNCTION refuse_to_change_calendar_days() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '{REFUSE}';
END $$;
CREATE TRIGGER calendar_days_row_guard BEFORE UPDATE OR DELETE ON calendar_days
  FOR EACH ROW EXECUTE FUNCTION refuse_to_change_calendar_days();
CREATE TRIGGER calendar_days_table_guard BEFORE TRUNCATE ON calendar_days
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_calendar_days();
"""
# REPLACE takes the old row away without asking the trigger on DELETE.
SQLITE_NO_REPLACE = """
CREATE TRIGGER calendar_days_no_replace BEFORE INSERT ON calendar_days
WHEN EXISTS (SELECT 1 FROM calendar_days WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'taken: calendar_days.id'); END
"""


def upgrade() -> None:
    _decisions()
    _days()
    _guard()


def _decisions() -> None:
    op.create_table(
        "calendar_changes",
        sa.Column("id", Serial, autoincrement=True, nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("by", Code, nullable=False),
        sa.Column("made_at", Instant, nullable=False),
        sa.Column("offices", sa.Text(), nullable=False),
        sa.Column("targets", sa.Text(), nullable=False),
        sa.Column("decision_no", sa.Text(), nullable=False),
        sa.Column("decision_day", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("rebinds", sa.Boolean(), nullable=False),
        sa.Column("finished_at", Instant),
        sa.PrimaryKeyConstraint("id", name="pk_calendar_changes"),
        sa.UniqueConstraint("key", name="uq_calendar_changes_key"),
    )
    op.create_index("ix_calendar_changes_by", "calendar_changes", ["by", "id"])
    op.create_table(
        "calendar_change_cases",
        sa.Column("change", Serial, autoincrement=False, nullable=False),
        sa.Column("case_code", Code, nullable=False),
        sa.Column("result", sa.String(8)),
        sa.Column("why", sa.Text()),
        sa.Column("old_due_at", Instant),
        sa.Column("new_due_at", Instant),
        sa.PrimaryKeyConstraint("change", "case_code", name="pk_calendar_change_cases"),
        sa.ForeignKeyConstraint(
            ["change"], ["calendar_changes.id"], name="fk_calendar_change_cases_change"
        ),
    )
    op.create_index(
        "ix_calendar_change_cases_waiting",
        "calendar_change_cases",
        ["change", "case_code"],
        postgresql_where=WAITING,
        sqlite_where=WAITING,
    )


def _days() -> None:
    op.create_table(
        "calendar_days",
        sa.Column("id", Serial, autoincrement=True, nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.Column("by", Code, nullable=False),
        sa.Column("calendar", Code, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("takes", sa.Integer()),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_calendar_days"),
        sa.UniqueConstraint("key", name="uq_calendar_days_key"),
    )


def _guard() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(POSTGRESQL_GUARD)
        return
    for act in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER calendar_days_no_{act.lower()} BEFORE {act} ON calendar_days "
            f"BEGIN SELECT RAISE(ABORT, '{REFUSE}'); END"
        )
    op.execute(SQLITE_NO_REPLACE)


def downgrade() -> None:
    op.drop_table("calendar_days")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_to_change_calendar_days()")
    op.drop_table("calendar_change_cases")
    op.drop_table("calendar_changes")

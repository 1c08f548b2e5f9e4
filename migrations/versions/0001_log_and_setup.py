"""The event log, which only grows, and the setup data it refers to."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

Code = sa.String(64).with_variant(sa.String(64, collation="C"), "postgresql")
Instant = sa.DateTime(timezone=True)

REFUSE = "case_events is append-only: correct with an event, never by UPDATE or DELETE"

# REPLACE takes the old row away without asking the trigger on DELETE.
SQLITE_NO_REPLACE = """
CREATE TRIGGER case_events_no_replace BEFORE INSERT ON case_events
WHEN EXISTS (
  SELECT 1 FROM case_events
  WHERE position = NEW.position OR (case_code = NEW.case_code AND version = NEW.version)
)
BEGIN SELECT RAISE(ABORT, 'taken: case_events.case_code, case_events.version'); END
"""

POSTGRESQL_GUARD = f"""
CREATE FUNCTION refuse_to_change_events() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '{REFUSE}';
END $$;
CREATE TRIGGER case_events_row_guard BEFORE UPDATE OR DELETE ON case_events
  FOR EACH ROW EXECUTE FUNCTION refuse_to_change_events();
CREATE TRIGGER case_events_table_guard BEFORE TRUNCATE ON case_events
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_events();
"""


def upgrade() -> None:
    _setup()
    _log()
    _guard()


def _setup() -> None:
    op.create_table(
        "calendars",
        sa.Column("code", Code, nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("code", "version", name="pk_calendars"),
    )
    op.create_table(
        "agencies",
        sa.Column("code", Code, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("level", sa.String(16), nullable=False),
        sa.Column("parent", Code),
        sa.Column("calendar", Code),
        sa.Column("valid_from", sa.Date()),
        sa.Column("valid_to", sa.Date()),
        sa.Column("successor", Code),
        sa.Column("notice", sa.Text()),
        sa.PrimaryKeyConstraint("code", name="pk_agencies"),
        sa.ForeignKeyConstraint(["parent"], ["agencies.code"], name="fk_agencies_parent"),
    )
    op.create_index("ix_agencies_parent", "agencies", ["parent"])
    op.create_table(
        "fields",
        sa.Column("code", Code, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sort_order", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("code", name="pk_fields"),
    )
    op.create_table(
        "procedures",
        sa.Column("code", Code, nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("field", Code, nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("code", "version", name="pk_procedures"),
        sa.ForeignKeyConstraint(["field"], ["fields.code"], name="fk_procedures_field"),
    )
    revision_table = op.create_table(
        "setup_revision",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_setup_revision"),
    )
    op.bulk_insert(revision_table, [{"id": 1, "revision": 0}])


def _log() -> None:
    op.create_table(
        "case_numbers",
        sa.Column("agency", Code, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("agency", "day", name="pk_case_numbers"),
    )
    op.create_table(
        "case_events",
        sa.Column(
            "position",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("case_code", Code, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("type", sa.String(32), nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.Column("recorded_at", Instant, nullable=False),
        sa.Column("actor", sa.Text()),
        sa.Column("agency", Code, nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("prev_hash", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("position", name="pk_case_events"),
        sa.UniqueConstraint("case_code", "version", name="uq_case_events_case_code_version"),
        sa.ForeignKeyConstraint(["agency"], ["agencies.code"], name="fk_case_events_agency"),
    )
    op.create_index("ix_case_events_agency_at", "case_events", ["agency", "at"])


def _guard() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(POSTGRESQL_GUARD)
        return
    for act in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER case_events_no_{act.lower()} BEFORE {act} ON case_events "
            f"BEGIN SELECT RAISE(ABORT, '{REFUSE}'); END"
        )
    op.execute(SQLITE_NO_REPLACE)


def downgrade() -> None:
    op.drop_table("case_events")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_to_change_events()")
    for table in (
        "case_numbers",
        "setup_revision",
        "procedures",
        "fields",
        "agencies",
        "calendars",
    ):
        op.drop_table(table)

"""What the desk's lists and its search read: more columns of cases and steps, and their indexes."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

Code = sa.String(64).with_variant(sa.String(64, collation="C"), "postgresql")
Instant = sa.DateTime(timezone=True)
# Only until the tables are made anew, which the mark in `read_state` asks for.
LONG_AGO = "1970-01-01 00:00:00.000000"
NO, NOTHING = sa.false(), "0"

# Name, columns, and the rows it is about.
CASE_INDEXES = (
    ("ix_cases_live", ["agency", "due_at"], "settled_at IS NULL"),
    ("ix_cases_settled", ["agency", "settled_at"], "settled_at IS NOT NULL"),
    ("ix_cases_accepted_late", ["agency", "accepted_at"], "accepted_at > intake_due_at"),
    ("ix_cases_agency_accepted_at", ["agency", "accepted_at"], None),
    ("ix_cases_agency_arrived_at", ["agency", "arrived_at"], None),
    ("ix_cases_arrived_at", ["arrived_at"], None),
    ("ix_cases_phone", ["phone"], None),
    ("ix_cases_id_no", ["id_no"], None),
    ("ix_cases_code_key", ["code_key"], None),
)

# SQLite may renumber the rows of `cases` (VACUUM), so the index of names has numbers of its own.
# `case_names` is what FTS5 makes; the marks of Vietnamese were taken off before (it keeps the đ).
SQLITE_NAMES = (
    "CREATE TABLE case_names_of (id INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE)",
    "CREATE VIRTUAL TABLE case_names USING fts5 (name_key, tokenize = 'unicode61')",
    """
    CREATE TRIGGER case_names_new AFTER INSERT ON cases BEGIN
      INSERT INTO case_names_of (code) VALUES (NEW.code);
      INSERT INTO case_names (rowid, name_key)
        SELECT id, NEW.name_key FROM case_names_of WHERE code = NEW.code;
    END
    """,
    """
    CREATE TRIGGER case_names_other AFTER UPDATE OF name_key ON cases
    WHEN OLD.name_key <> NEW.name_key BEGIN
      UPDATE case_names SET name_key = NEW.name_key
        WHERE rowid = (SELECT id FROM case_names_of WHERE code = NEW.code);
    END
    """,
    """
    CREATE TRIGGER case_names_gone AFTER DELETE ON cases BEGIN
      DELETE FROM case_names
        WHERE rowid = (SELECT id FROM case_names_of WHERE code = OLD.code);
      DELETE FROM case_names_of WHERE code = OLD.code;
    END
    """,
    "INSERT INTO case_names_of (code) SELECT code FROM cases",
    "INSERT INTO case_names (rowid, name_key) SELECT id, '' FROM case_names_of",
)
SQLITE_TRIGGERS = ("case_names_new", "case_names_other", "case_names_gone")
POSTGRESQL_NAMES = "CREATE INDEX ix_cases_name ON cases USING gin (to_tsvector('simple', name_key))"


def case_columns() -> tuple[sa.Column, ...]:
    return (
        sa.Column("training", sa.Boolean(), nullable=False, server_default=NO),
        sa.Column("name_key", sa.Text(), nullable=False, server_default=""),
        sa.Column("phone", Code),
        sa.Column("id_no", Code),
        sa.Column("code_key", Code, nullable=False, server_default=""),
        sa.Column("result_channel", sa.String(8)),
        sa.Column("fee_due", sa.BigInteger()),
        sa.Column("fee_paid", sa.BigInteger(), nullable=False, server_default=NOTHING),
        sa.Column("arrived_at", Instant, nullable=False, server_default=LONG_AGO),
        sa.Column("intake_due_at", Instant),
        sa.Column("intake_runs", sa.Integer(), nullable=False, server_default=NOTHING),
        sa.Column("warn_at", Instant),
        sa.Column("last_day_at", Instant),
        sa.Column("steps_running", sa.Integer(), nullable=False, server_default=NOTHING),
        sa.Column("step_due_at", Instant),
        sa.Column("waits_for", sa.String(16)),
        sa.Column("waits_since", Instant),
        sa.Column("waits_until", Instant),
        sa.Column("apologised_at", Instant),
        sa.Column("settled_at", Instant),
    )


def step_columns() -> tuple[sa.Column, ...]:
    return (
        sa.Column("agency", Code, nullable=False, server_default=""),
        sa.Column("referred_by", Code),
        sa.Column("sent_back", sa.Text()),
        sa.Column("warn_at", Instant),
    )


def upgrade() -> None:
    for column in case_columns():
        op.add_column("cases", column)
    for column in step_columns():
        op.add_column("case_steps", column)
    op.drop_index("ix_cases_agency_state_due_at", "cases")
    for name, columns, where in CASE_INDEXES:
        _index(name, "cases", columns, where)
    sqlite = op.get_bind().dialect.name == "sqlite"
    referred = ["agency", "case_code", "referred_by"]
    _index("ix_case_steps_referred", "case_steps", referred, "referred_by IS NOT NULL")
    for statement in SQLITE_NAMES if sqlite else (POSTGRESQL_NAMES,):
        op.execute(statement)
    _mark()


def _index(name: str, table: str, columns: list[str], where: str | None) -> None:
    only = sa.text(where) if where else None
    op.create_index(name, table, columns, postgresql_where=only, sqlite_where=only)


def _mark() -> None:
    """Ask the next program that opens the database to make its read tables anew."""
    op.create_table(
        "read_state",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("stale", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_read_state"),
    )
    op.execute("INSERT INTO read_state SELECT 1, EXISTS (SELECT 1 FROM case_events)")


def downgrade() -> None:
    op.drop_table("read_state")
    if op.get_bind().dialect.name == "sqlite":
        for trigger in SQLITE_TRIGGERS:
            op.execute(f"DROP TRIGGER {trigger}")
        op.drop_table("case_names")
        op.drop_table("case_names_of")
    else:
        op.drop_index("ix_cases_name", "cases")
    op.drop_index("ix_case_steps_referred", "case_steps")
    for name, _, _ in CASE_INDEXES:
        op.drop_index(name, "cases")
    op.create_index("ix_cases_agency_state_due_at", "cases", ["agency", "state", "due_at"])
    for column in step_columns():
        op.drop_column("case_steps", column.name)
    for column in case_columns():
        op.drop_column("cases", column.name)

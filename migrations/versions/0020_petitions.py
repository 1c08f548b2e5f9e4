"""The register of petitions, and the reviews of procedures."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"

Code = sa.String(64).with_variant(sa.String(64, collation="C"), "postgresql")
LongCode = sa.String(96).with_variant(sa.String(96, collation="C"), "postgresql")
Instant = sa.DateTime(timezone=True)
Serial = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
KNOWN_NOW = sa.text("known_to IS NULL")

REFUSE = "petition_events is append-only: correct with an event, never by UPDATE or DELETE"

# REPLACE takes the old row away without asking the trigger on DELETE.
SQLITE_NO_REPLACE = """
CREATE TRIGGER petition_events_no_replace BEFORE INSERT ON petition_events
WHEN EXISTS (
  SELECT 1 FROM petition_events
  WHERE position = NEW.position OR (petition = NEW.petition AND version = NEW.version)
)
BEGIN SELECT RAISE(ABORT, 'taken: petition_events.petition, petition_events.version'); END
"""

POSTGRESQL_GUARD = f"""
CREATE FUNCTION refuse_to_change_petition_events() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '{REFUSE}';
END $$;
CREATE TRIGGER petition_events_row_guard BEFORE UPDATE OR DELETE ON petition_events
  FOR EACH ROW EXECUTE FUNCTION refuse_to_change_petition_events();
CREATE TRIGGER petition_events_table_guard BEFORE TRUNCATE ON petition_events
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_petition_events();
"""


def upgrade() -> None:
    _log()
    _guard()
    _read()
    _reviews()
    _acts(Code, LongCode)


def _acts(before: sa.types.TypeEngine[str], after: sa.types.TypeEngine[str]) -> None:
    """A press may be about a petition, whose number is longer than its office's code."""
    with op.batch_alter_table("acts") as acts:
        acts.alter_column("case_code", existing_type=before, type_=after)


def _log() -> None:
    op.create_table(
        "petition_numbers",
        sa.Column("agency", Code, nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("agency", "year", name="pk_petition_numbers"),
    )
    op.create_table(
        "petition_events",
        sa.Column("position", Serial, autoincrement=True, nullable=False),
        sa.Column("petition", LongCode, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("type", sa.String(32), nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.Column("recorded_at", Instant, nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("agency", Code, nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("position", name="pk_petition_events"),
        sa.UniqueConstraint("petition", "version", name="uq_petition_events_petition_version"),
        sa.ForeignKeyConstraint(["agency"], ["agencies.code"], name="fk_petition_events_agency"),
    )


def _guard() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(POSTGRESQL_GUARD)
        return
    for act in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER petition_events_no_{act.lower()} BEFORE {act} ON petition_events "
            f"BEGIN SELECT RAISE(ABORT, '{REFUSE}'); END"
        )
    op.execute(SQLITE_NO_REPLACE)


def _read() -> None:
    op.create_table(
        "petition_senders",
        sa.Column("petition", LongCode, nullable=False),
        sa.Column("name", sa.Text()),
        sa.Column("phone", sa.Text()),
        sa.Column("email", sa.Text()),
        sa.Column("address", sa.Text()),
        sa.Column("content", sa.Text()),
        sa.PrimaryKeyConstraint("petition", name="pk_petition_senders"),
    )
    op.create_table(
        "petitions",
        sa.Column("code", LongCode, nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("known_from", Instant, nullable=False),
        sa.Column("known_to", Instant),
        sa.Column("agency", Code, nullable=False),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("about", sa.String(16), nullable=False),
        sa.Column("field", Code),
        sa.Column("procedure", Code),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("received_at", Instant, nullable=False),
        sa.Column("due_at", Instant, nullable=False),
        sa.Column("accepted_at", Instant),
        sa.Column("ended_at", Instant),
        sa.Column("ended_how", sa.String(16)),
        sa.Column("ended_recorded_at", Instant),
        sa.Column("published_at", Instant),
        sa.PrimaryKeyConstraint("code", "version", name="pk_petitions"),
    )
    op.create_index(
        "ix_petitions_known_now",
        "petitions",
        ["agency", "due_at"],
        postgresql_where=KNOWN_NOW,
        sqlite_where=KNOWN_NOW,
    )
    op.create_index("ix_petitions_agency_received_at", "petitions", ["agency", "received_at"])


def _reviews() -> None:
    op.create_table(
        "reviews",
        sa.Column("procedure", Code, nullable=False),
        sa.Column("agency", Code, nullable=False),
        sa.Column("planned_year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("planned", sa.Boolean(), nullable=False),
        sa.Column("decided_on", sa.Date()),
        sa.Column("outcome", sa.String(16)),
        sa.Column("saving", sa.BigInteger()),
        sa.Column("cost_before", sa.BigInteger()),
        sa.Column("source", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("procedure", "agency", "planned_year", name="pk_reviews"),
        sa.ForeignKeyConstraint(["agency"], ["agencies.code"], name="fk_reviews_agency"),
    )


def downgrade() -> None:
    op.execute("UPDATE acts SET case_code = NULL WHERE length(case_code) > 64")
    _acts(LongCode, Code)
    op.drop_table("petition_events")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_to_change_petition_events()")
    for table in ("petition_numbers", "petition_senders", "petitions", "reviews"):
        op.drop_table(table)

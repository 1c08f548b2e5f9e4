"""Sealed reports, which never change; what is to be made at the cut-off, and in the background."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"

Code = sa.String(64).with_variant(sa.String(64, collation="C"), "postgresql")
Instant = sa.DateTime(timezone=True)
Serial = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
EDITION = ("form", "variant", "agency", "subtree", "first", "last", "edition")
WAITING = sa.text("finished_at IS NULL")

REFUSE = "sealed_reports is append-only: seal a new edition, never UPDATE or DELETE"

# REPLACE takes the old row away without asking the trigger on DELETE.
SQLITE_NO_REPLACE = """
CREATE TRIGGER sealed_reports_no_replace BEFORE INSERT ON sealed_reports
WHEN EXISTS (
  SELECT 1 FROM sealed_reports WHERE id = NEW.id OR key = NEW.key OR (
    form = NEW.form AND variant = NEW.variant AND agency = NEW.agency AND subtree = NEW.subtree
    AND first = NEW.first AND last = NEW.last AND edition = NEW.edition
  )
)
BEGIN SELECT RAISE(ABORT, 'taken: sealed_reports'); END
"""

POSTGRESQL_GUARD = f"""
CREATE FUNCTION refuse_to_change_sealed_reports() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '{REFUSE}';
END $$;
CREATE TRIGGER sealed_reports_row_guard BEFORE UPDATE OR DELETE ON sealed_reports
  FOR EACH ROW EXECUTE FUNCTION refuse_to_change_sealed_reports();
CREATE TRIGGER sealed_reports_table_guard BEFORE TRUNCATE ON sealed_reports
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_sealed_reports();
"""


def upgrade() -> None:
    _sealed()
    _guard()
    _schedules()
    _jobs()


def _sealed() -> None:
    op.create_table(
        "sealed_reports",
        sa.Column("id", Serial, autoincrement=True, nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("form", sa.String(32), nullable=False),
        sa.Column("variant", sa.String(32), nullable=False),
        sa.Column("agency", Code, nullable=False),
        sa.Column("subtree", sa.Boolean(), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("replaces", sa.BigInteger()),
        sa.Column("reason", sa.Text()),
        sa.Column("as_known_at", Instant),
        sa.Column("counted_at", Instant, nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("root", sa.String(64), nullable=False),
        sa.Column("switches", sa.Text(), nullable=False),
        sa.Column("figures", sa.Text(), nullable=False),
        sa.Column("cases", sa.Text(), nullable=False),
        sa.Column("files", sa.Text(), nullable=False),
        sa.Column("signed_by", Code, nullable=False),
        sa.Column("signer_name", sa.Text(), nullable=False),
        sa.Column("signer_title", sa.Text(), nullable=False),
        sa.Column("signed_at", Instant, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_sealed_reports"),
        sa.UniqueConstraint("key", name="uq_sealed_reports_key"),
        sa.UniqueConstraint(*EDITION, name="uq_sealed_reports_edition"),
        sa.ForeignKeyConstraint(["agency"], ["agencies.code"], name="fk_sealed_reports_agency"),
    )


def _guard() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(POSTGRESQL_GUARD)
        return
    for act in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER sealed_reports_no_{act.lower()} BEFORE {act} ON sealed_reports "
            f"BEGIN SELECT RAISE(ABORT, '{REFUSE}'); END"
        )
    op.execute(SQLITE_NO_REPLACE)


def _schedules() -> None:
    op.create_table(
        "report_schedules",
        sa.Column("id", Serial, autoincrement=True, nullable=False),
        sa.Column("form", sa.String(32), nullable=False),
        sa.Column("variant", sa.String(32), nullable=False),
        sa.Column("agency", Code, nullable=False),
        sa.Column("subtree", sa.Boolean(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("roles", sa.Text(), nullable=False),
        sa.Column("mails", sa.Text(), nullable=False),
        sa.Column("made_by", Code, nullable=False),
        sa.Column("made_at", Instant, nullable=False),
        sa.Column("ended_at", Instant),
        sa.PrimaryKeyConstraint("id", name="pk_report_schedules"),
        sa.ForeignKeyConstraint(["agency"], ["agencies.code"], name="fk_report_schedules_agency"),
    )
    op.create_table(
        "report_cut_offs",
        sa.Column("schedule", Serial, autoincrement=False, nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.PrimaryKeyConstraint("schedule", "last", name="pk_report_cut_offs"),
        sa.ForeignKeyConstraint(
            ["schedule"], ["report_schedules.id"], name="fk_report_cut_offs_schedule"
        ),
    )


def _jobs() -> None:
    op.create_table(
        "report_jobs",
        sa.Column("id", Serial, autoincrement=True, nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("by", Code, nullable=False),
        sa.Column("made_at", Instant, nullable=False),
        sa.Column("form", sa.String(32), nullable=False),
        sa.Column("asked", sa.Text(), nullable=False),
        sa.Column("lease_no", sa.Integer(), nullable=False),
        sa.Column("leased_until", Instant),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("files", sa.Text(), nullable=False),
        sa.Column("error", sa.Text()),
        sa.Column("finished_at", Instant),
        sa.PrimaryKeyConstraint("id", name="pk_report_jobs"),
        sa.UniqueConstraint("key", name="uq_report_jobs_key"),
    )
    op.create_index("ix_report_jobs_by", "report_jobs", ["by", "id"])
    op.create_index(
        "ix_report_jobs_waiting",
        "report_jobs",
        ["id"],
        postgresql_where=WAITING,
        sqlite_where=WAITING,
    )


def downgrade() -> None:
    op.drop_table("sealed_reports")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_to_change_sealed_reports()")
    for table in ("report_cut_offs", "report_schedules", "report_jobs"):
        op.drop_table(table)

"""Letters: their numbers, their table, the codes of the look-up, and where an apology stands."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

Code = sa.String(64).with_variant(sa.String(64, collation="C"), "postgresql")
Instant = sa.DateTime(timezone=True)
UNPUBLISHED = sa.text("kind = 'apology' AND published_at IS NULL AND replaced_by IS NULL")
PUBLISHED = sa.text("published_at IS NOT NULL")
APOLOGISED = sa.text("apologised_at IS NOT NULL AND apology_published_at IS NULL")
OF_APOLOGIES = (
    "apology_drafted_at",
    "apology_signed_at",
    "apology_new_due_at",
    "apology_published_at",
)


def upgrade() -> None:
    _numbers()
    _letters()
    _indexes()
    op.create_table(
        "lookup_codes",
        sa.Column("case_code", Code, nullable=False),
        sa.Column("code", sa.String(8), nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.PrimaryKeyConstraint("case_code", name="pk_lookup_codes"),
    )
    _cases()


def _numbers() -> None:
    op.create_table(
        "letter_numbers",
        sa.Column("agency", Code, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("training", sa.Boolean(), autoincrement=False, nullable=False),
        sa.Column("last", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("agency", "kind", "year", "training", name="pk_letter_numbers"),
    )


def _letters() -> None:
    op.create_table(
        "letters",
        sa.Column("case_code", Code, nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("agency", Code, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("form", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("serial", sa.BigInteger(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("training", sa.Boolean(), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("media", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("template", sa.Text(), nullable=False),
        sa.Column("issued_at", Instant, nullable=False),
        sa.Column("by", sa.Text()),
        sa.Column("replaces", sa.Text()),
        sa.Column("replaced_by", sa.Text()),
        sa.Column("published_at", Instant),
        sa.PrimaryKeyConstraint("case_code", "version", name="pk_letters"),
    )


def _indexes() -> None:
    number = ["agency", "kind", "year", "serial", "training"]
    op.create_index("ix_letters_number", "letters", number)
    op.create_index(
        "ix_letters_unpublished",
        "letters",
        ["case_code"],
        postgresql_where=UNPUBLISHED,
        sqlite_where=UNPUBLISHED,
    )
    op.create_index(
        "ix_letters_published",
        "letters",
        ["kind", "published_at"],
        postgresql_where=PUBLISHED,
        sqlite_where=PUBLISHED,
    )


def _cases() -> None:
    """What the new columns hold follows from the log, which the mark asks to read."""
    for name in OF_APOLOGIES:
        op.add_column("cases", sa.Column(name, Instant))
    op.create_index("ix_cases_agency_due_at", "cases", ["agency", "due_at"])
    op.create_index(
        "ix_cases_unpublished",
        "cases",
        ["agency", "apologised_at"],
        postgresql_where=APOLOGISED,
        sqlite_where=APOLOGISED,
    )
    op.execute("UPDATE read_state SET stale = stale OR EXISTS (SELECT 1 FROM case_events)")


def downgrade() -> None:
    for index in ("ix_cases_unpublished", "ix_cases_agency_due_at"):
        op.drop_index(index, "cases")
    for name in OF_APOLOGIES[::-1]:
        op.drop_column("cases", name)
    for table in ("lookup_codes", "letters", "letter_numbers"):
        op.drop_table(table)

"""Presses of buttons, proposals for a second person, and kept files."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

Code = sa.String(64).with_variant(sa.String(64, collation="C"), "postgresql")
Instant = sa.DateTime(timezone=True)
Serial = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
WAITING = sa.text("outcome IS NULL")


def upgrade() -> None:
    _acts()
    _files()
    _proposals()


def _acts() -> None:
    op.create_table(
        "acts",
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("login", Code, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("recorded_at", Instant, nullable=False),
        sa.Column("case_code", Code),
        sa.Column("version_before", sa.Integer()),
        sa.Column("version_after", sa.Integer()),
        sa.PrimaryKeyConstraint("key", name="pk_acts"),
    )


def _files() -> None:
    op.create_table(
        "files",
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("media", sa.String(100), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("stored_at", Instant, nullable=False),
        sa.PrimaryKeyConstraint("sha256", name="pk_files"),
    )


def _proposals() -> None:
    op.create_table(
        "proposals",
        sa.Column("id", Serial, autoincrement=True, nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("case_code", Code),
        sa.Column("agency", Code, nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("commands", sa.Text(), nullable=False),
        sa.Column("expected_version", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("evidence_file", sa.String(64)),
        sa.Column("evidence_name", sa.Text()),
        sa.Column("proposed_by", Code, nullable=False),
        sa.Column("proposed_at", Instant, nullable=False),
        sa.Column("decided_by", Code),
        sa.Column("decided_at", Instant),
        sa.Column("outcome", sa.String(12)),
        sa.Column("note", sa.Text()),
        sa.PrimaryKeyConstraint("id", name="pk_proposals"),
        sa.UniqueConstraint("key", name="uq_proposals_key"),
        sa.ForeignKeyConstraint(["agency"], ["agencies.code"], name="fk_proposals_agency"),
        sa.ForeignKeyConstraint(
            ["evidence_file"], ["files.sha256"], name="fk_proposals_evidence_file"
        ),
    )
    op.create_index("ix_proposals_case_code", "proposals", ["case_code"])
    op.create_index("ix_proposals_proposed_by_id", "proposals", ["proposed_by", "id"])
    op.create_index(
        "ix_proposals_waiting",
        "proposals",
        ["agency", "id"],
        postgresql_where=WAITING,
        sqlite_where=WAITING,
    )


def downgrade() -> None:
    op.drop_table("proposals")
    op.drop_table("files")
    op.drop_table("acts")

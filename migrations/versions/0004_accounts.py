"""Accounts, their roles, sessions and absences."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

Code = sa.String(64).with_variant(sa.String(64, collation="C"), "postgresql")
Instant = sa.DateTime(timezone=True)
Serial = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

REFUSE = "account_changes is append-only: never UPDATE or DELETE what was done to an account"

POSTGRESQL_GUARD = f"""
CREATE FUNCTION refuse_to_change_account_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '{REFUSE}';
END $$;
CREATE TRIGGER account_changes_row_guard BEFORE UPDATE OR DELETE ON account_changes
  FOR EACH ROW EXECUTE FUNCTION refuse_to_change_account_changes();
CREATE TRIGGER account_changes_table_guard BEFORE TRUNCATE ON account_changes
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_account_changes();
"""
# REPLACE takes the old row away without asking the trigger on DELETE.
SQLITE_NO_REPLACE = """
CREATE TRIGGER account_changes_no_replace BEFORE INSERT ON account_changes
WHEN EXISTS (SELECT 1 FROM account_changes WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'taken: account_changes.id'); END
"""


def upgrade() -> None:
    _accounts()
    _coming_in()
    _beside_them()
    _guard()


def _serial(name):
    return sa.Column(name, Serial, autoincrement=True, nullable=False)


def _key_to_account(table, column="account"):
    return sa.ForeignKeyConstraint([column], ["accounts.id"], name=f"fk_{table}_{column}")


def _accounts() -> None:
    op.create_table(
        "accounts",
        _serial("id"),
        sa.Column("login", Code, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("must_change", sa.Boolean(), nullable=False),
        sa.Column("nonce", sa.String(32), nullable=False),
        sa.Column("created_at", Instant, nullable=False),
        sa.Column("disabled_at", Instant),
        sa.PrimaryKeyConstraint("id", name="pk_accounts"),
        sa.UniqueConstraint("login", name="uq_accounts_login"),
    )
    op.create_table(
        "account_grants",
        _serial("id"),
        sa.Column("account", Serial, nullable=False),
        sa.Column("agency", Code, nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("valid_from", sa.Date()),
        sa.Column("valid_to", sa.Date()),
        sa.PrimaryKeyConstraint("id", name="pk_account_grants"),
        _key_to_account("account_grants"),
        sa.ForeignKeyConstraint(["agency"], ["agencies.code"], name="fk_account_grants_agency"),
    )
    op.create_index("ix_account_grants_account", "account_grants", ["account"])
    op.create_index("ix_account_grants_agency_role", "account_grants", ["agency", "role"])


def _coming_in() -> None:
    op.create_table(
        "sign_ins",
        _serial("id"),
        sa.Column("at", Instant, nullable=False),
        sa.Column("login", Code, nullable=False),
        sa.Column("account", Serial),
        sa.Column("outcome", sa.String(8), nullable=False),
        sa.Column("address", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_sign_ins"),
        _key_to_account("sign_ins"),
    )
    op.create_index("ix_sign_ins_login_id", "sign_ins", ["login", "id"])
    op.create_table(
        "sign_in_tallies",
        sa.Column("subject", sa.String(80), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("locks", sa.Integer(), nullable=False),
        sa.Column("since", Instant),
        sa.Column("locked_until", Instant),
        sa.PrimaryKeyConstraint("subject", name="pk_sign_in_tallies"),
    )
    op.create_table(
        "sessions",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("account", Serial, nullable=False),
        sa.Column("nonce", sa.String(32), nullable=False),
        sa.Column("started_at", Instant, nullable=False),
        sa.Column("last_seen_at", Instant, nullable=False),
        sa.Column("ends_at", Instant, nullable=False),
        sa.Column("ended_at", Instant),
        sa.Column("ended_why", sa.String(16)),
        sa.PrimaryKeyConstraint("id", name="pk_sessions"),
        _key_to_account("sessions"),
    )
    op.create_index("ix_sessions_account", "sessions", ["account"])


def _beside_them() -> None:
    op.create_table(
        "absences",
        _serial("id"),
        sa.Column("account", Serial, nullable=False),
        sa.Column("substitute", Serial, nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("made_by", Code, nullable=False),
        sa.Column("made_at", Instant, nullable=False),
        sa.Column("cancelled_at", Instant),
        sa.PrimaryKeyConstraint("id", name="pk_absences"),
        _key_to_account("absences"),
        _key_to_account("absences", "substitute"),
    )
    op.create_index("ix_absences_account", "absences", ["account"])
    op.create_index("ix_absences_substitute", "absences", ["substitute"])
    op.create_table(
        "account_favourites",
        sa.Column("account", Serial, autoincrement=False, nullable=False),
        sa.Column("procedure", Code, nullable=False),
        sa.PrimaryKeyConstraint("account", "procedure", name="pk_account_favourites"),
        _key_to_account("account_favourites"),
    )
    op.create_table(
        "account_changes",
        _serial("id"),
        sa.Column("at", Instant, nullable=False),
        sa.Column("account", Serial, nullable=False),
        sa.Column("by", Code),
        sa.Column("what", sa.String(24), nullable=False),
        sa.Column("details", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_account_changes"),
        _key_to_account("account_changes"),
    )
    op.create_index("ix_account_changes_account", "account_changes", ["account"])


def _guard() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(POSTGRESQL_GUARD)
        return
    for act in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER account_changes_no_{act.lower()} BEFORE {act} ON account_changes "
            f"BEGIN SELECT RAISE(ABORT, '{REFUSE}'); END"
        )
    op.execute(SQLITE_NO_REPLACE)


def downgrade() -> None:
    op.drop_table("account_changes")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_to_change_account_changes()")
    for table in (
        "account_favourites",
        "absences",
        "sessions",
        "sign_in_tallies",
        "sign_ins",
        "account_grants",
        "accounts",
    ):
        op.drop_table(table)

"""Where an office is found."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def columns() -> tuple[sa.Column, ...]:
    return (
        sa.Column("address", sa.Text()),
        sa.Column("phone", sa.Text()),
        sa.Column("hours_note", sa.Text()),
        sa.Column("sender", sa.String(11)),
    )


def upgrade() -> None:
    for column in columns():
        op.add_column("agencies", column)


def downgrade() -> None:
    for column in columns():
        op.drop_column("agencies", column.name)

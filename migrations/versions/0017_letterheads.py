"""What stands at the head and the foot of an office's letters."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def columns() -> tuple[sa.Column, ...]:
    return (
        sa.Column("place", sa.Text()),
        sa.Column("desk", sa.Text()),
        sa.Column("superior", sa.Text()),
        sa.Column("head_title", sa.Text()),
    )


def upgrade() -> None:
    for column in columns():
        op.add_column("agencies", column)


def downgrade() -> None:
    for column in columns():
        op.drop_column("agencies", column.name)

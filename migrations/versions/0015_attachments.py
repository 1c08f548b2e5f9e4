"""Files that go with messages."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """A message without files, as all are until now, has NULL there."""
    op.add_column("outbox", sa.Column("attachments", sa.Text()))


def downgrade() -> None:
    op.drop_column("outbox", "attachments")

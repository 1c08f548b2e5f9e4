"""${message}

Before you write: rows of `case_events` are never changed by a migration; a read table may simply be
dropped and made anew (`motcua rebuild` fills it). Name the file `NNNN_what_it_does.py`, raise
`migrations/.current-head`, write `downgrade`, import nothing from the app.
"""

import sqlalchemy as sa
from alembic import op

revision = "${up_revision}"
down_revision = ${repr(down_revision)}


def upgrade() -> None:
    ${upgrades if upgrades else "pass"}


def downgrade() -> None:
    ${downgrades if downgrades else "pass"}

"""Alembic runs here, always on a connection handed over by `app.store.schema`."""

from alembic import context

from app.store.read_tables import CaseRow

connection = context.config.attributes["connection"]
context.configure(
    connection=connection, target_metadata=CaseRow.metadata, transaction_per_migration=False
)
with context.begin_transaction():
    context.run_migrations()

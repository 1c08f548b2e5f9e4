"""Alembic runs here, always on a connection handed over by `app.store.schema`."""

from importlib import import_module
from pathlib import Path

from alembic import context

import app.store
from app.store.tables import Base

# Every module of tables puts them into the one metadata the comparison is made with.
for folder in app.store.__path__:
    for module in sorted(Path(folder).glob("*tables.py")):
        import_module(f"app.store.{module.stem}")

connection = context.config.attributes["connection"]
context.configure(
    connection=connection, target_metadata=Base.metadata, transaction_per_migration=False
)
with context.begin_transaction():
    context.run_migrations()

"""Statements as they were compiled for a database that went before.

Each test has a database of its own and so an engine that has compiled nothing yet; compiling the
same statements for each was a seventh of what the tests of the services and pages took.
"""

from typing import Any

from sqlalchemy import Connection, Engine, TextClause, event
from sqlalchemy.util import LRUCache

MOST = 1_500  # statements; all that the program sends are fewer


class Compiled(LRUCache[Any, Any]):
    """Finds a statement by the kind of database instead of by the very engine."""

    def get(self, key: Any, default: Any = None) -> Any:
        """What the statement was compiled to."""
        return super().get(_known_as(key), default)

    def __setitem__(self, key: Any, value: Any) -> None:
        # What `SELECT *` brings depends on the tables of the database, which are not always ours.
        if TextClause not in key[1][:2]:
            super().__setitem__(_known_as(key), value)


def _known_as(key: Any) -> tuple[object, ...]:
    dialect, *rest = key
    return dialect.name, dialect.driver, *rest


_COMPILED = Compiled(MOST)


def share() -> None:
    """Let all engines of this process find what any of them has compiled."""

    @event.listens_for(Engine, "engine_connect")
    def _take(connection: Connection) -> None:
        connection.execution_options(compiled_cache=_COMPILED)

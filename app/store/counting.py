"""How many statements a piece of work sends to a database."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import event

from app.store.engine import Database

# Ours for every transaction; nobody waits for them.
_FRAME = ("PRAGMA", "BEGIN")


@dataclass(kw_only=True, slots=True)
class Tally:
    """The statements of one piece of work, without what was put into them."""

    statements: list[str] = field(default_factory=list)


# Those that are counting now, the outermost first.
_TALLIES: ContextVar[tuple[Tally, ...]] = ContextVar("motcua_statements", default=())


def watch(database: Database) -> None:
    """Count what goes to a database from now on; asking twice does no harm."""
    if not event.contains(database.engine, "before_cursor_execute", _seen):
        event.listen(database.engine, "before_cursor_execute", _seen)


@contextmanager
def counted() -> Iterator[Tally]:
    """The statements of a block, on this thread, to databases that are watched."""
    tally = Tally()
    token = _TALLIES.set((*_TALLIES.get(), tally))
    try:
        yield tally
    finally:
        _TALLIES.reset(token)


def _seen(
    connection: Any, cursor: Any, statement: str, parameters: Any, context: Any, many: bool
) -> None:
    if not statement.startswith(_FRAME):
        for tally in _TALLIES.get():
            tally.statements.append(statement)

"""The offices of a scope, out of the setup that a process keeps: no question to the database."""

from app.store.engine import Connection
from app.store.scope import Scope
from app.store.setup import read_setup


def offices_of(connection: Connection, scope: Scope) -> list[str] | None:
    """The same as `Scope.codes`, for whoever reads the setup anyway; None for everything."""
    return scope.within(read_setup(connection).agencies)

"""A pooled connection whose server has gone is found out before anything is done with it."""

from typing import Any

from sqlalchemy import text

from app.store import still_there
from app.store.engine import Connection, Database, database


def test_a_connection_the_server_has_closed_is_replaced_unseen(postgres_url):
    opened = database(postgres_url)
    with opened.writing() as one, opened.writing() as other:
        before = {number_of(one), number_of(other)}

    # Of the two that wait now, one is used to end the other.
    with opened.writing() as living:
        (dead,) = before - {number_of(living)}
        living.execute(text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": dead})
        with opened.writing() as fresh:
            assert number_of(fresh) not in before


def test_a_server_is_asked_only_after_a_long_rest(postgres_url, monkeypatch):
    opened = database(postgres_url)
    asked: list[Any] = []

    def ping(_dialect: Any, connection: Any) -> bool:
        asked.append(connection)
        return True

    monkeypatch.setattr(type(opened.engine.dialect), "do_ping", ping)

    used(opened)
    used(opened)
    assert not asked

    monkeypatch.setattr(still_there, "IDLE", -1.0)
    used(opened)
    assert len(asked) == 1


def used(opened: Database) -> None:
    """Take a connection and give it back."""
    with opened.writing() as connection:
        number_of(connection)


def number_of(connection: Connection) -> int:
    """The number of the server's process behind a connection."""
    return int(connection.execute(text("SELECT pg_backend_pid()")).scalar_one())

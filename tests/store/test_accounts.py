"""The record of what was done to accounts only grows, and hashes stay out of what is printed."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.store.accounts import account_of
from app.store.engine import Database, database
from tests.services.who import made
from tests.store import desk

SPOIL = [
    "UPDATE account_changes SET what = 'renamed'",
    "DELETE FROM account_changes",
]


@pytest.fixture
def opened(database_url: str) -> Database:
    opened = desk.loaded(database_url)
    made(opened, "lan.mc")
    return opened


def lines(opened: Database) -> int:
    with opened.reading() as connection:
        return int(connection.execute(text("SELECT count(*) FROM account_changes")).scalar_one())


@pytest.mark.parametrize("statement", SPOIL)
def test_the_database_refuses_to_change_the_record(opened, statement):
    with pytest.raises(DBAPIError, match="append-only"), opened.writing() as connection:
        connection.execute(text(statement))

    assert lines(opened) == 1


def test_nor_can_it_be_emptied_at_once(postgres_url):
    opened = desk.loaded(postgres_url)
    made(opened, "lan.mc")

    with pytest.raises(DBAPIError, match="append-only"), opened.writing() as connection:
        connection.execute(text("TRUNCATE account_changes"))


def test_nor_a_line_be_put_in_the_place_of_another(sqlite_url):
    opened = desk.loaded(sqlite_url)
    made(opened, "lan.mc")

    with pytest.raises(DBAPIError, match="taken"), opened.writing() as connection:
        connection.execute(
            text("INSERT OR REPLACE INTO account_changes SELECT * FROM account_changes")
        )


def test_an_account_with_a_history_cannot_be_deleted(opened):
    with (
        pytest.raises(DBAPIError, match=r"(?i)foreign key"),
        database(opened.url).writing() as connection,
    ):
        connection.execute(text("DELETE FROM accounts"))


def test_what_could_open_an_account_is_not_printed(opened):
    with opened.reading() as connection:
        account = account_of(connection, "lan.mc")

    assert account is not None
    assert "argon2" in account.password_hash
    assert "argon2" not in repr(account)
    assert account.nonce not in repr(account)

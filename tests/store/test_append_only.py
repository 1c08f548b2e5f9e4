"""The log only grows: the database itself refuses to change or drop an event, whoever asks."""

from collections.abc import Callable

import pytest
from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from app.store.engine import Connection
from app.store.event_log import EVENTS
from app.store.tables import EventRow
from tests.store import desk


def change_an_object(connection: Connection) -> None:
    with Session(connection) as session:
        session.scalars(select(EventRow)).one().actor = "người khác"
        session.flush()


def delete_an_object(connection: Connection) -> None:
    with Session(connection) as session:
        session.delete(session.scalars(select(EventRow)).one())
        session.flush()


def update_objects(connection: Connection) -> None:
    with Session(connection) as session:
        session.execute(update(EventRow).values(agency="H32"))


def delete_objects(connection: Connection) -> None:
    with Session(connection) as session:
        session.execute(delete(EventRow))


def update_rows(connection: Connection) -> None:
    connection.execute(update(EVENTS).values(data="{}"))


def delete_rows(connection: Connection) -> None:
    connection.execute(delete(EVENTS).where(EVENTS.c.version == 1))


def sql(statement: str) -> Callable[[Connection], None]:
    def act(connection: Connection) -> None:
        connection.execute(text(statement))

    act.__name__ = statement
    return act


ATTEMPTS = [
    change_an_object,
    delete_an_object,
    update_objects,
    delete_objects,
    update_rows,
    delete_rows,
    sql("UPDATE case_events SET type = 'voided'"),
    sql("UPDATE case_events SET actor = actor"),
    sql("DELETE FROM case_events"),
]
COPY = "case_code, version, type, at, recorded_at, actor, agency, data, prev_hash"
REPLACEMENTS = [
    sql(f"REPLACE INTO case_events (position, {COPY}, hash) "
        f"SELECT position, {COPY}, 'x' FROM case_events"),
    sql(f"INSERT OR REPLACE INTO case_events ({COPY}, hash) SELECT {COPY}, 'x' FROM case_events"),
]  # fmt: skip


def stays_as_it_was(url: str, attempt: Callable[[Connection], None], complaint: str) -> None:
    opened = desk.loaded(url)
    desk.accepted(opened)
    with opened.reading() as connection:
        before = desk.held(connection, [EVENTS])

    with pytest.raises(DBAPIError, match=complaint), opened.writing() as connection:
        attempt(connection)

    with opened.reading() as connection:
        assert desk.held(connection, [EVENTS]) == before
    assert len(before["case_events"]) == 1


@pytest.mark.parametrize("attempt", ATTEMPTS, ids=lambda attempt: attempt.__name__)
def test_an_event_is_neither_changed_nor_deleted(database_url, attempt):
    stays_as_it_was(database_url, attempt, "append-only")


@pytest.mark.parametrize("statement", ["TRUNCATE case_events", "TRUNCATE agencies CASCADE"])
def test_postgresql_does_not_truncate_the_log(postgres_url, statement):
    stays_as_it_was(postgres_url, sql(statement), "append-only")


@pytest.mark.parametrize("attempt", REPLACEMENTS, ids=["by position", "by version"])
def test_sqlite_does_not_replace_an_event(sqlite_url, attempt):
    stays_as_it_was(sqlite_url, attempt, "taken")


def test_postgresql_does_not_turn_an_insert_into_an_update(postgres_url):
    copy = (
        f"INSERT INTO case_events (position, {COPY}, hash) OVERRIDING SYSTEM VALUE "
        f"SELECT position, {COPY}, 'x' FROM case_events "
        "ON CONFLICT (position) DO UPDATE SET hash = 'x'"
    )
    stays_as_it_was(postgres_url, sql(copy), "append-only")


def test_an_office_with_events_cannot_be_taken_away(database_url):
    opened = desk.loaded(database_url)
    desk.accepted(opened)

    with pytest.raises(DBAPIError, match=r"(?i)foreign key"), opened.writing() as connection:
        connection.execute(text("DELETE FROM agencies WHERE code = 'H32.PL'"))


def test_the_log_takes_new_events_all_the_same(database_url):
    opened = desk.loaded(database_url)
    desk.accepted(opened)

    with opened.writing() as connection:
        row = dict(connection.execute(select(EVENTS)).mappings().one())
        connection.execute(insert(EVENTS), {**row, "position": 2, "version": 2})

    with opened.reading() as connection:
        assert len(desk.held(connection, [EVENTS])["case_events"]) == 2

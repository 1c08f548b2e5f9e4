"""Rows made ready come out of the database as those of an ordinary insert."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from app.projections.ready_rows import insert_ready_rows, ready_rows
from app.projections.rows import CASES, STEPS, case_rows
from app.projections.write import clear
from app.store.event_log import stream
from app.store.ready import NONE, ready, write
from app.store.setup import read_setup
from tests.store import desk
from workflows.agency import Role

ODD = "một\\hai\tba\nbốn\rnăm \\N 'sáu' {bảy} %s"
STEP = {
    "case_code": ODD,
    "step": "\\N",
    "run": 1,
    "agency": "H32.PL",
    "referred_by": None,
    "role": Role.ONE_STOP,
    "assignee": "",
    "sent_back": ODD,
    "started_at": datetime(2024, 3, 4, 2, 0, 0, 123_456, tzinfo=UTC),
    "ended_at": None,
    "done": True,
    "due_at": desk.MONDAY,
    "warn_at": None,
}


def held(connection, table):
    return [dict(row) for row in connection.execute(select(table)).mappings()]


def test_odd_values_come_back_as_they_were(database_url):
    opened = desk.loaded(database_url)
    with opened.writing() as connection:
        connection.execute(insert(STEPS), [STEP])
        wanted = held(connection, STEPS)
        clear(connection)

        assert write(connection, STEPS, [NONE, ready([STEP], connection.dialect.name)]) == 1

        assert held(connection, STEPS) == wanted
        assert wanted[0]["sent_back"] == ODD


def test_the_read_rows_of_cases_are_those_of_an_ordinary_insert(database_url):
    opened = desk.loaded(database_url)
    for _ in range(3):
        desk.accepted(opened)
    with opened.writing() as connection:
        wanted, setup = desk.held(connection), read_setup(connection)
        made = [case_rows(log, setup) for log in stream(connection)]
        clear(connection)

        insert_ready_rows(connection, [ready_rows(made, connection.dialect.name)])

        assert desk.held(connection) == wanted


def test_a_row_that_is_there_already_is_refused_as_any_insert_would_be(database_url):
    opened = desk.loaded(database_url)
    desk.accepted(opened)
    with pytest.raises(IntegrityError), opened.writing() as connection:
        write(connection, CASES, [ready(held(connection, CASES), connection.dialect.name)])


@pytest.mark.parametrize("dialect", ["postgresql", "sqlite"])
def test_an_instant_without_an_offset_is_refused(dialect):
    with pytest.raises(ValueError, match="has no offset"):
        ready([{"at": desk.MONDAY.replace(tzinfo=None)}], dialect)


def test_what_no_column_takes_is_refused():
    with pytest.raises(TypeError, match="float"):
        ready([{"at": 1.5}], "postgresql")

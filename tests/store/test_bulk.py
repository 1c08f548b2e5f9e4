"""Rows that go together come out as rows that go one by one, on both databases."""

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError, IntegrityError, StatementError

from app.store.alerts import ALERTS
from app.store.bulk import delete_all, insert_all, insert_new, update_all
from app.store.read_tables import TimerRow
from app.store.tables import table_of
from tests.store import desk
from tests.store.desk import MINUTE, MONDAY

TIMERS = table_of(TimerRow)
ODD = ['"', "\\", "'; --", "Đặng  Thị\n\t Ơ", "{}[],:", "%(rows)s :rows", "\u2028", "😀", "null"]


def timer(code, number=0, **changes):
    given = {
        "case_code": code,
        "clock": "case",
        "step": "",
        "run": number,
        "rung": "due",
        "due_at": MONDAY + number * MINUTE,
        "fires_at": MONDAY.replace(microsecond=123_456),
    }
    return {**given, **changes}


def rows(opened):
    with opened.reading() as connection:
        return desk.held(connection, [TIMERS])["timers"]


@pytest.mark.parametrize("codes", [ODD[:1], ODD])
def test_rows_come_back_as_they_went(database_url, codes):
    opened = desk.loaded(database_url)
    given = [timer(code, number) for number, code in enumerate(codes)]

    with opened.writing() as connection:
        insert_all(connection, TIMERS, given)

    assert sorted(rows(opened), key=lambda row: row["run"]) == given


@pytest.mark.parametrize("many", [1, 9])
def test_values_are_changed_and_rows_taken_away_by_their_keys_alone(database_url, many):
    opened = desk.loaded(database_url)
    given = [timer(f"A{number}", number) for number in range(many)]
    with opened.writing() as connection:
        insert_all(connection, TIMERS, [*given, timer("khác")])
        later = [{**row, "fires_at": MONDAY + MINUTE} for row in given]
        update_all(connection, TIMERS, later)

    assert rows(opened) == [*later, timer("khác")]

    with opened.writing() as connection:
        delete_all(connection, TIMERS, later)
    assert rows(opened) == [timer("khác")]


@pytest.mark.parametrize("many", [1, 9])
def test_only_those_that_are_not_there_yet_are_written_and_given_back(database_url, many):
    opened = desk.loaded(database_url)
    columns = (ALERTS.c.case_code, ALERTS.c.run)

    def alert(number):
        known = {key: value for key, value in timer("A", number).items() if key != "fires_at"}
        return {**known, "agency": "H32", "level": "warn", "at": MONDAY, "recorded_at": MONDAY}

    with opened.writing() as connection:
        assert len(insert_new(connection, ALERTS, [alert(0)], columns)) == 1
        found = insert_new(connection, ALERTS, [alert(n) for n in range(many + 1)], columns)
        assert [tuple(row) for row in found] == [("A", n) for n in range(1, many + 1)]
        numbers = connection.scalars(select(ALERTS.c.run).order_by(ALERTS.c.id)).all()
        assert numbers == list(range(many + 1))
        assert insert_new(connection, ALERTS, [], columns) == []


@pytest.mark.parametrize("many", [1, 9])
def test_a_row_that_is_there_already_is_refused(database_url, many):
    opened = desk.loaded(database_url)
    with opened.writing() as connection:
        insert_all(connection, TIMERS, [timer("A")])
    with pytest.raises(IntegrityError), opened.writing() as connection:
        insert_all(connection, TIMERS, [timer("A", number) for number in range(many)])
    assert rows(opened) == [timer("A")]


@pytest.mark.parametrize("many", [1, 9])
def test_an_instant_without_an_offset_is_refused(database_url, many):
    opened = desk.loaded(database_url)
    naive = MONDAY.replace(tzinfo=None)
    with pytest.raises((ValueError, StatementError)), opened.writing() as connection:
        insert_all(connection, TIMERS, [timer("A", n, fires_at=naive) for n in range(many)])


def test_a_text_that_is_too_long_is_refused_and_not_cut(postgres_url):
    opened = desk.loaded(postgres_url)
    with pytest.raises(DBAPIError), opened.writing() as connection:
        insert_all(connection, TIMERS, [timer("A" * 65, number) for number in range(9)])
    assert rows(opened) == []


def test_nothing_at_all_asks_nothing_of_the_database(database_url):
    opened = desk.loaded(database_url)
    with opened.writing() as connection:
        insert_all(connection, TIMERS, [])
        update_all(connection, TIMERS, [])
        delete_all(connection, TIMERS, [])
    assert rows(opened) == []

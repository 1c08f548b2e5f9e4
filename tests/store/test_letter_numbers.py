"""Numbers of letters: in a row for each office, kind and year, whoever asks and however it ends."""

import signal
import threading
import time

import pytest
from sqlalchemy import select

from app.services.record import known_log, record, record_in
from app.services.verify import verify
from app.store.engine import Database
from app.store.letter_numbers import (
    LETTERS,
    HeldNumbers,
    Series,
    first_free,
    hold_numbers,
    next_letter_number,
    series_of,
)
from tests.store import desk, workers
from tests.store.desk import DAY, MONDAY
from tests.store.letters import AT, issue_and_hang, issue_many, issued, letter
from workflows.letter_events import LetterKind

RECEIPTS = ("H32.PL", "receipt", 2024, False)


def taken(
    opened: Database,
    agency: str = "H32.PL",
    kind: LetterKind = "receipt",
    year: int = 2024,
    training: bool = False,
) -> int:
    with opened.writing() as connection:
        return next_letter_number(connection, agency, kind, year, training=training)


def taken_in_vain(opened: Database) -> None:
    with opened.writing() as connection:
        assert next_letter_number(connection, "H32.PL", "receipt", 2024) == 1
        raise ZeroDivisionError


def serials(opened: Database) -> list[int]:
    with opened.reading() as connection:
        return sorted(connection.scalars(select(LETTERS.c.serial)))


def imported(opened: Database, *numbers: int) -> None:
    """Letters that have their numbers already, each of a case of its own."""
    for serial in numbers:
        record(opened, desk.accepted(opened).code, letter(serial), by=None, now=AT)


def test_numbers_begin_anew_for_each_office_kind_and_year(database_url):
    opened = desk.loaded(database_url)

    assert [taken(opened) for _ in range(3)] == [1, 2, 3]
    assert taken(opened, "H32.BD") == taken(opened, kind="apology") == taken(opened, year=2025) == 1
    assert taken(opened) == 4


def test_practice_has_a_row_of_its_own_and_leaves_no_gap_in_the_true_one(database_url):
    opened = desk.loaded(database_url)

    assert [taken(opened, training=turn) for turn in (False, True, True, False)] == [1, 1, 2, 2]


def test_a_number_that_came_to_nothing_is_given_again(database_url):
    opened = desk.loaded(database_url)

    with pytest.raises(ZeroDivisionError):
        taken_in_vain(opened)

    assert taken(opened) == 1


def test_imported_numbers_are_passed_over_and_those_between_are_given(database_url):
    opened = desk.loaded(database_url)
    imported(opened, 1, 2, 4, 5, 9)
    codes = [desk.accepted(opened).code for _ in range(5)]

    assert [issued(opened, code) for code in codes] == [3, 6, 7, 8, 10]
    assert verify(opened, now=MONDAY + DAY).fault is None


def test_many_imported_numbers_are_passed_over_at_once(database_url):
    opened = desk.loaded(database_url)
    imported(opened, *range(1, 30))
    with opened.reading() as connection:
        assert first_free(connection, RECEIPTS, after=0) == 30
        assert first_free(connection, RECEIPTS, after=40) == 41

    assert taken(opened) == 30


def held(opened: Database, how_many: int) -> list[int]:
    with opened.writing() as connection:
        numbers = HeldNumbers(connection)
        found = [numbers.take(RECEIPTS) for _ in range(how_many)]
        numbers.write()
        return found


def taken_and_given_back(numbers: HeldNumbers, *wanted: Series) -> None:
    with numbers.or_back():
        for series in wanted:
            assert numbers.take(series) > 0
        raise ZeroDivisionError


def test_many_numbers_are_taken_at_once_between_those_taken_singly(database_url):
    opened = desk.loaded(database_url)

    assert [taken(opened), *held(opened, 3), taken(opened), *held(opened, 2)] == list(range(1, 8))


def test_many_numbers_pass_over_imported_ones_too(database_url):
    opened = desk.loaded(database_url)
    imported(opened, 2, 3, 6, 9)

    assert held(opened, 4) == [1, 4, 5, 7]
    assert [taken(opened), taken(opened)] == [8, 10]


def test_a_number_given_back_is_taken_by_the_next_and_others_stay(database_url):
    opened = desk.loaded(database_url)
    practice = (*RECEIPTS[:3], True)

    with opened.writing() as connection:
        numbers = HeldNumbers(connection)
        assert numbers.take(RECEIPTS) == 1
        with pytest.raises(ZeroDivisionError):
            taken_and_given_back(numbers, RECEIPTS, practice)
        assert (numbers.take(RECEIPTS), numbers.take(practice)) == (2, 1)
        numbers.write()

    assert (taken(opened), taken(opened, training=True)) == (3, 2)


def test_whoever_takes_one_number_waits_for_who_holds_many(postgres_url):
    opened = desk.loaded(postgres_url)
    given: list[int] = []
    other = threading.Thread(target=lambda: given.append(taken(opened)))

    with opened.writing() as connection:
        numbers = HeldNumbers(connection)
        assert [numbers.take(RECEIPTS), numbers.take(RECEIPTS)] == [1, 2]
        other.start()
        other.join(0.3)
        assert other.is_alive()
        numbers.write()
    other.join(workers.PATIENCE)

    assert given == [3]


def test_an_import_waits_for_who_takes_a_number_and_is_waited_for(postgres_url):
    opened = desk.loaded(postgres_url)
    code, other = desk.accepted(opened).code, desk.accepted(opened).code
    given: list[int] = []
    desk_work = threading.Thread(target=lambda: given.append(issued(opened, other)))

    with opened.writing() as connection:
        rows = [{"agency": "H32.PL", "kind": "receipt", "year": 2024, "training": False}]
        hold_numbers(connection, series_of(rows))
        desk_work.start()
        desk_work.join(0.3)
        assert desk_work.is_alive()
        record_in(connection, known_log(connection, code), [letter(1)], by=None, now=AT)
    desk_work.join(workers.PATIENCE)

    assert given == [2]
    assert verify(opened, now=MONDAY + DAY).fault is None


@pytest.mark.slow
def test_four_processes_one_of_them_killed_leave_neither_gap_nor_double(database_url, tmp_path):
    opened = desk.loaded(database_url)
    codes = [desk.accepted(opened).code for _ in range(43)]
    sign = tmp_path / "stands"
    jobs = [
        workers.SPAWN.Process(target=issue_many, args=(database_url, codes[place:39:3], every))
        for place, every in enumerate((2, 3, 5))
    ]
    last = workers.SPAWN.Process(target=issue_and_hang, args=(database_url, codes[39:], str(sign)))

    for process in (*jobs, last):
        process.start()
    given_up = time.monotonic() + workers.PATIENCE
    while not sign.exists() and time.monotonic() < given_up:
        time.sleep(0.01)
    last.kill()
    for process in (*jobs, last):
        process.join(workers.PATIENCE)

    assert [process.exitcode for process in (*jobs, last)] == [0, 0, 0, -signal.SIGKILL]
    assert serials(opened) == list(range(1, 43))
    assert issued(opened, codes[-1]) == 43
    found = verify(opened, now=MONDAY + DAY)
    assert (found.fault, found.cases) == (None, 43)

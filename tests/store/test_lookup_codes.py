"""The code of the look-up: made once, the same for ever, and nobody's for a case nobody has."""

import threading

import pytest
from sqlalchemy import event

from app.projections.rebuild import rebuild
from app.store.engine import Database
from app.store.lookup_codes import ALPHABET, lookup_code, opens, read
from tests.store import desk, workers
from tests.store.desk import DAY, MONDAY


def made(opened: Database, case: str) -> str:
    with opened.writing() as connection:
        return lookup_code(connection, case, now=MONDAY)


def test_a_code_is_made_at_the_first_need_and_stays(database_url):
    opened = desk.loaded(database_url)
    first = made(opened, "A")

    with opened.writing() as connection:
        assert lookup_code(connection, "A", now=MONDAY + DAY) == first
        rebuild(connection)
    assert made(opened, "A") == first
    assert len(first) == 8
    assert set(first) <= set(ALPHABET)


def test_codes_are_of_one_case_each(database_url):
    opened = desk.loaded(database_url)
    codes = {f"A{n}": made(opened, f"A{n}") for n in range(40)}

    assert len(set(codes.values())) == 40
    with opened.reading() as connection:
        assert all(opens(connection, case, code) for case, code in codes.items())
        assert not opens(connection, "A0", codes["A1"])


@pytest.mark.parametrize("typed", ["", "   ", "UUUUUUUU", "0" * 9, "0" * 7, "Ạ1234567", "?" * 8])
def test_what_is_no_code_opens_nothing(database_url, typed):
    opened = desk.loaded(database_url)
    made(opened, "A")

    with opened.reading() as connection:
        assert not opens(connection, "A", typed)
        assert not opens(connection, "nobody's", typed)


def test_a_person_may_write_it_as_it_is_read_aloud():
    assert read(" o1il-abcd ") == "0111ABCD"
    assert read("0111 ABCD") == "0111ABCD"


def test_an_unknown_case_costs_what_a_known_one_costs(database_url):
    opened = desk.loaded(database_url)
    code = made(opened, "A")
    said: list[str] = []

    with opened.reading() as connection:
        event.listen(connection, "before_cursor_execute", lambda *call: said.append(call[2]))
        assert opens(connection, "A", code)
        known = said.copy()
        said.clear()
        assert not opens(connection, "B", code)

    assert said == known
    assert len(known) == 1


def test_two_at_once_print_the_same_code(postgres_url):
    opened = desk.loaded(postgres_url)
    theirs: list[str] = []
    other = threading.Thread(target=lambda: theirs.append(made(opened, "A")))

    with opened.writing() as connection:
        mine = lookup_code(connection, "A", now=MONDAY)
        other.start()
        other.join(0.2)
    other.join(workers.PATIENCE)

    assert theirs == [mine]

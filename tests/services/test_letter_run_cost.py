"""A part of a run asks the database a few things for all its letters, not a few for each."""

import pytest
from sqlalchemy import event

from app.services import letter_runs as runs
from app.services.letter_run_page import left_out
from app.services.letters import issue
from tests.services import lettering
from tests.services.hands import LAN, press
from tests.store.desk import DAY, MINUTE, MONDAY

LATER = MONDAY + MINUTE
STRANGE = "Nguyễn Văn 𠮷"  # a sign the type has no shape for


@pytest.fixture
def opened(database_url):
    return lettering.ward(database_url)


def run_of(opened, folder, codes, *, now=LATER):
    number = runs.begin(opened, press(LAN), "receipt", codes)
    return number, runs.carry_on(opened, folder, number, clock=lambda: now)


def statements(opened, folder, codes):
    """How many statements a run of these cases takes."""
    seen = []

    def note(_connection, _cursor, statement, *_):
        seen.append(statement)

    number = runs.begin(opened, press(LAN), "receipt", codes)
    with opened.reading() as connection:
        engine = connection.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        assert runs.carry_on(opened, folder, number, clock=lambda: LATER).results == {
            "issued": len(codes)
        }
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return len(seen)


def test_ten_letters_take_as_many_statements_as_three(opened, tmp_path):
    codes = [lettering.accepted(opened) for _ in range(14)]
    statements(opened, tmp_path, codes[:1])

    assert statements(opened, tmp_path, codes[4:]) == statements(opened, tmp_path, codes[1:4])
    lettering.must_verify(opened)


def test_a_letter_that_cannot_be_printed_gives_its_number_to_the_next(opened, tmp_path):
    names = [STRANGE, "Lê Thị Na", STRANGE, STRANGE, "Trần Văn Mít", STRANGE]
    codes = [lettering.accepted(opened, name) for name in names]

    number, done = run_of(opened, tmp_path, codes)

    assert done.results == {"issued": 2, "refused": 4}
    assert {one.code for one in left_out(opened, LAN, number)} == {
        *codes[:1],
        *codes[2:4],
        codes[5],
    }
    given = [[row.serial for row in lettering.letters(opened, code)] for code in codes]
    assert given == [[], [1], [], [], [2], []]
    last = issue(opened, tmp_path, press(LAN, LATER), lettering.accepted(opened), "receipt")
    assert last.serial == 3
    lettering.must_verify(opened)


def test_letters_of_practice_and_of_work_are_numbered_side_by_side(opened, tmp_path):
    codes = [lettering.accepted(opened, training=turn % 2 == 1) for turn in range(6)]

    _, done = run_of(opened, tmp_path, codes)

    assert done.results == {"issued": 6}
    found = [row for code in codes for row in lettering.letters(opened, code)]
    assert {row.serial for row in found if row.training} == {1, 2, 3}
    assert {row.serial for row in found if not row.training} == {1, 2, 3}
    lettering.must_verify(opened)


def test_each_year_begins_at_one(opened, tmp_path):
    new_year = MONDAY.replace(year=MONDAY.year + 1, month=1, day=1) + DAY
    codes = [lettering.accepted(opened) for _ in range(4)]

    run_of(opened, tmp_path, codes[:2])
    run_of(opened, tmp_path, codes[2:], now=new_year)

    found = [row for code in codes for row in lettering.letters(opened, code)]
    assert [(row.year - MONDAY.year, row.serial) for row in found] == [
        (0, 1), (0, 2), (1, 1), (1, 2)
    ]  # fmt: skip

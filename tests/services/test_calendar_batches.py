"""Deadlines move a hundred cases at a time: one bad case keeps no other back, nor do many cost."""

import pytest
from sqlalchemy import event

from app.services import calendar_adjusting as adjusting
from app.services.calendar_change import begin, to_the_end
from tests.services import calendars as cal
from tests.services.calendars import ORDER, SATURDAY
from tests.services.hands import HUNG, press
from tests.sla.builders import at

NEW_DUE = at("Tue 2023-06-20 16:00")


def begun(url, cases):
    opened = cal.ward(url)
    codes = [cal.case(opened) for _ in range(cases)]
    cal.change(opened)
    return opened, codes, begin(opened, press(HUNG, SATURDAY), ORDER)


@pytest.mark.parametrize("place", [0, 3, 6])
def test_a_case_that_cannot_be_read_is_left_and_the_others_move(database_url, monkeypatch, place):
    opened, codes, number = begun(database_url, 7)
    real = vars(adjusting)["planned"]

    def broken(case, *rest):
        if case.code == codes[place]:
            raise ValueError("hỏng")
        return real(case, *rest)

    monkeypatch.setattr(adjusting, "planned", broken)
    done = to_the_end(opened, number, clock=lambda: SATURDAY)

    assert (done.results, done.waiting) == ({"moved": 6, "refused": 1}, 0)
    for code in codes:
        moved = [one.new_due_at for one in cal.adjusted(opened, code)]
        assert moved == ([] if code == codes[place] else [NEW_DUE])
        cal.row_of(opened, code)


def statements(url, cases):
    opened, _, number = begun(url, cases)
    asked = []

    def note(*call):
        asked.append(call[2])

    event.listen(opened.engine, "before_cursor_execute", note)
    done = to_the_end(opened, number, clock=lambda: SATURDAY)
    assert done.results == {"moved": cases}
    return len(asked)


def test_more_cases_take_no_more_statements(postgres_url, sqlite_url):
    assert statements(postgres_url, 30) <= statements(sqlite_url, 4) + 4

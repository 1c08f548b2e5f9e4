"""The clock of a demonstration: elsewhere, running, moved forward only, the same for everybody."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.errors import BadInput, Refused
from app.services.demo_clock import demo_now, is_demo, move, start
from app.store.demo_clock import DEMO_CLOCK
from app.store.engine import database
from tests.store import desk, workers

WALL = desk.MONDAY + timedelta(days=1000, microseconds=250_000)
DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
AT = desk.MONDAY + DAY


@pytest.fixture
def opened(database_url):
    return database(database_url)


@pytest.fixture
def demo(opened):
    start(opened, AT, wall=WALL)
    return opened


def shows(demo, wall):
    """What the clock of a demonstration shows."""
    found = demo_now(demo, wall)
    assert found is not None
    return found


def test_an_office_has_no_such_clock(opened):
    assert demo_now(opened, WALL) is None
    assert is_demo(opened) is False
    with pytest.raises(Refused, match="không phải bản trình diễn"):
        move(opened, to=AT, by="lan.mc", wall=WALL)


def test_it_starts_where_it_was_told_and_runs_like_the_walls(demo):
    shown = shows(demo, WALL)

    assert is_demo(demo) is True
    assert timedelta(0) <= shown - AT < SECOND
    assert shows(demo, WALL + 3 * DAY) - shown == 3 * DAY


def test_a_clock_that_runs_is_not_set_again(demo):
    shown = start(demo, AT + 9 * DAY, wall=WALL + DAY)

    assert shown == shows(demo, WALL + DAY) < AT + 2 * DAY


def test_it_does_not_start_before_what_is_recorded(database_url):
    opened = desk.loaded(database_url)
    desk.accepted(opened)

    with pytest.raises(BadInput, match="nhật ký đã ghi đến") as caught:
        start(opened, desk.MONDAY - DAY, wall=WALL)

    assert caught.value.field == "at"
    assert is_demo(opened) is False


def test_it_is_moved_forward_and_says_who_moved_it(demo):
    shown = move(demo, to=AT + DAY, by="lan.mc", wall=WALL + SECOND)

    assert timedelta(0) <= shown - (AT + DAY) < SECOND
    with demo.reading() as connection:
        row = connection.execute(select(DEMO_CLOCK)).one()
    assert (row.moved_by, row.moved_at) == ("lan.mc", WALL + SECOND)


@pytest.mark.parametrize("back", [timedelta(0), SECOND, 400 * DAY])
def test_it_never_goes_back(demo, back):
    shown = shows(demo, WALL)

    with pytest.raises(BadInput, match="chỉ tiến, không lùi") as caught:
        move(demo, to=shown - back, by=None, wall=WALL)

    assert caught.value.field == "to"
    assert shows(demo, WALL) == shown


def test_a_slip_of_the_finger_does_not_leave_the_calendars_behind(demo):
    with pytest.raises(BadInput, match="nhiều nhất 31 ngày"):
        move(demo, to=AT + 32 * DAY, by=None, wall=WALL)


def moved_in_another_process(url, days):
    try:
        move(database(url), to=AT + days * DAY, by=None, wall=WALL)
    except BadInput:
        return None
    return days


def shown_in_another_process(url):
    return demo_now(database(url), WALL)


def test_another_process_sees_a_moved_clock_at_once(demo, database_url):
    shown = move(demo, to=AT + DAY, by=None, wall=WALL)

    assert workers.together(shown_in_another_process, [(database_url,)]) == [shown]


def test_of_several_movers_the_farthest_holds_and_none_takes_it_back(demo, database_url):
    calls = [(database_url, days) for days in (1, 2, 3, 4)]

    done = workers.together(moved_in_another_process, calls)

    assert 4 in done
    assert shows(demo, WALL) - AT < 4 * DAY + SECOND
    assert shows(demo, WALL) >= AT + 4 * DAY

"""The morning screen as lines: names for codes, and what is left of the clock in question."""

import pytest

from app.errors import BadInput, Unknown
from app.lists.filters import Filters
from app.services.lists import find, inbox
from tests.lists.office import HUNG, LAN, MINH, accepted, begun, loaded, officer, submitted
from tests.store.desk import DAY, HOUR, MINUTE, MONDAY
from workflows import commands as do
from workflows.agency import Role


def left(opened, who, code, now):
    (line,) = inbox(opened, who, code, now=now).lines
    return (line.left.clock, line.left.in_words(), line.near) if line.left else None


def test_the_first_screen_of_the_desk_counts_down_eight_hours_of_work(database_url):
    opened = loaded(database_url)
    submitted(opened)

    screen = inbox(opened, LAN, now=MONDAY + 4 * HOUR)

    assert screen.current is not None
    assert (screen.current.code, screen.next) == ("to_accept", None)
    (line,) = screen.lines
    assert line.left is not None
    assert (line.left.clock, line.left.in_words()) == ("intake", "còn 5 giờ 30 phút")
    assert not line.near
    assert left(opened, LAN, "to_accept", MONDAY + 8 * HOUR) == ("intake", "còn 2 giờ", True)
    assert left(opened, LAN, "to_accept", MONDAY + DAY + HOUR) == ("intake", "quá 1 giờ", True)


def test_a_line_has_words_for_its_codes(database_url):
    opened = loaded(database_url)
    accepted(opened, begun("appraise", assignee="minh"))

    (line,) = inbox(opened, MINH, now=MONDAY).lines

    assert (line.procedure, line.field, line.agency) == (
        "Cấp giấy phép", "Hộ tịch", "Phường Phước Long",
    )  # fmt: skip
    assert line.steps == ("Thụ lý",)


def test_each_list_tells_its_own_clock(database_url):
    opened = loaded(database_url)
    accepted(opened, begun("appraise", assignee="minh"))

    assert left(opened, MINH, "mine", MONDAY + MINUTE) == ("step", "còn 7 giờ 59 phút", False)
    assert left(opened, MINH, "mine", MONDAY + 8 * HOUR) == ("step", "còn 2 giờ", True)
    assert left(opened, MINH, "step_late", MONDAY + DAY + HOUR) == ("step", "quá 1 giờ", True)
    late = MONDAY + 14 * DAY + HOUR
    assert left(opened, MINH, "overdue", late) == ("case", "quá 1 giờ", True)


def test_while_a_case_is_paused_its_clock_stands(database_url):
    opened = loaded(database_url)
    accepted(opened, do.PauseCase(at=MONDAY + HOUR, reason="verification"))

    for now in (MONDAY + 2 * HOUR, MONDAY + 200 * DAY):
        assert left(opened, MINH, "paused", now) == ("case", "còn 9 ngày 7 giờ", False)


def test_where_no_clock_runs_nothing_is_left(database_url):
    opened = loaded(database_url)
    accepted(opened, do.ResolveCase(at=MONDAY, outcome="granted"), fee=1)

    assert left(opened, LAN, "result_direct", MONDAY) is None
    assert left(opened, LAN, "to_pay", MONDAY) is None


def test_beyond_the_calendar_a_list_is_shown_without_a_countdown(database_url):
    opened = loaded(database_url)
    accepted(opened)

    (line,) = inbox(opened, LAN, "overdue", now=MONDAY + 3 * 366 * DAY).lines

    assert line.left is None


def test_badges_count_what_the_lists_hold(database_url):
    opened = loaded(database_url)
    submitted(opened)
    accepted(opened, begun("sign"))

    screen = inbox(opened, HUNG, now=MONDAY)

    counted = {badge.list.code: badge.count for badge in screen.badges if badge.count}
    assert counted == {"to_approve": 1, "accepted_today": 1}
    assert [line.row.state for line in screen.lines] == ["processing"]


def test_filters_and_marks_go_with_a_list(database_url):
    opened = loaded(database_url)
    for number in range(51):
        accepted(opened, fee=1 + number)

    first = inbox(opened, LAN, "to_pay", filters=Filters(channel="direct"), now=MONDAY)
    assert len(first.lines) == 50
    rest = inbox(opened, LAN, "to_pay", after=first.next, now=MONDAY)
    assert [line.row.fee_due for line in rest.lines] == [51]
    assert rest.next is None
    with pytest.raises(BadInput):
        inbox(opened, LAN, "to_pay", after="?", now=MONDAY)


def test_who_has_no_list_has_an_empty_screen(database_url):
    opened = loaded(database_url)
    admin = officer("quản trị", Role.ADMIN)

    screen = inbox(opened, admin, now=MONDAY)

    assert (screen.badges, screen.current, screen.lines) == ((), None, ())
    with pytest.raises(Unknown):
        inbox(opened, admin, "overdue", now=MONDAY)


def test_a_search_gives_lines_too(database_url):
    opened = loaded(database_url)
    code = accepted(opened)

    hits = find(opened, LAN, "ba tu", now=MONDAY)
    assert [line.row.code for line in hits.lines] == [code]
    assert hits.lines[0].left is not None
    assert find(opened, LAN, code, now=MONDAY).exact == code
    assert find(opened, LAN, "không ai", now=MONDAY).lines == ()

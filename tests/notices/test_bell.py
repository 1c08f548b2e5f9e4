"""The bell as its owner sees it: their own lines, newest first, read once."""

from datetime import timedelta

import pytest

from app.errors import BadInput, Unknown
from app.services import bell
from app.store.notices import NewNotice, forget_notices, insert_notices, told_between
from tests.notices.ringing import DESK, march, officer, specialist, staffed, started, ticked
from tests.services.who import grant
from tests.store import desk

NOW = march(8, "10:00")


@pytest.fixture
def opened(database_url):
    return staffed(database_url)


def line(number, login="lan.mc", **changes):
    shown = march(4, "09:00") + timedelta(minutes=number // 2)
    given = {"key": f"k:{number}", "kind": "digest", "level": "info", "agency": "H32.PL"}
    told = {"text": f"Dòng {number}.", "link": "/inbox", "at": shown, "shown_from": shown}
    return NewNotice(login=login, **{**given, **told, **changes})


def put(opened, *lines):
    with opened.writing() as connection:
        insert_notices(connection, lines)


def texts(opened, who=DESK, now=NOW):
    return [notice.text for notice in bell.page(opened, who, now=now).notices]


def newest(opened, who=DESK):
    mark = bell.page(opened, who, now=NOW).newest
    assert mark is not None
    return mark


def test_pages_show_every_line_once_newest_first(opened):
    put(opened, *(line(number) for number in range(70)))

    page = bell.page(opened, DESK, now=NOW)
    pages = [[notice.text for notice in page.notices]]
    while page.next is not None:
        page = bell.page(opened, DESK, after=page.next, now=NOW)
        pages.append([notice.text for notice in page.notices])

    assert [len(page) for page in pages] == [30, 30, 10]
    shown = [text for page in pages for text in page]
    assert shown == [f"Dòng {number}." for number in range(69, -1, -1)]


def test_only_what_is_shown_by_now_counts(opened):
    put(opened, line(0), line(1, shown_from=march(8, "13:30")))

    assert bell.unread(opened, DESK, now=NOW) == 1
    assert texts(opened) == ["Dòng 0."]
    assert bell.unread(opened, DESK, now=march(8, "13:30")) == 2


def test_more_than_a_hundred_are_not_counted_on(opened):
    put(opened, *(line(number) for number in range(150)))

    assert bell.unread(opened, DESK, now=NOW) == bell.MOST + 1


def test_the_same_key_is_put_once_for_each_person(opened):
    put(opened, line(1), line(1, login="hue.tp"))
    put(opened, line(1, text="Khác."), line(2))

    assert texts(opened) == ["Dòng 2.", "Dòng 1."]
    assert texts(opened, specialist()) == ["Dòng 1."]


def test_reading_one_twice_is_reading_it_once(opened):
    put(opened, line(1), line(2))
    [_, first] = bell.page(opened, DESK, now=NOW).notices

    read = bell.read_one(opened, DESK, first.id, now=NOW)
    again = bell.read_one(opened, DESK, first.id, now=march(8, "11:00"))

    assert (read.text, read.read_at) == ("Dòng 1.", NOW)
    assert again == read
    assert bell.unread(opened, DESK, now=NOW) == 1


def test_one_may_look_at_the_unread_ones_alone(opened):
    put(opened, line(1), line(2))
    [last, _] = bell.page(opened, DESK, now=NOW).notices
    bell.read_one(opened, DESK, last.id, now=NOW)

    page = bell.page(opened, DESK, only_unread=True, now=NOW)

    assert [notice.text for notice in page.notices] == ["Dòng 1."]


@pytest.mark.parametrize("number", [0, -1, 2**63, 99_999])
def test_a_line_that_is_not_there_is_said_so(opened, number):
    with pytest.raises(Unknown, match="không có thông báo này"):
        bell.read_one(opened, DESK, number, now=NOW)


def test_nobody_reads_the_line_of_another(opened):
    put(opened, line(1, login="hue.tp"))
    [theirs] = bell.page(opened, specialist(), now=NOW).notices

    with pytest.raises(Unknown):
        bell.read_one(opened, DESK, theirs.id, now=NOW)
    assert bell.read_all(opened, DESK, newest=newest(opened, specialist()), now=NOW) == 0
    assert bell.unread(opened, specialist(), now=NOW) == 1


def test_reading_all_leaves_what_came_after_the_page(opened):
    put(opened, *(line(number) for number in range(5)))
    mark = newest(opened)
    put(opened, line(9))

    assert bell.read_all(opened, DESK, newest=mark, now=NOW) == 5
    assert bell.read_all(opened, DESK, newest=mark, now=NOW) == 0
    assert bell.unread(opened, DESK, now=NOW) == 1


@pytest.mark.parametrize(
    "mark", ["", "~", "x~1", "2024-03-04T09:00~", "2024-03-04T09:00~-1", "2024-03-04T09:00~²"]
)
def test_a_mark_no_page_has_given_is_refused(opened, mark):
    with pytest.raises(BadInput, match="không đọc được vị trí"):
        bell.page(opened, DESK, after=mark, now=NOW)
    with pytest.raises(BadInput, match="không đọc được vị trí"):
        bell.read_all(opened, DESK, newest=mark, now=NOW)


def test_an_empty_bell_has_no_marks(opened):
    page = bell.page(opened, DESK, now=NOW)

    assert (page.notices, page.next, page.newest) == ((), None, None)


def test_a_line_about_a_case_goes_with_the_right_to_see_it(opened):
    code = desk.accepted(opened).code
    started(opened, code, "hue.tp", march(4, "10:00"))
    ticked(opened, NOW)
    moved = officer("hue.tp", grant("specialist", "H32.BD"))
    [mine] = bell.page(opened, specialist(), now=NOW).notices[:1]

    assert bell.unread(opened, specialist(), now=NOW) > 0
    assert bell.unread(opened, moved, now=NOW) == 0
    assert texts(opened, moved) == []
    with pytest.raises(Unknown):
        bell.read_one(opened, moved, mine.id, now=NOW)


def test_the_digest_finds_the_alerts_of_a_day_and_nothing_else(opened):
    morning = march(5, "07:30")
    put(
        opened,
        line(1, alert=1, shown_from=morning),
        line(2, alert=2, shown_from=march(6, "07:30")),
        line(3, shown_from=morning),
        line(4, alert=1, shown_from=march(4, "17:29")),
    )

    with opened.reading() as connection:
        found = told_between(
            connection, ["lan.mc", "hue.tp"], since=morning, until=march(6, "07:30")
        )

    assert {login: [one.text for one in lines] for login, lines in found.items()} == {
        "lan.mc": ["Dòng 1."],
        "hue.tp": [],
    }


def test_old_lines_are_tidied_a_few_at_a_time(opened):
    put(opened, *(line(number) for number in range(10)), line(99, shown_from=NOW))

    with opened.writing() as connection:
        taken = [forget_notices(connection, shown_before=NOW, limit=6) for _ in range(3)]

    assert taken == [6, 4, 0]
    assert texts(opened) == ["Dòng 99."]

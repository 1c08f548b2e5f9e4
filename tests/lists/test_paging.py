"""Paging and narrowing a list."""

import pytest

from app.errors import BadInput, Unknown
from app.lists.filters import Filters
from app.lists.read import Window, page
from tests.lists.office import KIEM, LAN, WARD, accepted, begun, codes, loaded, submitted
from tests.store.desk import DAY, MONDAY


def paged(opened, who, code, size, now):
    after, pages = None, []
    while True:
        with opened.reading() as connection:
            found = page(connection, who, code, window=Window(after=after, size=size), now=now)
        pages.append([row.code for row in found.rows])
        after = found.next
        if after is None:
            return pages


@pytest.mark.parametrize("code", ["training", "accepted_today"])
def test_pages_follow_each_other_without_a_gap_or_a_double(database_url, code):
    opened = loaded(database_url)
    for number in range(5):
        # Two and two alike in every instant, and in the list of practice some without a deadline.
        practice = code == "training"
        accepted(opened, training=practice, due_at=MONDAY + (number // 2 + 1) * DAY)
        submitted(opened, training=practice)

    whole = codes(opened, LAN, code, MONDAY)
    for size in (1, 2, 3):
        pages = paged(opened, LAN, code, size, MONDAY)
        assert [one for part in pages for one in part] == whole
        assert all(len(part) == size for part in pages[:-1])


@pytest.mark.parametrize("after", ["", "~", "2024", "hôm qua~A", "2024-13-01~A", "9999-01-01~A"])
def test_a_mark_that_no_page_has_given_is_refused(database_url, after):
    opened = loaded(database_url)
    with opened.reading() as connection:
        if after == "~":
            assert page(connection, LAN, "mine", window=Window(after=after), now=MONDAY).rows == ()
            return
        with pytest.raises(BadInput, match="after"):
            page(connection, LAN, "mine", window=Window(after=after), now=MONDAY)


@pytest.mark.parametrize(
    "given",
    [
        {"procedure": "1.009999"},
        {"field": "HT"},
        {"officer": "minh"},
        {"channel": "direct"},
        {"agency": WARD},
        {"text": "ba tu"},
    ],
)
def test_filters_narrow_a_list(database_url, given):
    opened = loaded(database_url)
    code = accepted(opened, begun("appraise", assignee="minh"))
    late = MONDAY + 30 * DAY

    assert codes(opened, KIEM, "overdue", late, **given) == [code]
    (name,) = given
    other = {**given, name: "post" if name == "channel" else "khác"}
    assert codes(opened, KIEM, "overdue", late, **other) == []


def test_filters_are_read_from_an_address_and_written_back():
    args = {"field": " HT ", "text": "nguyễn văn a", "officer": "", "page": "3"}

    read = Filters.read(args)

    assert (read.field, read.text, read.officer) == ("HT", "nguyễn văn a", None)
    assert Filters.read(read.as_args()) == read
    assert dict(read.in_words()) == {"lĩnh vực": "HT", "tìm": "nguyễn văn a"}


@pytest.mark.parametrize(
    "args", [{"field": "x" * 65}, {"agency": "a\x00b"}, {"channel": "fax"}, {"officer": "\ud800"}]
)
def test_what_can_be_no_code_is_refused_by_name(args):
    with pytest.raises(BadInput, match=next(iter(args))):
        Filters.read(args)


@pytest.mark.parametrize("code", ["to_issue", "gì đó", "'; DROP TABLE cases"])
def test_a_list_of_another_role_is_not_there(database_url, code):
    with loaded(database_url).reading() as connection, pytest.raises(Unknown):
        page(connection, LAN, code, now=MONDAY)

"""The bell of an officer, as the pages ask for it: how many lines are new, which, and read ones."""

from dataclasses import dataclass
from datetime import datetime

from app.errors import BadInput, Unknown, WriteConflict
from app.store import notices as store
from app.store.engine import Database
from app.store.notices import Notice, Place, Window
from app.store.retry import tried
from sla.zone import parse_instant
from workflows.officer import Officer

PAGE = 30
MOST = 99  # nobody counts further; the page shows "99+"
_TRIES = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class BellPage:
    """Some lines of a bell, newest first.

    Attributes:
        next: the mark after which the older ones come; None at the end.
        newest: the mark of the first line, up to which one press reads all; None without lines.
    """

    notices: tuple[Notice, ...]
    next: str | None
    newest: str | None


def unread(database: Database, officer: Officer, *, now: datetime) -> int:
    """How many lines somebody has not read, `MOST` + 1 for more; one query."""
    with database.reading() as connection:
        return store.unread(connection, officer, now=now, most=MOST + 1)


def page(
    database: Database,
    officer: Officer,
    *,
    after: str | None = None,
    only_unread: bool = False,
    now: datetime,
) -> BellPage:
    """The lines of somebody's bell, newest first; those of cases no longer theirs are left out.

    Args:
        database: where.
        officer: whose bell it is.
        after: the mark an earlier page has given.
        only_unread: without the lines that were read.
        now: lines that wait for working hours are not shown yet.

    Raises:
        BadInput: for a mark that no page has given.
    """
    before = None if after is None else _place(after, "after")
    with database.reading() as connection:
        window = Window(limit=PAGE + 1, before=before, only_unread=only_unread)
        found = store.page_of_notices(connection, officer, window=window, now=now)
    shown = found[:PAGE]
    return BellPage(
        notices=tuple(shown),
        next=_mark(shown[-1]) if len(found) > PAGE else None,
        newest=_mark(shown[0]) if shown else None,
    )


def read_one(database: Database, officer: Officer, notice: int, *, now: datetime) -> Notice:
    """Note that somebody has read one of their lines; twice is the same as once.

    Raises:
        Unknown: for a line that is not shown to them.
    """

    def attempt() -> Notice | None:
        with database.writing() as connection:
            return store.mark_read(connection, officer, notice, now=now)

    if (found := tried(attempt, times=_TRIES, on=(WriteConflict,))) is None:
        raise Unknown("notice", "không có thông báo này trong chuông của bạn")
    return found


def read_all(database: Database, officer: Officer, *, newest: str, now: datetime) -> int:
    """Note that somebody has read every line up to a mark; how many were unread.

    A line that came after the page was shown is not among them.

    Raises:
        BadInput: for a mark that no page has given.
    """
    up_to = _place(newest, "newest")

    def attempt() -> int:
        with database.writing() as connection:
            return store.mark_all_read(connection, officer, up_to=up_to, now=now)

    return tried(attempt, times=_TRIES, on=(WriteConflict,))


def _mark(notice: Notice) -> str:
    return f"{notice.shown_from.isoformat()}~{notice.id}"


def _place(mark: str, field: str) -> Place:
    instant, _, number = mark.partition("~")
    try:
        if not number.isascii() or not number.isdecimal() or len(number) > len(str(2**62)):
            raise ValueError(mark)
        return parse_instant(instant), int(number)
    except ValueError:
        words = f"{field}: không đọc được vị trí của trang; hãy mở lại danh sách thông báo"
        raise BadInput(words, field=field) from None

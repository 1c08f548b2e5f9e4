"""Days that admins added by page and that a calendar about to be loaded does not have."""

from collections.abc import Iterable, Iterator

from app.store import calendar_days as store
from app.store.calendar_days import AddedDay
from app.store.engine import Connection
from app.store.setup import Setup
from sla.calendar import WorkingCalendar
from sla.spec import CalendarSpec
from sla.words import day_in_words
from workflows.pack import Located, Pack
from workflows.problems import Problem

MOST_TOLD = 6


def days_lost(connection: Connection, packs: Iterable[Pack], setup: Setup) -> Iterator[Problem]:
    """A warning for each calendar of some packs that takes back days added by page.

    A day that an earlier load took back already is not told again.

    Args:
        connection: where.
        packs: what is to be loaded; of two calendars with one code the later one is meant.
        setup: as it is before.
    """
    calendars = {one.record.code: one for pack in packs for one in pack.calendars}
    for code in calendars.keys() & setup.calendars.keys():
        newest = setup.calendar(f"{code}@{len(setup.calendars[code])}")
        becomes = WorkingCalendar(calendars[code].record)
        added = {one.day: one for one in store.of(connection, code)}
        lost = [one for one in added.values() if _is_lost(one, newest, becomes)]
        if lost:
            yield _warning(calendars[code], sorted(lost, key=lambda one: one.day))


def _is_lost(added: AddedDay, newest: WorkingCalendar, becomes: WorkingCalendar) -> bool:
    if not newest.knows(added.day) or not _holds(added, newest):
        return False
    return not becomes.knows(added.day) or (
        newest.day_windows(added.day) != becomes.day_windows(added.day)
    )


def _holds(added: AddedDay, calendar: WorkingCalendar) -> bool:
    """Whether a calendar has a day as it was added."""
    rule = calendar.day_rule(added.day)
    if rule is None:
        return added.kind == "usual"
    return (rule.kind, rule.like) == (added.kind, added.takes)


def _warning(located: Located[CalendarSpec], lost: list[AddedDay]) -> Problem:
    told = "; ".join(f"{day_in_words(one.day)} ({one.name})" for one in lost[:MOST_TOLD])
    if (more := len(lost) - MOST_TOLD) > 0:
        told += f"; và {more} ngày khác"
    words = (
        f"lịch “{located.record.code}” trong tệp thiếu {len(lost)} ngày đã thêm ở trang lịch, "
        f"nạp xong thì mất: {told}; hãy ghi vào tệp rồi nạp lại"
    )
    return located.node.at("code").problem(words, severity="warning")

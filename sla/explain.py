"""The computation of a deadline told line by line, so that a person can do it again on paper."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sla.calendar import WorkingCalendar
from sla.clock import Adjustment, Change, Clock, Effect, Pause
from sla.limits import TimeLimit, Unit
from sla.lines import Line, LineKind, day_lines, hours_line, move_lines
from sla.spec import time_of_day
from sla.words import duration_in_words, instant_in_words
from sla.zone import local, local_date

__all__ = ["Line", "LineKind", "explain"]


def explain(clock: Clock, at: datetime | None = None) -> tuple[Line, ...]:
    """The deadline of `clock.due(at)` and how it came about; the last line is that deadline.

    Raises:
        CalendarGap: as `Clock.due` does.
    """
    return tuple(_lines(clock, at))


def _lines(clock: Clock, at: datetime | None) -> Iterator[Line]:
    start, due = local(clock.start), clock.first_due()
    yield Line(start, f"Bắt đầu tính: {instant_in_words(start)}.", LineKind.START)
    yield hours_line(clock.calendar_at(start), local_date(start))
    yield from _promised(clock, due) if clock.promise else _counted(clock, start, due)
    changes = clock.changes(at)
    for change in changes:
        yield from _change_lines(clock, change)
    due = changes[-1].due if changes else due
    yield Line(due, f"Hạn cuối: {instant_in_words(due)}.", LineKind.END)


def _promised(clock: Clock, due: datetime) -> Iterator[Line]:
    limit = f" (thời hạn của thủ tục: {clock.limit.in_words()})" if clock.limit else ""
    yield Line(due, f"Ngày hẹn trả đã ghi: {instant_in_words(due)}{limit}.", LineKind.LIMIT)
    yield from _passed(clock.calendar_at(clock.start), local(clock.start), due)


def _counted(clock: Clock, start: datetime, due: datetime) -> Iterator[Line]:
    calendar = clock.calendar_at(start)
    begun = calendar.next_working(start)
    yield from move_lines(calendar, start, begun)
    if clock.limit is None:
        text = "Thời gian làm việc đã hẹn ban đầu được tính lại từ đầu."
    else:
        text = f"Thời hạn {clock.limit.in_words()}: {_rule(clock, clock.limit)}."
    yield Line(begun, text, LineKind.LIMIT)
    yield from _passed(calendar, begun + _elapsed(clock), due)
    yield Line(due, f"Tính ra hạn: {instant_in_words(due)}.", LineKind.DUE)


def _elapsed(clock: Clock) -> timedelta:
    # Calendar days run through rest days: only those on which they would end are told.
    return clock.limit.elapsed if clock.limit and _by_the_wall(clock) else timedelta()


def _by_the_wall(clock: Clock) -> bool:
    return clock.limit is not None and clock.limit.unit is Unit.CALENDAR_DAYS


def _passed(calendar: WorkingCalendar, begun: datetime, due: datetime) -> Iterator[Line]:
    first, last = local_date(begun), local_date(due)
    # A promise may lie in years this calendar does not know; it is a fact all the same.
    if calendar.knows(first) and calendar.knows(last):
        yield from day_lines(calendar, first, last)


def _rule(clock: Clock, limit: TimeLimit) -> str:
    match limit.unit:
        case Unit.WORKING_HOURS:
            return "chỉ cộng giờ trong khung giờ làm việc"
        case Unit.CALENDAR_DAYS:
            return (
                "cộng liên tục, giữ nguyên giờ; rơi vào ngày nghỉ thì sang ngày làm việc tiếp theo"
            )
        case Unit.SAME_DAY:
            until = time_of_day(clock.law.same_day_until)
            early = f"bắt đầu chậm nhất {until} thì hạn là cuối ngày làm việc đó"
            return f"{early}, muộn hơn thì cuối ngày làm việc tiếp theo"
    return _days_rule(limit)


def _days_rule(limit: TimeLimit) -> str:
    half = "cộng một nửa thời gian làm việc của ngày đó"
    if not limit.whole_days:
        return half
    whole = f"ngày làm việc thứ {limit.whole_days} sau ngày bắt đầu, giữ nguyên giờ"
    return f"{whole}, rồi {half}" if limit.has_half else whole


def _change_lines(clock: Clock, change: Change) -> Iterator[Line]:
    if isinstance(change.cause, Adjustment):
        text = f"Hạn được điều chỉnh theo quyết định lúc {instant_in_words(change.cause.at)}: "
        yield Line(change.due, f"{text}{instant_in_words(change.due)}.", LineKind.ADJUSTED)
        yield from _passed(clock.calendar_at(change.cause.at), change.cause.at, change.due)
        return
    yield Line(change.cause.start, _pause_text(clock, change, change.cause), LineKind.PAUSE)
    resumed = change.cause.end
    if resumed is None or change.effect is Effect.AFTER_DUE:
        return
    if change.effect is Effect.RESTARTED:
        yield Line(resumed, f"Tính lại từ đầu: {instant_in_words(resumed)}.", LineKind.RESUME)
        yield from _counted(clock, local(resumed), change.due)
        return
    if _by_the_wall(clock):
        yield from _moved_on(clock, change, resumed - change.cause.start)
    else:
        left = clock.calendar_at(resumed).between(change.cause.start, change.before)
        yield from _continued(clock, local(resumed), left, change.due)
    yield Line(change.due, f"Hạn mới: {instant_in_words(change.due)}.", LineKind.DUE)


def _moved_on(clock: Clock, change: Change, stopped: timedelta) -> Iterator[Line]:
    text = f"Hạn lùi đúng {duration_in_words(stopped)} đã tạm dừng; nếu rơi vào ngày nghỉ thì sang "
    yield Line(change.due, f"{text}ngày làm việc tiếp theo, giữ nguyên giờ.", LineKind.RESUME)
    yield from _passed(clock.calendar, change.before + stopped, change.due)


def _continued(clock: Clock, resumed: datetime, left: timedelta, due: datetime) -> Iterator[Line]:
    calendar = clock.calendar_at(resumed)
    begun = calendar.next_working(resumed)
    yield from move_lines(calendar, resumed, begun)
    if left:
        text = f"Tính tiếp từ {instant_in_words(begun)}: cộng {duration_in_words(left)} làm việc."
    else:
        text = "Không còn thời gian: hạn là lúc làm việc đầu tiên từ khi tính tiếp."
    yield Line(begun, text, LineKind.RESUME)
    yield from _passed(calendar, begun, due)


def _pause_text(clock: Clock, change: Change, pause: Pause) -> str:
    span = f"từ {instant_in_words(pause.start)}"
    if pause.end is not None:
        span += f" đến {instant_in_words(pause.end)}"
    if change.effect is Effect.AFTER_DUE:
        return f"Tạm dừng {span} bắt đầu sau hạn nên không làm hạn thay đổi."
    left = _left_in_words(clock, pause, change.before)
    if change.effect is Effect.WAITING:
        return f"Đang tạm dừng {span}, còn lại {left}; hạn được tính lại khi tiếp tục."
    return f"Tạm dừng {span}, lúc tạm dừng còn lại {left}."


def _left_in_words(clock: Clock, pause: Pause, due: datetime) -> str:
    if _by_the_wall(clock):
        return f"{duration_in_words(due - pause.start)} tính cả ngoài giờ làm việc"
    calendar = clock.calendar if pause.end is None else clock.calendar_at(pause.end)
    return f"{duration_in_words(calendar.between(pause.start, due))} làm việc"

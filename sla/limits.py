"""Time limits as procedures write them, and the deadline each gives from a start."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Self

from sla.calendar import WorkingCalendar
from sla.law import Law
from sla.spec import BadLimit
from sla.words import duration_in_words
from sla.zone import DAY, local_date, to_local_us

_TEXT = re.compile(r"(\d{1,4}(?:\.\d{1,4})?) (working_days|working_hours|calendar_days)", re.ASCII)


class Unit(StrEnum):
    """What a limit counts."""

    WORKING_DAYS = "working_days"
    WORKING_HOURS = "working_hours"
    CALENDAR_DAYS = "calendar_days"
    SAME_DAY = "same_day"


@dataclass(frozen=True, slots=True)
class TimeLimit:
    """A limit such as "3 working_days"; `same_day` carries the amount 1."""

    unit: Unit
    amount: Decimal

    def __str__(self) -> str:
        if self.unit is Unit.SAME_DAY:
            return self.unit.value
        return f"{_plain(self.amount)} {self.unit.value}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """The limit a text names: "N working_days|working_hours|calendar_days" or "same_day".

        Raises:
            BadLimit: for any other text, days not in halves, hours not in whole minutes, N = 0.
        """
        if text == Unit.SAME_DAY.value:
            return cls(Unit.SAME_DAY, Decimal(1))
        found = _TEXT.fullmatch(text)
        if found is None:
            raise BadLimit(
                f"Thời hạn “{text}” không hợp lệ: cần “N working_days”, “N working_hours”, "
                "“N calendar_days” hoặc “same_day”."
            )
        limit = cls(Unit(found[2]), Decimal(found[1]))
        limit._check(text)
        return limit

    @property
    def judged_by_day(self) -> bool:
        """Whether early and on time are told apart by dates instead of instants (contract 3)."""
        return self.unit in (Unit.WORKING_DAYS, Unit.CALENDAR_DAYS)

    def due(self, start: datetime, calendar: WorkingCalendar, law: Law) -> datetime:
        """The deadline from a start (Asia/Ho_Chi_Minh), which first moves to working time.

        Raises:
            CalendarGap: when start or deadline lie outside the years of the calendar.
        """
        match self.unit:
            case Unit.WORKING_HOURS:
                return calendar.add(start, self.hours)
            case Unit.WORKING_DAYS:
                return self._working_days_from(calendar.next_working(start), calendar)
            case Unit.CALENDAR_DAYS:
                moved = calendar.next_working(start) + self.elapsed
                return calendar.off_rest_days(moved)
        return _same_day(calendar.next_working(start), calendar, law)

    def working_time(self, standard_day: timedelta) -> timedelta | None:
        """The working time the limit stands for when quotas are summed; None for calendar days.

        `standard_day` is what a working day counts for, as `CalendarSpec.standard_day()` tells.
        """
        if self.unit is Unit.WORKING_HOURS:
            return self.hours
        if self.unit is Unit.CALENDAR_DAYS:
            return None
        return standard_day * self._halves() / 2

    def in_words(self) -> str:
        """The limit in Vietnamese, such as "3 ngày làm việc"."""
        match self.unit:
            case Unit.WORKING_HOURS:
                return f"{duration_in_words(self.hours)} làm việc"
            case Unit.WORKING_DAYS:
                return f"{self._with_comma()} ngày làm việc"
            case Unit.CALENDAR_DAYS:
                return f"{self._with_comma()} ngày"
        return "trong ngày"

    @property
    def hours(self) -> timedelta:
        """The working time of a limit in working hours."""
        return timedelta(minutes=int(self.amount * 60))

    @property
    def elapsed(self) -> timedelta:
        """The time on the wall of a limit in calendar days: half a day is twelve hours."""
        return timedelta(hours=self._halves() * 12)

    @property
    def whole_days(self) -> int:
        """The whole days of a limit in working days."""
        return self._halves() // 2

    @property
    def has_half(self) -> bool:
        """Whether half a day is left over beside the whole ones."""
        return self._halves() % 2 == 1

    def _check(self, text: str) -> None:
        if self.amount == 0:
            raise BadLimit(f"Thời hạn “{text}” không hợp lệ: phải lớn hơn 0.")
        hours = self.unit is Unit.WORKING_HOURS
        if (self.amount * (60 if hours else 2)) % 1:
            rule = "giờ phải tròn phút" if hours else "ngày chỉ được lẻ nửa ngày (0.5)"
            raise BadLimit(f"Thời hạn “{text}” không hợp lệ: {rule}.")

    def _halves(self) -> int:
        return int(self.amount * 2)

    def _with_comma(self) -> str:
        return _plain(self.amount).replace(".", ",")

    def _working_days_from(self, start: datetime, calendar: WorkingCalendar) -> datetime:
        # The same time of day, whatever the windows of the day reached (contract 3, "Case").
        day = calendar.working_days_after(local_date(start), self.whole_days)
        reached = start + (day - local_date(start))
        if not self.has_half:
            return reached
        return calendar.add(reached, calendar.day_length(day) / 2)


def _same_day(start: datetime, calendar: WorkingCalendar, law: Law) -> datetime:
    # Luật Hộ tịch 2014; NĐ 23/2015, Đ. 7; unverified: the rule itself is in data/law.yaml.
    day = local_date(start)
    if to_local_us(start) % DAY > law.same_day_until:
        day = calendar.working_days_after(day, 1)
    return calendar.day_end(day)


def _plain(amount: Decimal) -> str:
    return f"{amount.normalize():f}"

"""The period of a report: inclusive local dates, and the half-open instants they stand for."""

from dataclasses import dataclass
from datetime import date, datetime

from sla.zone import day_number, day_of, midnight


@dataclass(frozen=True, kw_only=True, slots=True)
class Period:
    """From the first instant of `first` to the last of `last`, Asia/Ho_Chi_Minh.

    Raises:
        ValueError: when it ends before it starts.
    """

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError(
                f"kỳ báo cáo kết thúc ({self.last:%d/%m/%Y}) trước khi bắt đầu "
                f"({self.first:%d/%m/%Y})"
            )

    @property
    def start(self) -> datetime:
        """S: the first instant that belongs to it."""
        return midnight(self.first)

    @property
    def end(self) -> datetime:
        """E: the first instant after it."""
        return midnight(day_of(day_number(self.last) + 1))

"""What a province may choose about counting, where the form leaves room (domain 2.7, 4.3)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, get_args

from sqlalchemy import select

from app.errors import BadInput
from app.store.engine import Connection
from app.store.report_choices import CHOSEN
from app.store.setup import read_setup
from workflows.reporting import CloseAt, OnTimeUntil, PausedIn, ReturnedIn

# One sentence for each choice, as it stands under a table.
_SAID: Mapping[str, Mapping[str, str]] = {
    "returned_in": {
        "by_date": "Hồ sơ trả lại, hồ sơ rút được xếp theo ngày kết thúc so với ngày hẹn trả.",
        "on_time": "Hồ sơ trả lại, hồ sơ rút được tính vào cột đúng hạn.",
        "separate": "Hồ sơ trả lại, hồ sơ rút được đếm riêng trong số đã giải quyết.",
    },
    "paused_in": {
        "in_time": "Hồ sơ đang dừng tính thời hạn nằm trong số đang giải quyết, "
        "xét hạn tại lúc bắt đầu dừng.",
        "own_column": "Hồ sơ đang dừng tính thời hạn chỉ đếm ở cột Dừng tính, "
        "không nằm trong số đang giải quyết.",
    },
    "on_time_until": {
        "instant": "Hồ sơ quá hạn kể từ ngay sau giờ hẹn trả.",
        "end_of_due_day": "Hồ sơ chỉ quá hạn khi đã hết ngày hẹn trả.",
    },
    "close_at": {
        "desk": "Hồ sơ là đã giải quyết khi có kết quả tại Bộ phận Một cửa.",
        "hand_over": "Hồ sơ chỉ là đã giải quyết khi kết quả đã đến tay người nộp; "
        "hạn vẫn xét lúc có kết quả tại Bộ phận Một cửa.",
    },
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Switches:
    """How a table counts where provinces differ; the defaults are the rules of contract 4.

    Attributes:
        returned_in: returned and withdrawn cases by their verdict, all as on time, or on their own.
        paused_in: paused cases among the open ones, or in a column of their own alone.
        on_time_until: late after the due instant, or from the midnight after the due day.
        close_at: a resolved case is closed at the desk, or once its result was handed over.
    """

    returned_in: ReturnedIn = "by_date"
    paused_in: PausedIn = "in_time"
    on_time_until: OnTimeUntil = "instant"
    close_at: CloseAt = "desk"

    def footer(self) -> tuple[str, ...]:
        """One Vietnamese sentence for each choice, to stand under the table."""
        return tuple(_SAID[name][choice] for name, choice in self.as_json().items())

    def as_json(self) -> dict[str, str]:
        """The choices by name."""
        return {item.name: getattr(self, item.name) for item in fields(self)}


CONTRACT = Switches()
CHOICES: Mapping[str, tuple[str, ...]] = {
    "returned_in": get_args(ReturnedIn),
    "paused_in": get_args(PausedIn),
    "on_time_until": get_args(OnTimeUntil),
    "close_at": get_args(CloseAt),
}


def parsed(choices: Mapping[str, str]) -> Switches:
    """The switches of some choices; what is not named stays as the contract has it.

    Raises:
        BadInput: with a line for each unknown name and choice.
    """
    problems = [words for name, value in choices.items() if (words := _wrong(name, value))]
    if problems:
        raise BadInput("cách đếm của báo cáo viết sai", problems)
    values: dict[str, Any] = dict(choices)
    return Switches(**values)


def choices_for(connection: Connection, agency: str | None, day: date) -> Switches:
    """What an office counts by in a period that ends on a day.

    Its own choices, else those of the nearest office above it that made some by that day; of
    several the latest. Without any the contract's rules, as for everything at once (None).
    """
    made = {
        row.agency: row
        for row in connection.execute(
            select(CHOSEN).where(CHOSEN.c.valid_from <= day).order_by(CHOSEN.c.valid_from)
        )
    }
    found = (made[code] for code in _upwards(connection, agency) if code in made)
    row = next(found, None)
    return CONTRACT if row is None else parsed({name: getattr(row, name) for name in CHOICES})


def choosers(connection: Connection) -> tuple[str, ...]:
    """The offices that ever made a choice, in the order of their codes."""
    codes = select(CHOSEN.c.agency).distinct().order_by(CHOSEN.c.agency)
    return tuple(connection.scalars(codes))


def _upwards(connection: Connection, agency: str | None) -> Iterator[str]:
    """An office and those above it, nearest first."""
    agencies = read_setup(connection).agencies
    seen: set[str] = set()
    while agency is not None and agency in agencies and agency not in seen:
        seen.add(agency)
        yield agency
        agency = agencies[agency].parent


def _wrong(name: str, value: str) -> str | None:
    allowed = CHOICES.get(name)
    if allowed is None:
        return f"{name}: không có lựa chọn này; các lựa chọn: {', '.join(CHOICES)}"
    if value not in allowed:
        return f"{name}: “{value}” không dùng được; hãy chọn: {', '.join(allowed)}"
    return None

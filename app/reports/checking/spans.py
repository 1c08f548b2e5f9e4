"""The period a report is about, as its text tells it: possible, of a sane length, filled in."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from app.reports.checking.faults import Fault
from app.reports.checking.words import plain, told
from app.reports.period import Period
from app.reports.periods import name_of, named_as
from sla.zone import day_number

_DAY = r"(?:ngay )?(\d{1,2}) ?[/.-] ?(\d{1,2}) ?[/.-] ?(\d{4})"
_RANGE = re.compile(rf"tu {_DAY},? (?:den|toi)(?: het)? {_DAY}")
_QUARTER = re.compile(r"\bquy (iv|i{1,3}|[1-4])\b[ /,]*(?:nam )?(\d{4})?")
# A month behind dots is that of the date left for the signer: "ngày …… tháng …… năm ……".
_UNFILLED = re.compile(r"(quy|(?<![.…] )thang) ?(\.\.+|…+)")
_ROMAN = {
    "i": "I",
    "ii": "II",
    "iii": "III",
    "iv": "IV",
    "1": "I",
    "2": "II",
    "3": "III",
    "4": "IV",
}
_QUARTER_DAYS, _YEAR_DAYS = 95, 366
_MONTH_DAYS = 30.44
_FIRST_YEAR, _LAST_YEAR = 1976, 2999  # of a report of this state; others are slips


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """A period as written, and as days where they make one."""

    text: str
    period: Period | None
    problem: str = ""


def periods_in(text: str) -> list[Told]:
    """Every "từ ngày … đến ngày …" of a text, each once."""
    found = {one[0]: _told(one) for one in _RANGE.finditer(plain(text))}
    return list(found.values())


def period_of(text: str) -> Period | None:
    """The one period a text is about; None where it names none, or several."""
    found = {one.period for one in periods_in(text) if one.period}
    return found.pop() if len(found) == 1 else None


def period_faults(text: str) -> Iterator[Fault]:
    """What is wrong with the periods of a text."""
    quarters = {(_ROMAN[one[1]], one[2] or "") for one in _QUARTER.finditer(plain(text))}
    for one in periods_in(text):
        if one.period is None:
            yield Fault(what=one.problem)
        else:
            yield from _length(one.period, quarterly=bool(quarters))
            yield from _name(one.period, quarters)
    if _UNFILLED.search(plain(text)):
        yield Fault(what="kỳ báo cáo in mẫu còn để trống (“Quý…”)", weight="remark")


def _told(found: re.Match[str]) -> Told:
    numbers = [int(each) for each in found.groups()]
    try:
        first, last = (_day(*each) for each in (numbers[:3], numbers[3:]))
    except ValueError:
        words = f"kỳ báo cáo “{told(found[0])}” có ngày không có trong lịch"
        return Told(text=found[0], period=None, problem=words)
    if last < first:
        words = f"kỳ báo cáo kết thúc ({last:%d/%m/%Y}) trước khi bắt đầu ({first:%d/%m/%Y})"
        return Told(text=found[0], period=None, problem=f"{words}; hãy xem lại năm")
    return Told(text=found[0], period=Period(first=first, last=last))


def _day(day: int, month: int, year: int) -> date:
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise ValueError(year)
    return date(year, month, day)


def _length(period: Period, *, quarterly: bool) -> Iterator[Fault]:
    days = day_number(period.last) - day_number(period.first) + 1
    months = round(days / _MONTH_DAYS)
    span = f"từ {period.first:%d/%m/%Y} đến {period.last:%d/%m/%Y}"
    if days > _YEAR_DAYS:
        yield Fault(what=f"kỳ báo cáo {span} dài {months} tháng, hơn một năm; hãy xem lại năm")
    elif quarterly and days > _QUARTER_DAYS and named_as(period) is None:
        words = f"văn bản nói về quý nhưng kỳ {span} dài {months} tháng"
        yield Fault(what=words, weight="remark")


def _name(period: Period, quarters: set[tuple[str, str]]) -> Iterator[Fault]:
    name = name_of(period)
    if len(quarters) != 1 or name is None or not name.startswith("Quý"):
        return
    number, year = next(iter(quarters))
    if name.split()[1] != number or (year and not name.endswith(year)):
        printed = f"Quý {number} {year}".strip()
        yield Fault(what="tên kỳ không khớp ngày của kỳ", printed=printed, computed=name)

"""The ledger of apologies: by office and period, with the cases behind each number."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from flask import Blueprint, render_template, request, url_for
from werkzeug.wrappers import Response

from app.errors import BadInput, Unknown
from app.lists.apology_ledger import Number
from app.reports.period import Period
from app.reports.quarters import name_of, quarters_between
from app.services.apology_ledger_page import (
    MOST,
    NAMES,
    Asked,
    behind,
    ledger_page,
    ledger_sheet,
)
from app.services.list_frame import frame_of
from app.web.access import for_roles
from app.web.identity import officer
from app.web.lines import table_of_search
from app.web.moment import db, now
from app.web.spreadsheets import download
from sla.zone import day_number, day_of, local_date
from workflows.agency import Role

pages = Blueprint("apology_ledger", __name__, url_prefix="/apologies/ledger")
ROLES = (Role.LEADER, Role.SUPERVISOR, Role.AUDITOR, Role.ONE_STOP)
TITLE = "Sổ theo dõi thư xin lỗi"
_QUARTERS, _MONTHS = 5, 12  # that are offered; any other range is typed
# Important: what is typed ends up in arithmetic with days, which has no room for any year.
_FIRST_YEAR, _LAST_YEAR = 2000, 2100


@dataclass(frozen=True, kw_only=True, slots=True)
class Ready:
    """A period that is offered; `value` is what its choice sends."""

    name: str
    period: Period

    @property
    def value(self) -> str:
        """Both days."""
        return f"{self.period.first}..{self.period.last}"


@pages.get("")
@for_roles(*ROLES)
def overview() -> str:
    """The numbers of every office one answers for or oversees."""
    asked = _asked()
    found = ledger_page(db(), officer(), asked)
    return render_template(
        "pages/apology_ledger.html",
        found=found,
        asked=asked,
        title=TITLE,
        names=NAMES,
        ready=tuple(_ready()),
        chosen=f"{asked.period.first}..{asked.period.last}",
        named=_named(asked.period),
        where=_where,
    )


@pages.get("/cases")
@for_roles(*ROLES)
def cases() -> str:
    """The cases that one number counts."""
    asked, number = _asked(), _number()
    found = behind(db(), officer(), asked, number)
    frame = frame_of(db(), officer(), found.lines, setup=found.setup)
    table = table_of_search(found.lines, frame, now())
    office = dict(frame.offices).get(asked.unit or "", "")
    return render_template(
        "pages/apology_ledger_cases.html",
        table=replace(table, title=NAMES[number], order="hạn trả cũ nhất ở trên"),
        named=_named(asked.period),
        office=office,
        back=f"{url_for('apology_ledger.overview')}?{urlencode(_where(asked))}",
        more=MOST if found.more else 0,
        notices=frame.notices,
    )


@pages.get("/all.xlsx")
@for_roles(*ROLES)
def sheet() -> Response:
    """The numbers for a spreadsheet."""
    asked = _asked()
    title = f"{TITLE}, {_named(asked.period)}"
    return download(ledger_sheet(db(), officer(), asked, title), TITLE)


def _asked() -> Asked:
    """What the address asks for; without a period the statutory quarter of today."""
    first, _, last = request.args.get("period", "").partition("..")
    first, last = request.args.get("first") or first, request.args.get("last") or last
    unit = request.args.get("unit", "").strip() or None
    if not first and not last:
        return Asked(unit=unit, period=next(_quarters(1)).period, now=now())
    try:
        period = Period(first=_day(first), last=_day(last))
    except ValueError as error:
        raise BadInput(str(error), field="period") from None
    return Asked(unit=unit, period=period, now=now())


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise ValueError("hãy chọn đủ ngày bắt đầu và ngày kết thúc của kỳ") from None
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise ValueError(f"năm phải từ {_FIRST_YEAR} đến {_LAST_YEAR}")
    return day


def _number() -> Number:
    wanted = request.args.get("number", "owed")
    found = next((one for one in NAMES if one == wanted), None)
    if found is None:
        raise Unknown("number", "sổ theo dõi không có cột này")
    return found


def _where(asked: Asked) -> dict[str, str]:
    """What an address says of offices and period."""
    period = {"first": asked.period.first.isoformat(), "last": asked.period.last.isoformat()}
    return {**period, "unit": asked.unit} if asked.unit else period


def _named(period: Period) -> str:
    """As "Quý I năm 2024 (15/12/2023 – 14/03/2024)"."""
    days = f"{period.first:%d/%m/%Y} – {period.last:%d/%m/%Y}"
    name = name_of(period) or next((one.name for one in _months() if one.period == period), None)
    return f"{name} ({days})" if name else days


def _ready() -> Iterator[Ready]:
    yield from _quarters(_QUARTERS)
    yield from _months()


def _quarters(most: int) -> Iterator[Ready]:
    """The quarter of today and those before it, newest first."""
    today = local_date(now())
    found = list(quarters_between(date(today.year - 2, 1, 1), today))
    for one in reversed(found[-most:]):
        yield Ready(name=one.name, period=one.period)


def _months() -> Iterator[Ready]:
    first = local_date(now()).replace(day=1)
    for _ in range(_MONTHS):
        after = date(first.year + first.month // 12, first.month % 12 + 1, 1)
        last = day_of(day_number(after) - 1)
        yield Ready(name=f"Tháng {first:%m/%Y}", period=Period(first=first, last=last))
        first = day_of(day_number(first) - 1).replace(day=1)

"""The question of a report as an address asks it, read and written again."""

from collections.abc import Mapping
from datetime import date, datetime
from urllib.parse import urlencode

from flask import request, url_for
from marshmallow import ValidationError

from app.errors import BadInput
from app.reports.asked import Asked
from app.reports.period import Period
from app.reports.periods import latest, name_of
from app.reports.switches import CHOICES, Switches
from app.services.fields import Instant
from app.services.report_page import Wanted
from app.services.report_seals_page import PETITIONS
from app.web.moment import now
from sla.zone import local, local_date

# Important: what is typed ends up in arithmetic with days, which has no room for any year.
_FIRST_YEAR, _LAST_YEAR = 2000, 2100
_BETWEEN = ".."
LARGEST = 2**31 - 1  # a number no database holds would be an error of ours


def wanted(form: str) -> Wanted:
    """What the address of this request asks of a form.

    Raises:
        BadInput: for a period or an instant that is none.
    """
    given = request.args
    return Wanted(
        form=form,
        period=period_here(),
        now=now(),
        agency=given.get("agency", "").strip(),
        subtree=given.get("subtree") == "1",
        variant=given.get("variant", ""),
        known_at=_known(given.get("known", "").strip()),
        choices={name: given[name] for name in CHOICES if given.get(name)},
    )


def period_here() -> Period:
    """The days that the address names; the statutory quarter that ended last, where it names none.

    Raises:
        BadInput: where one day is missing, is none, or the days stand the wrong way round.
    """
    first, _, last = request.args.get("period", "").partition(_BETWEEN)
    first, last = request.args.get("first") or first, request.args.get("last") or last
    if not first and not last:
        return usual_period()
    try:
        return Period(first=_day(first), last=_day(last))
    except ValueError as error:
        raise BadInput(str(error), field="period") from None


def usual_period() -> Period:
    """The statutory quarter that ended last: the one that has to be reported."""
    quarters = latest("quarter", local_date(now()), 2)
    return next(one.period for one in quarters if one.cut_off <= now())


def where(asked: Asked, own: Switches) -> dict[str, str]:
    """What an address has to say so that it asks the same question."""
    given = {"agency": asked.scope.agency or "", **days(asked.period)}
    given |= {"subtree": "1"} if asked.scope.subtree else {}
    given |= {"variant": asked.variant} if asked.variant else {}
    if asked.as_known_at is not None:
        given["known"] = typed(asked.as_known_at)
    return given | _unlike(asked.switches, own)


def address(endpoint: str, form: str, asks: Mapping[str, str]) -> str:
    """The page of a form that asks so."""
    return f"{url_for(endpoint, form=form)}?{urlencode(asks)}"


def is_petition(code: str) -> bool:
    """Whether a code is that of a petition and no case's."""
    return code.startswith(PETITIONS)


def case_address(code: str) -> str:
    """The page of a case, or of a petition."""
    if is_petition(code):
        return url_for("petitions.show", petition=code)
    return url_for("cases.show", code=code)


def days(period: Period) -> dict[str, str]:
    """A period in an address."""
    return {"first": period.first.isoformat(), "last": period.last.isoformat()}


def choice_of(period: Period) -> str:
    """A period as one word, for the box it is chosen from."""
    return f"{period.first}{_BETWEEN}{period.last}"


def typed(instant: datetime) -> str:
    """An instant as the box for it wants it; seconds only where it has some."""
    here = local(instant)
    whole = not here.second and not here.microsecond
    return f"{here:%Y-%m-%dT%H:%M}" if whole else f"{here:%Y-%m-%dT%H:%M:%S.%f}"


def said(period: Period) -> str:
    """A period with its name, as "Quý III năm 2023 (15/06/2023 – 14/09/2023)"."""
    both, name = spelled(period), name_of(period)
    return f"{name} ({both})" if name else both


def spelled(period: Period) -> str:
    """Its two days."""
    return f"{period.first:%d/%m/%Y} – {period.last:%d/%m/%Y}"


def _unlike(switches: Switches, own: Switches) -> dict[str, str]:
    usual = own.as_json()
    return {name: one for name, one in switches.as_json().items() if usual[name] != one}


def _known(text: str) -> datetime | None:
    if not text:
        return None
    try:
        return Instant().taken(text)
    except ValidationError as error:
        raise BadInput(f"như đã biết lúc: {error.messages[0]}", field="known") from None


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise ValueError("hãy chọn đủ ngày bắt đầu và ngày kết thúc của kỳ") from None
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise ValueError(f"năm phải từ {_FIRST_YEAR} đến {_LAST_YEAR}")
    return day

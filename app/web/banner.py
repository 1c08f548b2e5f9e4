"""The line above an admin's or a leader's first page when deadlines are not told."""

from collections.abc import Iterator
from datetime import datetime

from flask import request

from app.services.operations import Alarm
from app.web.identity import officer_or_none
from app.web.menu import page
from app.web.render import at_words

# Where the days of leaders and of admins begin.
_FIRST = frozenset({"inbox.show", "accounts.overview"})


def frame() -> dict[str, str | None]:
    """For `base.html`: where a first page asks for the line; None for all other pages."""
    # Asked for when the page has come: a leader's list has no question to the database to spare.
    first = request.endpoint in _FIRST
    return {"banner_page": page(officer_or_none(), "operations.banner_line") if first else None}


def sentences(alarm: Alarm, *, wall: datetime) -> Iterator[str]:
    """An alarm in words; whoever reads them may see no cases, so none is named.

    Args:
        alarm: what is wrong.
        wall: this instant by the wall's clock, by which schedulers beat.
    """
    if alarm.silent_since is not None:
        since = at_words(alarm.silent_since, now=wall)
        yield f"Bộ hẹn giờ không chạy từ {since}: các mốc hạn chưa được ghi."
    elif alarm.untold_since is not None:
        yield f"{_late(alarm)}: các mốc hạn từ {at_words(alarm.untold_since)} chưa được ghi."
    if alarm.incidents:
        yield f"{alarm.incidents} hồ sơ gặp lỗi khi ghi mốc hạn, đang chờ thử lại."


def _late(alarm: Alarm) -> str:
    said = {
        "never": "Bộ hẹn giờ chưa chạy lần nào",
        "cron": "Bộ hẹn giờ chạy từng lần và đã lỡ lần sau",
    }
    return said.get(alarm.state, "Bộ hẹn giờ chạy chậm")

"""The petitions behind a cell of II.05a and II.05b, and why each stands there."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, select

from app.errors import BadInput
from app.reports.asked import Asked
from app.reports.forms.ii05a.counting import CELLS, conditions, relevant
from app.reports.members import Member
from app.store.engine import Connection
from app.store.petitions import PETITIONS
from sla.zone import local, local_date

Found = Row[Any]
Told = tuple[str, datetime, str, str]  # the event, its instant, the reason, why not the next column
_HOW = {
    "answered": "Trả lời",
    "returned": "Trả lại vì không đủ cơ sở giải quyết",
    "forwarded": "Chuyển cơ quan có thẩm quyền",
}
_ABOUT = {"rules": "quy định hành chính", "conduct": "hành vi hành chính"}


def petitions_behind(
    connection: Connection,
    asked: Asked,
    cell: str,
    narrowed: ColumnElement[bool],
    *,
    after: str | None,
    limit: int,
) -> tuple[Member, ...]:
    """The petitions behind a cell, by number; the same predicate as counts them.

    Args:
        connection: a reading transaction.
        asked: what the table was asked.
        cell: its name.
        narrowed: to one row of the table.
        after: the last number of the page before.
        limit: the most to give.

    Raises:
        BadInput: for a cell the form does not have.
    """
    if cell not in CELLS:
        raise BadInput(f"biểu không có ô “{cell}”", field="cell")
    query = (
        select(PETITIONS)
        .where(relevant(asked), conditions(asked)[cell], narrowed, PETITIONS.c.code > (after or ""))
        .order_by(PETITIONS.c.code)
        .limit(limit)
    )
    return tuple(_member(row, asked, cell) for row in connection.execute(query))


def _member(row: Found, asked: Asked, cell: str) -> Member:
    event, at, reason, not_next = _TELLERS[cell.partition(".")[0]](row, asked, cell)
    return Member(
        case_code=row.code,
        agency=row.agency,
        field=row.field or "",
        cell=cell,
        event=event,
        at=at,
        reason=reason,
        not_next=not_next,
        due_at=row.due_at,
        petition=True,
    )


def _said(instant: datetime) -> str:
    return f"{local(instant):%d/%m/%Y %H:%M}"


def _received(row: Found, asked: Asked, cell: str) -> Told:
    said = f"Tiếp nhận {_said(row.received_at)}"
    if row.received_at >= asked.period.start:
        why = "không phải kỳ trước chuyển qua: tiếp nhận từ ngày đầu kỳ trở đi"
        return "received", row.received_at, f"{said} trong kỳ", why
    reason = f"{said}, đến ngày đầu kỳ chưa xử lý xong"
    return (
        "received",
        row.received_at,
        reason,
        "không phải mới trong kỳ: tiếp nhận trước ngày đầu kỳ",
    )


def _about(row: Found, asked: Asked, cell: str) -> Told:
    other = "conduct" if row.about == "rules" else "rules"
    reason = (
        f"Tiếp nhận {_said(row.received_at)}, ghi là phản ánh, kiến nghị về {_ABOUT[row.about]}"
    )
    return "received", row.received_at, reason, f"không phải về {_ABOUT[other]}: sổ ghi như trên"


def _handled(row: Found, asked: Asked, cell: str) -> Told:
    due, how = _said(row.due_at), _HOW[row.ended_how]
    said = f"{how} {_said(row.ended_at)}{_written(row)}"
    if row.ended_how != "answered":
        why = "không phải đã trả lời: kết thúc mà không có nội dung trả lời"
        return row.ended_how, row.ended_at, f"{said} trong kỳ", why
    if row.ended_at > row.due_at:
        why = "không phải đúng hạn: trả lời sau ngày hẹn"
        return "answered", row.ended_at, f"{said}, sau ngày hẹn {due}", why
    reason = f"{said}, không sau ngày hẹn {due}"
    return "answered", row.ended_at, reason, "không phải quá hạn: trả lời không sau ngày hẹn"


def _written(row: Found) -> str:
    """When the end was written down, where that was on a later day than it is said to be of."""
    later = local_date(row.ended_recorded_at) > local_date(row.ended_at)
    return f" (ghi lúc {_said(row.ended_recorded_at)})" if later else ""


def _open(row: Found, asked: Asked, cell: str) -> Told:
    due, until = _said(row.due_at), _said(asked.cut_off)
    said = f"Tiếp nhận {_said(row.received_at)}, đến hết kỳ chưa xử lý xong"
    if row.due_at < asked.cut_off:
        reason = f"{said}; ngày hẹn {due} đã qua lúc {until}"
        return "received", row.received_at, reason, "không phải trong hạn: ngày hẹn đã qua"
    reason = f"{said}; ngày hẹn {due} chưa qua lúc {until}"
    return "received", row.received_at, reason, "không phải quá hạn: ngày hẹn chưa qua"


def _published(row: Found, asked: Asked, cell: str) -> Told:
    reason = f"Đăng tải công khai {_said(row.published_at)} trong kỳ"
    return "published", row.published_at, reason, "đếm theo ngày đăng tải, không theo ngày trả lời"


_TELLERS: Mapping[str, Callable[[Found, Asked, str], Told]] = {
    "received": _received,
    "about": _about,
    "handled": _handled,
    "open": _open,
    "published": _published,
}

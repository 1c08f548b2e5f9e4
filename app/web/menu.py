"""The entries of the top line: those an officer may open, in the order of a working day."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import current_app, request, url_for

from app.errors import DatabaseNotReady
from app.services.proposals import count_to_decide
from app.web.access import access_of
from app.web.moment import db
from workflows.agency import Role
from workflows.officer import Officer

# Label, endpoint, and the keys that go there ("gv": first g, then v).
_ENTRIES = (
    ("Việc hôm nay", "inbox.home", "gv"),
    ("Tiếp nhận", "intake.choose", "gm"),
    ("Dự báo", "forecast.overview", "gb"),
    ("Giải trình", "explanations.show_all", "gi"),
    ("Đề nghị chờ duyệt", "proposals.waiting", "gd"),
    ("Thay thế", "absences.overview", "gt"),
    ("Tài khoản", "accounts.overview", "ga"),
    ("Nhật ký đăng nhập", "accounts.sign_ins", ""),
    ("Lịch làm việc", "calendar_changes.days", ""),
    ("Vận hành", "operations.overview", ""),
)


_DECIDED_AT = "proposals.waiting"


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One link of the top line.

    Attributes:
        waiting: how many things wait there for the officer; asked only where it is drawn.
    """

    label: str
    href: str
    key: str
    here: bool
    waiting: Callable[[], int]


def menu(officer: Officer | None) -> tuple[Entry, ...]:
    """What an officer may open; nothing for nobody."""
    return tuple(_entry(officer, *one) for one in _ENTRIES if officer and may_open(officer, one[1]))


def page(officer: Officer | None, endpoint: str) -> str | None:
    """The address of a page without arguments, where the officer may open it."""
    return url_for(endpoint) if officer and may_open(officer, endpoint) else None


def may_open(officer: Officer, endpoint: str) -> bool:
    """Whether a route exists and lets the officer in."""
    view = current_app.view_functions.get(endpoint)
    access = access_of(view) if view else None
    return access is not None and access.allows(officer)


def _entry(officer: Officer, label: str, endpoint: str, key: str) -> Entry:
    def waiting() -> int:
        return _to_decide(officer) if endpoint == _DECIDED_AT else 0

    here = request.endpoint == endpoint
    return Entry(label=label, href=url_for(endpoint), key=key, here=here, waiting=waiting)


def _to_decide(officer: Officer) -> int:
    """The proposals that wait for a leader; for others nothing is asked."""
    if not officer.alone.agencies(Role.LEADER):
        return 0
    try:
        return count_to_decide(db(), officer)
    except DatabaseNotReady:
        return 0  # The page that says so has this line above it.

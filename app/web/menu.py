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
)
_LETTERS = (
    ("Văn bản đã phát hành", "letter_list.overview", "gn"),
    ("Cấp hàng loạt", "letter_runs.choose", ""),
    ("Bàn giao", "handovers.overview", "gh"),
    ("Sổ theo dõi", "register.show", "gs"),
    ("Thư xin lỗi", "apology_ledger.overview", "gx"),
    ("Phản ánh, kiến nghị", "petitions.overview", "gk"),
)
_REPORTS = (
    ("Lập biểu", "reports.home", "gr"),
    ("Đã ký", "report_seals.overview", ""),
    ("Lịch gửi biểu", "report_schedules.overview", ""),
    ("Kiểm tra biểu", "report_check.form", ""),
)
_OFFICE = (
    ("Thay thế", "absences.overview", "gt"),
    ("Tài khoản", "accounts.overview", "ga"),
    ("Nhật ký đăng nhập", "accounts.sign_ins", ""),
    ("Lịch làm việc", "calendar_changes.days", ""),
    ("Mẫu giấy tờ", "letter_templates.overview", ""),
    ("Vận hành", "operations.overview", ""),
)
# What everybody needs all day stands in the line; the rest opens below its name.
_GROUPS = (("", _ENTRIES), ("Văn bản", _LETTERS), ("Báo cáo", _REPORTS), ("Quản trị", _OFFICE))

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


@dataclass(frozen=True, kw_only=True, slots=True)
class Group:
    """Links that stand together.

    Attributes:
        label: what it is opened by; empty for links that stand in the line themselves.
    """

    label: str
    entries: tuple[Entry, ...]

    @property
    def here(self) -> bool:
        """Whether one of its pages is the open one."""
        return any(one.here for one in self.entries)


def menu(officer: Officer | None) -> tuple[Group, ...]:
    """What an officer may open, without empty groups; nothing for nobody."""
    if officer is None:
        return ()
    every = (_group(officer, label, rows) for label, rows in _GROUPS)
    return tuple(group for group in every if group.entries)


def page(officer: Officer | None, endpoint: str) -> str | None:
    """The address of a page without arguments, where the officer may open it."""
    return url_for(endpoint) if officer and may_open(officer, endpoint) else None


def may_open(officer: Officer, endpoint: str) -> bool:
    """Whether a route exists and lets the officer in."""
    view = current_app.view_functions.get(endpoint)
    access = access_of(view) if view else None
    return access is not None and access.allows(officer)


def _group(officer: Officer, label: str, rows: tuple[tuple[str, str, str], ...]) -> Group:
    entries = tuple(_entry(officer, *one) for one in rows if may_open(officer, one[1]))
    # A name to open one link only is a click too many; so is any for who only administers.
    folded = len(entries) > 1 and may_open(officer, _DECIDED_AT)
    return Group(label=label if folded else "", entries=entries)


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

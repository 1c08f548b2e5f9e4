"""The entries of the top line: those an officer may open, in the order of a working day."""

from dataclasses import dataclass

from flask import current_app, request, url_for

from app.web.access import access_of
from workflows.officer import Officer

# Label, endpoint, and the keys that go there ("gv": first g, then v).
_ENTRIES = (
    ("Việc hôm nay", "inbox.home", "gv"),
    ("Tiếp nhận", "intake.choose", "gm"),
    ("Đề nghị chờ duyệt", "proposals.waiting", "gd"),
    ("Thay thế", "absences.overview", "gt"),
    ("Tài khoản", "accounts.overview", "ga"),
    ("Nhật ký đăng nhập", "accounts.sign_ins", ""),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One link of the top line."""

    label: str
    href: str
    key: str
    here: bool


def menu(officer: Officer | None) -> tuple[Entry, ...]:
    """What an officer may open; nothing for nobody."""
    return tuple(_entry(*one) for one in _ENTRIES if officer and may_open(officer, one[1]))


def page(officer: Officer | None, endpoint: str) -> str | None:
    """The address of a page without arguments, where the officer may open it."""
    return url_for(endpoint) if officer and may_open(officer, endpoint) else None


def may_open(officer: Officer, endpoint: str) -> bool:
    """Whether a route exists and lets the officer in."""
    view = current_app.view_functions.get(endpoint)
    access = access_of(view) if view else None
    return access is not None and access.allows(officer)


def _entry(label: str, endpoint: str, key: str) -> Entry:
    return Entry(label=label, href=url_for(endpoint), key=key, here=request.endpoint == endpoint)

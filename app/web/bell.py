"""The bell of the top line: how many notices wait, and what has come since the page was drawn."""

from dataclasses import dataclass

from flask import g

from app.errors import DatabaseNotReady
from app.services.bell import MOST, unread
from app.web.moment import db, now
from workflows.officer import Officer


@dataclass(frozen=True, kw_only=True, slots=True)
class Bell:
    """What the top line shows of somebody's notices.

    Attributes:
        count: of those not read, `MOST` + 1 for more.
        known: how many the page showed before; None for a page that is drawn anew.
    """

    count: int
    known: int | None = None

    @property
    def figures(self) -> str:
        """The count as it is shown, empty for none."""
        if not self.count:
            return ""
        return str(self.count) if self.count <= MOST else f"{MOST}+"

    @property
    def news(self) -> str:
        """What a screen reader says of those that came since; empty for none."""
        if self.known is None or self.count <= self.known:
            return ""
        many = self.count - self.known
        return f"có {many} thông báo mới" if self.count <= MOST else "có thông báo mới"


def bell(officer: Officer | None, *, known: int | None = None) -> Bell | None:
    """The bell of an officer, None for nobody; asked once a request, and only where it is drawn."""
    if officer is None:
        return None
    if "unread" not in g:
        g.unread = _count(officer)
    return Bell(count=g.unread, known=known)


def _count(officer: Officer) -> int:
    try:
        return unread(db(), officer, now=now())
    except DatabaseNotReady:
        return 0  # The page that says so has this line above it.

"""The petitions of some offices as a page shows them: what is due first, stands first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import Case, ColumnElement, and_, case, func, not_, or_, select, true

from app.store.engine import Connection
from app.store.petitions import PETITIONS
from workflows.petition_events import About, Channel
from workflows.petitions import Ending

Which = Literal["open", "late", "answered", "published", "all"]
_P = PETITIONS.c


@dataclass(frozen=True, kw_only=True, slots=True)
class Listed:
    """One petition of a list; nothing in it says who sent it."""

    code: str
    agency: str
    channel: Channel
    about: About
    subject: str
    received_at: datetime
    due_at: datetime
    ended_at: datetime | None
    ended_how: Ending | None
    published_at: datetime | None


def listed(
    connection: Connection,
    agencies: Sequence[str],
    which: Which,
    *,
    now: datetime,
    skip: int = 0,
    limit: int,
) -> list[Listed]:
    """A page of the petitions of some offices: open ones by their deadline, then the newest ended.

    Args:
        connection: a reading transaction.
        agencies: codes of the offices.
        which: what part of them.
        now: judges which open ones are late.
        skip: how many stand on the pages before.
        limit: how many at most.
    """
    columns = [_P[name] for name in Listed.__slots__]
    query = (
        select(*columns)
        .where(_known_now(agencies), _parts(now)[which])
        .order_by(_P.ended_at.is_not(None), _urgency(), _P.ended_at.desc(), _P.code)
        .offset(skip)
        .limit(limit)
    )
    return [Listed(**row) for row in connection.execute(query).mappings()]


def counted(
    connection: Connection, agencies: Sequence[str], *, now: datetime
) -> Mapping[Which, int]:
    """How many petitions each part has."""
    parts = _parts(now)
    totals = [func.count().filter(condition) for condition in parts.values()]
    row = connection.execute(select(*totals).where(_known_now(agencies))).one()
    return dict(zip(parts, row, strict=True))


def answered_late() -> ColumnElement[bool]:
    """The petitions whose answer came after it was promised."""
    return and_(_P.ended_how == "answered", _P.ended_at > _P.due_at)


def _known_now(agencies: Sequence[str]) -> ColumnElement[bool]:
    return and_(_P.known_to.is_(None), _P.agency.in_(agencies))


def _urgency() -> Case[datetime]:
    # Only of what is open: an answered petition is due no more.
    return case((_P.ended_at.is_(None), _P.due_at))


def _parts(now: datetime) -> dict[Which, ColumnElement[bool]]:
    is_open = _P.ended_at.is_(None)
    return {
        "open": is_open,
        "late": or_(and_(is_open, _P.due_at < now), answered_late()),
        "answered": not_(is_open),
        "published": _P.published_at.is_not(None),
        "all": true(),
    }

"""What every list is asked with: who asks, and when, as parameters of statements made once."""

from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy import BindParameter, bindparam

from app.store.engine import Connection
from app.store.types import Instant
from app.store.visible import as_seen_by
from sla.zone import later, local_date, midnight
from workflows.agency import Role
from workflows.officer import Officer

_CHOICES = Path(__file__).parent / "data" / "choices.yaml"
_DAY = 24 * 60  # minutes


def _instant(name: str) -> BindParameter[datetime]:
    return bindparam(name, type_=Instant())


NOW = _instant("now")
TODAY = _instant("today")  # the midnight before
LATE_SINCE = _instant("late_since")  # from when on late acceptances are listed
UNCOLLECTED_BEFORE = _instant("uncollected_before")  # results older than this have waited for long
LOGINS: BindParameter[Any] = bindparam("logins", expanding=True)
# The offices where the officer holds a role, by the role.
AT: dict[Role, BindParameter[Any]] = {
    role: bindparam(f"at_{role.value}", expanding=True) for role in Role
}


def values(connection: Connection, officer: Officer, now: datetime) -> dict[str, Any]:
    """The values of all these parameters, and of `app.store.visible.seen`; at most one query."""
    today = midnight(local_date(now))
    return {
        **as_seen_by(connection, officer),
        "now": now,
        "today": today,
        "late_since": later(today, minutes=-choice("accepted_late_days") * _DAY),
        "uncollected_before": later(today, minutes=-choice("uncollected_days") * _DAY),
        "logins": sorted(officer.logins),
        **{parameter.key: officer.agencies(role) for role, parameter in AT.items()},
    }


def choice(rule: str) -> int:
    """A number this program has chosen itself; its reason stands beside it in the data."""
    return _choices()[rule]


@cache
def _choices() -> dict[str, int]:
    rows = yaml.safe_load(_CHOICES.read_text(encoding="utf-8"))
    return {row["rule"]: int(row["value"]) for row in rows}

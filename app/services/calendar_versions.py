"""The calendar versions there are, and how many open cases each of them still binds."""

from collections import Counter
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from app.errors import Unknown
from app.store import calendar_change as store
from app.store.engine import Database
from app.store.officers import officer_on
from app.store.setup import Setup, read_setup
from workflows.officer import Officer


@dataclass(frozen=True, kw_only=True, slots=True)
class Version:
    """One version of a calendar.

    Attributes:
        reference: its name in events, `code@version`.
        newest: whether new cases are bound to it.
        offices: how many offices keep the calendar.
        open: how many open cases are bound to it.
        submitted: how many cases that wait for acceptance are.
        provisional: how many of its days still wait to be declared.
    """

    reference: str
    newest: bool
    covers: tuple[int, int]
    offices: int
    open: int
    submitted: int
    provisional: int

    def as_json(self) -> dict[str, Any]:
        """For the terminal."""
        return asdict(self)


def versions(database: Database) -> list[Version]:
    """Every version of every calendar, by code and age."""
    with database.reading() as connection:
        setup = read_setup(connection)
        bound = store.bound(connection, None)
    accepted, submitted = Counter[str](), Counter[str]()
    for one in bound:
        accepted[one.calendar] += one.accepted
        submitted[one.calendar] += one.submitted
    return [
        _version(setup, code, number, accepted, submitted)
        for code in sorted(setup.calendars)
        for number in range(1, len(setup.calendars[code]) + 1)
    ]


def officer_named(database: Database, login: str, day: date) -> Officer:
    """Somebody with the roles of a day.

    Raises:
        Unknown: for a login nobody has, or whose account is closed.
    """
    with database.reading() as connection:
        found = officer_on(connection, login, day)
    if found is None:
        raise Unknown("by", f"không có tài khoản {login}, hoặc tài khoản đã bị khóa")
    return found


def _version(
    setup: Setup, code: str, number: int, accepted: Counter[str], submitted: Counter[str]
) -> Version:
    reference = f"{code}@{number}"
    spec = setup.calendar(reference).spec
    return Version(
        reference=reference,
        newest=number == len(setup.calendars[code]),
        covers=spec.covers,
        offices=sum(one.calendar == code for one in setup.agencies.values()),
        open=accepted[reference],
        submitted=submitted[reference],
        provisional=sum(rule.status == "provisional" for rule in spec.days),
    )

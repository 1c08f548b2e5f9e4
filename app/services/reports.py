"""Asking for a statutory table by its official number."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from app.errors import BadInput
from app.reports.ii06a import report
from app.reports.layout import II06A, Layout
from app.reports.period import Period
from app.reports.table import Table
from app.store.engine import Database
from app.store.scope import Scope
from app.store.setup import Setup, read_setup

FORMS = {II06A.form: (report, II06A)}


def statutory(
    database: Database,
    form: str,
    scope: Scope,
    period: Period,
    *,
    as_known_at: datetime | None,
    now: datetime,
) -> tuple[Table, Layout, str]:
    """The table, its layout, and the name of the office it is about.

    Raises:
        BadInput: for a form there is no module for.
        Unknown: for an agency nobody loaded.
    """
    if form not in FORMS:
        raise BadInput(f"BIỂU: {form}: không có biểu này; có: {', '.join(FORMS)}")
    made, layout = FORMS[form]
    with database.reading() as connection:
        setup = read_setup(connection)
        office = setup.agency(scope.agency or "")
        table = made(connection, scope, period, as_known_at=as_known_at, now=now)
        notices = _notices(setup, scope.codes(connection) or ())
    return replace(table, notices=notices), layout, office.name


def _notices(setup: Setup, codes: Iterable[str]) -> tuple[str, ...]:
    """Of the offices in the order of their codes, each sentence once."""
    found = (setup.agencies[code].notice for code in codes)
    return tuple(dict.fromkeys(notice for notice in found if notice))

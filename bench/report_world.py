"""Provinces to count II.06a of: the one of the stage, smaller ones beside it, and the questions."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from unittest.mock import patch

from app.reports.asked import Asked
from app.reports.forms.levels import Offices
from app.reports.period import Period
from app.reports.quarters import quarters_between
from app.reports.summaries import keep
from app.store.engine import Connection, Database
from app.store.engine import database as opened_at
from app.store.scope import Scope
from app.store.setup import Setup, read_setup
from app.store.span import first_and_last_day
from bench.protocol import NotRun
from bench.stage import PROVINCE_VARIABLE, Stage
from workflows.agency import Role
from workflows.officer import Grant, Officer

COMMUNES = 23
# Days after a quarter at which its table is asked for as it was known then.
EARLIER = timedelta(days=3)
# How much of the running quarter is over when it is asked for.
RUNNING = timedelta(days=75)


@dataclass(frozen=True, kw_only=True, slots=True)
class World:
    """A province whose closed months are kept.

    Attributes:
        now: the midnight after the last event.
        quarters: `historical`; `current`, the last one that is over; `running`, the same before.
        scopes: `province`, `communes` and `commune`.
    """

    opened: Database
    folder: Path
    cases: int
    now: datetime
    quarters: Mapping[str, Period]
    scopes: Mapping[str, Scope]

    @property
    def leader(self) -> Officer:
        """Who may see all of it."""
        grant = Grant(agency=self.top, role=Role.SUPERVISOR)
        return Officer(login="bench", name="Bench", grants=(grant,))

    @property
    def top(self) -> str:
        """The code of the province."""
        return self.scopes["province"].agency or ""

    def asked(self, quarter: str, scope: str = "province") -> Asked:
        """The table of a quarter; of `running` on a day in its last month."""
        period = self.quarters[quarter]
        now = period.start + RUNNING if quarter == "running" else self.now
        return Asked(scope=self.scopes[scope], period=period, now=now)

    def known(self, quarter: str) -> Asked:
        """The table of the province as it was known some days after the quarter."""
        asked = self.asked(quarter)
        return replace(asked, as_known_at=asked.period.end + EARLIER)


def world(stage: Stage) -> World:
    """Open a copy of the stage's province."""
    return _opened(stage.rest.enter_context(stage.own_province()), stage.folder / "report")


def smaller(stage: Stage, cases: int) -> World:
    """Make a province of fewer cases and as many offices."""
    folder = stage.folder / f"report-{cases}"
    folder.mkdir()
    beside = Stage(
        scale=replace(stage.scale, cases=cases),
        folder=folder,
        rest=stage.rest,
        _admin=stage.postgres(),
    )
    with patch.dict(os.environ):
        os.environ.pop(PROVINCE_VARIABLE, None)
        return _opened(beside.province(), folder)


def _opened(address: str, folder: Path) -> World:
    folder.mkdir(exist_ok=True)
    opened = opened_at(address)
    with opened.reading() as connection:
        found = _world(connection, opened, folder)
    keep(opened, now=found.now)
    with opened.engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").exec_driver_sql("VACUUM ANALYZE")
    return found


def _world(connection: Connection, opened: Database, folder: Path) -> World:
    days = first_and_last_day(connection)
    if days is None:
        raise RuntimeError("the province has no events")
    now = Period(first=days[0], last=days[1]).end
    quarters = [one.period for one in quarters_between(*days)]
    over = [period for period in quarters if period.end <= now]
    if len(over) < 2:
        raise NotRun("the province has not gone through two quarters")
    return World(
        opened=opened,
        folder=folder,
        cases=connection.exec_driver_sql("SELECT count(*) FROM cases").scalar_one(),
        now=now,
        quarters={"historical": over[1], "current": over[-1], "running": over[-1]},
        scopes=_scopes(read_setup(connection)),
    )


def _scopes(setup: Setup) -> Mapping[str, Scope]:
    top = next(office.code for office in setup.agencies.values() if office.parent is None)
    levels: Sequence[str] = [o.code for o in setup.agencies.values() if o.level == "commune"]
    communes = tuple(sorted(levels)[:COMMUNES])
    return {
        "province": Scope(agency=top, subtree=True),
        "communes": Offices(agency=top, subtree=True, offices=communes),
        "commune": Scope(agency=communes[0]),
    }

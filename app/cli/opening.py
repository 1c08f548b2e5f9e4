"""What every command does first: find the database and bring its schema up."""

import re
from datetime import date, datetime
from typing import Any

import click

from app import clock
from app.errors import BadInput
from app.services.demo_clock import demo_now
from app.services.rebuild import renewed
from app.store.engine import Database, database
from app.store.schema import upgrade
from config import Config
from sla.zone import parse_instant


def opened() -> Database:
    """The configured database with today's schema.

    Raises:
        BadConfig: for an unusable MOTCUA_DATABASE_URL.
        DatabaseNotReady: when it is out of reach or newer than this program.
    """
    url = Config.from_environment().database_url
    upgrade(url)
    renewed(database(url))
    return database(url)


def wall_time() -> datetime:
    """This instant by the wall's clock, for what is not about cases; read once by each command."""
    return clock.now()


def the_time(opened: Database) -> datetime:
    """`now` for what is about cases: in a demonstration what its own clock shows."""
    wall = clock.now()
    return demo_now(opened, wall) or wall


_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Instant(click.ParamType[datetime]):
    """An ISO 8601 instant; without an offset Asia/Ho_Chi_Minh, a bare date its midnight."""

    name = "thời điểm"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime:
        """Read it, or fail as click wants."""
        if isinstance(value, datetime):
            return value
        try:
            return parse_instant(value)
        except ValueError as error:
            self.fail(str(error), param, ctx)


class Day(click.ParamType[date]):
    """A local date, `2023-06-15`."""

    name = "ngày"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Read it, or fail as click wants."""
        try:
            return _day(str(value))
        except ValueError as error:
            self.fail(str(error), param, ctx)


def _day(text: str) -> date:
    try:
        # Python also reads weeks (2023-W35-5), which nobody here writes.
        day = date.fromisoformat(text if _DAY.fullmatch(text) else "")
    except ValueError:
        raise ValueError(f"“{text}” không phải là ngày (ví dụ 2023-06-15)") from None
    # The reader of instants knows which years can be counted.
    return parse_instant(day.isoformat()).date()


INSTANT, DAY = Instant(), Day()


def unusable(place: str, field: str, words: str) -> BadInput:
    """A complaint about an argument, in the form of all others."""
    return BadInput(f"{place}: {field}: {words}")

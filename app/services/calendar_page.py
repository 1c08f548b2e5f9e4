"""What the pages of calendar changes show: to a leader their cases, and how a decision goes on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.services.calendar_change import AGAIN, Progress, is_theirs, lapsed, seen_by, told_progress
from app.services.calendar_preview import Preview, seen_in
from app.services.calendar_targets import groups_of
from app.store import calendar_change as store
from app.store.account_scope import offices_below
from app.store.calendar_change import Kept, Outcome
from app.store.engine import Connection, Database
from app.store.setup import read_setup
from sla.zone import local_date
from workflows.agency import Role
from workflows.officer import Officer

LOOKED = 200  # cases a page compares
LINES = 200  # results a page shows
# What nobody has to look at one by one.
QUIET = ("same", "known")


@dataclass(frozen=True, kw_only=True, slots=True)
class Overview:
    """What waits for a leader, and the decisions made before, newest first."""

    found: Preview
    made: Sequence[tuple[Kept, Progress]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    """One decision with its results.

    Attributes:
        more: the code to go on behind, where there are more.
        lapsed: whether who decided may not any more: what is left needs another leader's decision.
    """

    kept: Kept
    progress: Progress
    lines: Sequence[Outcome]
    more: str | None
    lapsed: bool


def overview(database: Database, officer: Officer, *, now: datetime) -> Overview:
    """The open cases at the offices somebody leads that a newer calendar would move."""
    tops = officer.agencies(Role.LEADER)
    with database.reading() as connection:
        setup = read_setup(connection)
        groups = groups_of(connection, setup, tops, {})
        found = seen_in(connection, setup, groups, now=now, most=LOOKED)
        made = _made(connection, officer)
    return Overview(found=found, made=made)


def page(
    database: Database, officer: Officer, number: int, *, now: datetime, after: str = ""
) -> Page:
    """One decision.

    Raises:
        Unknown: when there is none, or it is none of the officer's business.
    """
    with database.reading() as connection:
        kept = seen_by(connection, number, officer)
        results = store.tally(connection, number)
        lines = store.outcomes(connection, number, after=after, most=LINES + 1, but=QUIET)
        gone = lapsed(connection, kept.decision, local_date(now))
    shown = lines[:LINES]
    return Page(
        kept=kept,
        progress=told_progress(number, results),
        lines=shown,
        more=shown[-1].code if len(lines) > LINES else None,
        lapsed=gone,
    )


def may_be_tried_again(result: str | None) -> bool:
    """Whether a case may come out otherwise another time."""
    return result in AGAIN


def _made(connection: Connection, officer: Officer) -> list[tuple[Kept, Progress]]:
    led = offices_below(connection, officer.agencies(Role.LEADER))
    made = store.decisions(connection)
    kept = [one for one in made if is_theirs(one.decision, officer, led)][:10]
    tallies = store.tallies(connection, [one.id for one in kept])
    return [(one, told_progress(one.id, tallies.get(one.id, {}))) for one in kept]

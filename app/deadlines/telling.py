"""One case whose timers fire: the events they become, and what those change in the tables."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.errors import Refused
from app.projections.rows import FACTS, TABLES, CaseRows, case_rows
from app.projections.write import move
from app.services.record import recorded, settled
from app.store.engine import Connection
from app.store.event_log import CaseLog, extended, insert_rows, rows_of
from app.store.setup import Setup
from workflows.case import Case
from workflows.commands import MarkMissed, MarkWarned
from workflows.decide import decide
from workflows.events import Event
from workflows.evolve import evolve, fold
from workflows.setting import Setting
from workflows.timers import Timer, timers

STALE = "bảng timers không khớp với nhật ký; hãy chạy motcua rebuild"
# Telling a deadline changes no fact, and the facts are the dearest to make.
TOUCHED = [table for table in TABLES if table is not FACTS]


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """A case whose timers were told, ready to be written.

    Attributes:
        lines: table rows of the new events.
        old: its read rows as they stand.
        new: its read rows with the events.
    """

    events: Sequence[Event]
    lines: list[dict[str, Any]]
    old: CaseRows
    new: CaseRows


def told(log: CaseLog, due: Iterable[Timer], setup: Setup, *, now: datetime) -> Told:
    """What the due timers of a case come to; nothing is written yet.

    Raises:
        Refused: when its log knows of no such timer, or the rules do not allow the event.
        Unknown: when the setup lacks what the case is bound to.
        SlaError: when a deadline of the case cannot be counted.
    """
    case = fold(log.code, (line.event for line in log.lines))
    if case is None:
        raise Refused(STALE)
    events = _events(case, due, setup.setting_of(case), now)
    lines = recorded(log, case.agency, events, by=None, recorded_at=now)
    return Told(
        events=events,
        lines=rows_of(log, lines),
        old=case_rows(log, setup, TOUCHED),
        new=case_rows(extended(log, lines), setup, TOUCHED),
    )


def write(connection: Connection, cases: Sequence[Told]) -> None:
    """Write the events of cases and what they change in the read tables.

    Raises:
        CaseChangedMeanwhile: when somebody else recorded on one of them first.
    """
    lines = [line for case in cases for line in case.lines]
    # In the order of their instants, as the clock would have told them one by one.
    lines.sort(key=lambda line: (line["at"], line["case_code"], line["version"]))
    insert_rows(connection, lines)
    for case in cases:
        move(connection, case.old, case.new)


def _events(case: Case, due: Iterable[Timer], setting: Setting, now: datetime) -> list[Event]:
    events: list[Event] = []
    for timer in due:
        if timer not in timers(case, setting):
            raise Refused(STALE)
        for event in settled(decide(case, _command(timer), setting, now=now)):
            case = evolve(case, event)
            events.append(event)
    return events


def _command(timer: Timer) -> MarkMissed | MarkWarned:
    return (MarkMissed if timer.kind == "missed" else MarkWarned)(
        at=timer.fires_at,
        clock=timer.clock,
        due_at=timer.due_at,
        step=timer.step,
        run=timer.run,
    )

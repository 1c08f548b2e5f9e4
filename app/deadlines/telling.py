"""One case whose timers fire: the events they become, and what those change in the tables."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.errors import Refused
from app.projections.rows import Row, timer_row
from app.projections.write import note_told
from app.services.deciding import recorded, settled
from app.store.engine import Connection
from app.store.event_log import CaseLog, insert_rows, rows_of
from app.store.setup import Setup
from workflows.case import Case
from workflows.commands import MarkMissed, MarkWarned
from workflows.decide import decide
from workflows.events import DeadlineMissed, DeadlineWarned
from workflows.evolve import evolve, fold
from workflows.log import Recorded
from workflows.setting import Setting
from workflows.timers import Timer, timers, timers_until

Reached = DeadlineMissed | DeadlineWarned
GAP = "nhật ký hồ sơ thiếu dòng; hãy chạy motcua verify"


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """A case whose timers were told, ready to be written.

    Attributes:
        case: with the events, of which there are none where the log has answered all before.
        rows: of the events, as the log keeps them.
        log: with them.
        due: the timers that have fired.
        until: up to when they have.
    """

    case: Case
    setting: Setting
    events: tuple[Reached, ...]
    rows: Sequence[Row]
    log: CaseLog
    due: Sequence[Timer]
    until: datetime

    def left(self) -> list[Timer]:
        """The timers that fire later; worked out only for the few cases that are asked."""
        after = timers(self.case, self.setting)
        return [timer for timer in after if timer.fires_at > self.until]

    def next_at(self) -> datetime | None:
        """When its next timer fires; None for none."""
        return min((timer.fires_at for timer in self.left()), default=None)

    def rows_left(self) -> list[Row]:
        """What the table of timers should hold of the case from now on."""
        return [timer_row(self.case.code, timer) for timer in self.left()]


def told(log: CaseLog, setup: Setup, *, until: datetime, now: datetime) -> Told | None:
    """What the timers of a case up to an instant come to; None for a case without a log.

    What is due is read from the log and not from the rows that were claimed: so the events of a
    case stand in the order of their instants whoever claimed what, and the version of the case
    lets one writer alone be right.

    Args:
        log: read after the case was claimed.
        setup: for the rules the case is bound to.
        until: timers that fire later stay.
        now: the instant of recording.

    Raises:
        Refused: when lines of its log are missing, or the rules do not allow the event.
        Unknown: when the setup lacks what the case is bound to.
        SlaError: when a deadline of the case cannot be counted.
    """
    if log.lines and log.lines[-1].version != log.version:
        raise Refused(GAP)
    case = fold(log.code, (line.event for line in log.lines))
    if case is None:
        return None
    setting = setup.setting_of(case)
    due = sorted(timers_until(case, setting, until), key=_place)
    case, events = _fired(case, due, setting, now)
    lines = recorded(log, case.agency, events, by=None, recorded_at=now)
    rows = rows_of(log, lines)
    return Told(
        case=case,
        setting=setting,
        events=events,
        rows=rows,
        log=_grown(log, lines, rows),
        due=due,
        until=until,
    )


def write(connection: Connection, cases: Sequence[Told]) -> None:
    """Write the events of cases and what they change in the read tables.

    Raises:
        CaseChangedMeanwhile: when somebody else recorded on one of them first.
    """
    rows = [row for case in cases for row in case.rows]
    # In the order of their instants, as the clock would have told them one by one.
    rows.sort(key=lambda row: (row["at"], row["case_code"], row["version"]))
    insert_rows(connection, rows)
    gone = [timer_row(one.case.code, timer) for one in cases for timer in one.due]
    note_told(connection, [one.log for one in cases], gone)


def _fired(
    case: Case, due: Iterable[Timer], setting: Setting, now: datetime
) -> tuple[Case, tuple[Reached, ...]]:
    """The case after its timers, each told on top of those before, and the events."""
    events: list[Reached] = []
    for timer in due:
        for event in settled(decide(case, _command(timer), setting, now=now)):
            case = evolve(case, event)
            if isinstance(event, Reached):
                events.append(event)
    return case, tuple(events)


def _command(timer: Timer) -> MarkMissed | MarkWarned:
    command = MarkMissed(
        at=timer.fires_at,
        clock=timer.clock,
        due_at=timer.due_at,
        step=timer.step,
        run=timer.run,
    )
    return command if timer.missed else _warning(command, timer.rung)


def _warning(command: MarkMissed, rung: str) -> MarkWarned:
    return MarkWarned(
        at=command.at,
        clock=command.clock,
        due_at=command.due_at,
        step=command.step,
        run=command.run,
        rung=rung,
    )


def _grown(log: CaseLog, lines: Sequence[Recorded], rows: Sequence[Row]) -> CaseLog:
    """The log with its new lines, whose links were reckoned for the rows already."""
    head = rows[-1]["hash"] if rows else log.head
    return CaseLog(code=log.code, lines=(*log.lines, *lines), head=head)


def _place(timer: Timer) -> tuple[datetime, str, str, int, str, datetime]:
    step, run = timer.step or "", timer.run or 0
    return timer.fires_at, timer.clock, step, run, timer.rung, timer.due_at

"""The read rows of one case, out of its log: nothing else may decide what stands in them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table

from app.projections.case_columns import case_row
from app.projections.facts import fact_rows
from app.projections.letter_rows import letter_rows
from app.store.event_log import CaseLog
from app.store.letter_numbers import LETTERS
from app.store.read_tables import CaseRow, FactRow, StepRow, TimerRow
from app.store.setup import Setup
from app.store.tables import table_of
from workflows.case import Case, StepRun
from workflows.clocks import step_clock
from workflows.desk import step_agency
from workflows.evolve import fold
from workflows.nearness import near_from
from workflows.setting import Setting
from workflows.timers import Timer, timers

Key = tuple[object, ...]
Row = dict[str, Any]


CASES, STEPS, TIMERS, FACTS = map(table_of, (CaseRow, StepRow, TimerRow, FactRow))
# The order in which everybody touches them, so that no two wait for each other; the timers come
# first because the clock work begins by claiming some.
TABLES = (TIMERS, CASES, STEPS, FACTS, LETTERS)


@dataclass(frozen=True, kw_only=True, slots=True)
class CaseRows:
    """Every read row of one case, by table."""

    rows: dict[Table, list[Row]]

    def keyed(self, table: Table) -> dict[Key, Row]:
        """The rows of a table by primary key."""
        names = [column.name for column in table.primary_key]
        return {tuple(row[name] for name in names): row for row in self.rows[table]}


def case_rows(log: CaseLog, setup: Setup, tables: Iterable[Table] = TABLES) -> CaseRows:
    """What the projections hold of a case with this log (no rows for an empty one)."""
    case = fold(log.code, (line.event for line in log.lines))
    if case is None:
        return CaseRows(rows={table: [] for table in tables})
    setting = setup.setting_of(case)
    made: dict[Table, Callable[[], list[Row]]] = {
        CASES: lambda: [case_row(case, setting, log)],
        STEPS: lambda: [_step_row(run, case, setting, setup) for run in case.steps],
        TIMERS: lambda: [timer_row(case.code, timer) for timer in timers(case, setting)],
        FACTS: lambda: list(fact_rows(log, setup)),
        LETTERS: lambda: letter_rows(case, log),
    }
    return CaseRows(rows={table: made[table]() for table in tables})


def _step_row(run: StepRun, case: Case, setting: Setting, setup: Setup) -> Row:
    step = setting.procedure.step(run.step)
    clock = step_clock(run, case, setting)
    agency = step_agency(step, case.agency, setup.agencies) if step else case.agency
    runs = run.end is None and case.standing_since is None
    return {
        "case_code": case.code,
        "step": run.step,
        "run": run.run,
        "agency": agency,
        "referred_by": case.agency if agency != case.agency else None,
        "role": step.role if step else None,
        "assignee": run.assignee,
        "sent_back": run.sent_back,
        "started_at": run.start,
        "ended_at": run.end,
        "done": run.done,
        "due_at": clock.due() if clock else None,
        "warn_at": near_from(clock, "step") if clock and runs else None,
    }


def timer_row(code: str, timer: Timer) -> Row:
    """What `timers` holds of one rung that is still to be told."""
    return {
        "case_code": code,
        "clock": timer.clock,
        "step": timer.step or "",
        "run": timer.run or 0,
        "rung": timer.rung,
        "due_at": timer.due_at,
        "fires_at": timer.fires_at,
    }

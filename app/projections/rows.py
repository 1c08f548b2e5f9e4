"""The read rows of one case, out of its log: nothing else may decide what stands in them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Table

from app.projections.facts import fact_rows
from app.store.event_log import CaseLog
from app.store.read_tables import CaseRow, FactRow, StepRow, TimerRow
from app.store.setup import Setup
from app.store.tables import table_of
from workflows.case import Case, StepRun
from workflows.clocks import case_clock, step_clock
from workflows.evolve import fold
from workflows.setting import Setting
from workflows.timers import Timer, timers

Key = tuple[object, ...]
Row = dict[str, Any]


CASES, STEPS, TIMERS, FACTS = map(table_of, (CaseRow, StepRow, TimerRow, FactRow))
# The order in which everybody touches them, so that no two wait for each other; the timers come
# first because the clock work begins by claiming some.
TABLES = (TIMERS, CASES, STEPS, FACTS)


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
        CASES: lambda: _case_rows(case, setting, log),
        STEPS: lambda: [_step_row(run, case, setting) for run in case.steps],
        TIMERS: lambda: [_timer_row(case.code, timer) for timer in timers(case, setting)],
        FACTS: lambda: list(fact_rows(log, setup)),
    }
    return CaseRows(rows={table: made[table]() for table in tables})


def _case_rows(case: Case, setting: Setting, log: CaseLog) -> list[Row]:
    row = {
        "code": case.code,
        "agency": case.agency,
        "procedure": case.procedure,
        "procedure_version": case.procedure_version,
        "calendar": case.calendar,
        "field": setting.procedure.field,
        "channel": case.channel,
        "state": case.state.value,
        "applicant": case.applicant.name if case.applicant else "",
        "submitted_at": case.submitted_at,
        "accepted_at": case.accepted_at,
        **_clock_columns(case, setting),
        "version": case.version,
        "head_hash": log.head,
        "recorded_at": log.lines[-1].recorded_at,
    }
    return [row]


def _clock_columns(case: Case, setting: Setting) -> Row:
    closed: datetime | None = case.closed_at
    if case.accepted_at is None:
        return {"due_at": None, "paused_since": None, "closed_at": None, "verdict": None}
    clock = case_clock(case, setting)
    return {
        "due_at": clock.due(),
        "paused_since": case.standing_since if case.is_open else None,
        "closed_at": closed,
        "verdict": clock.verdict(closed).value if closed else None,
    }


def _step_row(run: StepRun, case: Case, setting: Setting) -> Row:
    step = setting.procedure.step(run.step)
    clock = step_clock(run, case, setting)
    return {
        "case_code": case.code,
        "step": run.step,
        "run": run.run,
        "role": step.role if step else None,
        "assignee": run.assignee,
        "started_at": run.start,
        "ended_at": run.end,
        "done": run.done,
        "due_at": clock.due() if clock else None,
    }


def _timer_row(code: str, timer: Timer) -> Row:
    return {
        "case_code": code,
        "clock": timer.clock,
        "step": timer.step or "",
        "run": timer.run or 0,
        "kind": timer.kind,
        "due_at": timer.due_at,
        "fires_at": timer.fires_at,
    }

"""The read rows of one case, out of its log: nothing else may decide what stands in them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Table

from app.projections.case_columns import case_row
from app.projections.facts import Unfolded, fact_rows, may_change_facts, unfolded
from app.projections.letter_rows import letter_rows
from app.store.event_log import CaseLog
from app.store.letter_numbers import LETTERS
from app.store.read_tables import CaseRow, FactRow, StepRow, TimerRow
from app.store.setup import Setup
from app.store.tables import table_of
from workflows import events as ev
from workflows.case import Case, StepRun
from workflows.clocks import step_clock
from workflows.desk import step_agency
from workflows.evolve import fold
from workflows.log import Recorded
from workflows.nearness import near_from
from workflows.setting import Setting
from workflows.timers import Timer, timers

Key = tuple[object, ...]
Row = dict[str, Any]


CASES, STEPS, TIMERS, FACTS = map(table_of, (CaseRow, StepRow, TimerRow, FactRow))
# The order in which everybody touches them, so that no two wait for each other; the timers come
# first because the clock work begins by claiming some.
TABLES = (TIMERS, CASES, STEPS, FACTS, LETTERS)


# What else than the case's own course its setting follows from.
_BINDING = (ev.Submitted, ev.Accepted, ev.DeadlineAdjusted, ev.Corrected)
# What is put on paper moves no clock and no step.
_PAPERS = (ev.LetterIssued, ev.LetterPublished)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Seen:
    """A case with all that its rows follow from.

    Attributes:
        runs: the runs of steps that are asked about; None for all.
        told: the log unfolded, where that was done for the case.
    """

    log: CaseLog
    case: Case
    setting: Setting
    runs: tuple[StepRun, ...] | None = None
    told: Unfolded | None = None

    @property
    def step_runs(self) -> tuple[StepRun, ...]:
        """The runs of steps that get a row."""
        return self.case.steps if self.runs is None else self.runs


@dataclass(frozen=True, kw_only=True, slots=True)
class CaseRows:
    """Every read row of one case, by table."""

    rows: dict[Table, list[Row]]

    def keyed(self, table: Table) -> dict[Key, Row]:
        """The rows of a table by primary key."""
        names = [column.name for column in table.primary_key]
        return {tuple(row[name] for name in names): row for row in self.rows[table]}


@dataclass(frozen=True, kw_only=True, slots=True)
class Growth:
    """A case that has got new lines: its log before and after, and what each of them makes.

    Attributes:
        setting: what the case is bound to after them.
    """

    before: CaseLog
    after: CaseLog
    old: Case | None
    new: Case
    setting: Setting

    @property
    def fresh(self) -> Sequence[Recorded]:
        """The new lines."""
        return self.after.lines[self.before.version :]


def growth(before: CaseLog, after: CaseLog, setup: Setup) -> Growth | None:
    """What a log makes of a case beside what an earlier one did; None where there is none yet."""
    old, new = _folded(before), _folded(after)
    if new is None:
        return None
    return Growth(before=before, after=after, old=old, new=new, setting=setup.setting_of(new))


def case_rows(log: CaseLog, setup: Setup, tables: Iterable[Table] = TABLES) -> CaseRows:
    """What the projections hold of a case with this log (no rows for an empty one)."""
    told = unfolded(log)
    if told.case is None:
        return no_rows(tables)
    setting = setup.setting_of(told.case)
    return _rows(_Seen(log=log, case=told.case, setting=setting, told=told), setup, tables)


def rows_between(grown: Growth, setup: Setup) -> tuple[CaseRows, CaseRows]:
    """The rows of a case before and after its new lines, without many that are in both.

    Of `cases` the former says only which one, for the row differs anyway.
    """
    tables = _touched(grown.fresh)
    after = _Seen(log=grown.after, case=grown.new, setting=grown.setting)
    if grown.old is None:
        return no_rows(tables), _rows(after, setup, tables)
    bound = any(isinstance(line.event, _BINDING) for line in grown.fresh)
    setting = setup.setting_of(grown.old) if bound else grown.setting
    before = _Seen(log=grown.before, case=grown.old, setting=setting)
    if not bound and grown.old.pauses == grown.new.pauses:
        before = replace(before, runs=_without(grown.old.steps, grown.new.steps))
        after = replace(after, runs=_without(grown.new.steps, grown.old.steps))
    old = _rows(before, setup, [table for table in tables if table is not CASES])
    return CaseRows(rows={**old.rows, CASES: [{"code": grown.before.code}]}), _rows(
        after, setup, tables
    )


def no_rows(tables: Iterable[Table] = TABLES) -> CaseRows:
    """The tables without any rows."""
    return CaseRows(rows={table: [] for table in tables})


def _rows(seen: _Seen, setup: Setup, tables: Iterable[Table]) -> CaseRows:
    case, setting, log = seen.case, seen.setting, seen.log
    made: dict[Table, Callable[[], list[Row]]] = {
        CASES: lambda: [case_row(case, setting, log)],
        STEPS: lambda: [_step_row(run, case, setting, setup) for run in seen.step_runs],
        TIMERS: lambda: [timer_row(case.code, timer) for timer in timers(case, setting)],
        FACTS: lambda: list(fact_rows(log, setup, seen.told)),
        LETTERS: lambda: letter_rows(case, log),
    }
    return CaseRows(rows={table: made[table]() for table in tables})


def _folded(log: CaseLog) -> Case | None:
    return fold(log.code, (line.event for line in log.lines))


def _touched(fresh: Sequence[Recorded]) -> list[Table]:
    """The tables that new lines can change; of those left out the old rows hold."""
    # Most events, those of the steps, leave the facts alone, which are the dearest to make.
    left_out = set() if may_change_facts(fresh) else {FACTS}
    if all(isinstance(line.event, _PAPERS) for line in fresh):
        left_out |= {TIMERS, STEPS}
    return [table for table in TABLES if table not in left_out]


def _without(runs: tuple[StepRun, ...], others: tuple[StepRun, ...]) -> tuple[StepRun, ...]:
    """The runs that differ; the row of one that does not is the same as long as no clock stood."""
    return tuple(run for run in runs if run not in others)


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

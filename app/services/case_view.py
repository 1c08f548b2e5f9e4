"""One case to look at: where it stands, its clocks, what happened, as known at any moment."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.errors import Unknown
from app.store.engine import Database
from app.store.event_log import CaseLog, load
from app.store.setup import Setup, read_setup
from sla.zone import local
from workflows.case import Case
from workflows.clocks import case_clock, clocks
from workflows.codec import NAME_OF_TYPE, to_data
from workflows.evolve import fold_true, true_times
from workflows.log import Recorded, known_at
from workflows.procedure import Procedure
from workflows.readings import Reading, reading
from workflows.sentences import sentence
from workflows.setting import Setting
from workflows.words import STATES, TRAINING


@dataclass(frozen=True, kw_only=True, slots=True)
class TimelineEntry:
    """One event: `at` is its true time, `first_said` what was recorded before a correction."""

    line: Recorded
    at: datetime
    first_said: datetime | None
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class CaseView:
    """A case at an instant, as known at an instant."""

    case: Case
    setting: Setting
    at: datetime
    as_known_at: datetime | None
    due_at: datetime | None
    verdict: str | None
    clocks: tuple[Reading, ...]
    timeline: tuple[TimelineEntry, ...]

    @property
    def notice(self) -> str | None:
        """What must stand beside whatever is shown of this case, or of the office's cases."""
        told = (TRAINING if self.case.training else None, self.setting.agency.notice)
        return " ".join(words for words in told if words) or None

    def as_json(self) -> dict[str, Any]:
        """For `motcua case --json`."""
        case, notice = self.case, self.notice
        return {
            **({"notice": notice} if notice else {}),
            "case": case.code,
            "at": _text(self.at),
            "as_known_at": _text(self.as_known_at),
            "state": case.state.value,
            "state_text": STATES[case.state],
            "agency": case.agency,
            "procedure": case.procedure,
            "procedure_version": case.procedure_version,
            "field": self.setting.procedure.field,
            "channel": case.channel,
            "training": case.training,
            "applicant": case.applicant.name if case.applicant else None,
            "submitted_at": _text(case.submitted_at),
            "accepted_at": _text(case.accepted_at),
            "promised_at": _text(case.promise),
            "due_at": _text(self.due_at),
            "paused_since": _text(case.standing_since) if case.is_open else None,
            "closed_at": _text(case.closed_at),
            "verdict": self.verdict,
            "version": case.version,
            "clocks": [_clock_json(clock) for clock in self.clocks],
            "timeline": [_entry_json(entry) for entry in self.timeline],
        }


def case_view(
    database: Database,
    code: str,
    *,
    at: datetime | None = None,
    as_known_at: datetime | None = None,
    now: datetime,
) -> CaseView:
    """A case as it stood at `at` (default now) by what was recorded by `as_known_at`.

    Raises:
        Unknown: when there is no such case, or there was none yet.
    """
    with database.reading() as connection:
        log = load(connection, code)
        setup = read_setup(connection)
    return view_of(log, setup, at=at or now, as_known_at=as_known_at)


def view_of(
    log: CaseLog, setup: Setup, *, at: datetime, as_known_at: datetime | None = None
) -> CaseView:
    """The same for a log that was read already.

    Raises:
        Unknown: when there is no such case, or there was none yet.
    """
    lines = known_at(log.lines, as_known_at)
    events = true_times(tuple(line.event for line in lines))
    told = [(line, event) for line, event in zip(lines, events, strict=True) if event.at <= at]
    case = fold_true(log.code, (event for _, event in told))
    if case is None:
        raise Unknown("case", f"không có hồ sơ {log.code}" + (" vào lúc đó" if log.lines else ""))
    setting = setup.setting_of(case)
    accepted = case.accepted_at is not None
    clock = case_clock(case, setting) if accepted else None
    closed = case.closed_at
    return CaseView(
        case=case,
        setting=setting,
        at=at,
        as_known_at=as_known_at,
        due_at=clock.due() if clock else None,
        verdict=clock.verdict(closed).value if clock and closed else None,
        clocks=tuple(reading(running, at) for running in clocks(case, setting)),
        timeline=tuple(_entry(line, event.at, setting.procedure) for line, event in told),
    )


def _entry(line: Recorded, at: datetime, procedure: Procedure) -> TimelineEntry:
    said = line.event.at
    return TimelineEntry(
        line=line,
        at=at,
        first_said=said if said != at else None,
        text=sentence(line.event, procedure),
    )


def _clock_json(clock: Reading) -> dict[str, Any]:
    return {
        "clock": clock.name,
        "step": clock.step,
        "run": clock.run,
        "started_at": _text(clock.started_at),
        "due_at": _text(clock.due_at),
        "stopped_at": _text(clock.stopped_at),
        "used_minutes": clock.used_minutes,
        "left_minutes": clock.left_minutes,
        "late": clock.late,
    }


def _entry_json(entry: TimelineEntry) -> dict[str, Any]:
    line = entry.line
    return {
        "number": line.version,
        "type": NAME_OF_TYPE[type(line.event)],
        "at": _text(entry.at),
        "first_said": _text(entry.first_said),
        "recorded_at": _text(line.recorded_at),
        "by": line.by,
        "text": entry.text,
        "data": to_data(line.event),
    }


def _text(instant: datetime | None) -> str | None:
    return local(instant).isoformat() if instant else None

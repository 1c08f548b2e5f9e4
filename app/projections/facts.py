"""Facts: what was so from when to when, and between which recording times the log said so."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from app.store.event_log import CaseLog
from app.store.setup import Setup
from workflows import events as ev
from workflows.case import Case
from workflows.evolve import evolve
from workflows.log import Recorded
from workflows.stretches import Closing, Stretch, stretches

# Only these can change a fact; after any other event the facts are those of before.
_TELLING = (
    ev.Accepted,
    ev.SupplementRequested,
    ev.Supplemented,
    ev.Paused,
    ev.Resumed,
    ev.Resolved,
    ev.Delivered,
    ev.Returned,
    ev.Withdrawn,
    ev.Reopened,
    ev.DeadlineAdjusted,
    ev.Corrected,
    ev.Voided,
)
_OF_A_CLOSING = (
    "outcome",
    "judged_at",
    "judged_due_at",
    "verdict",
    "day_verdict",
    "handed_at",
    "reopened_at",
)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Fact:
    """All that a row says besides when it was known: a correction may change any of it."""

    stretch: Stretch
    agency: str
    field: str
    online: bool
    accepted_at: datetime


def may_change_facts(lines: Iterable[Recorded]) -> bool:
    """Whether any of these lines can lead to other facts than those before it."""
    return any(isinstance(line.event, _TELLING) for line in lines)


@dataclass(frozen=True, kw_only=True, slots=True)
class Unfolded:
    """A log folded once.

    Attributes:
        case: what it makes; None for an empty one.
        moments: the case after each recording time that can have changed its facts.
    """

    case: Case | None
    moments: tuple[tuple[Case, datetime], ...]


def unfolded(log: CaseLog) -> Unfolded:
    """Fold a log, and keep what its facts follow from."""
    case: Case | None = None
    moments: list[tuple[Case, datetime]] = []
    for recorded_at, group in groupby(log.lines, key=lambda line: line.recorded_at):
        lines = list(group)
        for line in lines:
            case = evolve(case, line.event, code=log.code)
        if case is not None and may_change_facts(lines):
            moments.append((case, recorded_at))
    return Unfolded(case=case, moments=tuple(moments))


def fact_rows(log: CaseLog, setup: Setup, told: Unfolded | None = None) -> Iterator[dict[str, Any]]:
    """Every fact the log ever spoke of, with the recording times from and to which it did.

    Args:
        log: the case's.
        setup: what the case is bound to.
        told: the log unfolded, where somebody has done that already.
    """
    standing: dict[_Fact, datetime] = {}
    for case, recorded_at in (told or unfolded(log)).moments:
        said = dict.fromkeys(_facts(case, setup))
        for fact in [fact for fact in standing if fact not in said]:
            yield _row(log.code, fact, standing.pop(fact), recorded_at)
        for fact in said:
            standing.setdefault(fact, recorded_at)
    for fact, since in standing.items():
        yield _row(log.code, fact, since, None)


def _facts(case: Case, setup: Setup) -> Iterator[_Fact]:
    # A training case is chosen so at its creation and is in no table, whatever happens to it.
    if case.accepted_at is None or case.training:
        return
    # Important: by the calendar the case was bound to at that moment, not by a later one.
    setting = setup.setting_of(case)
    for stretch in stretches(case, setting):
        if not _counts_nowhere(stretch):
            yield _Fact(
                stretch=stretch,
                agency=case.agency,
                field=setting.procedure.field,
                online=case.channel == "online",
                accepted_at=case.accepted_at,
            )


def _counts_nowhere(stretch: Stretch) -> bool:
    """Whether a case was closed and opened again at the very instant it had been opened."""
    closing = stretch.closing
    return closing is not None and stretch.starts_at == stretch.ends_at == closing.reopened_at


def _row(code: str, fact: _Fact, since: datetime, until: datetime | None) -> dict[str, Any]:
    stretch = fact.stretch
    return {
        "case_code": code,
        "known_from": since,
        "known_to": until,
        "starts_at": stretch.starts_at,
        "ends_at": stretch.ends_at,
        "ends_how": stretch.ends_how,
        "agency": fact.agency,
        "field": fact.field,
        "online": fact.online,
        "accepted_at": fact.accepted_at,
        "due_at": stretch.due_at,
        "due_day_ends": stretch.due_day_ends,
        "paused_since": stretch.paused_since,
        **_closing(stretch.closing),
    }


def _closing(closing: Closing | None) -> dict[str, Any]:
    if closing is None:
        return dict.fromkeys(_OF_A_CLOSING)
    return {
        "outcome": closing.outcome,
        "judged_at": closing.judged_at,
        "judged_due_at": closing.due_at,
        "verdict": closing.verdict.value,
        "day_verdict": closing.day_verdict.value,
        "handed_at": closing.handed_at,
        "reopened_at": closing.reopened_at,
    }

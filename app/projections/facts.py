"""Facts: what was so from when to when, and between which recording times the log said so."""

from collections.abc import Iterator
from datetime import datetime
from itertools import groupby
from typing import Any

from app.store.event_log import CaseLog
from workflows import events as ev
from workflows.case import Case
from workflows.evolve import evolve
from workflows.setting import Setting
from workflows.stretches import Stretch, stretches

# Only these can change a stretch; after any other event the facts are those of before.
_TELLING = (
    ev.Accepted, ev.SupplementRequested, ev.Supplemented, ev.Paused, ev.Resumed, ev.Resolved,
    ev.Returned, ev.Withdrawn, ev.Reopened, ev.DeadlineAdjusted, ev.Corrected, ev.Voided,
)  # fmt: skip


def fact_rows(log: CaseLog, setting: Setting) -> Iterator[dict[str, Any]]:
    """Every stretch the log ever spoke of, with the time from and to which it did."""
    standing: dict[Stretch, datetime] = {}
    case: Case | None = None
    for case, recorded_at, telling in _moments(log):
        if telling:
            said = dict.fromkeys(stretches(case, setting))
            for stretch, since in list(standing.items()):
                if stretch not in said:
                    del standing[stretch]
                    yield _row(case, setting, stretch, since, recorded_at)
            for stretch in said:
                standing.setdefault(stretch, recorded_at)
    for stretch, since in standing.items():
        if case is not None:
            yield _row(case, setting, stretch, since, None)


def _moments(log: CaseLog) -> Iterator[tuple[Case, datetime, bool]]:
    """The case after each recording time, and whether that moment can have changed its facts."""
    case: Case | None = None
    for recorded_at, group in groupby(log.lines, key=lambda line: line.recorded_at):
        telling = False
        for line in group:
            case = evolve(case, line.event, code=log.code)
            telling = telling or isinstance(line.event, _TELLING)
        if case is not None:
            yield case, recorded_at, telling


def _row(
    case: Case, setting: Setting, stretch: Stretch, since: datetime, until: datetime | None
) -> dict[str, Any]:
    return {
        "case_code": case.code,
        "known_from": since,
        "known_to": until,
        "starts_at": stretch.starts_at,
        "ends_at": stretch.ends_at,
        "ends_how": stretch.ends_how,
        "agency": case.agency,
        "field": setting.procedure.field,
        "online": case.channel == "online",
        "accepted_at": case.accepted_at,
        "due_at": stretch.due_at,
        "paused_since": stretch.paused_since,
        "verdict": stretch.verdict.value if stretch.verdict else None,
        "reopened_at": stretch.reopened_at,
    }

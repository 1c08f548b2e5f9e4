"""Facts know two times: when it was so, and from when to when the log said so."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise
from typing import Any

from hypothesis import given

from app.projections.facts import fact_rows, may_change_facts
from app.store.event_log import CaseLog, extended
from tests.projections.histories import CHOICES, logs, setup_in_memory
from tests.store.desk import DAY, HOUR, MINUTE, MONDAY, TU
from workflows import events as ev
from workflows.case import Case
from workflows.evolve import fold
from workflows.log import Recorded, known_at
from workflows.stretches import Stretch, stretches

Row = dict[str, Any]
SETUP = setup_in_memory()
WHY: dict[str, Any] = {"reason": "lý do", "approved_by": "Hùng"}


def known(rows: list[Row], instant: datetime) -> list[Row]:
    """What a table asks for when it wants to know what was known at an instant."""
    return [
        row
        for row in rows
        if row["known_from"] <= instant and (row["known_to"] is None or instant < row["known_to"])
    ]


def case_known(log: CaseLog, instant: datetime) -> Case | None:
    return fold(log.code, [line.event for line in known_at(log.lines, instant)])


def moments(log: CaseLog) -> list[datetime]:
    """Around every time something was recorded."""
    times = {line.recorded_at for line in log.lines}
    return sorted({at + shift for at in times for shift in (-MINUTE, 0 * MINUTE, MINUTE)})


def said(stretch: Stretch, case: Case) -> tuple[object, ...]:
    closing = stretch.closing
    return (
        stretch.starts_at, stretch.ends_at, stretch.ends_how, stretch.due_at,
        stretch.paused_since, stretch.due_day_ends,
        case.accepted_at, case.agency, case.channel == "online",
        closing and closing.outcome, closing and closing.judged_at, closing and closing.due_at,
        closing and closing.verdict.value, closing and closing.day_verdict.value,
        closing and closing.handed_at, closing and closing.reopened_at,
    )  # fmt: skip


def counts_nowhere(part: Stretch) -> bool:
    closing = part.closing
    return closing is not None and part.starts_at == part.ends_at == closing.reopened_at


def held(row: Row) -> tuple[object, ...]:
    names = "starts_at ends_at ends_how due_at paused_since due_day_ends accepted_at agency online"
    of_closing = "outcome judged_at judged_due_at verdict day_verdict handed_at reopened_at"
    return tuple(row[name] for name in f"{names} {of_closing}".split())


@given(CHOICES)
def test_what_was_known_at_an_instant_is_what_the_lines_known_then_say(choices):
    *_, log = logs(SETUP, choices)
    rows = list(fact_rows(log, SETUP))

    for instant in moments(log):
        case = case_known(log, instant)
        parts = stretches(case, SETUP.setting_of(case)) if case else ()
        # One that was closed and opened again the very instant it began counts nowhere.
        parts = tuple(part for part in parts if not counts_nowhere(part))
        expected = [said(part, case) for part in parts if case]
        assert sorted(map(held, known(rows, instant)), key=str) == sorted(expected, key=str)


@given(CHOICES)
def test_the_times_of_knowledge_of_one_stretch_never_overlap(choices):
    *_, log = logs(SETUP, choices)
    by_stretch = defaultdict(list)
    for row in fact_rows(log, SETUP):
        end = row["known_to"] or datetime.max.replace(tzinfo=MONDAY.tzinfo)
        assert row["known_from"] < end
        by_stretch[row["starts_at"], row["ends_how"]].append((row["known_from"], end))

    for times in by_stretch.values():
        assert all(one[1] <= later[0] for one, later in pairwise(sorted(times)))


@given(CHOICES)
def test_exactly_one_stretch_covers_each_instant_at_which_a_case_is_open(choices):
    *_, log = logs(SETUP, choices)
    rows = list(fact_rows(log, SETUP))

    for instant in moments(log):
        case = case_known(log, instant)
        if case is None or case.voided_at:
            continue
        for at in _instants(known(rows, instant)):
            spans = sum(s.start <= at and (s.end is None or at < s.end) for s in case.spans)
            covering = [row for row in known(rows, instant) if _covers(row, at)]
            assert len(covering) == spans <= 1


def _instants(rows: list[Row]) -> Iterator[datetime]:
    edges = {row["starts_at"] for row in rows} | {row["ends_at"] for row in rows}
    for edge in edges - {None}:
        yield from (edge - MINUTE / 60, edge, edge + MINUTE / 60)


def _covers(row: Row, at: datetime) -> bool:
    ends: datetime | None = row["ends_at"]
    return bool(row["starts_at"] <= at) and (ends is None or at < ends)


@given(CHOICES)
def test_events_that_cannot_change_a_fact_leave_all_of_them_as_they_were(choices):
    before = CaseLog(code="A")
    for log in logs(SETUP, choices):
        fresh = log.lines[before.version :]
        if not may_change_facts(fresh):
            assert sorted(fact_rows(before, SETUP), key=str) == sorted(
                fact_rows(log, SETUP), key=str
            )
        before = log


def recorded(*events: ev.Event, late: tuple[datetime, ...] = ()) -> CaseLog:
    """A log of events entered when they happened, but for the last ones."""
    times = [event.at for event in events[: len(events) - len(late)]] + list(late)
    lines = [
        Recorded(version=n, event=event, recorded_at=at, by=None, agency="H32.PL")
        for n, (event, at) in enumerate(zip(events, times, strict=True), start=1)
    ]
    return extended(CaseLog(code="A"), lines)


ACCEPTED = ev.Accepted(
    at=MONDAY, agency="H32.PL", procedure="1.000894", channel="direct", applicant=TU,
    due_at=MONDAY + 3 * DAY, procedure_version=1, calendar="default@1",
)  # fmt: skip


def test_a_corrected_acceptance_does_not_change_what_was_known_before():
    corrected = ev.Corrected(at=MONDAY + DAY, of=1, true_at=MONDAY - DAY, **WHY)
    rows = list(fact_rows(recorded(ACCEPTED, corrected), SETUP))

    assert [row["accepted_at"] for row in known(rows, MONDAY + HOUR)] == [MONDAY]
    assert [row["accepted_at"] for row in known(rows, MONDAY + DAY)] == [MONDAY - DAY]


def test_a_corrected_acceptance_reaches_the_stretches_it_does_not_touch():
    resumed = ev.Resumed(at=MONDAY + 2 * HOUR)
    paused = ev.Paused(at=MONDAY + HOUR, reason="other")
    corrected = ev.Corrected(at=MONDAY + DAY, of=1, true_at=MONDAY - DAY, **WHY)
    rows = list(fact_rows(recorded(ACCEPTED, paused, resumed, corrected), SETUP))

    assert {row["accepted_at"] for row in known(rows, MONDAY + 3 * HOUR)} == {MONDAY}
    assert {row["accepted_at"] for row in known(rows, MONDAY + DAY)} == {MONDAY - DAY}


def test_a_case_bound_to_another_calendar_keeps_the_deadlines_known_before():
    paused = ev.Paused(at=MONDAY + HOUR, reason="other")
    resumed = ev.Resumed(at=MONDAY + 2 * HOUR)
    # From here on Tuesday is a day off, for what is counted afresh as for what was counted before.
    adjusted = ev.DeadlineAdjusted(
        at=MONDAY + 3 * HOUR, new_due_at=MONDAY + 7 * DAY, calendar="default@2", **WHY
    )
    rows = list(fact_rows(recorded(ACCEPTED, paused, resumed, adjusted), SETUP))

    (running,) = [r for r in known(rows, adjusted.at - MINUTE) if r["ends_at"] is None]
    assert running["due_at"] == MONDAY + 3 * DAY + HOUR
    (running,) = [r for r in known(rows, adjusted.at) if r["ends_at"] is None]
    assert running["due_at"] == adjusted.new_due_at


def test_a_case_closed_and_opened_again_in_the_same_minute_has_one_row_a_stretch():
    resolved = ev.Resolved(at=MONDAY, outcome="granted")
    reopened = ev.Reopened(at=MONDAY, **WHY)
    log = recorded(ACCEPTED, resolved, reopened, resolved, late=(MONDAY,) * 3)

    (row,) = fact_rows(log, SETUP)

    assert (row["starts_at"], row["ends_how"], row["reopened_at"]) == (MONDAY, "closed", None)


def test_what_is_recorded_late_is_known_late():
    resolved = ev.Resolved(at=MONDAY + DAY, outcome="granted")
    rows = list(fact_rows(recorded(ACCEPTED, resolved, late=(MONDAY + 9 * DAY,)), SETUP))

    assert [row["ends_how"] for row in known(rows, MONDAY + 8 * DAY)] == ["open"]
    assert [row["ends_at"] for row in known(rows, MONDAY + 9 * DAY)] == [MONDAY + DAY]


def test_a_voided_case_is_one_instant():
    voided = ev.Voided(at=MONDAY + DAY, **WHY)
    rows = list(fact_rows(recorded(ACCEPTED, voided), SETUP))

    (row,) = known(rows, MONDAY + DAY)
    assert (row["starts_at"], row["ends_at"], row["ends_how"]) == (
        voided.at, voided.at, "voided",
    )  # fmt: skip


def test_a_case_that_was_only_submitted_has_no_facts():
    submitted = ev.Submitted(
        at=MONDAY, agency="H32.PL", procedure="1.000894", channel="online", applicant=TU
    )

    assert list(fact_rows(recorded(submitted), SETUP)) == []
    assert list(fact_rows(CaseLog(code="A"), SETUP)) == []

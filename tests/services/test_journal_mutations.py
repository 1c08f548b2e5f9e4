"""A good case spoilt in many ways: it goes in whole or not at all, and never stops the import."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.services.journals import (
    accepted,
    line,
    office,
    read_rows_agree,
    take,
    versions,
)

NINE = "2023-06-15T09:00"
ADJUSTED = {"new_due_at": "2023-07-03T08:00", "reason": "bão", "approved_by": "hung"}


@pytest.fixture
def scratch(sqlite_url):
    return office(sqlite_url)


@st.composite
def mutated(draw: st.DrawFn) -> list[bytes]:
    """One case of the ward with lines lost, doubled, moved in time or told otherwise."""
    lines = [json.loads(raw) for raw in story()]
    for _ in range(draw(st.integers(1, 4))):
        place = draw(st.integers(0, len(lines) - 1))
        change = draw(st.sampled_from(["drop", "double", "swap", "time", "type", "data", "learnt"]))
        lines = _changed(draw, lines, place, change) or lines
    return [json.dumps(each).encode() for each in lines]


def story() -> list[bytes]:
    days = iter(f"2023-06-{day}T09:00" for day in range(15, 31))
    whole: list[tuple[str, dict[str, Any]]] = [
        ("accepted", json.loads(accepted())["data"]),
        ("step_started", {"step": "intake"}),
        ("supplement_requested", {"items": ["đơn"], "reason": "thiếu"}),
        ("supplemented", {}),
        ("step_completed", {"step": "intake"}),
        ("paused", {"reason": "other"}),
        ("deadline_adjusted", ADJUSTED),
        ("resumed", {}),
        ("corrected", {"of": 1, "at": "2023-06-15T08:30", "reason": "x", "approved_by": "y"}),
        ("resolved", {"outcome": "granted"}),
        ("reopened", {"reason": "x", "approved_by": "y"}),
        ("resolved", {"outcome": "rejected"}),
        ("delivered", {"channel": "direct"}),
        ("voided", {"reason": "x", "approved_by": "y"}),
    ]
    return [line(kind, next(days), **data) for kind, data in whole]


def _changed(draw: Any, lines: list[Any], place: int, change: str) -> list[Any]:
    one, other = lines[place], lines[draw(st.integers(0, len(lines) - 1))]
    before, after = lines[:place], lines[place + 1 :]
    if change == "drop":
        return before + after
    if change == "double":
        return [*before, one, one, *after]
    swapped = {
        "swap": {**one, "at": other["at"]},
        "time": {
            **one,
            "at": draw(st.sampled_from(["2023-01-01T00:00", "2026-12-31T23:59", NINE])),
        },
        "type": {**one, "type": other["type"]},
        "data": {**one, "data": other["data"]},
        "learnt": {**one, "recorded_at": other["at"]},
    }
    return [*before, swapped[change], *after]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)
@given(lines=mutated())
def test_a_mutated_journal_is_taken_whole_or_not_at_all(scratch, lines):
    code = f"H-{len(versions(scratch))}"
    renamed = [raw.replace(b'"case": "A"', b'"case": "%s"' % code.encode()) for raw in lines]

    result = take(scratch, *renamed)

    assert (result.events, result.cases_rejected) in {(len(lines), 0), (0, 1), (0, 0)}
    assert bool(result.problems) == bool(result.cases_rejected)
    assert versions(scratch).get(code, 0) == result.events


def test_the_unchanged_story_goes_in(database_url):
    opened = office(database_url)

    assert take(opened, *story()).problems == []
    assert read_rows_agree(opened)

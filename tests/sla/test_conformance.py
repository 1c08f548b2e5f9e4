"""The eighty deadlines that a program independent of ours has computed."""

import json
from datetime import datetime

import pytest

from sla.arrays import ArrayCalendar, from_array, to_array
from sla.clock import Clock, Pause
from sla.explain import explain
from sla.law import law_on
from sla.limits import TimeLimit
from sla.zone import local_date
from tests.sla.builders import HERE, calendars_of

ROWS = [json.loads(line) for line in (HERE / "deadlines.jsonl").read_text().splitlines()]
CALENDARS = calendars_of(HERE / "calendars.yaml")


def test_all_eighty_deadlines_are_there():
    assert len(ROWS) == 80


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['calendar']} {row['at']}")
def test_our_deadline_is_the_independent_one(row):
    start = datetime.fromisoformat(row["at"])
    spans = [row["pause"]] if "pause" in row else []
    instants = [map(datetime.fromisoformat, span) for span in spans]
    pauses = tuple(Pause(first, last) for first, last in instants)
    limit = TimeLimit.parse(row["limit"])
    clock = Clock(
        CALENDARS[row["calendar"]], law_on(local_date(start)), limit, start, pauses=pauses
    )

    assert clock.due() == datetime.fromisoformat(row["due"])
    assert explain(clock)[-1].at == clock.due()


@pytest.mark.parametrize("row", [row for row in ROWS if "pause" not in row], ids=str)
def test_the_array_deadline_is_the_independent_one(row):
    starts = to_array([datetime.fromisoformat(row["at"])])
    limit, law = TimeLimit.parse(row["limit"]), law_on(datetime.fromisoformat(row["at"]).date())

    due = ArrayCalendar(CALENDARS[row["calendar"]]).due(limit, starts, law)

    assert from_array(due) == [datetime.fromisoformat(row["due"])]

import json
from datetime import datetime
from pathlib import Path

from app.services.deadline import deadline
from tests.conformance.worlds import loaded

CASES = [
    json.loads(line)
    for line in (Path(__file__).parent / "deadlines.jsonl").read_text("utf-8").splitlines()
]
AGENCIES = {"std": "T.H0.X0", "short": "T.H0.X1"}
LIMITS = (
    "same_day", "8 working_hours", "3 working_days", "1.5 working_days", "0.5 working_days",
    "5 working_days", "15 working_days", "10 calendar_days", "2 working_hours", "22 working_days",
)  # fmt: skip


def test_all_eighty_deadlines_agree_through_the_database(database_url):
    db = loaded(database_url, "world-1")
    assert len(CASES) == 80
    for case in CASES:
        found = deadline(
            db,
            f"9.{LIMITS.index(case['limit']):06}",
            AGENCIES[case["calendar"]],
            datetime.fromisoformat(case["at"]),
            [pause(*case["pause"])] if "pause" in case else [],
        )
        assert str(found.clock.limit) == case["limit"]
        assert found.as_json()["due"] == case["due"], case
        assert found.lines()[-1][0] == datetime.fromisoformat(case["due"])


def pause(start, end):
    return datetime.fromisoformat(start), datetime.fromisoformat(end)

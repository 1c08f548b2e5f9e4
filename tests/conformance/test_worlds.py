import json
from datetime import date, datetime

import pytest

from app.reports.ii06a import report
from app.reports.ii06a_raw import raw_report
from app.reports.period import Period
from app.services.verify import verify
from app.store.event_log import stream
from app.store.scope import Scope
from app.store.setup import read_setup
from tests.conformance.moment import NOW
from tests.conformance.worlds import WORLDS, expected, loaded

GROUPS = ("received", "solved", "open")


@pytest.mark.parametrize("world", WORLDS)
def test_every_table_agrees_by_both_paths(database_url, world):
    db = loaded(database_url, world)
    for wanted in expected(world):
        for table in both_ways(db, wanted):
            got = json.loads(json.dumps(table.as_json()))
            assert trimmed(got, wanted) == wanted
            assert all(check["holds"] for check in got["checks"])


@pytest.mark.parametrize("world", WORLDS)
def test_a_world_passes_verify(database_url, world):
    result = verify(loaded(database_url, world), now=NOW)
    assert result.fault is None
    assert result.cases == 260
    assert result.tables > 0


def both_ways(db, wanted):
    scope = Scope(agency=wanted["agency"], subtree=wanted["subtree"])
    period = Period(first=date.fromisoformat(wanted["from"]), last=date.fromisoformat(wanted["to"]))
    known = wanted["as_known_at"] and datetime.fromisoformat(wanted["as_known_at"])
    with db.reading() as connection:
        logs = list(stream(connection, scope.codes(connection)))
        setup = read_setup(connection)
        yield report(connection, scope, period, as_known_at=known, now=NOW)
        yield raw_report(logs, setup, scope, period, as_known_at=known, now=NOW)


def trimmed(got, wanted):
    """Our document with only the keys that the expected one has; totals of groups are ours."""
    kept = {key: got[key] for key in wanted}
    for row in kept["rows"]:
        for group in GROUPS:
            total = row[group].pop("total")
            parts = [value for name, value in row[group].items() if name != "paused"]
            assert total == sum(parts)
    return kept

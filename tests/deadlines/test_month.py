"""A month of a district: whoever asks every hour, every day or once finds the same log.

The same histories lie in several databases. `motcua tick` runs through the month in one hour by
hour, in one day by day, in one a single time when the month is over; then work goes on in all.
"""

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime, timedelta
from io import BytesIO

import pytest

from app import clock
from app.cli.main import main
from app.deadlines.tick import tick
from app.services import demo_clock
from app.services.export import export_jsonl
from app.services.journal import import_journal
from app.services.verify import verify
from app.store.engine import Database, database, dispose_all
from app.store.event_log import stream
from app.store.scope import Scope
from tests import databases
from tests.conftest import BOTH
from tests.deadlines.district import AFTER, EVERYTHING, FIRST, LAST, District, district
from tests.store.desk import DAY, HOUR, load
from workflows.codec import NAME_OF_TYPE, canonical, to_data
from workflows.events import DeadlineMissed, DeadlineWarned, Event
from workflows.ladder import ladder_on

CASES = 400
TOLD = DeadlineMissed | DeadlineWarned
# Each is preceded by a comma: the keys of a line are in the order of the alphabet.
RECORDED = re.compile(rb',"recorded_at":"[^"]*"')
# Once, long after everybody has gone home: no shorter than anything the calendar may ask for.
AT_ONCE = 90 * DAY

Fresh = Callable[[], Database]


@pytest.fixture(scope="module")
def month() -> District:
    return district(CASES)


@pytest.fixture(params=BOTH)
def fresh(request: pytest.FixtureRequest) -> Iterator[Fresh]:
    """Makes empty databases with the district's offices in them, all of one kind."""
    with ExitStack() as stack:
        make = {"sqlite": _sqlite, "postgresql": _postgresql}[request.param]
        yield lambda: _equipped(make(request, stack))
        dispose_all()


def _sqlite(request: pytest.FixtureRequest, stack: ExitStack) -> str:
    folder = request.getfixturevalue("tmp_path_factory").mktemp("month")
    return f"sqlite:///{shutil.copy(request.getfixturevalue('sqlite_template'), folder)}"


def _postgresql(request: pytest.FixtureRequest, stack: ExitStack) -> str:
    template = request.getfixturevalue("postgres_template")
    server = request.getfixturevalue("postgres_server")
    return databases.text_of(stack.enter_context(databases.database(server, template)))


def _equipped(url: str) -> Database:
    opened = database(url)
    load(opened, EVERYTHING)
    return opened


def took_in(opened: Database, lines: list[bytes], now: datetime) -> None:
    assert import_journal(opened, lines, "huyện", now=now).problems == []


def steps(since: datetime, until: datetime, every: timedelta) -> Iterator[datetime]:
    """The instants up to which the clock work looks; the last one is `until`."""
    at = since
    while at < until:
        at = min(at + every, until)
        yield at


def written(opened: Database) -> bytes:
    """The log as `motcua export` writes it, but for when each line was recorded."""
    out = BytesIO()
    export_jsonl(opened, out, Scope(agency=None, subtree=False))
    return RECORDED.sub(b"", out.getvalue())


def told(opened: Database) -> dict[str, list[str]]:
    """What each case's deadlines came to, in the order of its log."""
    with opened.reading() as connection:
        return {
            log.code: [_words(line.event) for line in log.lines if isinstance(line.event, TOLD)]
            for log in stream(connection)
        }


def _words(event: Event) -> str:
    return canonical({"type": NAME_OF_TYPE[type(event)], "at": str(event.at), **to_data(event)})


def rungs(opened: Database) -> set[tuple[str, str]]:
    """Which rungs of which ladder were reached at all."""
    with opened.reading() as connection:
        events = [line.event for log in stream(connection) for line in log.lines]
    missed = {(one.clock, "due") for one in events if isinstance(one, DeadlineMissed)}
    return missed | {
        (one.clock, str(one.rung)) for one in events if isinstance(one, DeadlineWarned)
    }


@pytest.mark.slow
def test_hour_by_hour_day_by_day_and_once_give_the_same_log(
    fresh, month, tmp_path, monkeypatch, capsys
):
    # The daily tidying that the command does as well must not see anybody else's files.
    monkeypatch.setenv("MOTCUA_FILES", str(tmp_path))
    paces = {HOUR: fresh(), DAY: fresh(), AT_ONCE: fresh()}
    for opened in paces.values():
        took_in(opened, month.recorded(LAST), LAST)
        demo_clock.start(opened, LAST, wall=clock.now())

    for every, opened in paces.items():
        monkeypatch.setenv("MOTCUA_DATABASE_URL", opened.url)
        for until in steps(FIRST, LAST, every):
            assert main(["tick", "--until", until.isoformat()]) == 0
    capsys.readouterr()

    hourly, daily, once = map(written, paces.values())
    assert hourly == daily
    assert hourly == once
    assert sum(map(len, told(paces[HOUR]).values())) > 2_000
    assert rungs(paces[HOUR]) == every_rung()

    # The work goes on, recorded by officers who found those events; the clock is asked as before.
    for every, opened in zip((8 * HOUR, DAY, AT_ONCE), paces.values(), strict=True):
        took_in(opened, month.recorded(AFTER, after=LAST), AFTER)
        for until in steps(LAST, AFTER, every):
            assert tick(opened, until=until, now=AFTER).failures == {}

    hourly, daily, once = map(written, paces.values())
    assert hourly == daily
    assert hourly == once
    assert all(verify(opened, now=AFTER).fault is None for opened in paces.values())


def every_rung() -> set[tuple[str, str]]:
    clocks = ("intake", "step", "case")
    ladders = [ladder_on(clock, FIRST.date()) for clock in clocks]
    return {(ladder.clock, rung.code) for ladder in ladders for rung in ladder.rungs}


@pytest.mark.slow
def test_while_it_is_recorded_the_same_deadlines_pass_as_afterwards(fresh, month):
    living, once = fresh(), fresh()
    some = month.every(3)
    took_in(living, some.recorded(FIRST), FIRST)
    for until in steps(FIRST, LAST, HOUR):
        if lines := some.recorded(until, after=until - HOUR):
            took_in(living, lines, until)
        assert tick(living, until=until, now=until).failures == {}
    took_in(once, some.recorded(LAST), LAST)
    assert tick(once, until=LAST, now=LAST).failures == {}

    # Of two deadlines the moved one may have a rung before the instant of its moving: told as soon
    # as that is recorded, and dated back. So the order may differ, and nothing else.
    as_it_went, afterwards = (
        {code: sorted(words) for code, words in told(opened).items()} for opened in (living, once)
    )
    late = month.late & as_it_went.keys()
    assert as_it_went.keys() - late == afterwards.keys() - late
    for code in as_it_went.keys() - late:
        assert as_it_went[code] == afterwards[code]
    # What is recorded late changes what was said before; yet nothing true was left unsaid.
    assert late
    for code in late:
        assert set(afterwards[code]) <= set(as_it_went[code])
    assert sum(map(len, as_it_went.values())) > 500
    assert verify(living, now=LAST).fault is None

"""The clock work: timers that fire with all that follows, and ticks that find nothing due.

Each due timer belongs to a case of its own, made by the rules: its log is read, the event decided,
chained and written, the tables moved on, the alert raised, and put into the bells of those it is
for. APScheduler has a job for each in its store on the same server: once with jobs that do the
same for one case, and once with jobs that do nothing at all, so that only the keeping is left.
Timers that only fill the table belong to no case.
"""

import time
from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import partial

from sqlalchemy import text

from app.deadlines.tick import tick
from app.store.engine import Database
from bench import timer_workers
from bench.peers import scheduler
from bench.protocol import (
    Compared,
    Growth,
    Line,
    Series,
    Side,
    Unequal,
    alternated,
    at_least,
    at_most,
    by_turns,
    equal,
    measured,
)
from bench.stage import Stage
from bench.timer_cases import MINUTE, NOW, START, fire_one, pretended
from bench.timer_world import SECOND, World, analysed, empty, repeated, ticks, world

UNIT = "timers/s"
WORKERS = (1, 2, 4)
# Looks, and seconds between two, at whether the server still works for the killed one.
_LOOKS, _PAUSE = 100, 0.1
COMPARED = 20  # cases whose events are compared before any time counts


def lines(stage: Stage) -> Iterator[Line | Growth]:
    """Yield firing beside APScheduler, by several workers, with one killed; then quiet ticks."""
    if stage.have("apscheduler"):
        yield from _beside_apscheduler(stage)
    yield from _by_workers(stage)
    yield from _quiet(stage)


def _beside_apscheduler(stage: Stage) -> Iterator[Line]:
    same, nothing = "with a job each that does the same", "with a job each that does nothing"
    found: list[Series] = []

    def beside(place: int) -> Compared:
        if not found:
            found.extend(_turns(world(stage)))
        return Compared(ours=found[0], peer=found[place])

    for place, (key, how) in enumerate((("same", same), ("nothing", nothing)), start=1):
        yield measured(
            f"fired-apscheduler-{key}",
            f"timers fired with the real handler, one process, against APScheduler {how}",
            partial(beside, place),
            goal=at_least(20),
        )
    yield measured(
        "quiet-apscheduler",
        "a quiet tick against one of APScheduler, with as many jobs",
        partial(_idle_beside, stage),
    )


def _turns(mine: World) -> tuple[Series, ...]:
    stage, url = mine.stage, mine.opened.url
    many, jobs = stage.by_scale(300, 5_000, 20_000), stage.by_scale(60, 1_000, 2_000)
    _same_events(mine, url)
    ours: list[datetime] = []
    theirs: list[Sequence[Sequence[object]]] = []

    def make(cases: int) -> list[Sequence[object]]:
        when = mine.due(cases)
        return [[url, code, when.isoformat()] for code in _due_codes(mine.opened, when)]

    return by_turns(
        [
            Side(
                name="motcua tick",
                unit=UNIT,
                prepare=lambda: ours.append(mine.due(many)),
                work=lambda: mine.fires(ours.pop(), many),
            ),
            Side(
                name="APScheduler, same work",
                unit=UNIT,
                prepare=lambda: theirs.append(make(jobs)),
                work=lambda: scheduler.fired(url, fire_one, theirs.pop()),
            ),
            Side(
                name="APScheduler, no work",
                unit=UNIT,
                work=lambda: scheduler.fired(
                    url, scheduler.nothing, [[number] for number in range(jobs)]
                ),
            ),
        ],
        stage.rounds,
    )


def _same_events(mine: World, url: str) -> None:
    """Compare what comes of cases by a tick and by jobs, down to bells.

    Raises:
        Unequal: where it differs.
    """
    found = []
    for by_jobs in (False, True):
        when = mine.due(COMPARED)
        codes = _due_codes(mine.opened, when)
        if by_jobs:
            scheduler.fired(url, fire_one, [[url, code, when.isoformat()] for code in codes])
        else:
            mine.fires(when, COMPARED)
        found.append(sorted(_told(mine.opened, code, when) for code in codes))
    equal(found[0], found[1], "what came of cases by a tick and by jobs")


def _told(opened: Database, code: str, when: datetime) -> tuple[object, ...]:
    """What a fired timer left of a case, without what every case has of its own."""
    query = """
        SELECT type, at - :when AS since, version,
               (SELECT count(*) FROM alerts WHERE alerts.case_code = :code),
               (SELECT count(*) FROM notices WHERE notices.case_code = :code)
        FROM case_events WHERE case_code = :code ORDER BY version DESC LIMIT 1
    """
    with opened.reading() as connection:
        return tuple(connection.execute(text(query), {"code": code, "when": when}).one())


def _due_codes(opened: Database, when: datetime) -> list[str]:
    query = "SELECT DISTINCT case_code FROM timers WHERE fires_at <= :when ORDER BY case_code"
    with opened.reading() as connection:
        return list(connection.scalars(text(query), {"when": when}))


def _idle_beside(stage: Stage) -> Compared:
    jobs = stage.by_scale(300, 10_000)
    with empty(stage) as opened:
        _filled(opened, jobs)
        with scheduler.waiting(opened.url, jobs) as asks:
            ours = Side(name="motcua tick", unit="ms", work=partial(ticks, opened))
            peer = Side(name="APScheduler", unit="ms", work=partial(repeated, asks))
            return alternated(ours, peer, stage.rounds)


def _by_workers(stage: Stage) -> Iterator[Line]:
    cases = stage.by_scale(100, 4_000, 20_000)
    for workers in WORKERS[1:2] if stage.small else WORKERS:
        yield measured(
            f"workers-{workers}",
            f"timers fired with the real handler by {workers} worker processes",
            partial(_with_workers, stage, workers, cases),
        )
    found: list[tuple[float, float]] = []

    def killed(place: int) -> float:
        if not found:
            many = stage.by_scale(300, 10_000, 100_000)
            found.append(_with_one_killed(stage, many))
        return found[0][place]

    words = "one of two workers killed -9 on the way; the next tick takes what it still held"
    for place, what in enumerate(("double", "lost")):
        yield measured(
            f"killed-{what}",
            f"timers {what} in a run with a worker killed",
            partial(killed, place),
            goal=at_most(0),
            unit="timers",
            words=words,
        )


def _with_workers(stage: Stage, workers: int, cases: int) -> Series:
    mine, seconds = world(stage), []
    for _ in range(min(stage.rounds, 3)):
        when = mine.due(cases)
        ran = timer_workers.run(mine.opened.url, when, when + SECOND, workers)
        if ran.events != cases:
            raise Unequal(f"{cases} timers were due, {ran.events} events came")
        seconds.append(ran.seconds / cases)
    return Series(name=f"{workers} workers", unit=UNIT, seconds=tuple(seconds))


def _with_one_killed(stage: Stage, cases: int) -> tuple[float, float]:
    """How many timers fired twice, and how many not at all."""
    mine = world(stage)
    when, before = mine.due(cases), _told_so_far(mine.opened)
    timer_workers.run(mine.opened.url, when, when + SECOND, 2, kill=cases / 20_000)
    _once_more(mine.opened, when)
    doubles, came = _told_so_far(mine.opened)
    return float(doubles), float(cases - came + before[1])


def _once_more(opened: Database, when: datetime) -> None:
    """Tick as the scheduler does a minute later, once the server has let go of the killed one."""
    busy = text("""
        SELECT count(*) FROM pg_stat_activity
        WHERE datname = current_database() AND state <> 'idle' AND pid <> pg_backend_pid()
    """)
    for _ in range(_LOOKS):
        with opened.reading() as connection:
            if not connection.scalar(busy):
                break
        time.sleep(_PAUSE)
    tick(opened, until=when, now=when + SECOND)


def _told_so_far(opened: Database) -> tuple[int, int]:
    """How many events of the clock are there twice, and of how many cases there is one."""
    query = """
        SELECT count(*) - count(DISTINCT (case_code, data)), count(DISTINCT case_code)
        FROM case_events WHERE type IN ('deadline_warned', 'deadline_missed')
    """
    with opened.reading() as connection:
        doubles, cases = connection.execute(text(query)).one()
    return doubles, cases


def _quiet(stage: Stage) -> Iterator[Line]:
    yield measured(
        "quiet-growth",
        "a quiet tick at ten times the open timers (at full scale a million and 100,000)",
        partial(_quiet_growth, stage),
        goal=at_most(2),
    )
    yield measured(
        "quiet-snapshot",
        "a quiet tick after many fires under a snapshot that is held open, against before",
        partial(_under_a_snapshot, stage),
        goal=at_most(5),
    )


def _quiet_growth(stage: Stage) -> Compared:
    few = stage.by_scale(2_000, 100_000)
    with empty(stage) as one, empty(stage) as other:
        _filled(one, 10 * few)
        _filled(other, few)
        ours = Side(name=f"{10 * few:,} open", unit="ms", work=partial(ticks, one))
        peer = Side(name=f"{few:,} open", unit="ms", work=partial(ticks, other))
        return alternated(ours, peer, stage.rounds)


def _under_a_snapshot(stage: Stage) -> Compared:
    fired, mine = stage.by_scale(5_000, 200_000), world(stage)
    opened = mine.opened
    _filled(opened, fired)
    before = _rounds(opened, stage.rounds)
    with opened.reading() as report:
        report.execute(text("SELECT count(*) FROM timers"))
        with opened.writing() as connection:
            pretended(connection, fired, START - SECOND, SECOND / 1000, tag="S")
        with opened.writing() as connection:
            connection.execute(text("DELETE FROM timers WHERE case_code LIKE 'H99.S-%'"))
        # A few true ones behind them, so that a tick has fired and moves the mark.
        mine.fires(mine.due(20, analyse=False), 20)
        after = _rounds(opened, stage.rounds)
    return Compared(
        ours=Series(name=f"after {fired:,} fires", unit="ms", seconds=after),
        peer=Series(name="before", unit="ms", seconds=before),
    )


def _filled(opened: Database, timers: int) -> None:
    with opened.writing() as connection:
        pretended(connection, timers, NOW + MINUTE, SECOND)
    analysed(opened)


def _rounds(opened: Database, rounds: int) -> tuple[float, ...]:
    ticks(opened)
    times = []
    for _ in range(rounds):
        begun = time.perf_counter()
        done = ticks(opened)
        times.append((time.perf_counter() - begun) / done)
    return tuple(times)

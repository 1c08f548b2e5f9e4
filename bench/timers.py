"""The clock work under load, on a PostgreSQL of its own that waits for its disk as in an office.

    .venv/bin/python -m bench.timers [--open 1000000] [--few 1000] [--due 10000] [--fired 200000]

(a) a tick with nothing due at a million open timers beside one at a thousand; (b) timers due at
once, fired by the real tick with events, tables and alerts, beside as many bare transactions of one
event each; (c) APScheduler 3 with a job for each deadline in the same PostgreSQL; (d) a tick with
nothing due after 200,000 fires, while a report's snapshot is held open. Prints the ratios, writes
`bench/timers.json`, and leaves nothing running. Open and already fired timers of (a) and (d) belong
to no case and are made and taken away in bulk; those of (b) belong to cases made by the rules.
"""

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from unittest.mock import patch

from sqlalchemy import URL, delete, text

from app.deadlines.tick import tick
from app.store.engine import Database, database
from app.store.event_log import insert_rows
from app.store.schema import upgrade
from app.store.timer_sweep import SWEEPS
from bench import scheduler_jobs
from bench.timer_cases import MINUTE, NOW, START, due_together, prepared, pretended
from tests import databases
from workflows.log import FIRST_LINK

ROUNDS = 5
LIMITS = {"quiet": 1.5, "due": 2.0, "snapshot": 5.0}
SECOND = timedelta(seconds=1)


@dataclass(kw_only=True)
class Figures:
    """What was measured: medians in milliseconds, rates a second, and ratios."""

    quiet_few_ms: float = 0.0
    quiet_many_ms: float = 0.0
    quiet: float = 0.0
    tick_per_s: float = 0.0
    bare_per_s: float = 0.0
    due: float = 0.0
    due_rounds: tuple[float, ...] = ()
    apscheduler_per_s: float = 0.0
    apscheduler_added_per_s: float = 0.0
    snapshot_before_ms: float = 0.0
    snapshot_after_ms: float = 0.0
    snapshot: float = 0.0
    snapshot_without_mark_ms: float = 0.0


def main() -> int:
    """Measure; 0 when every ratio is within its limit, 1 otherwise."""
    asked = _arguments()
    found = Figures()
    # Important: the tests' server does not wait for its disk, which would flatter nobody fairly.
    with patch.object(databases, "HASTE", ()), databases.server() as admin:
        with _filled(admin) as few, _filled(admin) as many:
            _quiet(found, few, many, asked)
            _snapshot(found, many, asked)
        with _filled(admin) as busy:
            _due(found, busy, asked)
            added, fired = scheduler_jobs.measured(busy.url, asked.jobs)
            found.apscheduler_added_per_s, found.apscheduler_per_s = added, fired
    return _reported(found, asked)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--open", type=int, default=1_000_000, help="open timers, many")
    parser.add_argument("--few", type=int, default=1_000, help="open timers, few")
    parser.add_argument("--due", type=int, default=10_000, help="timers due at once, in all")
    parser.add_argument("--fired", type=int, default=200_000, help="fired under a snapshot")
    parser.add_argument("--jobs", type=int, default=10_000, help="jobs of APScheduler")
    parser.add_argument("--ticks", type=int, default=200, help="quiet ticks of each kind")
    return parser.parse_args()


@contextmanager
def _filled(admin: URL) -> Iterator[Database]:
    """A database with the province's setup and officers."""
    with databases.database(admin) as url, tempfile.TemporaryDirectory() as folder:
        address = databases.text_of(url)
        upgrade(address)
        opened = database(address)
        prepared(opened, Path(folder))
        yield opened
        opened.engine.dispose()


def _quiet(found: Figures, few: Database, many: Database, asked: argparse.Namespace) -> None:
    for opened, number in ((few, asked.few), (many, asked.open)):
        with opened.writing() as connection:
            pretended(connection, number, NOW + MINUTE, SECOND)
        _analyse(opened)
        _said(f"{number} open timers")
    _ticks(few, 20)
    _ticks(many, 20)
    times: dict[str, list[float]] = {"few": [], "many": []}
    for _ in range(10):
        times["few"] += _ticks(few, asked.ticks // 10)
        times["many"] += _ticks(many, asked.ticks // 10)
    found.quiet_few_ms = statistics.median(times["few"])
    found.quiet_many_ms = statistics.median(times["many"])
    found.quiet = found.quiet_many_ms / found.quiet_few_ms


def _snapshot(found: Figures, opened: Database, asked: argparse.Namespace) -> None:
    found.snapshot_before_ms = statistics.median(_ticks(opened, asked.ticks))
    with opened.reading() as report:
        report.execute(text("SELECT count(*) FROM timers"))
        with opened.writing() as connection:
            pretended(connection, asked.fired, NOW - asked.fired * SECOND / 100, SECOND / 100)
        with opened.writing() as connection:
            connection.execute(text("DELETE FROM timers WHERE fires_at <= :now"), {"now": NOW})
        # A few true ones among them, so that a tick has fired and moves the mark.
        due_together(opened, 20, START, "S")
        _ticks(opened, 1)
        found.snapshot_after_ms = statistics.median(_ticks(opened, asked.ticks))
        with opened.writing() as connection:
            connection.execute(delete(SWEEPS))
        with patch("app.deadlines.tick.advance"):
            found.snapshot_without_mark_ms = statistics.median(_ticks(opened, 20))
    found.snapshot = found.snapshot_after_ms / found.snapshot_before_ms


def _due(found: Figures, opened: Database, asked: argparse.Namespace) -> None:
    """Rounds by turns: timers that fire together, then as many bare transactions."""
    each = asked.due // ROUNDS
    whens = [
        due_together(opened, each, START + 5 * number * MINUTE, f"D{number}")
        for number in range(ROUNDS + 1)
    ]
    _analyse(opened)
    _said(f"{(ROUNDS + 1) * each} cases")
    fired, bare = [], []
    for number, when in enumerate(whens):
        fired.append(_timed(partial(_fires, opened, when, each)))
        bare.append(_timed(partial(_bare, opened, each, number)))
    # The first round warms both up.
    fired, bare = fired[1:], bare[1:]
    found.tick_per_s = each / statistics.median(fired)
    found.bare_per_s = each / statistics.median(bare)
    found.due_rounds = tuple(one / other for one, other in zip(fired, bare, strict=True))
    found.due = statistics.median(found.due_rounds)


def _fires(opened: Database, when: datetime, number: int) -> None:
    done = tick(opened, until=when, now=when + SECOND)  # A rung fires once its instant is over.
    if done.missed + done.warned != number or done.failures:
        raise SystemExit(f"{number} timers were due, but the tick says {asdict(done)}")


def _bare(opened: Database, number: int, round_: int) -> None:
    for serial in range(number):
        with opened.writing() as connection:
            insert_rows(connection, [_event(f"H99.B-{round_}-{serial}")])


def _event(code: str) -> dict[str, object]:
    due = '{"clock":"case","due_at":"2026-08-13T08:00:00+07:00","rung":"day_1"}'
    return {
        "case_code": code,
        "version": 1,
        "type": "deadline_warned",
        "at": NOW,
        "recorded_at": NOW,
        "actor": None,
        "agency": "H99",
        "data": due,
        "prev_hash": FIRST_LINK,
        "hash": FIRST_LINK,
    }


def _ticks(opened: Database, times: int) -> list[float]:
    """Milliseconds of each of some ticks."""
    return [1000 * _timed(lambda: tick(opened, until=NOW, now=NOW)) for _ in range(times)]


def _timed(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def _analyse(opened: Database) -> None:
    with opened.engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").exec_driver_sql("VACUUM ANALYZE")


def _reported(found: Figures, asked: argparse.Namespace) -> int:
    content = {"sizes": vars(asked), "found": asdict(found), "limits": LIMITS}
    Path(__file__).with_suffix(".json").write_text(json.dumps(content, indent=2) + "\n")
    print(
        f"quiet tick: {found.quiet_few_ms:.2f} ms at {asked.few} open timers, "
        f"{found.quiet_many_ms:.2f} ms at {asked.open}: x {found.quiet:.2f} (limit 1.5)"
    )
    print(
        f"due at once: {found.tick_per_s:.0f}/s fired, {found.bare_per_s:.0f}/s bare "
        f"transactions: x {found.due:.2f} (limit 2); rounds "
        + ", ".join(f"{one:.2f}" for one in found.due_rounds)
    )
    print(
        f"APScheduler, a job a deadline: {found.apscheduler_per_s:.0f}/s fired, "
        f"{found.apscheduler_added_per_s:.0f}/s added"
    )
    print(
        f"quiet tick after {asked.fired} fires under a snapshot: {found.snapshot_after_ms:.2f} ms, "
        f"before {found.snapshot_before_ms:.2f} ms: x {found.snapshot:.2f} (limit 5); "
        f"without the mark {found.snapshot_without_mark_ms:.2f} ms"
    )
    return int(any(getattr(found, name) > limit for name, limit in LIMITS.items()))


def _said(words: str) -> None:
    print(words, file=sys.stderr)


if __name__ == "__main__":
    raise SystemExit(main())

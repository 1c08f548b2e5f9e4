"""What other processes do in the tests of races: each function is run in a process of its own."""

import multiprocessing
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

from sqlalchemy import bindparam, select

from app.errors import CaseChangedMeanwhile, Refused
from app.projections.rebuild import rebuild
from app.services import record as recording
from app.store import schema
from app.store.engine import database
from app.store.packs import save
from app.store.read_tables import CaseRow
from tests.store.desk import HOUR, MONDAY, acceptance
from workflows.commands import RecordFee
from workflows.pack import read_pack

# New processes without anything of the test's own, but with the program read already: they are
# forks of one that never opened a database. (A spawned one takes a second for its imports.)
SPAWN = multiprocessing.get_context("forkserver")
SPAWN.set_forkserver_preload(["tests.store.workers"])
PATIENCE = 60.0  # seconds until a process that does not come back is given up
VERSION = select(CaseRow.version).where(CaseRow.code == bindparam("code"))
FEE = RecordFee(at=MONDAY + HOUR, amount=8_000, method="cash")


def together(work: Callable[..., Any], calls: Sequence[Sequence[Any]]) -> list[Any]:
    """Run a function in as many processes as there are calls, all of them at once."""
    return side_by_side([(work, *call) for call in calls])


def side_by_side(jobs: Sequence[Sequence[Any]]) -> list[Any]:
    """Run each job, a function and its arguments, in a process of its own, all at once."""
    line = SPAWN.Barrier(len(jobs))
    with ProcessPoolExecutor(
        len(jobs), mp_context=SPAWN, initializer=_stand_at, initargs=(line,)
    ) as pool:
        waiting = [pool.submit(_start_together, *job) for job in jobs]
        return [each.result(timeout=5 * PATIENCE) for each in waiting]


_LINES: list[Any] = []  # where this process waits for the others


def _stand_at(line: Any) -> None:
    _LINES.append(line)


def _start_together(work: Callable[..., Any], *arguments: Any) -> Any:
    _LINES[0].wait(PATIENCE)
    return work(*arguments)


def upgrade(url: str) -> str | None:
    schema.upgrade(url)
    with database(url).reading() as connection:
        return schema.revision(connection)


def record_fees(url: str, code: str, who: str, times: int, look: bool = True) -> Counter[str]:
    """Record so many times, each time on what was read before; the losers tell who was first."""
    seen: Counter[str] = Counter()
    opened = database(url)
    for _ in range(times):
        with opened.reading() as connection:
            version = connection.scalar(VERSION, {"code": code}) if look else None
        try:
            recording.record(opened, code, FEE, by=who, now=MONDAY + HOUR, expected_version=version)
        except CaseChangedMeanwhile as error:
            seen["lost"] += 1
            seen[f"lost to {error.by}: {error.what} at {error.recorded_at}"] += 1
        else:
            seen["won"] += 1
    return seen


def open_cases(url: str, agency: str, times: int, every: int) -> int:
    """Open so many new cases, and be refused now and then with a number already taken."""
    opened = database(url)
    refused = 0
    for number in range(times):
        if number % every == 0:
            try:
                recording.open_case(
                    opened, acceptance(agency=agency, due_at=MONDAY - HOUR), by="Lan", now=MONDAY
                )
            except Refused:
                refused += 1
        recording.open_case(opened, acceptance(agency=agency), by="Lan", now=MONDAY)
    return refused


def rebuild_often(url: str, times: int) -> list[int]:
    """Rebuild the read tables so many times; the number of cases there were each time."""
    found = []
    for _ in range(times):
        with database(url).writing() as connection:
            found.append(rebuild(connection))
    return found


def die_between(url: str, code: str, stage: str, sign: str) -> None:
    """Record, but stop inside the transaction at a stage, give a sign, and wait to be killed."""
    reached = Path(sign)
    real = getattr(recording, stage)

    def stopped(*arguments: Any) -> Any:
        done = real(*arguments)
        reached.touch()
        time.sleep(PATIENCE)
        return done

    setattr(recording, stage, stopped)
    recording.record(database(url), code, FEE, by="Minh", now=MONDAY + HOUR)


def killed_at(stage: str, url: str, code: str, sign: Path) -> int | None:
    """The exit code of a process that was killed while it recorded."""
    process = SPAWN.Process(target=die_between, args=(url, code, stage, str(sign)))
    process.start()
    given_up = time.monotonic() + PATIENCE
    while not sign.exists() and time.monotonic() < given_up:
        time.sleep(0.01)
    assert sign.exists(), "the process never came to the stage"
    process.kill()
    process.join(PATIENCE)
    return process.exitcode


def load_pack(url: str, text: str) -> Any:
    with database(url).writing() as connection:
        return save(connection, [read_pack(text, "thử.yaml")])

"""APScheduler 3 as others use it: a date job for each deadline, kept in its SQLAlchemyJobStore."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from bench.protocol import Took

PATIENCE = 900.0  # seconds until what has not fired is given up
TABLE = "apscheduler_measured"

Job = Callable[..., object]


def nothing(*_arguments: object) -> None:
    """What a job does where only the keeping of jobs is measured."""


def fired(url: str, job: Job, arguments: Sequence[Sequence[object]]) -> Took:
    """Let one job for each of some arguments, all long due, be fired; adding them is not timed.

    Raises:
        RuntimeError: when a job failed, or not all came.
    """
    from apscheduler.events import EVENT_JOB_ERROR, EVENT_JOB_EXECUTED

    all_done, left, faults = threading.Event(), [len(arguments)], list[object]()

    def count(event: Any) -> None:
        faults.extend(filter(None, [event.exception]))
        left[0] -= 1
        if not left[0]:
            all_done.set()

    with _scheduler(url) as scheduler:
        scheduler.add_listener(count, EVENT_JOB_EXECUTED | EVENT_JOB_ERROR)
        _add(scheduler, job, arguments, datetime.now(UTC) - timedelta(hours=1))
        begun = time.perf_counter()
        scheduler.resume()
        done = all_done.wait(PATIENCE)
        took = time.perf_counter() - begun
    if faults or not done:
        raise RuntimeError(f"{len(faults)} jobs failed, {left[0]} never came: {faults[:1]}")
    return Took(seconds=took, count=len(arguments))


@contextmanager
def waiting(url: str, jobs: int) -> Iterator[Callable[[], object]]:
    """Keep so many jobs of the far future; gives what asks once whether one is due."""
    with _scheduler(url) as scheduler:
        each = [[number] for number in range(jobs)]
        _add(scheduler, nothing, each, datetime.now(UTC) + timedelta(days=365))
        scheduler.resume()
        yield scheduler._process_jobs


@contextmanager
def _scheduler(url: str) -> Iterator[Any]:
    from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
    from apscheduler.schedulers.background import BackgroundScheduler

    store = SQLAlchemyJobStore(url=url, tablename=TABLE)
    scheduler = BackgroundScheduler(jobstores={"default": store}, timezone=UTC)
    scheduler.start(paused=True)
    try:
        yield scheduler
    finally:
        scheduler.shutdown()
        store.jobs_t.drop(store.engine, checkfirst=True)
        store.engine.dispose()


def _add(scheduler: Any, job: Job, arguments: Sequence[Sequence[object]], due: datetime) -> None:
    for number, each in enumerate(arguments):
        scheduler.add_job(
            job, "date", run_date=due, args=list(each), misfire_grace_time=None, id=str(number)
        )

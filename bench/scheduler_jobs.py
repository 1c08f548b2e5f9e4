"""APScheduler 3 as others use it: a date job for each deadline, kept in its SQLAlchemyJobStore."""

import threading
import time
from datetime import UTC, datetime, timedelta

from apscheduler.events import EVENT_JOB_EXECUTED, JobExecutionEvent
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.background import BackgroundScheduler

PATIENCE = 600.0  # seconds until what has not fired is given up


def fire(_number: int) -> None:
    """What a job does: nothing, so that only the keeping of jobs is measured."""


def measured(url: str, jobs: int) -> tuple[float, float]:
    """How many jobs a second are added, and how many fire once all are due.

    Args:
        url: the database, in which a table is made and dropped.
        jobs: how many, all due in the past.
    """
    store = SQLAlchemyJobStore(url=url, tablename="apscheduler_measured")
    scheduler = BackgroundScheduler(jobstores={"default": store}, timezone=UTC)
    all_done, left = threading.Event(), [jobs]

    def count(_event: JobExecutionEvent) -> None:
        left[0] -= 1
        if not left[0]:
            all_done.set()

    scheduler.add_listener(count, EVENT_JOB_EXECUTED)
    scheduler.start(paused=True)
    due = datetime.now(UTC) - timedelta(hours=1)
    begun = time.perf_counter()
    for number in range(jobs):
        scheduler.add_job(
            fire, "date", run_date=due, args=[number], misfire_grace_time=None, id=str(number)
        )
    added = time.perf_counter() - begun
    begun = time.perf_counter()
    scheduler.resume()
    fired = all_done.wait(PATIENCE)
    took = time.perf_counter() - begun
    scheduler.shutdown()
    store.jobs_t.drop(store.engine, checkfirst=True)
    store.shutdown()
    return jobs / added, (jobs - left[0]) / took if fired else 0.0

"""The bell that calls the jobs to their turns: APScheduler says when, and keeps nothing (ADR 15).

What is due stands in rows of the database. So a turn that comes late, or twice because two machines
have a scheduler, or not at all, neither loses nor repeats anything.
"""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime
from threading import Thread
from typing import Any

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler

from app.deadlines.jobs import Job
from sla.zone import VIETNAM, shifted

# Seconds between the first turns, so that the jobs do not all ask the database at once.
_APART = 1
# One run at a time, however late; turns that were missed are made up for by one.
_HABITS = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None}


class Scheduling:
    """Jobs at their turns, each on a thread of its own, until `stop`."""

    def __init__(self, jobs: Sequence[Job], run: Callable[[Job], object]) -> None:
        # The library tells each turn; what matters we say ourselves.
        logging.getLogger("apscheduler").setLevel(logging.CRITICAL)
        self._jobs, self._run = jobs, run
        # As many threads as jobs: a channel that hangs must not hold up the deadlines.
        pool = ThreadPoolExecutor(max_workers=len(jobs))
        self._scheduler: Any = BackgroundScheduler(
            timezone=VIETNAM, executors={"default": pool}, job_defaults=_HABITS
        )

    def start(self, now: datetime) -> None:
        """Begin the turns; `now` by the wall's clock."""
        for place, job in enumerate(self._jobs):
            self._scheduler.add_job(
                self._run,
                "interval",
                args=[job],
                id=job.name,
                seconds=job.seconds,
                next_run_time=shifted(now, place * _APART),
            )
        self._scheduler.start()

    def put_right(self, now: datetime) -> None:
        """Call the jobs that would wait for longer than their interval.

        They would where somebody has set the machine's clock back; the deadlines must not wait
        until it shows the old time again.
        """
        for planned, job in ((self._scheduler.get_job(job.name), job) for job in self._jobs):
            if planned.next_run_time > shifted(now, job.seconds + len(self._jobs) * _APART):
                planned.modify(next_run_time=now)

    def stop(self, *, patience: float) -> bool:
        """Begin nothing more, and wait for what was begun; whether all of it came to its end.

        Args:
            patience: seconds to wait at most.
        """
        ending = Thread(target=self._scheduler.shutdown, daemon=True)
        ending.start()
        ending.join(patience)
        return not ending.is_alive()

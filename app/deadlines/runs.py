"""One run of a job: whatever it raises is told in the log, and the other jobs go on."""

import logging
import os
import platform
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from time import perf_counter
from typing import Any

from app.deadlines.jobs import Job, Workplace
from app.errors import CaseChangedMeanwhile, DatabaseNotReady
from app.store.engine import Database
from app.store.heartbeats import beat

LOG = logging.getLogger("motcua.scheduler")
# What the next turn may find mended; where in the program it came up helps nobody.
_PASSING = (DatabaseNotReady, CaseChangedMeanwhile)
_LONGEST_NAME = 100  # letters of a machine's name


def worker_here(mark: str | None = None) -> str:
    """What this process is called among those that beat: its machine, and its number or a mark."""
    return f"{platform.node()[:_LONGEST_NAME]}:{mark or os.getpid()}"


class Runs:
    """Runs jobs, and notes each run among the beats.

    The log gets the names of jobs and of kinds of errors, and counts; never a message, which may
    repeat what a citizen told us. Only what is said of the database itself is told in words.
    """

    def __init__(
        self, place: Callable[[], Workplace], wall: Callable[[], datetime], worker: str
    ) -> None:
        """Prepare for runs.

        Args:
            place: makes the workplace of a run; may raise DatabaseNotReady.
            wall: this instant by the wall's clock.
            worker: the name of this process.
        """
        self._place, self._wall, self._worker = place, wall, worker
        self._waiting: set[str] = set()

    def run(self, job: Job) -> bool:
        """Run a job once; whether it came to its end."""
        began = perf_counter()
        try:
            place = self._place()
        except DatabaseNotReady as error:
            self._waits(job, error)
            return False
        well, result = self._tried(job, place)
        took = perf_counter() - began
        if well and result:
            _tell(logging.INFO, "job", job, did=result, ms=round(took * 1000))
        self._note(place.database, job, took, result)
        return well

    def _tried(self, job: Job, place: Workplace) -> tuple[bool, str]:
        try:
            result = job.run(place)
        except _PASSING as error:
            self._waits(job, error)
            return False, "đang chờ để thử lại"
        except Exception as error:
            LOG.exception("fault", extra=_told("fault", job))
            return False, f"lỗi {type(error).__name__}"
        if job.name in self._waiting:
            self._waiting.discard(job.name)
            _tell(logging.INFO, "resumed", job)
        return True, result

    def _waits(self, job: Job, error: Exception) -> None:
        # A night without the database is one line for each job, and not one for each turn.
        if job.name not in self._waiting:
            self._waiting.add(job.name)
            said = {"reason": str(error)} if isinstance(error, DatabaseNotReady) else {}
            _tell(logging.WARNING, "waits", job, **said)

    def _note(self, database: Database, job: Job, took: float, result: str) -> None:
        # Without a database there is nobody to be told; the next run will say it.
        with suppress(DatabaseNotReady), database.writing() as connection:
            beat(
                connection,
                job=job.name,
                worker=self._worker,
                at=self._wall(),
                took=took,
                result=result,
            )


def _tell(level: int, event: str, job: Job, **more: Any) -> None:
    LOG.log(level, event, extra=_told(event, job, **more))


def _told(event: str, job: Job, **more: Any) -> dict[str, Any]:
    """What our own lines say besides the usual, for `app.cli.serving_logs`."""
    return {"told": {"event": event, "job": job.name, **more}}

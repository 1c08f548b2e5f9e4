"""Processes that are killed with -9 at random moments, and started again each time."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from app.sample.dice import Dice
from tests.cli.served import ROOT

PATIENCE = 240.0  # seconds for all of it, on a machine that has much else to do


@dataclass(kw_only=True)
class Worker:
    """A process that was started; `dies_at` is None until it has said that it is at work."""

    process: subprocess.Popen[bytes]
    said: Path
    errors: Path
    dies_at: float | None = None


@dataclass(kw_only=True)
class Crowd:
    """So many processes of one kind at once.

    Attributes:
        program: what Python is to run; each says a line when it is at work.
        longest: seconds after which a process is killed at the latest, once it is at work.
        kills: how many of those there may be; whoever comes then is left in peace.
        killed: how many there have been.
        struck: how many of them while there was something to be done.
    """

    program: Sequence[str]
    environ: Mapping[str, str]
    folder: Path
    size: int
    dice: Dice
    longest: float
    kills: int
    killed: int = 0
    struck: int = 0
    workers: list[Worker] = field(default_factory=list)
    _numbers: Iterator[int] = field(default_factory=count)

    def keep_going(
        self, done: Callable[[], bool], *, busy: Callable[[], bool] = lambda: True
    ) -> None:
        """Kill and start again until all the killing is done and `done` says so."""
        given_up = time.monotonic() + PATIENCE
        while not done() or self.killed < self.kills:
            assert time.monotonic() < given_up, self.errors()
            for place, worker in enumerate(self.workers):
                assert worker.process.poll() is None, self.errors()
                if self._has_to_die(worker):
                    self.struck += busy()
                    self._kill(worker)
                    self.workers[place] = self.started()
            time.sleep(0.01)

    def _kill(self, worker: Worker) -> None:
        worker.process.kill()
        worker.process.wait()
        self.killed += 1

    def _has_to_die(self, worker: Worker) -> bool:
        if self.killed >= self.kills:
            return False
        if worker.dies_at is None:
            if worker.said.stat().st_size:
                worker.dies_at = time.monotonic() + self.dice.share(0, self.longest)
            return False
        return time.monotonic() >= worker.dies_at

    def started(self) -> Worker:
        number = next(self._numbers)
        said, errors = (self.folder / f"{number}.{kind}" for kind in ("out", "err"))
        with said.open("wb") as out, errors.open("wb") as err:
            process = subprocess.Popen(
                [sys.executable, "-P", *self.program],
                cwd=ROOT,
                env={**os.environ, **self.environ, "PYTHONUNBUFFERED": "1"},
                stdout=out,
                stderr=err,
            )
        return Worker(process=process, said=said, errors=errors)

    def errors(self) -> str:
        """What all of them have written to standard error."""
        return "".join(
            path.read_text(encoding="utf-8") for path in sorted(self.folder.glob("*.err"))
        )


@contextmanager
def at_work(crowd: Crowd) -> Iterator[Crowd]:
    """All of them begin; at the end those that are left are stopped, whatever happens."""
    try:
        crowd.workers.extend(crowd.started() for _ in range(crowd.size))
        yield crowd
    finally:
        for worker in crowd.workers:
            worker.process.kill()
        for worker in crowd.workers:
            worker.process.wait()

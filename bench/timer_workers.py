"""Several processes that let timers fire side by side, and one of them killed on the way.

python -m bench.timer_workers URL UNTIL NOW     says "ready", and begins at a line of its input
"""

import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import IO

from app.deadlines.tick import tick
from app.notices.ages import ages
from app.notices.word_files import wordbook
from app.store.engine import database
from app.store.setup import read_setup
from bench.stage import ROOT
from sla.zone import local_date
from workflows.ladder import ladder_on

Worker = subprocess.Popen[str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Ran:
    """What came of some workers: seconds from the beginning to the last one's end, and events."""

    seconds: float
    events: int


def run(url: str, until: datetime, now: datetime, workers: int, *, kill: float = 0) -> Ran:
    """Let so many workers tick at once.

    Args:
        url: the database.
        until: what is due by then fires.
        now: when it is recorded.
        workers: how many.
        kill: seconds after which the first one is killed; 0 for never.

    Raises:
        RuntimeError: when one of the others fails.
    """
    words = [sys.executable, "-m", "bench.timer_workers", url, until.isoformat(), now.isoformat()]
    with _started([words] * workers) as started:
        begun = time.perf_counter()
        for one in started:
            _pipe(one.stdin).write("go\n")
            _pipe(one.stdin).flush()
        if kill:
            time.sleep(kill)
            started[0].send_signal(signal.SIGKILL)
        told = [_pipe(one.stdout).readline() for one in started]
        seconds = time.perf_counter() - begun
    if not all(told[1:] if kill else told):
        raise RuntimeError("a worker failed")
    return Ran(seconds=seconds, events=sum(json.loads(line) for line in told if line))


@contextmanager
def _started(commands: Sequence[Sequence[str]]) -> Iterator[list[Worker]]:
    pipe = subprocess.PIPE
    started: list[Worker] = []
    try:
        started.extend(
            subprocess.Popen(words, cwd=ROOT, stdin=pipe, stdout=pipe, text=True)
            for words in commands
        )
        for one in started:
            _pipe(one.stdout).readline()
        yield started
    finally:
        for one in started:
            one.kill()
            one.communicate()


def _pipe(pipe: IO[str] | None) -> IO[str]:
    if pipe is None:
        raise RuntimeError("a worker without a pipe")
    return pipe


def main(words: Sequence[str]) -> None:
    """Tick once, when told to, and say how many events it came to."""
    opened, until, now = database(words[0]), *map(datetime.fromisoformat, words[1:3])
    with opened.reading() as connection:
        # What a process reads once in its life is read before the clock runs.
        read_setup(connection)
    wordbook()
    ages()
    ladder_on("case", local_date(now))
    print("ready", flush=True)
    sys.stdin.readline()
    done = tick(opened, until=until, now=now)
    print(json.dumps(done.missed + done.warned), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])

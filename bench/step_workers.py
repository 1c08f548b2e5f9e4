"""Several officers' processes that record side by side.

python -m bench.step_workers URL OFFICE CASES [SHARED TIMES]

opens its own cases at an office, says "ready", and begins at a line of its input; with SHARED it
adds so many fees to that one case instead, each time anew when somebody else was first.
"""

import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from app.errors import CaseChangedMeanwhile
from app.services.record import record
from app.store.engine import Database, database
from bench.stage import ROOT
from bench.step_world import WHO, accepted, walked
from bench.timer_cases import MINUTE, START
from bench.timer_people import WARDS
from workflows.commands import RecordFee

Worker = subprocess.Popen[str]


def walked_by(url: str, workers: int, cases: int) -> float:
    """Seconds from the beginning until the last of some workers has taken its cases along."""
    plans = [[str(number % WARDS), str(cases)] for number in range(workers)]
    return _timed(url, plans)


def shared_by(url: str, workers: int, code: str, times: int) -> None:
    """Let workers write on the same case, each so often."""
    _timed(url, [["0", "0", code, str(times)] for _ in range(workers)])


def _timed(url: str, plans: Sequence[Sequence[str]]) -> float:
    with _started(url, plans) as working:
        for worker in working:
            _line(worker)
        begun = time.perf_counter()
        for worker in working:
            _tell(worker)
        for worker in working:
            _line(worker)
        return time.perf_counter() - begun


@contextmanager
def _started(url: str, plans: Sequence[Sequence[str]]) -> Iterator[list[Worker]]:
    pipe = subprocess.PIPE
    command = [sys.executable, "-m", "bench.step_workers", url]
    working = [
        subprocess.Popen([*command, *plan], stdin=pipe, stdout=pipe, text=True, cwd=ROOT)
        for plan in plans
    ]
    try:
        yield working
    except BaseException:
        for worker in working:
            worker.kill()
        raise
    finally:
        for worker in working:
            worker.communicate()


def _line(worker: Worker) -> str:
    line = worker.stdout.readline() if worker.stdout else ""
    if not line:
        raise RuntimeError("a worker has ended before its time")
    return line


def _tell(worker: Worker) -> None:
    if worker.stdin:
        worker.stdin.write("go\n")
        worker.stdin.flush()


def main() -> int:
    """Do one worker's share."""
    url, office, cases, *shared = sys.argv[1:]
    opened = database(url)
    codes = accepted(opened, int(cases), int(office))
    print("ready", flush=True)
    sys.stdin.readline()
    if shared:
        _shared(opened, shared[0], int(shared[1]))
    else:
        walked(opened, codes)
    print("done", flush=True)
    return 0


def _shared(opened: Database, code: str, times: int) -> None:
    at = START + MINUTE
    for _ in range(times):
        while True:
            try:
                fee = RecordFee(at=at, amount=8_000, method="cash")
                record(opened, code, fee, by=WHO, now=at)
                break
            except CaseChangedMeanwhile:
                continue


if __name__ == "__main__":
    sys.exit(main())

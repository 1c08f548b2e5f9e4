"""Receipts for many cases at once, with number, log, tables and kept file, on both databases.

    .venv/bin/python -m bench.letter_batch [--count 1000]

One run of `app.services.letter_runs` over cases of one ward that were accepted beforehand. `per_s`
is by the clock on the wall from the first letter to the last; `cpu_ms` is the work of this process
(not of PostgreSQL), which other programs on the machine change less, and
`two_cores_per_s` is what two cores of their own would make of it at best. `memory` is the most
memory of this process until the end beside that until the hundredth letter. Writes nothing but to
the terminal; `bench.letters` keeps the figures.
"""

import argparse
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from unittest.mock import patch

from app.services.letter_runs import begin, to_the_end
from app.services.record import open_case
from app.store.engine import Database, dispose_all
from app.store.schema import upgrade
from tests import databases
from tests.services import lettering
from tests.services.hands import LAN, press
from tests.store import desk
from workflows.events import Applicant

COUNT = 1_000
FASTEST = 100.0  # letters a second that two cores must make


@dataclass(frozen=True, kw_only=True, slots=True)
class Figures:
    """What one run came to."""

    per_s: float
    cpu_ms: float
    memory: float

    def named(self, kind: str) -> dict[str, float]:
        """For the table of all figures."""
        return {
            f"batch_{kind}_per_s": self.per_s,
            f"batch_{kind}_cpu_ms": self.cpu_ms,
            f"batch_{kind}_two_cores_per_s": 2000 / self.cpu_ms,
            f"batch_{kind}_memory": self.memory,
        }


def measured(count: int = COUNT) -> dict[str, float]:
    """The figures of a run on each database."""
    found: dict[str, float] = {}
    for kind, make in (("sqlite", _sqlite), ("postgresql", _postgresql)):
        with make() as url, tempfile.TemporaryDirectory() as folder:
            found |= _run(_ward(url), Path(folder), count).named(kind)
            dispose_all()
    return found


def main() -> int:
    """Measure and print; 0 when two cores make `FASTEST` letters a second, 1 otherwise."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--count", type=int, default=COUNT, help="letters on each database")
    found = measured(parser.parse_args().count)
    for name, figure in found.items():
        print(f"{name:>32}: {figure:,.2f}")
    slowest = min(value for name, value in found.items() if name.endswith("two_cores_per_s"))
    print("within the limits" if slowest >= FASTEST else "NOT within the limits")
    return 0 if slowest >= FASTEST else 1


@contextmanager
def _sqlite() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        yield f"sqlite:///{folder}/motcua.db"


@contextmanager
def _postgresql() -> Iterator[str]:
    # A server that waits for its disk, as in an office.
    with ExitStack() as stack:
        stack.enter_context(patch.object(databases, "HASTE", ()))
        admin = stack.enter_context(databases.server())
        yield databases.text_of(stack.enter_context(databases.database(admin)))


def _ward(url: str) -> Database:
    upgrade(url)
    return lettering.ward(url)


def _run(opened: Database, folder: Path, count: int) -> Figures:
    codes = [_accepted(opened, number) for number in range(count)]
    number = begin(opened, press(LAN), "receipt", codes)
    peaks: list[int] = []
    started, worked = time.perf_counter(), _cpu()
    done = to_the_end(
        opened, folder, number, clock=_now, progress=lambda _: peaks.append(_most_memory())
    )
    seconds, work = time.perf_counter() - started, _cpu() - worked
    if done.results != {"issued": count}:
        raise RuntimeError(f"not every letter was issued: {done}")
    memory = peaks[-1] / peaks[0]
    return Figures(per_s=count / seconds, cpu_ms=1000 * work / count, memory=memory)


def _accepted(opened: Database, number: int) -> str:
    who = Applicant(
        name=f"Nguyễn Thị Bưởi {number}",
        id_no=f"{number:012d}",
        phone="0912345678",
        address="Tổ 5, khu phố Long Điền 2, phường Phước Long",
    )
    command = desk.acceptance(applicant=who, papers=lettering.PAPERS)
    return open_case(opened, command, by="lan", now=desk.MONDAY).code


def _now() -> datetime:
    return desk.MONDAY + desk.MINUTE


def _cpu() -> float:
    """Seconds of work of this process and of those it has ended."""
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in used)


def _most_memory() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


if __name__ == "__main__":
    sys.exit(main())

"""Receipts for many cases at once, with number, log, tables and kept file; run by `letters`.

    .venv/bin/python -m bench.letter_batch sqlite|postgresql [--count 1000]

One run of `app.services.letter_runs` over cases of one ward that were accepted beforehand, printed
as JSON. `per_s` is by the clock on the wall from the first letter to the last; `cpu_ms` is the work
of this process (not of PostgreSQL), which other programs on the machine change less, and
`two_cores_per_s` is what two cores of their own would make of it at best. `memory` is the most
memory of this process until the end beside that until the hundredth letter.
"""

import argparse
import json
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
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


def main() -> int:
    """Measure one batch and print its figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("kind", choices=_DATABASES)
    parser.add_argument("--count", type=int, default=COUNT, help="letters")
    asked = parser.parse_args()
    print(json.dumps(_measured(asked.kind, asked.count)))
    return 0


def _measured(kind: str, count: int) -> dict[str, float]:
    with _DATABASES[kind]() as url, tempfile.TemporaryDirectory() as folder:
        found = _run(_ward(url), Path(folder), count)
        dispose_all()
    return found


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


_DATABASES: Mapping[str, Callable[[], AbstractContextManager[str]]] = {
    "sqlite": _sqlite,
    "postgresql": _postgresql,
}


def _ward(url: str) -> Database:
    upgrade(url)
    return lettering.ward(url)


def _run(opened: Database, folder: Path, count: int) -> dict[str, float]:
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
    return {
        "per_s": count / seconds,
        "cpu_ms": 1000 * work / count,
        "two_cores_per_s": 2 * count / work,
        "memory": peaks[-1] / peaks[0],
    }


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

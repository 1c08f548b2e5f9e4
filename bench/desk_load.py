"""The desk under load: 200,000 cases in PostgreSQL, two workers, one user and then sixteen.

    .venv/bin/python -m bench.desk_load [--cases 200000] [--wards 40] [--seconds 20]

Makes a province in a PostgreSQL of its own (as the tests do), starts `motcua serve --workers 2`,
opens inbox, case page and name search as officers do, prints medians and 95th percentiles beside a
bare page of the same server, writes `bench/desk_load.json`, and stops all it has started. It talks
to 127.0.0.1 alone, and every loop ends after the seconds it was given.
"""

import argparse
import json
import os
import random
import secrets
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from app import clock
from app.sample.ward import CALENDAR, DEFINITIONS
from app.services.packs import load_packs
from app.store.engine import database
from app.store.schema import upgrade
from bench import province
from bench.client import Desk, officers
from tests import databases

ROOT = Path(__file__).resolve().parents[1]
USERS = (1, 16)
WARM_UP = 2.0  # seconds for each kind of page, so that both workers have begun and read the setup
LIMIT_MS = {1: 60.0, 16: 250.0}


@dataclass
class Timings:
    """How long each request of one kind took, in milliseconds."""

    ms: list[float] = field(default_factory=list)

    def share(self, percent: int) -> float:
        """A percentile."""
        return statistics.quantiles(self.ms, n=100)[percent - 1] if len(self.ms) > 1 else self.ms[0]

    def as_json(self) -> dict[str, float]:
        """For the file of results."""
        return {"requests": len(self.ms), "p50": self.share(50), "p95": self.share(95)}


def main() -> int:
    """Measure; 0 when every figure is within its limit, 1 otherwise."""
    told = _arguments()
    with _database(told.url) as address:
        codes = _filled(address, told.cases, told.wards)
        with _served(address) as port:
            results = {users: _measured(port, users, told, codes) for users in USERS}
    return _reported(results, told)


@contextmanager
def _database(given: str | None) -> Iterator[str]:
    """A database of this run alone, or the one that was named and may be filled already."""
    if given:
        yield given
        return
    with databases.server() as admin, databases.database(admin) as url:
        yield databases.text_of(url)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--cases", type=int, default=200_000)
    parser.add_argument("--wards", type=int, default=40)
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--url", help="a PostgreSQL database of its own, filled when it is empty")
    return parser.parse_args()


def _filled(address: str, cases: int, wards: int) -> list[str]:
    """The province in a database: packs, cases by two imports at once, officers; some codes."""
    upgrade(address)
    opened = database(address)
    with opened.reading() as connection:
        ready = connection.exec_driver_sql("SELECT count(*) FROM cases").scalar_one() > 0
    if not ready:
        _fill(address, cases, wards)
    with opened.reading() as connection:
        codes = connection.exec_driver_sql("SELECT code FROM cases ORDER BY md5(code) LIMIT 2000")
        return [row[0] for row in codes]


def _fill(address: str, cases: int, wards: int) -> None:
    opened, begun = database(address), time.perf_counter()
    load_packs(opened, [CALENDAR, *DEFINITIONS, _pack_file(wards)])
    halves = (range(wards // 2), range(wards // 2, wards))
    jobs = [_import(address, half, cases // 2, seed) for seed, half in enumerate(halves, start=1)]
    if any(job.wait() for job in jobs):
        raise SystemExit("the import of the measured cases failed")
    officers(opened, wards, clock.now())
    _analyse(address)
    print(f"{cases} cases in {time.perf_counter() - begun:.0f} s", file=sys.stderr)


def _pack_file(wards: int) -> Path:
    path = ROOT / "var" / "bench-province.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(province.pack(wards), encoding="utf-8")
    return path


def _import(address: str, wards: range, cases: int, seed: int) -> "subprocess.Popen[bytes]":
    """`motcua import` of one half of the wards, fed by a thread of its own."""
    job = subprocess.Popen(
        [ROOT / ".venv" / "bin" / "motcua", "import", "-"],
        env={**os.environ, "MOTCUA_DATABASE_URL": address},
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
    )
    threading.Thread(target=_feed, args=(job, wards, cases, seed)).start()
    return job


def _feed(job: "subprocess.Popen[bytes]", wards: range, cases: int, seed: int) -> None:
    if job.stdin is None:
        return
    with job.stdin as pipe:
        for line in province.journal(wards, cases, clock.now(), seed):
            pipe.write(line.encode() + b"\n")


def _analyse(address: str) -> None:
    with database(address).engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").exec_driver_sql("VACUUM ANALYZE")


@contextmanager
def _served(address: str) -> Iterator[int]:
    """`motcua serve` with two workers on a free port, stopped at the end."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    environ = {**os.environ, "MOTCUA_DATABASE_URL": address}
    environ["MOTCUA_SECRET_KEY"] = secrets.token_hex(32)
    program = [
        str(ROOT / ".venv" / "bin" / "motcua"),
        "serve",
        "--port",
        str(port),
        "--workers",
        "2",
    ]
    with subprocess.Popen(program, env=environ, stderr=subprocess.DEVNULL) as server:
        try:
            _wait_for(port)
            yield port
        finally:
            server.terminate()


def _wait_for(port: int) -> None:
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=0.5).close()
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("the server did not start")


def _measured(
    port: int, users: int, told: argparse.Namespace, codes: Sequence[str]
) -> dict[str, Timings]:
    """Each kind of page in turn, by so many users at once."""
    found: dict[str, Timings] = {}
    desks = [Desk.signed_in(port, f"intake.w{n % told.wards:02d}") for n in range(users)]
    for name, paths in _pages(codes).items():
        _load(desks[0], paths, WARM_UP, Timings(), 0)
        timings = Timings()
        threads = [
            threading.Thread(target=_load, args=(desk, paths, told.seconds, timings, seed))
            for seed, desk in enumerate(desks)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        found[name] = timings
    return found


def _pages(codes: Sequence[str]) -> dict[str, Callable[[random.Random, str], str]]:
    names = ("nguyen van an", "dang thi yen", "tran minh", "le quoc son", "pham hai d")
    return {
        "bare": lambda dice, ward: "/sign-in",
        "inbox": lambda dice, ward: f"/lists/{dice.choice(('to_accept', 'mine', 'overdue'))}",
        "case": lambda dice, ward: f"/cases/{_of(codes, ward, dice)}",
        "search": lambda dice, ward: "/search?q=" + dice.choice(names).replace(" ", "+"),
    }


def _of(codes: Sequence[str], ward: str, dice: random.Random) -> str:
    own = [code for code in codes if code.startswith(f"{ward}-")]
    return dice.choice(own or list(codes))


def _load(
    desk: Desk,
    path: Callable[[random.Random, str], str],
    seconds: float,
    timings: Timings,
    seed: int,
) -> None:
    dice, end = random.Random(seed), time.perf_counter() + seconds
    while (begun := time.perf_counter()) < end:
        desk.get(path(dice, desk.ward))
        timings.ms.append((time.perf_counter() - begun) * 1000)


def _reported(results: dict[int, dict[str, Timings]], told: argparse.Namespace) -> int:
    missed = 0
    print(f"{told.cases} cases, 2 workers, PostgreSQL, {told.seconds:g} s each")
    print(f"{'page':8} {'users':>5} {'requests':>9} {'p50 ms':>8} {'p95 ms':>8} {'limit':>7}")
    for users, pages in results.items():
        for name, timings in pages.items():
            limit, p95 = LIMIT_MS[users], timings.share(95)
            missed += name != "bare" and p95 > limit
            row = f"{name:8} {users:>5} {len(timings.ms):>9} {timings.share(50):>8.1f} {p95:>8.1f}"
            print(f"{row} {limit if name != 'bare' else '':>7}")
    kept = {str(u): {n: t.as_json() for n, t in pages.items()} for u, pages in results.items()}
    text = json.dumps({"cases": told.cases, "users": kept}, indent=1)
    (ROOT / "bench" / "desk_load.json").write_text(text + "\n", encoding="utf-8")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())

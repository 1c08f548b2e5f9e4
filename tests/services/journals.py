"""Journals for the tests of the import: lines by hand, an office for them, and what was kept."""

import json
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Table, select

from app.projections.rows import TABLES, case_rows
from app.services.journal import Imported, import_journal
from app.services.packs import load_packs
from app.store.engine import Database, database
from app.store.event_log import EVENTS, stream
from app.store.packs import save
from app.store.setup import read_setup
from sla.zone import VIETNAM
from workflows.pack import read_pack

ROOT = Path(__file__).parents[2]
WORLD = ROOT / "tests" / "conformance" / "world-1"
NOW = datetime(2026, 11, 1, tzinfo=VIETNAM)
FILE = "so.jsonl"
PACK = """
calendars:
  - code: default
    week: {mon: ["07:30-11:30", "13:30-17:30"], tue: ["07:30-11:30", "13:30-17:30"]}
    covers: [2023, 2026]
agencies:
  - {code: H32.PL, name: Phường Phước Long, level: commune, calendar: default}
fields:
  - {code: HT, name: Hộ tịch, order: 1}
procedures:
  - code: "1.001193"
    name: Đăng ký khai sinh
    field: HT
    levels: [commune]
    online: full
    time_limit: 3 working_days
    steps:
      - {code: intake, name: Tiếp nhận, role: one_stop}
      - {code: sign, name: Ký duyệt, role: leader}
"""
BIRTH = {"agency": "H32.PL", "procedure": "1.001193", "applicant": {"name": "Bà Tư"}}


def line(kind: str, at: str = "2023-06-15T08:00", /, **more: Any) -> bytes:
    """One line of case A; what is not a key of the envelope goes into `data`."""
    envelope = {"case": "A", "type": kind, "at": at}
    envelope |= {key: more.pop(key) for key in ("case", "recorded_at", "by") if key in more}
    return json.dumps({**envelope, "data": more}).encode() + b"\n"


def accepted(case: str = "A", at: str = "2023-06-15T08:00", /, **more: Any) -> bytes:
    """The line by which a case begins at the desk."""
    return line("accepted", at, case=case, **{**BIRTH, "channel": "direct", **more})


def paid(case: str = "A", at: str = "2023-06-15T09:00", amount: object = 8000) -> bytes:
    """A line that may follow any other."""
    return line("fee_paid", at, case=case, amount=amount, method="cash")


def office(url: str) -> Database:
    """A database with one ward that has one procedure."""
    opened = database(url)
    with opened.writing() as connection:
        save(connection, [read_pack(PACK, "goi.yaml")])
    return opened


def world(url: str) -> Database:
    """A database with the offices of the first conformance world."""
    load_packs(database(url), [WORLD / "pack.yaml"])
    return database(url)


def world_lines(copies: int = 1) -> Iterator[bytes]:
    """The journal of that world, again and again under other case codes, interleaved as it is."""
    lines = (WORLD / "journal.jsonl").read_bytes().splitlines(keepends=True)
    for copy in range(copies):
        for raw in lines:
            yield raw.replace(b'{"case": "', b'{"case": "%d-' % copy, 1)


def take(opened: Database, *lines: bytes, dry_run: bool = False) -> Imported:
    """What importing these lines comes to."""
    return import_journal(opened, lines, FILE, now=NOW, dry_run=dry_run)


def kept(opened: Database) -> dict[str, list[tuple[Any, ...]]]:
    """Everything the log and the read tables hold, but for the positions in the log."""
    columns = [column for column in EVENTS.columns if column.name != "position"]
    held: dict[str, list[tuple[Any, ...]]] = {}
    with opened.reading() as connection:
        for name, found in [("log", columns)] + [(t.name, list(t.columns)) for t in TABLES]:
            held[name] = sorted(
                (tuple(row) for row in connection.execute(select(*found))), key=repr
            )
    return held


def versions(opened: Database) -> dict[str, int]:
    """How many events each case has."""
    with opened.reading() as connection:
        return {log.code: log.version for log in stream(connection)}


def read_rows_agree(opened: Database) -> bool:
    """Whether the read tables hold just what the log makes of them."""
    with opened.reading() as connection:
        setup = read_setup(connection)
        made = [case_rows(log, setup) for log in stream(connection)]
        return all(
            {key: row for rows in made for key, row in rows.keyed(table).items()}
            == _by_key(table, connection.execute(select(table)).mappings())
            for table in TABLES
        )


def _by_key(table: Table, rows: Iterable[Mapping[Any, Any]]) -> dict[Any, dict[str, Any]]:
    names = [column.name for column in table.primary_key]
    return {tuple(row[name] for name in names): dict(row) for row in rows}


# A process of its own that imports; it says after each batch how many lines are done.
_CHILD = """
import sys
from datetime import datetime
from resource import RUSAGE_SELF, getrusage
from app.services.journal import import_journal
from app.store.engine import database
url, path, now = sys.argv[1:]
with open(path, "rb") as lines:
    result = import_journal(
        database(url), lines, path, now=datetime.fromisoformat(now),
        progress=lambda done, total: print(done, flush=True),
    )
print(result.events, getrusage(RUSAGE_SELF).ru_maxrss, *result.problems)
"""


def importing(url: str, path: Path) -> subprocess.Popen[str]:
    """Begin to import a file in another process, which prints lines done and at last events."""
    return subprocess.Popen(
        [sys.executable, "-c", _CHILD, url, str(path), NOW.isoformat()],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )

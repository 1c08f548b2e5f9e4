"""A province of 240 offices with 200,000 cases of one quarter, for `bench.reports`."""

from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy import text

from app.reports.period import Period
from app.reports.truths import FACTS
from app.services.packs import load_packs
from app.store.engine import Connection, Database
from app.store.read_tables import CaseRow
from app.store.tables import table_of
from tests.reports.plenty import Told, fill
from workflows.agency import Role
from workflows.officer import Grant, Officer

ROOT = Path(__file__).parents[1]
PROVINCE = "T"
DISTRICTS, OFFICES, FIELDS = 10, 240, 6
RECEIVED, ENDED = (400, 380, 60), (500, 200, 60, 60, 20)  # in each office, and what became of them
CASES = OFFICES * sum(RECEIVED)
PERIOD = Period(first=date(2023, 3, 15), last=date(2023, 6, 14))
NOW = datetime(2026, 8, 1, 3, tzinfo=UTC)
LEADER = Officer(login="kiem", name="Kiểm", grants=(Grant(agency=PROVINCE, role=Role.SUPERVISOR),))
CASE_ROWS = table_of(CaseRow)

# Each copied fact gets the row of the case it was copied from, under its own code.
_CASE_ROWS = """
INSERT INTO cases ({names}) SELECT {values} FROM facts f
JOIN cases c ON c.code = regexp_replace(f.case_code, '-[0-9]+$', '')
WHERE f.case_code <> c.code AND f.known_to IS NULL
"""
# What the copies all lack: results handed over days later, cases that stand, and a few struck out.
_TOUCHES = (
    "UPDATE facts SET handed_at = ends_at + interval '3 days' "
    "WHERE outcome = 'resolved' AND substr(md5(case_code), 1, 1) < '8'",
    "UPDATE facts SET paused_since = accepted_at + interval '1 day' "
    "WHERE ends_at IS NULL AND substr(md5(case_code), 1, 1) < '2'",
    "UPDATE facts SET ends_how = 'voided', outcome = NULL, verdict = NULL, day_verdict = NULL "
    "WHERE ends_how = 'closed' AND substr(md5(case_code), 1, 3) = '000'",
)
# A third were known otherwise once: such facts stay, and every question has to leave them out.
_CORRECTED = """
INSERT INTO facts ({names}) SELECT {values} FROM facts
WHERE known_to IS NULL AND substr(md5(case_code), 1, 1) < '5'
"""


def filled(database: Database, folder: Path) -> None:
    """Fill an empty PostgreSQL that has the tables."""
    pack = folder / "province.yaml"
    pack.write_text(_pack(), encoding="utf-8")
    load_packs(database, [ROOT / "sla/data/vietnam.yaml", pack])
    told = [
        Told(agency=code, field=f"F{number % FIELDS}", received=RECEIVED, ended=ENDED)
        for number, code in enumerate(_codes())
    ]
    fill(database, PERIOD, told, {f"F{number}": f"P{number}" for number in range(FIELDS)})
    with database.writing() as connection:
        _completed(connection)
    with database.engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").exec_driver_sql("VACUUM ANALYZE")


def _completed(connection: Connection) -> None:
    connection.execute(text("ANALYZE"))
    code = {"code": "f.case_code", "code_key": "f.case_code"}
    names = [column.name for column in CASE_ROWS.c]
    values = [code.get(name, f"c.{name}") for name in names]
    connection.execute(text(_CASE_ROWS.format(names=", ".join(names), values=", ".join(values))))
    for touch in _TOUCHES:
        connection.execute(text(touch))
    before = {"known_from": "known_from - interval '1 hour'", "known_to": "known_from"}
    names = [column.name for column in FACTS.c]
    values = [before.get(name, name) for name in names]
    connection.execute(text(_CORRECTED.format(names=", ".join(names), values=", ".join(values))))
    for index in FACTS.indexes:
        index.create(connection, checkfirst=True)


def _codes() -> list[str]:
    districts = [f"{PROVINCE}.H{number}" for number in range(DISTRICTS)]
    communes = [
        f"{districts[number % DISTRICTS]}.X{number}" for number in range(OFFICES - DISTRICTS - 1)
    ]
    return [PROVINCE, *districts, *communes]


def _pack() -> str:
    levels = ("province", "district", "commune")
    lines = ["agencies:"]
    for code in _codes():
        parent = code.rpartition(".")[0] or "null"
        lines.append(
            f"  - {{code: {code}, name: Cơ quan {code}, level: {levels[code.count('.')]}, "
            f"parent: {parent}, calendar: default}}"
        )
    lines.append("fields:")
    lines += [f"  - {{code: F{n}, name: Lĩnh vực {n}, order: {n + 1}}}" for n in range(FIELDS)]
    lines.append("procedures:")
    lines += [
        f"  - {{code: P{n}, name: Thủ tục {n}, field: F{n}, online: full, resume: continue, "
        f"time_limit: 3 working_days, levels: [{', '.join(levels)}], steps: []}}"
        for n in range(FIELDS)
    ]
    return "\n".join(lines) + "\n"

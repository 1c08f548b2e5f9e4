"""A small desk for report tests: one ward, two procedures, a journal in hand."""

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

from app.reports.ii06a import report
from app.reports.ii06a_raw import raw_report
from app.reports.period import Period
from app.reports.table import Table
from app.services.journal import import_journal
from app.services.packs import load_packs
from app.store.engine import Database, database
from app.store.event_log import stream
from app.store.scope import Scope
from app.store.setup import read_setup
from sla.zone import parse_instant
from tests.conformance.moment import NOW

ROOT = Path(__file__).parents[2]
PACK = """
agencies:
  - {code: P, name: Tỉnh, level: province, parent: null, calendar: default}
  - {code: P.X, name: Xã, level: commune, parent: P, calendar: default}
fields: [{code: HT, name: Hộ tịch, order: 1}]
procedures:
  - {code: D3, name: Ba ngày, field: HT, levels: [commune], online: full,
     time_limit: 3 working_days, resume: continue, steps: []}
  - {code: H8, name: Tám giờ, field: HT, levels: [commune], online: full,
     time_limit: 8 working_hours, resume: continue, steps: []}
"""
Line = dict[str, object]


def desk(url: str, tmp_path: Path) -> Database:
    """An empty desk with the shipped calendar."""
    pack = tmp_path / "desk.yaml"
    pack.write_text(PACK, encoding="utf-8")
    db = database(url)
    load_packs(db, [ROOT / "sla/data/vietnam.yaml", pack])
    return db


def accepted(
    case: str, when: str, channel: str = "direct", procedure: str = "D3", **more: Any
) -> list[Line]:
    """The first events of a case; online ones are submitted that morning."""
    if channel != "online":
        return [line(case, "accepted", when, **_opening(channel, procedure), **more)]
    before = parse_instant(when).replace(minute=0, hour=7).isoformat()
    return [submitted(case, before, procedure), line(case, "accepted", when, **more)]


def submitted(case: str, when: str, procedure: str = "D3") -> Line:
    """An online filing."""
    return line(case, "submitted", when, **_opening("online", procedure))


def _opening(channel: str, procedure: str) -> dict[str, Any]:
    applicant = {"name": "Bà Tư"}
    return {"agency": "P.X", "procedure": procedure, "channel": channel, "applicant": applicant}


def line(case: str, kind: str, when: str, /, *, known: str | None = None, **data: Any) -> Line:
    """One journal line; `known` is when it was recorded."""
    made: Line = {"case": case, "type": kind, "at": when, "data": data}
    return {**made, "recorded_at": known} if known else made


def resolved(case: str, at: str, known: str | None = None) -> Line:
    return line(case, "resolved", at, known=known, outcome="granted", result_no="1")


def put(db: Database, *lines: Line | list[Line]) -> None:
    """Import lines; every one must be taken."""
    flat = [each for some in lines for each in (some if isinstance(some, list) else [some])]
    raw = [json.dumps(each, ensure_ascii=False).encode() + b"\n" for each in flat]
    assert import_journal(db, raw, "desk", now=NOW).problems == []


def table(
    db: Database, first: str, last: str, *, known: str | None = None, now: datetime = NOW
) -> dict[str, int]:
    """The total row of II.06a, by both paths, which must agree; without the cells that are zero."""
    facts, raw = both(db, first, last, known, now)
    assert facts.rows == raw.rows
    assert facts.total == raw.total
    assert all(check["holds"] for check in facts.checks())
    return {name: value for name, value in facts.total.items() if value}


def both(
    db: Database, first: str, last: str, known: str | None, now: datetime
) -> tuple[Table, Table]:
    scope = Scope(agency="P", subtree=True)
    period = Period(first=date.fromisoformat(first), last=date.fromisoformat(last))
    moment = parse_instant(known) if known else None
    with db.reading() as connection:
        logs, setup = list(stream(connection, scope.codes(connection))), read_setup(connection)
        facts = report(connection, scope, period, as_known_at=moment, now=now)
    return facts, raw_report(logs, setup, scope, period, as_known_at=moment, now=now)

"""A small desk for report tests: one ward, two procedures, a journal in hand."""

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

from app.reports.asked import Asked
from app.reports.ii06a import table as table_of_facts
from app.reports.ii06a_raw import raw_table
from app.reports.period import Period
from app.reports.switches import CONTRACT, Switches
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


def quarter() -> list[Line]:
    """The synthetic quarter of domain 6.5, 15/06/2023-14/09/2023."""
    return [
        *accepted("c1", "2023-06-20T09:00", "online"), resolved("c1", "2023-06-22T16:00"),
        *accepted("c2", "2023-06-20T10:00"), resolved("c2", "2023-06-23T09:30"),
        *accepted("c3", "2023-07-03T08:00", "post"), resolved("c3", "2023-07-07T15:00"),
        *accepted("c4", "2023-06-13T16:00", "online"), resolved("c4", "2023-06-15T11:00"),
        *accepted("c5", "2023-09-13T09:00", "online"),
        *accepted("c6", "2023-09-08T09:00"),
        *accepted("c7", "2023-09-11T08:00", "online"),
        line("c7", "paused", "2023-09-12T09:00", reason="payment"),
        *accepted("c8", "2023-09-15T09:00", "online"),
        *accepted("c9", "2023-08-01T09:00"),
        line("c9", "voided", "2023-08-02T09:00", reason="tập huấn", approved_by="hung"),
        *accepted("c10", "2023-05-10T09:00", "online"), resolved("c10", "2023-06-14T17:00"),
        *accepted("c11", "2023-08-10T08:00", "online"),
        line("c11", "withdrawn", "2023-08-14T10:00", reason="công dân rút"),
    ]  # fmt: skip


def table(
    db: Database,
    first: str,
    last: str,
    *,
    known: str | None = None,
    now: datetime = NOW,
    switches: Switches = CONTRACT,
) -> dict[str, int]:
    """The total row of II.06a, by both paths, which must agree; without the cells that are zero."""
    facts, raw = both(db, asked(first, last, known=known, now=now, switches=switches))
    assert facts.rows == raw.rows
    assert facts.total == raw.total
    assert all(check["holds"] for check in facts.checks())
    return {name: value for name, value in facts.total.items() if value}


def asked(
    first: str,
    last: str,
    *,
    known: str | None = None,
    now: datetime = NOW,
    switches: Switches = CONTRACT,
) -> Asked:
    """A question about the whole province."""
    return Asked(
        scope=Scope(agency="P", subtree=True),
        period=Period(first=date.fromisoformat(first), last=date.fromisoformat(last)),
        as_known_at=parse_instant(known) if known else None,
        now=now,
        switches=switches,
    )


def both(db: Database, question: Asked) -> tuple[Table, Table]:
    with db.reading() as connection:
        logs = list(stream(connection, question.scope.codes(connection)))
        setup, facts = read_setup(connection), table_of_facts(connection, question)
    return facts, raw_table(logs, setup, question)

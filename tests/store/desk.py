"""A small province for the tests of the log: offices, two procedures, and how to work on a case."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Table, select

from app.projections.rows import TABLES, CaseRows
from app.services.record import Outcome, open_case
from app.store.engine import Connection, Database, database
from app.store.packs import Counts, save
from sla.zone import VIETNAM
from workflows.commands import AcceptCase, Command, SubmitCase
from workflows.events import Applicant
from workflows.pack import read_pack

# Monday, in the middle of the morning.
MONDAY = datetime(2024, 3, 4, 9, tzinfo=VIETNAM)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
TU = Applicant(name="Bà Tư")

CALENDAR = """
calendars:
  - code: default
    week:
      mon: ["07:30-11:30", "13:30-17:30"]
      tue: ["07:30-11:30", "13:30-17:30"]
      wed: ["07:30-11:30", "13:30-17:30"]
      thu: ["07:30-11:30", "13:30-17:30"]
      fri: ["07:30-11:30", "13:30-17:30"]
    covers: [2024, 2025]
"""
TUESDAY_OFF = f"{CALENDAR}    days: [{{date: 2024-03-05, kind: off, name: bão}}]\n"
OFFICES = """
agencies:
  - {code: H32.PL, name: Phường Phước Long, level: commune, parent: H32.NT, calendar: default}
  - {code: H32.NT, name: Thị xã, level: district, parent: H32, calendar: default,
     valid_to: 2025-06-30, successor: H32}
  - {code: H32, name: Tỉnh, level: province, calendar: default}
  - {code: H32.BD, name: Phường Bình Dương, level: commune, parent: H32, calendar: default}
"""
MARRIAGE = """
  - code: "1.000894"
    name: Đăng ký kết hôn
    field: HT
    levels: [commune]
    online: full
    time_limit: 3 working_days
    resume: continue
    steps:
      - {code: appraise, name: Thụ lý, role: specialist, quota: 16 working_hours}
      - {code: sign, name: Ký duyệt, role: leader, quota: 8 working_hours}
"""
# The same steps, but a supplement starts the limit afresh.
DEATH = MARRIAGE.replace("1.000894", "1.000656").replace("continue", "restart")
FIELD = "fields: [{code: HT, name: Hộ tịch, order: 8}]"
PROCEDURES = f"{FIELD}\nprocedures:{MARRIAGE}{DEATH}"
EVERYTHING = CALENDAR + OFFICES + PROCEDURES


def loaded(url: str, *texts: str) -> Database:
    """The database of a URL with setup packs in it (by default the whole province)."""
    opened = database(url)
    load(opened, *(texts or (EVERYTHING,)))
    return opened


def load(opened: Database, *texts: str) -> Counts:
    packs = [read_pack(text, "thử.yaml") for text in texts]
    with opened.writing() as connection:
        return save(connection, packs)


def acceptance(at: datetime = MONDAY, **changes: Any) -> AcceptCase:
    """bà Tư hands in her papers at the desk."""
    given = {"agency": "H32.PL", "procedure": "1.000894", "channel": "direct", "applicant": TU}
    return AcceptCase(at=at, **{**given, **changes})


def submission(at: datetime = MONDAY, procedure: str = "1.000894") -> SubmitCase:
    """bà Tư sends them from home."""
    return SubmitCase(at=at, agency="H32.PL", procedure=procedure, channel="online", applicant=TU)


def opened_case(opened: Database, command: Command) -> Outcome:
    """A case that begins at this moment."""
    return open_case(opened, command, by="Lan", now=command.at)


def accepted(opened: Database, at: datetime = MONDAY) -> Outcome:
    """A case that Lan has just accepted."""
    return opened_case(opened, acceptance(at))


def held(connection: Connection, tables: Sequence[Table] = TABLES) -> dict[str, list[Any]]:
    """Every row of the tables, in the order of their keys."""
    return {
        table.name: [
            dict(row)
            for row in connection.execute(select(table).order_by(*table.primary_key)).mappings()
        ]
        for table in tables
    }


def wanted(rows: CaseRows) -> dict[str, list[Any]]:
    """The rows of one case in the same order, for comparing."""
    return {table.name: [row for _, row in sorted(rows.keyed(table).items())] for table in TABLES}

"""Whom a table of many offices is for, and what it says of offices that count in another way."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from app.reports.asked import Asked
from app.reports.period import Period
from app.services.packs import load_packs
from app.services.reports import NO_CHOICES, Report, asked_of, statutory
from app.store.engine import Database, database
from app.store.scope import Scope
from sla.zone import parse_instant
from tests.conformance.moment import NOW
from tests.reports.desk import ROOT

PERIOD = Period(first=date(2023, 6, 15), last=date(2023, 9, 14))
OFFICES = """
agencies:
  - {code: T, name: UBND tỉnh, level: province, calendar: default}
  - {code: T.D, name: Thuế tỉnh, level: vertical, parent: T, calendar: default}
  - {code: OLD, name: Xã cũ, level: commune, parent: T, calendar: default, valid_to: 2023-01-31}
"""
REST = """
fields: [{code: HT, name: Hộ tịch, order: 1}]
procedures:
  - {code: D3, name: Ba ngày, field: HT, levels: [commune], online: full,
     time_limit: 3 working_days, steps: []}
reporting:
"""
OTHER = "đếm theo cách khác trong biểu của mình; biểu này đếm mọi hồ sơ"


def communes(*numbers: int, level: str = "commune") -> str:
    return "".join(
        f"  - {{code: X{n}, name: Xã {n}, level: {level}, parent: T, calendar: default}}\n"
        for n in numbers
    )


def chosen(*codes: str, returned_in: str = "on_time") -> str:
    return "".join(
        f"  - {{agency: {code}, valid_from: 2023-01-01, returned_in: {returned_in}, source: QĐ}}\n"
        for code in codes
    )


def loaded(url: str, tmp_path: Path, offices: str, choices: str) -> Database:
    pack = tmp_path / "choices.yaml"
    pack.write_text(OFFICES + offices + REST + choices, encoding="utf-8")
    opened = database(url)
    load_packs(opened, [ROOT / "sla/data/vietnam.yaml", pack])
    return opened


def made(
    db: Database,
    form: str,
    agency: str = "T",
    *,
    subtree: bool = False,
    choices: Mapping[str, str] = NO_CHOICES,
) -> Report:
    asked = Asked(scope=Scope(agency=agency, subtree=subtree), period=PERIOD, now=NOW)
    return statutory(db, form, asked_of(db, asked, choices))


def test_a_roll_up_names_the_offices_that_count_in_another_way(database_url, tmp_path):
    db = loaded(database_url, tmp_path, communes(1, 2), chosen("X1"))

    (notice,) = made(db, "II.06c").table.notices

    assert notice.startswith(f"Đơn vị Xã 1 {OTHER} theo cách của UBND tỉnh")
    assert made(db, "II.06a", subtree=True).table.notices == (notice,)
    assert made(db, "II.06a").table.notices == ()
    assert made(db, "II.06a", "X1").table.notices == ()


def test_of_many_offices_five_are_named(sqlite_url, tmp_path):
    codes = [f"X{n}" for n in range(1, 9)]
    db = loaded(sqlite_url, tmp_path, communes(*range(1, 10)), chosen(*codes))

    (notice,) = made(db, "II.06c").table.notices

    assert notice.startswith(f"Các đơn vị Xã 1, Xã 2, Xã 3, Xã 4, Xã 5 và 3 đơn vị khác {OTHER}")


def test_who_counts_alike_or_is_not_counted_is_not_named(sqlite_url, tmp_path):
    choices = chosen("T", "X1") + chosen("T.D", "OLD", returned_in="separate")
    db = loaded(sqlite_url, tmp_path, communes(1), choices)

    assert made(db, "II.06c").table.notices == ()
    (notice,) = made(db, "II.06d").table.notices
    assert notice.startswith(f"Đơn vị Thuế tỉnh {OTHER} theo cách của UBND tỉnh")


def test_a_way_that_was_asked_for_is_not_called_the_offices_own(sqlite_url, tmp_path):
    db = loaded(sqlite_url, tmp_path, communes(1), chosen("X1"))

    wanted = made(db, "II.06c", choices={"returned_in": "separate"})

    (notice,) = wanted.table.notices
    assert notice.startswith(f"Đơn vị Xã 1 {OTHER} theo cách được chọn khi lập biểu")


@pytest.mark.parametrize("form", ["II.07b", "II.05b", "II.04"])
def test_forms_that_count_no_cases_say_nothing_of_it(sqlite_url, tmp_path, form):
    db = loaded(sqlite_url, tmp_path, communes(1), chosen("X1"))
    assert made(db, form).table.notices == ()


def test_as_known_then_says_no_place_of_the_log_of_today(sqlite_url, tmp_path):
    db = loaded(sqlite_url, tmp_path, communes(1), chosen("X1"))
    now = Asked(scope=Scope(agency="X1"), period=PERIOD, now=NOW)
    then = replace(now, as_known_at=parse_instant("2023-07-01T00:00"))

    assert statutory(db, "II.06a", now).table.known_position == 0
    assert statutory(db, "II.06a", then).table.known_position is None


def test_a_roll_up_as_known_then_says_that_its_offices_are_those_of_now(sqlite_url, tmp_path):
    db = loaded(sqlite_url, tmp_path, communes(1), "  []\n")
    now = Asked(scope=Scope(agency="T"), period=PERIOD, now=NOW)
    then = replace(now, as_known_at=parse_instant("2023-07-01T00:00"))

    assert statutory(db, "II.06c", now).table.notices == ()
    (notice,) = statutory(db, "II.06c", then).table.notices
    assert "theo danh mục hiện tại" in notice

"""II.07a and II.07b: the catalogue counted by level on the last day of a period."""

from datetime import date
from pathlib import Path

import pytest

from app.errors import BadInput
from app.reports.asked import Asked
from app.reports.forms import form_of
from app.reports.period import Period
from app.reports.table import Table
from app.services.packs import load_packs
from app.store.engine import Database, database
from app.store.scope import Scope
from tests.conformance.moment import NOW
from tests.reports.desk import ROOT

OFFICES = """
agencies:
  - {code: T, name: Tỉnh, level: province, calendar: default}
  - {code: T.S, name: Sở, level: department, parent: T, calendar: default}
  - {code: T.D, name: Thuế, level: vertical, parent: T, calendar: default}
  - {code: T.H, name: Huyện, level: district, parent: T, calendar: default, valid_to: 2023-06-30}
  - {code: T.H.X, name: Phường, level: commune, parent: T.H, calendar: default}
fields:
  - {code: HT, name: Hộ tịch, order: 1}
  - {code: CT, name: Chứng thực, order: 2}
  - {code: KO, name: Không có thủ tục, order: 3}
procedures:
"""
STEPS = "[{code: nhan, name: Tiếp nhận, role: one_stop}]"
Q2 = Period(first=date(2023, 3, 15), last=date(2023, 6, 14))
Q3 = Period(first=date(2023, 6, 15), last=date(2023, 9, 14))


def procedure(code: str, field: str, levels: str, *, steps: bool = False, more: str = "") -> str:
    found = STEPS if steps else "[]"
    return (
        f"  - {{code: {code}, name: Thủ tục {code}, field: {field}, levels: [{levels}], "
        f"online: full, time_limit: 3 working_days, steps: {found}{more}}}\n"
    )


def loaded(url: str, tmp_path: Path, *procedures: str) -> Database:
    pack = tmp_path / "catalogue.yaml"
    pack.write_text(OFFICES + "".join(procedures), encoding="utf-8")
    opened = database(url)
    load_packs(opened, [ROOT / "sla/data/vietnam.yaml", pack])
    return opened


def table(
    db: Database, form: str, period: Period, agency: str = "T", *, subtree: bool = True
) -> Table:
    scope = Scope(agency=agency, subtree=subtree)
    with db.reading() as connection:
        made = form_of(form).table(connection, Asked(scope=scope, period=period, now=NOW))
    assert made.broken() == ()
    assert made.not_adding_up(made.total) == ()
    return made


def figures(made: Table, name: str) -> list[int]:
    return [made.total[f"{name}.{part}"] for part in ("total", "province", "district", "commune")]


def test_the_ward_of_seed_002(database_url, tmp_path):
    """T3: 178 procedures of a ward, 81 of them with an internal process; no sum is left blank."""
    every = [
        procedure(f"P{n}", "HT" if n % 2 else "CT", "commune", steps=n < 81) for n in range(178)
    ]
    db = loaded(database_url, tmp_path, *every)

    made = table(db, "II.07b", Q3, "T.H.X", subtree=False)

    assert figures(made, "local") == [178, 0, 0, 178]
    assert figures(made, "desk") == [178, 0, 0, 178]
    assert figures(made, "process") == [81, 0, 0, 81]
    assert [(row.field, row.cells["local.total"]) for row in made.rows] == [
        ("Hộ tịch", 89), ("Chứng thực", 89), ("Không có thủ tục", 0),
    ]  # fmt: skip


def test_what_the_log_cannot_tell_stays_blank(sqlite_url, tmp_path):
    made = table(loaded(sqlite_url, tmp_path, procedure("A", "HT", "commune")), "II.07b", Q3)
    layout = form_of("II.07b").layout("phan-2")
    assert [column.number for column in layout.columns] == ["(3)", "(4)", "(5)", "(6)"]
    assert all(column.cell not in made.total for column in layout.columns)
    assert "để trống" in layout.notes[-1]


def test_a_procedure_counts_once_on_each_level_that_has_an_office_then(database_url, tmp_path):
    db = loaded(
        database_url, tmp_path,
        procedure("A", "HT", "province, department"), procedure("B", "HT", "district, commune"),
        procedure("C", "CT", "commune", steps=True), procedure("D", "CT", "vertical"),
    )  # fmt: skip

    assert figures(table(db, "II.07b", Q2), "local") == [4, 1, 1, 2]
    assert figures(table(db, "II.07b", Q3), "local") == [3, 1, 0, 2]  # the district has ended
    assert figures(table(db, "II.07b", Q2, "T.H.X"), "local") == [2, 0, 0, 2]


def test_only_the_version_in_force_on_the_last_day_counts(database_url, tmp_path):
    db = loaded(
        database_url, tmp_path,
        procedure("A", "HT", "commune", more=", valid_from: 2023-06-14"),
        procedure("B", "HT", "commune", more=", valid_from: 2023-06-15"),
    )  # fmt: skip
    assert figures(table(db, "II.07b", Q2), "local") == [1, 0, 0, 1]
    assert figures(table(db, "II.07b", Q3), "local") == [2, 0, 0, 2]
    later = procedure("A", "HT", "commune", steps=True, more=", valid_from: 2023-09-14")
    (tmp_path / "later").mkdir()
    loaded(database_url, tmp_path / "later", later)
    assert figures(table(db, "II.07b", Q2), "process") == [0, 0, 0, 0]
    assert figures(table(db, "II.07b", Q3), "process") == [1, 0, 0, 1]


@pytest.mark.parametrize(("agency", "count"), [("T", 3), ("T.D", 1), ("T.S", 1)])
def test_a_ministry_counts_each_procedure_once(sqlite_url, tmp_path, agency, count):
    db = loaded(
        sqlite_url, tmp_path,
        procedure("A", "HT", "vertical, department", steps=True),
        procedure("B", "HT", "district, commune"), procedure("C", "CT", "province"),
    )  # fmt: skip
    made = table(db, "II.07a", Q3, agency)
    assert made.total["local.total"] == made.total["desk.total"] == count
    assert made.total["process.total"] == 1


def test_a_province_counts_its_districts_and_communes_unasked(sqlite_url, tmp_path):
    every = [procedure("A", "HT", "province"), procedure("B", "HT", "district, commune")]
    db = loaded(sqlite_url, tmp_path, *every)
    assert figures(table(db, "II.07b", Q2, subtree=False), "local") == [3, 1, 1, 1]
    assert table(db, "II.07a", Q2, subtree=False).total["local.total"] == 2


@pytest.mark.parametrize("form", ["II.07a", "II.07b", "II.04"])
def test_what_remembers_no_days_is_not_told_as_known_then(sqlite_url, tmp_path, form):
    db = loaded(sqlite_url, tmp_path, procedure("A", "HT", "commune"))
    then = Asked(scope=Scope(agency="T"), period=Q2, now=NOW, as_known_at=Q2.end)
    with db.reading() as connection, pytest.raises(BadInput, match="hiện tại") as caught:
        form_of(form).table(connection, then)
    assert caught.value.field == "as_known_at"

"""II.06b, c and d: the tables of whole districts and provinces, by level and by office."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from app.errors import BadInput
from app.reports.asked import Asked
from app.reports.forms import form_of
from app.reports.period import Period
from app.reports.switches import Switches
from app.reports.table import Cells, Table
from app.services.packs import load_packs
from app.store.engine import Database, database
from app.store.scope import Scope
from tests.conformance.moment import NOW
from tests.reports.desk import ROOT
from tests.reports.plenty import Told, fill

PACK = """
agencies:
  - {code: T, name: Tỉnh, level: province, parent: null, calendar: default}
  - {code: T.S, name: Sở Tư pháp, level: department, parent: T, calendar: default}
  - {code: T.D, name: Thuế tỉnh, level: vertical, parent: T, calendar: default}
  - {code: T.H, name: Huyện Một, level: district, parent: T, calendar: default}
  - {code: T.H.X, name: Xã Một, level: commune, parent: T.H, calendar: default}
  - {code: T.H.Y, name: Xã Hai, level: commune, parent: T.H, calendar: default}
  - {code: T.H.Z, name: Xã Cũ, level: commune, parent: T.H, calendar: default,
     valid_to: 2020-01-01}
fields:
  - {code: CT, name: Chứng thực, order: 1}
  - {code: HT, name: Hộ tịch, order: 2}
procedures:
  - {code: PCT, name: Chứng thực, field: CT, levels: [district, commune], online: full,
     time_limit: 3 working_days, resume: continue, steps: []}
  - {code: PHT, name: Khai sinh, field: HT, online: full, time_limit: 3 working_days,
     levels: [province, department, district, commune, vertical], resume: continue, steps: []}
"""
PROCEDURES = {"CT": "PCT", "HT": "PHT"}
Q2 = Period(first=date(2023, 3, 15), last=date(2023, 6, 14))

# V1, the district of seed 000: its own desk and all communes; how each printed sum is parted
# between the two is ours, but for what came in online (384 and 4569), which is printed.
NHU_THANH = (
    Told(agency="T.H", field="HT", received=(384, 100, 20), ended=(400, 80, 5, 15, 4)),
    Told(agency="T.H.X", field="HT", received=(4000, 600, 79), ended=(4000, 560, 10, 88, 21)),
    Told(agency="T.H.Y", field="CT", received=(569, 18, 0), ended=(570, 0, 0, 17, 0)),
)


@pytest.fixture
def db(database_url: str, tmp_path: Path) -> Database:
    return province(database_url, tmp_path)


def province(url: str, tmp_path: Path) -> Database:
    pack = tmp_path / "province.yaml"
    pack.write_text(PACK, encoding="utf-8")
    opened = database(url)
    load_packs(opened, [ROOT / "sla/data/vietnam.yaml", pack])
    return opened


def asked(period: Period = Q2, agency: str = "T", **more: Any) -> Asked:
    return Asked(scope=Scope(agency=agency), period=period, now=NOW, **more)


def table(db: Database, form: str, wanted: Asked) -> Table:
    with db.reading() as connection:
        made = form_of(form).table(connection, wanted)
    assert made.broken() == ()
    assert made.not_adding_up(made.total) == ()
    return made


def section(made: Table, name: str) -> Mapping[str, int]:
    return next(row.cells for row in made.rows if (row.kind, row.key) == ("subtotal", f"{name}/"))


def figures(cells: Cells) -> tuple[int, ...]:
    """R = O + D + C, S = e + t + q, P = i + q, as the seeds print them."""
    groups = {"received": "total online direct carried", "solved": "total early on_time late",
              "open": "total in_time late"}  # fmt: skip
    return tuple(cells[f"{one}.{name}"] for one, all in groups.items() for name in all.split())


def test_a_line_for_each_office_that_stood_or_has_cases(db):
    fill(db, Q2, NHU_THANH, PROCEDURES)

    made = table(db, "II.06c", asked(variant="don-vi"))

    names = [row.field for row in made.rows]
    assert names == [
        "A. Cấp tỉnh", "Tỉnh", "Sở Tư pháp", "Cộng phần A",
        "B. Cấp huyện", "Huyện Một", "Cộng phần B",
        "C. Cấp xã", "Xã Một", "Xã Hai", "Cộng phần C",
    ]  # fmt: skip
    assert form_of("II.06c").layout("don-vi").field_head == "Đơn vị"
    assert made.total == table(db, "II.06c", asked()).total


def test_a_section_without_an_office_is_left_out(db):
    made = table(db, "II.06c", asked(agency="T.H"))

    assert [row.field for row in made.rows if row.kind == "section"] == [
        "A. Cấp huyện", "B. Cấp xã",
    ]  # fmt: skip


@pytest.mark.parametrize("variant", ["", "don-vi"])
def test_as_many_cases_stand_behind_a_cell_as_it_counts(db, variant):
    few = [
        Told(agency="T.H", field="HT", received=(1, 2, 1), ended=(1, 1, 1, 0, 1)),
        Told(agency="T.H.X", field="HT", received=(2, 1, 0), ended=(1, 0, 1, 1, 0)),
        Told(agency="T.H.Y", field="CT", received=(0, 1, 1), ended=(0, 0, 0, 2, 0)),
    ]
    fill(db, Q2, few, PROCEDURES)
    form, wanted = form_of("II.06b"), asked(agency="T.H", variant=variant)
    made = table(db, "II.06b", wanted)
    lines = [(row.key, row.cells) for row in made.rows if row.kind != "section"]

    with db.reading() as connection:
        for key, cells in (*lines, (None, made.total)):
            for cell, count in cells.items():
                found = form.cases(connection, wanted, cell, key)
                assert len(found) == count, (key, cell)


def test_the_cases_behind_a_cell_come_page_by_page(db):
    fill(db, Q2, [Told(agency="T.H", field="HT", received=(7, 0, 0), ended=(7, 0, 0, 0, 0))],
         PROCEDURES)  # fmt: skip
    form, seen, after = form_of("II.06b"), [], None
    with db.reading() as connection:
        while page := form.cases(
            connection, asked(), "solved.early", "district/HT", after=after, limit=3
        ):
            seen += [member.case_code for member in page]
            after = seen[-1]
    assert len(set(seen)) == len(seen) == 7
    assert seen == sorted(seen)


def test_no_case_of_another_office_is_shown(db):
    fill(db, Q2, NHU_THANH[:1], PROCEDURES)
    with db.reading() as connection:
        form, wanted = form_of("II.06b"), asked(agency="T.H.X", variant="don-vi")
        for variant in ("", "don-vi"):
            with pytest.raises(BadInput, match=r"không có dòng “T\.H”"):
                form.cases(connection, replace(wanted, variant=variant), "received.total", "T.H")


def test_the_choices_of_the_province_count_here_too(db):
    fill(db, Q2, NHU_THANH[:1], PROCEDURES)
    switches = Switches(returned_in="separate", paused_in="own_column")

    made = table(db, "II.06b", asked(switches=switches))

    cells = {column.cell for column in form_of("II.06b").layout("chuan", switches).columns}
    assert {"solved.returned", "open.paused"} <= cells <= set(made.total)
    assert made.as_json()["switches"]["returned_in"] == "separate"

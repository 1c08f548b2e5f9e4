"""The lines of a roll-up: each has a key of its own, opens what it counts, and is there or not."""

from pathlib import Path
from typing import Any

import pytest

from app.errors import BadInput
from app.reports.asked import Asked
from app.reports.forms import form_of
from app.reports.forms.form import Form
from app.reports.table import Table
from app.services.packs import load_packs
from app.services.report_cases_page import row_of
from app.store.engine import Database, database
from app.store.scope import Scope
from app.store.setup import read_setup
from tests.conformance.moment import NOW
from tests.reports.desk import ROOT, line, put
from tests.reports.test_rollups import Q2

# An office and a field are called like a section, and like each other.
PACK = """
agencies:
  - {code: T, name: Tỉnh, level: province, calendar: default}
  - {code: X, name: Xã Một, level: commune, parent: T, calendar: default}
  - {code: commune, name: Xã Hai, level: commune, parent: T, calendar: default}
  - {code: V, name: Thuế, level: vertical, parent: T, calendar: default}
fields:
  - {code: HT, name: Hộ tịch, order: 1}
  - {code: commune, name: Xã hội, order: 2}
procedures:
  - {code: D3, name: Ba ngày, field: HT, levels: [commune, vertical], online: full,
     time_limit: 3 working_days, steps: []}
  - {code: D4, name: Bốn ngày, field: commune, levels: [commune], online: full,
     time_limit: 4 working_days, steps: []}
"""


@pytest.fixture
def db(database_url: str, tmp_path: Path) -> Database:
    pack = tmp_path / "lines.yaml"
    pack.write_text(PACK, encoding="utf-8")
    opened = database(database_url)
    load_packs(opened, [ROOT / "sla/data/vietnam.yaml", pack])
    begun = (("a", "X", "D3"), ("b", "X", "D4"), ("c", "commune", "D3"), ("v", "V", "D3"))
    for code, agency, procedure in begun:
        opening: dict[str, Any] = {"agency": agency, "applicant": {"name": "A"}}
        opening |= {"procedure": procedure, "channel": "direct"}
        put(opened, line(code, "accepted", "2023-04-03T08:00", **opening))
    put(opened, line("v", "voided", "2023-04-04T08:00", reason="nhầm", approved_by="hung"))
    return opened


def asked(variant: str = "", agency: str = "T") -> Asked:
    return Asked(scope=Scope(agency=agency), period=Q2, now=NOW, variant=variant)


@pytest.mark.parametrize("variant", ["", "don-vi"])
def test_every_number_its_list_and_its_count_alone_agree(db, variant):
    form, wanted = form_of("II.06c"), asked(variant)
    with db.reading() as connection:
        made = form.table(connection, wanted)
        lines = [row.key for row in made.rows if row.kind != "section"]
        assert len(set(lines)) == len(lines)
        for key in (*lines, None):
            for cell in made.total:
                told = made.number(cell, key)
                assert len(form.cases(connection, wanted, cell, key)) == told, (key, cell)
                assert form.count(connection, wanted, cell, key) == told, (key, cell)
    assert made.total["received.total"] == 3


def test_an_office_called_like_a_section_is_called_by_its_own_name(db):
    form = form_of("II.06c")
    with db.reading() as connection:
        setup = read_setup(connection)
    told = {key: row_of(setup, form, key) for key in ("commune", "commune/", "commune/commune")}
    assert list(told.values()) == ["Xã Hai", "Cấp xã", "Cấp xã – Xã hội"]
    assert row_of(setup, form_of("II.06a"), "commune") == "Xã hội"


@pytest.mark.parametrize(
    ("form", "variant", "row"),
    [
        ("II.06c", "", "nope"),
        ("II.06c", "", "X"),
        ("II.06c", "", "commune"),
        ("II.06c", "", "nope/HT"),
        ("II.06c", "", "commune/nope"),
        ("II.06c", "don-vi", "nope"),
        ("II.06c", "don-vi", "V"),
        ("II.06c", "don-vi", "commune/HT"),
        ("II.06a", "", "nope"),
        ("II.05a", "", "nope"),
        ("II.05b", "", "nope"),
        ("II.05b", "", "nope/"),
    ],
)
def test_a_line_that_is_not_there_is_an_error(db, form, variant, row):
    chosen: Form = form_of(form)
    with db.reading() as connection, pytest.raises(BadInput, match="không có dòng") as caught:
        chosen.cases(connection, asked(variant), "received.total", row)
    assert caught.value.field == "row"


def test_nothing_else_of_a_table_is_counted_for_one_number(db, monkeypatch):
    def whole(connection: object, wanted: Asked, form: Form) -> Table:
        raise AssertionError("the whole table was counted")

    monkeypatch.setattr("app.reports.forms.rollup.rolled_up", whole)
    for form in ("II.06b", "II.06c", "II.06d"):
        section = form_of(form).sections[-1].code
        with db.reading() as connection:
            count = form_of(form).count(connection, asked(), "received.total", f"{section}/HT")
        assert count == {"II.06d": 0}.get(form, 2)


def test_voided_cases_are_left_out_too(db):
    with db.reading() as connection:
        made = form_of("II.06c").table(connection, asked())
    assert made.notices == (
        "Phạm vi được hỏi còn có 1 hồ sơ của cơ quan ở cấp không thuộc biểu này; "
        "các hồ sơ đó không được đếm ở đây.",
    )

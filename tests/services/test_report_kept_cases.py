"""The cases of a signed number are those that were signed, wherever they stand today."""

import csv
import io
from dataclasses import replace

import pytest

from app.errors import BadInput, Unknown
from app.services import report_kept_cases
from app.services.packs import load_packs
from app.services.report_kept_cases import kept_csv, kept_page
from app.services.reports import Cell
from app.services.sealing import seal, sealed_one
from app.store.scope import Scope
from tests.conformance.moment import NOW
from tests.reports import desk
from tests.services.hands import officer, press
from tests.services.sealed import ABOVE, HEAD, Q3, SIGNED, STRANGER, mend, quarter, signed
from workflows.agency import Role

RECEIVED = Cell(name="received.total")
PROVINCE = replace(Q3, scope=Scope(agency="P", subtree=True))


@pytest.fixture
def db(database_url, tmp_path):
    return quarter(database_url, tmp_path)


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "files"


def every_number(table):
    for row in (*(one for one in table.rows if one.kind != "section"), None):
        for cell, count in (row.cells if row else table.total).items():
            if count:
                yield Cell(name=cell, row=row.key if row else None), count


@pytest.mark.parametrize("form", ["II.06a", "II.06c"])
def test_each_number_opens_as_many_as_it_says(db, folder, form):
    who, asked = (HEAD, Q3) if form == "II.06a" else (ABOVE, PROVINCE)
    one = seal(db, folder, press(who, NOW), form, asked, SIGNED)
    _, report = sealed_one(db, who, one.id)
    printed = {column.cell for column in report.layout.columns if column.kind == "int"}

    found = [(cell, count) for cell, count in every_number(report.table) if cell.name in printed]
    assert len(found) > 10
    for cell, count in found:
        page = kept_page(db, who, one.id, cell)
        assert (page.count, len(page.lines), page.gone) == (count, count, 0), cell


def test_after_an_office_is_moved_the_kept_cases_still_open(db, folder, tmp_path):
    one = seal(db, folder, press(ABOVE, NOW), "II.06a", PROVINCE, SIGNED)
    assert kept_page(db, ABOVE, one.id, RECEIVED).count == 8
    pack = tmp_path / "moved.yaml"
    further = "  - {code: Q, name: Tỉnh hai, level: province, parent: null, calendar: default}"
    told = desk.PACK.replace("fields:", f"{further}\nfields:")
    pack.write_text(told.replace("parent: P, calendar", "parent: Q, calendar"))

    load_packs(db, [pack])

    page = kept_page(db, ABOVE, one.id, RECEIVED)
    assert (page.count, len(page.lines), page.gone) == (8, 8, 8)
    out = io.BytesIO()
    kept_csv(db, ABOVE, one.id, RECEIVED, out)
    rows = list(csv.reader(io.StringIO(out.getvalue().decode("utf-8-sig"))))
    assert [row[0] for row in rows[1:]] == [line.code for line in page.lines]
    assert {row[3] for row in rows[1:]} == {"Nay không còn đứng ở ô này"}


def test_a_line_that_is_gone_from_the_catalogue_still_opens(db, folder):
    one = signed(db, folder)
    _, report = sealed_one(db, HEAD, one.id)
    row = next(row for row in report.table.rows if row.cells["received.total"])

    page = kept_page(db, HEAD, one.id, replace(RECEIVED, row=row.key))

    assert page.row == row.field
    assert {line.row for line in page.lines} == {row.field}
    with pytest.raises(BadInput):
        kept_page(db, HEAD, one.id, replace(RECEIVED, row="bịa"))


def test_a_case_says_why_it_stands_there_or_that_it_does_no_more(db, folder):
    one = signed(db, folder)
    mend(db)  # recorded, by its date, before the table was signed

    page = kept_page(db, HEAD, one.id, Cell(name="solved.late"))

    told = {line.code: line.told for line in page.lines}
    assert told.pop("c3") is None
    assert page.gone == 1
    assert all(line and line.member.reason for line in told.values())


def test_a_long_list_goes_on_where_it_stopped(db, folder, monkeypatch):
    one = signed(db, folder)
    monkeypatch.setattr(report_kept_cases, "PAGE", 3)
    page = kept_page(db, HEAD, one.id, RECEIVED)
    found = [page]
    while page.next is not None:
        page = kept_page(db, HEAD, one.id, RECEIVED, after=page.next)
        found.append(page)

    codes = [line.code for each in found for line in each.lines]
    assert [(len(each.lines), each.count, each.gone) for each in found] == [
        (3, 8, 0),
        (3, 8, 0),
        (2, 8, 0),
    ]
    assert codes == sorted(set(codes))


def test_it_opens_only_what_is_printed_and_to_those_who_may_see(db, folder):
    one = signed(db, folder)

    for cell in ("", "bịa", "solved.returned"):
        with pytest.raises(Unknown):
            kept_page(db, HEAD, one.id, Cell(name=cell))
    for stranger in (STRANGER, officer("mc", Role.ONE_STOP, "P.X")):
        with pytest.raises(Unknown):
            kept_page(db, stranger, one.id, RECEIVED)

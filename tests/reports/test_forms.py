"""Forms as folders: found by themselves, laid out as printed, complained of by file and line."""

import json
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from app.errors import BadInput
from app.reports import forms
from app.reports.asked import Asked
from app.reports.forms import codes, form_of
from app.reports.period import Period
from app.reports.switches import CONTRACT, Switches
from app.services.reports import asked_of, statutory
from app.store.engine import database
from app.store.scope import Scope
from tests.cli.conftest import Program, program
from tests.conformance.moment import NOW

Q3 = Period(first=date(2023, 6, 15), last=date(2023, 9, 14))
OURS = ("II.06a", "II.06b", "II.06c", "II.06d", "II.07a", "II.07b")
EVERY = [
    pytest.param(code, variant.code, id=f"{code}-{variant.code}")
    for code in codes()
    for variant in form_of(code).variants
]
SWITCHES = (CONTRACT, Switches(returned_in="separate", paused_in="own_column"))

ADDED = """\
code: II.99
number: Biểu số II.99/VPCP/KSTT
title: SỐ THỦ TỤC THEO LĨNH VỰC
unit: "Đơn vị tính: TTHC"
row_head: Lĩnh vực
verified: false
source: thử
columns:
  - {cell: all, head: Tổng số, number: (3)=(4), formula: [some]}
  - {cell: some, head: Trong đó, number: (4)}
identities:
  - {words: all = some, text: (3) = (4), whole: all, parts: [some]}
"""
QUERY = """
from app.reports.table import Table, TableRow


def table(connection, asked):
    row = TableRow(field="Hộ tịch", key="HT", cells={"all": 7, "some": 7})
    return Table(form="II.99", scope=asked.scope, period=asked.period, as_known_at=None,
                 rows=(row,), total=row.cells, identities=())
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A second place where forms are looked for, with the folder of one in it."""
    monkeypatch.setattr(forms, "__path__", [*forms.__path__, str(tmp_path)])
    made = tmp_path / "thu"
    made.mkdir()
    yield made
    for name in [name for name in sys.modules if name.startswith("app.reports.forms.thu")]:
        del sys.modules[name]


@pytest.fixture
def world(
    sqlite_world_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Program:
    """The program on the first conformance world."""
    return program(sqlite_world_url, monkeypatch, capsys)


def numbers(code: str, variant: str = "", switches: Switches = CONTRACT) -> list[str]:
    return [column.number for column in form_of(code).layout(variant, switches).columns]


def test_every_form_is_there():
    assert set(OURS) <= set(codes())
    assert list(codes()) == sorted(codes())


def test_ii06a_is_laid_out_as_printed():
    usual = [
        "(3)=(4)+(5)+(6)", "(4)", "(5)", "(6)", "(7)=(8)+(9)+(10)", "(8)", "(9)", "(10)",
        "(11)=(12)+(13)", "(12)", "(13)",
    ]  # fmt: skip
    assert numbers("II.06a") == [*usual, "", ""]
    assert numbers("II.06a", "chuan") == usual
    heads = [column.full_head for column in form_of("II.06a").layout().columns]
    assert heads[2] == "Số lượng hồ sơ tiếp nhận – Trong kỳ – Trực tiếp, dịch vụ bưu chính"
    assert heads[-2:] == ["Số lượng hồ sơ đang giải quyết – Dừng tính", "HS hủy"]


def test_columns_without_which_the_sums_would_fail_are_never_left_out():
    cells = [column.cell for column in form_of("II.06a").layout("chuan", SWITCHES[1]).columns]
    assert cells[4:9] == [
        "solved.total", "solved.early", "solved.on_time", "solved.late", "solved.returned"
    ]  # fmt: skip
    assert cells[-1] == "open.paused"
    total = form_of("II.06a").layout("chuan", SWITCHES[1]).columns[4]
    assert total.number == "(7)=(8)+(9)+(10)+Trả lại, rút"
    assert total.formula[-1] == "solved.returned"


def test_ii07b_is_laid_out_as_printed():
    layout = form_of("II.07b").layout()
    assert [column.number.split("=")[0] for column in layout.columns] == [
        f"({number})" for number in range(3, 15)
    ]
    assert [column.kind for column in form_of("II.07b").layout("phan-2").columns] == [
        "int", "percent", "int", "percent",
    ]  # fmt: skip


@pytest.mark.parametrize(("code", "variant"), EVERY)
@pytest.mark.parametrize("switches", SWITCHES, ids=["contract", "other"])
def test_a_printed_sum_names_the_columns_it_adds_up(code, variant, switches):
    columns = form_of(code).layout(variant, switches).columns
    printed = {column.cell: column.number.split("=")[0] or column.head for column in columns}
    for column in columns:
        parts = [printed[cell] for cell in column.formula]
        if parts and column.number:
            assert column.number == f"{printed[column.cell]}={'+'.join(parts)}"


@pytest.mark.parametrize(("code", "variant"), EVERY)
@pytest.mark.parametrize("switches", SWITCHES, ids=["contract", "other"])
def test_every_form_makes_a_table_that_adds_up(code, variant, switches, sqlite_world_url):
    asked = Asked(
        scope=Scope(agency="T", subtree=True), period=Q3, now=NOW, switches=switches,
        variant=variant,
    )  # fmt: skip
    report = statutory(database(sqlite_world_url), code, asked)
    whole = [column.cell for column in report.layout.columns if column.kind == "int"]
    assert report.table.form == code
    assert report.table.broken() == ()
    assert report.table.not_adding_up(whole) == ()
    assert report.table.made_at == NOW
    assert json.loads(json.dumps(report.table.as_json()))["form"] == code
    for identity in report.table.identities:
        assert {identity.whole, *identity.parts} <= set(report.table.total)


def test_the_roll_ups_count_what_ii06a_counts(sqlite_world_url):
    db = database(sqlite_world_url)
    asked = Asked(scope=Scope(agency="T", subtree=True), period=Q3, now=NOW)
    whole = statutory(db, "II.06a", asked).table.total
    assert whole["received.total"] == 48
    assert statutory(db, "II.06c", asked).table.total == whole
    alone = Asked(scope=Scope(agency="T"), period=Q3, now=NOW)
    assert statutory(db, "II.06c", alone).table.scope.subtree
    assert statutory(db, "II.06c", alone).table.total == whole


def test_the_usual_table_is_the_contracts_document(sqlite_world_url):
    asked = Asked(scope=Scope(agency="T", subtree=True), period=Q3, now=NOW)
    document = statutory(database(sqlite_world_url), "II.06a", asked).table.as_json()
    assert list(document) == [
        "form", "agency", "subtree", "from", "to", "as_known_at", "rows", "total", "checks"
    ]  # fmt: skip
    assert list(document["rows"][0]) == ["field", "received", "solved", "open", "voided"]


def test_what_is_asked_otherwise_is_told(sqlite_world_url):
    db = database(sqlite_world_url)
    asked = Asked(scope=Scope(agency="T", subtree=True), period=Q3, now=NOW, variant="chuan")
    asked = asked_of(db, asked, {"returned_in": "on_time"})
    document = statutory(db, "II.06a", asked).table.as_json()
    assert document["variant"] == "chuan"
    assert document["switches"]["returned_in"] == "on_time"
    usual = Asked(scope=asked.scope, period=Q3, now=NOW, variant="dung-tinh")
    assert "variant" not in statutory(db, "II.06a", usual).table.as_json()


def test_choices_that_do_not_bear_on_a_form_are_not_told(sqlite_world_url):
    scope = Scope(agency="T", subtree=True)
    asked = Asked(scope=scope, period=Q3, now=NOW, switches=SWITCHES[1])
    report = statutory(database(sqlite_world_url), "II.07b", asked)
    assert not report.layout.counts_cases
    assert "switches" not in report.table.as_json()


def test_what_there_is_not_is_told_by_name(sqlite_world_url):
    db = database(sqlite_world_url)
    asked = Asked(scope=Scope(agency="T"), period=Q3, now=NOW, variant="dep")
    with pytest.raises(BadInput, match=r"II\.06a: không có mẫu in “dep”; có: dung-tinh, chuan"):
        statutory(db, "II.06a", asked)
    with pytest.raises(BadInput, match=r"không có biểu này; có: .*II\.06a, II\.06b"):
        form_of("II.98")
    with pytest.raises(BadInput) as caught:
        asked_of(db, asked, {"returned_in": "never"})
    assert caught.value.problems[0].startswith("returned_in: “never” không dùng được")


def test_a_folder_is_a_form(folder, world: Program):
    (folder / "form.yaml").write_text(ADDED, encoding="utf-8")
    (folder / "query.py").write_text(QUERY, encoding="utf-8")
    assert "II.99" in codes()
    ran = world("report", "II.99", "--agency", "T", "--from", "2023-06-15", "--to", "2023-09-14")
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.splitlines()[:3] == [
        "Biểu số II.99/VPCP/KSTT",
        "(Mẫu biểu chưa đối chiếu với bản gốc)",
        "SỐ THỦ TỤC THEO LĨNH VỰC",
    ]


def test_a_form_without_lists_says_so(folder, sqlite_world_url):
    (folder / "form.yaml").write_text(ADDED, encoding="utf-8")
    (folder / "query.py").write_text(QUERY, encoding="utf-8")
    asked = Asked(scope=Scope(agency="T"), period=Q3, now=NOW)
    assert not form_of("II.99").opens
    reading = database(sqlite_world_url).reading()
    with reading as connection, pytest.raises(BadInput, match="không có danh sách hồ sơ"):
        form_of("II.99").cases(connection, asked, "all", None)


def test_its_own_sums_are_watched(folder, world: Program):
    (folder / "form.yaml").write_text(ADDED, encoding="utf-8")
    (folder / "query.py").write_text(QUERY.replace('"some": 7', '"some": 6'), encoding="utf-8")
    ran = world("report", "II.99", "--agency", "T", "--from", "2023-06-15", "--to", "2023-09-14")
    assert (ran.status, ran.err) == (1, "II.99: không thỏa (3) = (4); hãy chạy motcua verify\n")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("code: II.99", "code: II.06a", "thu/form.yaml:1: code: biểu II.06a đã có ở thư mục ii06a"),
        ("row_head: Lĩnh vực\n", "", "thu/form.yaml:1: row_head: thiếu mục bắt buộc “row_head”"),
        ("verified: false", "verified: no", "thu/form.yaml:6: verified: “no” không dùng được"),
        ("formula: [some]", "formula: [one]", "columns: cột “all” cộng từ “one”, mà không có cột"),
        ("whole: all", "whole: sum", "identities: “(3) = (4)” nói về “sum”, mà không có cột đó"),
        ("head: Trong đó,", "head: Trong đó, groups: [g],", "groups[1]: chưa khai nhóm “g”"),
        ("head: Trong đó,", "head: Trong đó, when: {x: y},", "when.x: không có lựa chọn này"),
        ("columns:", "like: II.77\ncolumns:", "like: không có biểu này để lấy cột"),
        ("source: thử", "source: thử\nvariants: [{code: a, name: A, only: [b]}]", "nói về “b”"),
    ],
)
def test_a_mistake_is_told_by_file_line_and_field(folder, old, new, told):
    assert old in ADDED
    (folder / "form.yaml").write_text(ADDED.replace(old, new), encoding="utf-8")
    with pytest.raises(BadInput) as caught:
        codes()
    assert any(told in problem for problem in caught.value.problems), caught.value.problems


def test_mistakes_are_told_in_the_same_order_every_time(folder):
    wrong = ADDED.replace("formula: [some]", "formula: [d, a, c, b]")
    (folder / "form.yaml").write_text(wrong, encoding="utf-8")
    with pytest.raises(BadInput) as caught:
        codes()
    assert [one.split("“")[2][0] for one in caught.value.problems] == ["a", "b", "c", "d"]

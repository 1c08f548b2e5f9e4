import csv
import io
import json
from dataclasses import replace
from datetime import date

import pytest

from app.cli.grid import drawn
from app.reports.forms import codes, form_of
from app.reports.ii06a import CELLS, IDENTITIES
from app.reports.period import Period
from app.reports.table import Table, TableRow
from app.store.scope import Scope

II06A = form_of("II.06a").layout()
PERIOD = ("--from", "2023-06-15", "--to", "2023-09-14")


FRAME = ("│", "├", "┌", "└")
LONG = "Giáo dục và đào tạo thuộc hệ thống giáo dục quốc dân và các cơ sở giáo dục khác"
OFFICES = """
calendars: [{code: c, week: {mon: ['07:30-11:30']}, covers: [2023, 2024]}]
agencies:
  - {code: T, name: Tỉnh, level: province, calendar: c}
  - {code: T.1, name: Xã 1, level: commune, parent: T, calendar: c, notice: Số liệu bịa.}
  - {code: T.2, name: Xã 2, level: commune, parent: T, calendar: c, notice: Số liệu bịa.}
  - {code: T.3, name: Xã 3, level: commune, parent: T, calendar: c, notice: "=Thử."}
fields: [{code: F, name: Hộ tịch, order: 1}]
"""


def table(**changed):
    cells = {**dict.fromkeys(CELLS, 0), **changed}
    return Table(
        form="II.06a",
        scope=Scope(agency="T"),
        period=Period(first=date(2023, 6, 15), last=date(2023, 9, 14)),
        as_known_at=None,
        rows=(TableRow(field=LONG, cells=cells),),
        total=cells,
        identities=IDENTITIES,
    )


def frame(text):
    return [line for line in text.splitlines() if line.startswith(FRAME)]


def report(program, *more):
    return program("report", "II.06a", "--agency", "T", *PERIOD, "--subtree", *more)


def test_json_is_one_document_with_checks_and_totals(world):
    ran = report(world, "--format", "json")
    document = json.loads(ran.out)
    assert (ran.status, ran.err) == (0, "")
    assert document["form"] == "II.06a"
    assert (document["from"], document["to"]) == ("2023-06-15", "2023-09-14")
    assert document["as_known_at"] is None
    assert document["total"]["received"]["total"] == 48
    assert {check["holds"] for check in document["checks"]} == {True}
    assert document["checks"][0]["identity"] == "received = solved + open"


def test_the_table_names_form_office_and_quarter(world):
    ran = report(world)
    lines = ran.out.splitlines()
    assert lines[0] == "Biểu số II.06a/VPCP/KSTT"
    assert "Kỳ báo cáo: Quý III năm 2023" in lines
    assert "(Từ ngày 15/6/2023 đến ngày 14/9/2023)" in lines
    total = next(line for line in lines if "TỔNG CỘNG" in line)
    figures = [int(word) for word in total.replace("│", " ").split()[2:]]
    assert figures == [48, 17, 24, 7, 39, 18, 0, 21, 9, 1, 8, 3, 2]
    assert len({len(line) for line in frame(ran.out)}) == 1


def test_the_table_fits_a_terminal_and_wraps_long_fields():
    lines = frame(drawn(table(), II06A, "Tỉnh"))
    assert {len(line) for line in lines} == {len(lines[0])}
    assert len(lines[0]) <= 120
    heads = [head.strip() for head in lines[1].split("│")[3:7]]
    assert heads == ["Tiếp nhận", "Đã giải quyết", "Đang giải quyết", ""]
    told = " ".join(line.split("│")[2].strip() for line in lines[1:] if "│" in line)
    assert LONG in told


def test_a_column_grows_with_its_figures():
    lines = frame(drawn(table(**{"solved.late": 12345678}), II06A, "Tỉnh"))
    assert {len(line) for line in lines} == {len(lines[0])}
    assert any(" 12345678│" in line for line in lines)


def test_a_broken_sum_is_told_by_column_numbers():
    assert [one.text for one in table(**{"solved.late": 1}).broken()] == ["(7) = (8) + (9) + (10)"]
    assert table().broken() == ()


def test_the_sums_name_the_columns_that_carry_those_numbers():
    numbers = {column.cell: column.number.split("=")[0] for column in II06A.columns}
    for one in IDENTITIES:
        parts = " + ".join(numbers[part] for part in one.parts)
        assert one.text == f"{numbers[one.whole]} = {parts}"


def test_a_cell_is_named_by_all_its_heads():
    assert II06A.head_of("voided") == "HS hủy"
    assert II06A.head_of("received.online") == "Số lượng hồ sơ tiếp nhận – Trong kỳ – Trực tuyến"


def test_notices_of_the_offices_stand_beside_the_figures(motcua, tmp_path):
    pack = tmp_path / "pack.yaml"
    pack.write_text(OFFICES, encoding="utf-8")
    assert motcua("load", pack).status == 0
    assert report(motcua).out.startswith("Số liệu bịa.\n=Thử.\n\nBiểu số II.06a")
    assert json.loads(report(motcua, "--format", "json").out)["notice"] == "Số liệu bịa.\n=Thử."
    rows = list(csv.reader(io.StringIO(report(motcua, "--format", "csv").out)))
    assert [row[1] for row in rows[-3:]] == ["TỔNG CỘNG", "Số liệu bịa.", "'=Thử."]
    assert len({len(row) for row in rows}) == 1


def test_offices_without_a_notice_have_none_in_json(world):
    assert "notice" not in json.loads(report(world, "--format", "json").out)


def test_an_unknown_form_names_those_there_are(world):
    ran = world("report", "II.99", "--agency", "T", *PERIOD)
    there = ", ".join(codes())
    assert (ran.status, ran.err) == (2, f"BIỂU: II.99: không có biểu này; có: {there}\n")


def test_help_is_vietnamese_throughout(motcua):
    shown = motcua("report", "--help").out
    assert shown.startswith("Cách dùng: motcua report [TÙY CHỌN] BIỂU\n")
    assert "-o TỆP" in shown


def test_a_day_of_knowledge_is_printed_and_counts(world):
    ran = report(world, "--as-known-at", "2023-08-01T12:00", "--format", "json")
    document = json.loads(ran.out)
    assert document["as_known_at"] == "2023-08-01T12:00:00+07:00"
    assert document["total"]["received"]["total"] < 48
    assert (
        "Theo số liệu đã ghi nhận đến 12:00 ngày 01/08/2023"
        in report(world, "--as-known-at", "2023-08-01T12:00").out
    )


def test_csv_opens_in_a_spreadsheet_and_goes_to_a_file_whole(world, tmp_path):
    file = tmp_path / "bieu.csv"
    assert report(world, "--format", "csv", "-o", file).status == 0
    text = file.read_bytes()
    assert text.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(text.decode("utf-8-sig"))))
    assert rows[0][:3] == ["STT", "Lĩnh vực giải quyết", "Số lượng hồ sơ tiếp nhận – Tổng số"]
    assert rows[-1][1:4] == ["TỔNG CỘNG", "48", "17"]
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".csv"] == ["bieu.csv"]


def test_a_field_that_looks_like_a_formula_stays_text(motcua, tmp_path):
    pack = tmp_path / "pack.yaml"
    pack.write_text(
        "calendars: [{code: c, week: {mon: ['07:30-11:30']}, covers: [2023, 2024]}]\n"
        "agencies: [{code: T, name: Tỉnh, level: province, parent: null, calendar: c}]\n"
        "fields: [{code: F, name: '=HYPERLINK(1)', order: 1}]\n",
        encoding="utf-8",
    )
    assert motcua("load", pack).status == 0
    assert "'=HYPERLINK(1)" in report(motcua, "--format", "csv").out


def test_a_roll_up_shows_its_sections_with_their_sums(world):
    ran = world("report", "II.06c", "--agency", "T", *PERIOD)
    assert (ran.status, ran.err) == (0, "")
    lines = frame(ran.out)
    assert len({len(line) for line in lines}) == 1
    names = [line.split("│")[1:3] for line in lines if line.startswith("│")]
    told = [(number.strip(), name.strip()) for number, name in names]
    assert ("C", "Cấp xã") in told
    assert ("1", "Lĩnh vực 1") in told[told.index(("C", "Cấp xã")) :]
    assert ("", "Cộng phần C") in told
    assert "(Mẫu biểu chưa đối chiếu với bản gốc)" in ran.out.splitlines()
    assert any(line.startswith("- Biểu tổng hợp gồm") for line in ran.out.splitlines())


def test_the_circulars_own_columns_are_a_variant(world):
    ran = report(world, "--variant", "chuan")
    assert "Dừng tính" not in ran.out
    assert json.loads(report(world, "--variant", "chuan", "--format", "json").out)["variant"] == (
        "chuan"
    )
    wrong = report(world, "--variant", "dep")
    assert (wrong.status, wrong.out) == (2, "")
    assert wrong.err == "II.06a: không có mẫu in “dep”; có: dung-tinh, chuan\n"


def test_other_choices_are_counted_and_told(world):
    ran = report(world, "--choices", "paused_in=own_column", "--choices", "returned_in=separate")
    assert (ran.status, ran.err) == (0, "")
    heads = [line.split("│")[4].split() for line in frame(ran.out)[2:5]]
    assert [words[-1] for words in heads if "lại," in words] == ["lại,"]
    told = [line for line in ran.out.splitlines() if line.startswith("- ")]
    assert len(told) == 4
    assert "- Hồ sơ trả lại, hồ sơ rút được đếm riêng trong số đã giải quyết." in told
    total = next(line for line in ran.out.splitlines() if "TỔNG CỘNG" in line)
    figures = [int(word) for word in total.replace("│", " ").split()[2:]]
    assert figures[0] == figures[4] + figures[9] + figures[12]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("returned_in", "--choices: returned_in: hãy viết như returned_in=on_time"),
        ("returned_in=never", "--choices: returned_in: “never” không dùng được; hãy chọn: by_date"),
        ("colour=red", "--choices: colour: không có lựa chọn này; các lựa chọn: returned_in"),
    ],
)
def test_a_choice_there_is_not_is_refused(world, words, told):
    ran = report(world, "--choices", words)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith(told)


def test_a_period_is_asked_for_by_its_name(world):
    by_days = report(world, "--format", "json").out
    asked = ("report", "II.06a", "--agency", "T", "--subtree", "--format", "json")
    assert world(*asked, "--period", "quarter:2023:3").out == by_days


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--period", "quarter:2023:5"), "--period: quarter:2023:5: không có kỳ báo cáo số 5"),
        (("--period", "week:2023:1"), "--period: week:2023:1: không có loại kỳ báo cáo “week”"),
        (("--period", "quarter:x"), "--period: quarter:x: hãy viết như quarter:2023:3"),
        (("--period", "year:0"), "--period: year:0: không có kỳ báo cáo loại “năm”: năm 0 nằm"),
        (("--period", "year:2023", "--to", "2023-09-14"), "--period: year:2023: đã chọn kỳ thì"),
        (("--from", "2023-06-15"), "--to: hãy cho ngày đầu và ngày cuối kỳ, hoặc --period"),
        ((), "--from: hãy cho ngày đầu và ngày cuối kỳ, hoặc --period"),
    ],
)
def test_a_period_that_cannot_be_is_refused(world, words, told):
    ran = world("report", "II.06a", "--agency", "T", *words)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith(told)


@pytest.mark.parametrize(("shape", "magic"), [("xlsx", b"PK"), ("docx", b"PK"), ("pdf", b"%PDF")])
def test_a_sheet_goes_to_a_file(world, tmp_path, shape, magic):
    file = tmp_path / f"bieu.{shape}"
    ran = report(world, "--format", shape, "-o", file)
    assert (ran.status, ran.out, ran.err) == (0, "", "")
    assert file.read_bytes().startswith(magic)


def test_the_choices_of_the_province_count_unless_others_are_asked_for(motcua, tmp_path):
    pack = tmp_path / "pack.yaml"
    chosen = "reporting: [{agency: T, valid_from: 2023-01-01, returned_in: on_time, source: QĐ 1}]"
    pack.write_text(OFFICES + chosen, encoding="utf-8")
    assert motcua("load", pack).status == 0
    told = json.loads(report(motcua, "--format", "json").out)["switches"]
    assert told["returned_in"] == "on_time"
    usual = report(motcua, "--choices", "returned_in=by_date", "--format", "json").out
    assert "switches" not in json.loads(usual)


def test_blank_cells_stay_blank_and_long_figures_fit_in_plain_digits():
    row = TableRow(field="Hộ tịch", cells={"local.total": 178})
    whole = {"local.total": 1234567}
    one = replace(table(), form="II.07a", rows=(row,), total=whole, identities=())
    lines = frame(drawn(one, form_of("II.07a").layout(), "Bộ"))
    assert {len(line) for line in lines} == {len(lines[0])}
    assert [word for word in lines[-4].split() if word.isdecimal()] == ["1", "178"]
    assert "1234567" in lines[-2]

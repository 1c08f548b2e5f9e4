import csv
import io
import json

PERIOD = ("--from", "2023-06-15", "--to", "2023-09-14")


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
    assert len({len(line) for line in lines if line.startswith(("│", "├", "┌", "└"))}) == 1


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

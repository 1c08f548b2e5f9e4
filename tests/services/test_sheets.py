"""Lists and searches as spreadsheets, read back by another program."""

import io
import zipfile

import pytest
from openpyxl import load_workbook
from openpyxl.utils.escape import unescape

from app.errors import Unknown
from app.lists.filters import Filters
from app.services import sheets
from app.services.sheets import COLUMNS, list_sheet, search_sheet
from tests.lists.office import KIEM, LAN, MINH, accepted, begun, loaded, officer
from tests.store import desk
from tests.store.desk import MONDAY
from workflows.agency import Role
from workflows.events import Applicant

HEADS = [column.head for column in COLUMNS]


def rows_of(content):
    """The rows of the one sheet; a formula would come out as one."""
    (sheet,) = load_workbook(io.BytesIO(content)).worksheets
    return list(sheet.iter_rows())


def values(content):
    return [[cell.value for cell in row] for row in rows_of(content)]


def body(content):
    """The cases below the head row, by heading."""
    found = values(content)
    start = next(place for place, row in enumerate(found) if row[0] == "Mã hồ sơ")
    assert found[start] == HEADS
    return [dict(zip(HEADS, row, strict=True)) for row in found[start + 1 :]]


@pytest.mark.parametrize(
    "name",
    ["=1+1", "+84", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0", "http://example.org", "0123", "{=1}"],
)
def test_a_name_stays_a_text_whatever_it_begins_with(database_url, name):
    opened = loaded(database_url)
    accepted(opened, applicant=Applicant(name=name))

    content = list_sheet(opened, LAN, "accepted_today", now=MONDAY)

    (cell,) = [cell for row in rows_of(content) for cell in row if cell.value == name]
    assert (cell.data_type, cell.hyperlink) == ("s", None)
    parts = zipfile.ZipFile(io.BytesIO(content))
    assert not [part for part in parts.namelist() if b"<f>" in parts.read(part)]


@pytest.mark.parametrize("name", ["\u202eA\u2066", "😀", "\x01\x0b", "<b>&amp;</b>", "ắ" * 10_000])
def test_odd_names_come_out_as_they_are(sqlite_url, name):
    opened = loaded(sqlite_url)
    accepted(opened, applicant=Applicant(name=name))

    (case,) = body(list_sheet(opened, LAN, "accepted_today", now=MONDAY))

    # Signs that XML has no room for are written as their numbers, which a spreadsheet undoes.
    assert unescape(case["Người nộp"]) == name


def test_a_sheet_has_the_order_and_the_words_of_the_screen(database_url):
    opened = loaded(database_url)
    code = accepted(opened, begun("appraise", assignee="minh"), fee=8_000, training=True)

    (case,) = body(list_sheet(opened, MINH, "mine", now=MONDAY))

    assert case["Mã hồ sơ"] == code
    assert case["Trạng thái"] == "đang xử lý"
    assert case["Tiếp nhận lúc"] == MONDAY.replace(tzinfo=None)
    assert (case["Bước đang làm"], case["Người xử lý"]) == ("Thụ lý", "minh")
    assert case["Còn lại hoặc quá (giờ làm việc)"] == "còn 1 ngày"
    assert (case["Phí phải thu (đồng)"], case["Phí đã thu (đồng)"]) == (8_000, None)
    assert "tập huấn" in case["Ghi chú"]


def test_the_head_names_list_filters_offices_and_moment(database_url):
    opened = loaded(database_url)
    desk.load(opened, desk.OFFICES.replace("calendar: default}", "calendar: default, notice: bịa}"))

    found = values(list_sheet(opened, KIEM, "overdue", filters=Filters(field="HT"), now=MONDAY))

    assert [row[0] for row in found[:4]] == [
        "Quá hạn",
        "lĩnh vực: HT",
        "Xuất lúc thứ Hai 04/03/2024 09:00, người xuất: Kiem",
        "bịa",
    ]
    (sheet,) = load_workbook(io.BytesIO(list_sheet(opened, KIEM, "overdue", now=MONDAY))).worksheets
    rows = enumerate(sheet.iter_rows(), start=1)
    place, head = next((n, row) for n, row in rows if row[0].value == "Mã hồ sơ")
    assert all(cell.font.bold for cell in head)
    assert sheet.freeze_panes == f"B{place + 1}"


def test_a_sheet_that_is_too_long_says_so(database_url, monkeypatch):
    opened = loaded(database_url)
    codes = [accepted(opened) for _ in range(4)]
    monkeypatch.setattr(sheets, "MOST_ROWS", 3)

    for content in (
        list_sheet(opened, LAN, "accepted_today", now=MONDAY),
        search_sheet(opened, LAN, "ba tu", now=MONDAY),
    ):
        *cases, last = body(content)
        assert [case["Mã hồ sơ"] for case in cases] == codes[:0:-1]
        assert last["Mã hồ sơ"] == "Chỉ xuất 3 hồ sơ đầu; hãy lọc hẹp hơn để xuất phần còn lại."


def test_all_pages_of_a_list_are_in_its_sheet(database_url, monkeypatch):
    opened = loaded(database_url)
    codes = {accepted(opened) for _ in range(5)}
    monkeypatch.setattr(sheets, "_PAGE", 2)

    cases = body(list_sheet(opened, LAN, "accepted_today", now=MONDAY))

    assert len(cases) == 5
    assert {case["Mã hồ sơ"] for case in cases} == codes


def test_a_search_is_taken_out_within_what_one_may_see(database_url):
    opened = loaded(database_url)
    code = accepted(opened)
    stranger = officer("sơn", Role.ONE_STOP, agency="H32.BD")

    for typed in ("bà tư", code):
        assert [
            case["Mã hồ sơ"] for case in body(search_sheet(opened, LAN, typed, now=MONDAY))
        ] == [code]
        assert body(search_sheet(opened, stranger, typed, now=MONDAY)) == []
    assert values(search_sheet(opened, LAN, "=1+1", now=MONDAY))[0][0] == "Tìm kiếm: =1+1"


def test_the_sheet_of_another_roles_list_is_refused(database_url):
    with pytest.raises(Unknown):
        list_sheet(loaded(database_url), LAN, "to_issue", now=MONDAY)

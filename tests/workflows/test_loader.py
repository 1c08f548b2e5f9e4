"""Records field by field: every field's own complaint, its line and its place."""

import pytest

from workflows.pack import read_pack
from workflows.problems import BadPack, Problem

CALENDAR = """\
calendars:
  - code: default
    week:
      mon: ["07:30-11:30", "13:30-17:30"]
      fri: ["07:30-11:30"]
    covers: [2023, 2024]
    days:
      - {date: 2023-09-01, kind: off, name: "Quốc khánh"}
      - {date: 2024-05-04, kind: work, as: fri}
    seasons:
      - {from: 2023-05-01, to: 2023-08-31, week: {mon: ["07:00-11:00"]}}
"""
OTHERS = """\
agencies:
  - {code: H32.PL, name: "UBND xã Bù Gia Mập", level: commune, parent: H32.NT, calendar: default}
fields:
  - {code: HT, name: "Hộ tịch", order: 8}
procedures:
  - code: "1.001193"
    name: "Đăng ký khai sinh"
    field: HT
    levels: [commune]
    online: full
    time_limit: same_day
    steps:
      - {code: intake, name: "Tiếp nhận", role: one_stop, quota: "8 working_hours"}
"""


def complaints(text: str) -> list[tuple[int, str, str]]:
    with pytest.raises(BadPack) as caught:
        read_pack(text, "a.yaml")
    return [(each.line, each.field, each.message) for each in caught.value.problems]


def after_change(text: str, old: str, new: str) -> list[tuple[int, str, str]]:
    assert text.count(old) == 1
    return complaints(text.replace(old, new))


def test_the_packs_that_the_tests_spoil_are_good_themselves():
    assert read_pack(CALENDAR, "a.yaml").warnings == read_pack(OTHERS, "a.yaml").warnings == ()


def test_a_complaint_prints_as_file_line_field_and_message():
    problem = Problem(source="a.yaml", line=3, field="fields", message="sai")
    warning = Problem(source="a.yaml", line=3, field="fields", message="sai", severity="warning")
    assert str(problem) == "a.yaml:3: fields: sai"
    assert str(warning) == "a.yaml:3: fields: cảnh báo: sai"


def test_all_complaints_come_together_one_a_line_in_order():
    text = "fields:\n  - {code: HT, name: '', order: tám}\nwhat: 1\n"
    with pytest.raises(BadPack) as caught:
        read_pack(text, "a.yaml")
    assert str(caught.value).splitlines() == [
        "a.yaml:2: fields[1].name: không được để trống",
        "a.yaml:2: fields[1].order: “tám” không phải số nguyên; hãy viết như 8",
        "a.yaml:3: what: không có mục “what”; các mục dùng được: "
        "calendars, agencies, fields, procedures, reviews, reporting",
    ]


@pytest.mark.parametrize(
    ("old", "new", "line", "field", "message"),
    [
        ("PL, name", "PL, nane", 2, "agencies[1].nane", "không có mục “nane”; các mục dùng được: "
         "code, name, level, calendar, parent, valid_from, valid_to, successor, notice, "
         "address, phone, hours_note, sender, place, desk, superior, head_title"),
        ("{code: HT, ", "{", 4, "fields[1].code", "thiếu mục bắt buộc “code”; hãy thêm vào"),
        ('"Hộ tịch"', "[x]", 4, "fields[1].name", "cần một chữ hoặc số, không phải một danh sách"),
        ('"Hộ tịch"', "", 4, "fields[1].name", "cần một chữ hoặc số, không phải chỗ trống"),
        ('"Hộ tịch"', '" "', 4, "fields[1].name", "không được để trống"),
        ("code: HT", "code: H T", 4, "fields[1].code", "mã “H T” không hợp lệ: chỉ dùng chữ, số, "
         "dấu chấm, gạch ngang và gạch dưới, không quá 64 ký tự"),
        ("order: 8", "order: 8.5", 4, "fields[1].order",
         "“8.5” không phải số nguyên; hãy viết như 8"),
        ("level: commune", "level: xã", 2, "agencies[1].level", "“xã” không dùng được ở đây; "
         "hãy chọn: province, department, district, commune, vertical"),
        ("parent: H32.NT", "valid_from: 01/07/2025", 2, "agencies[1].valid_from",
         "“01/07/2025” không phải ngày; hãy viết như 2023-09-01"),
        ("parent: H32.NT", "valid_to: 2025-02-30", 2, "agencies[1].valid_to",
         "“2025-02-30” không phải ngày; hãy viết như 2023-09-01"),
        ("parent: H32.NT", "valid_from: 2025-07-01, valid_to: 2025-06-30", 2,
         "agencies[1].valid_to", "ngày cuối nằm trước ngày đầu; hãy sửa một trong hai"),
        ("[commune]", "commune", 9, "procedures[1].levels",
         "cần một danh sách, không phải một chữ hoặc số"),
        ("online: full", "online: toàn trình", 10, "procedures[1].online",
         "“toàn trình” không dùng được ở đây; hãy chọn: full, partial, info"),
        ("time_limit: same_day", "resume: dừng", 11, "procedures[1].resume",
         "“dừng” không dùng được ở đây; hãy chọn: continue, restart"),
        ("time_limit: same_day", "confidence: sure", 11, "procedures[1].confidence",
         "“sure” không dùng được ở đây; hãy chọn: high, medium, low"),
        ("time_limit: same_day", "time_limit: 3 ngày", 11, "procedures[1].time_limit",
         "Thời hạn “3 ngày” không hợp lệ: cần “N working_days”, “N working_hours”, "
         "“N calendar_days” hoặc “same_day”."),
        ("8 working_hours", "0 working_hours", 13, "procedures[1].steps[1].quota",
         "Thời hạn “0 working_hours” không hợp lệ: phải lớn hơn 0."),
        ("role: one_stop", "rôle: one_stop", 13, "procedures[1].steps[1].role",
         "thiếu mục bắt buộc “role”; hãy thêm vào"),
        ("time_limit: same_day", "papers: [{name: Tờ khai}]", 11, "procedures[1].papers[1].kind",
         "thiếu mục bắt buộc “kind”; hãy thêm vào"),
        ("time_limit: same_day", "papers: [{name: Tờ khai, kind: scan}]", 11,
         "procedures[1].papers[1].kind",
         "“scan” không dùng được ở đây; hãy chọn: original, copy, electronic"),
        ("time_limit: same_day", "papers: [{name: A, kind: copy, required: yes}]", 11,
         "procedures[1].papers[1].required",
         "“yes” không dùng được ở đây; hãy chọn: true, false"),
        ("time_limit: same_day", "fee: 8.000", 11, "procedures[1].fee",
         "“8.000” không phải số nguyên; hãy viết như 8"),
    ],
)  # fmt: skip
def test_a_wrong_field_is_named_with_its_line_and_remedy(old, new, line, field, message):
    assert (line, field, message) in after_change(OTHERS, old, new)


@pytest.mark.parametrize(
    ("old", "new", "line", "field", "message"),
    [
        ("fri: [", "tet: [", 5, "calendars[1].week.tet",
         "không có mục “tet”; các mục dùng được: mon, tue, wed, thu, fri, sat, sun"),
        ('fri: ["07:30-11:30"]', "fri: [11:30]", 5, "calendars[1].week.fri[1]",
         "Khung giờ “11:30” không hợp lệ: cần viết như 07:30-11:30."),
        ("[2023, 2024]", "[2023]", 6, "calendars[1].covers",
         "cần năm đầu và năm cuối, như [2019, 2027]"),
        ("[2023, 2024]", "[2024, 2023]", 2, "calendars[1]",
         "Lịch “default”: các năm 2024–2023 bị ngược."),
        ("[2023, 2024]", "[2024, 2024]", 8, "calendars[1].days[1]",
         "Lịch “default”: ngày 01/09/2023 nằm ngoài các năm 2024–2024."),
        ("kind: off", "kind: nghỉ", 8, "calendars[1].days[1].kind",
         "“nghỉ” không dùng được ở đây; hãy chọn: off, work"),
        ("kind: off", "kind: off, as: mon", 8, "calendars[1].days[1].as",
         "chỉ dùng “as” cho ngày làm việc không có “windows” riêng"),
        ("as: fri", 'as: fri, windows: ["08:00-11:00"]', 9, "calendars[1].days[2].as",
         "chỉ dùng “as” cho ngày làm việc không có “windows” riêng"),
        ("as: fri", "as: sun", 9, "calendars[1].days[2]",
         "Lịch “default”: ngày làm việc 04/05/2024 không có giờ làm việc."),
        ("as: fri", "as: thứ sáu", 9, "calendars[1].days[2].as",
         "“thứ sáu” không dùng được ở đây; hãy chọn: mon, tue, wed, thu, fri, sat, sun"),
        ("as: fri", "status: maybe", 9, "calendars[1].days[2].status",
         "“maybe” không dùng được ở đây; hãy chọn: confirmed, provisional"),
        ("2024-05-04, kind: work, as: fri", "2023-09-01, kind: off", 9,
         "calendars[1].days[2].date", "ngày 01/09/2023 đã khai ở dòng 8; hãy bỏ một trong hai"),
        ("to: 2023-08-31", "to: 2023-04-30", 2, "calendars[1]",
         "Lịch “default”: mùa bắt đầu 01/05/2023 kết thúc trước khi bắt đầu."),
        ('{mon: ["07:00-11:00"]}', "{mon: [], tue: null}", 11, "calendars[1].seasons[1].week",
         "tuần không có giờ làm việc nào; hãy ghi giờ cho ít nhất một thứ"),
    ],
)  # fmt: skip
def test_a_wrong_calendar_is_named_with_its_line_and_remedy(old, new, line, field, message):
    assert after_change(CALENDAR, old, new) == [(line, field, message)]


def test_every_bad_day_of_a_calendar_is_named_at_once():
    text = CALENDAR.replace("2023-09-01", "2025-09-01").replace("as: fri", "as: tue")
    assert [line for line, _, _ in complaints(text)] == [8, 9]


def test_every_bad_item_of_a_list_is_named_at_once():
    found = after_change(CALENDAR, '["07:30-11:30", "13:30-17:30"]', '["7:30-11:30", x]')
    assert [field for _, field, _ in found] == [
        "calendars[1].week.mon[1]",
        "calendars[1].week.mon[2]",
    ]


def test_an_optional_field_may_be_there_and_empty():
    text = OTHERS.replace("time_limit: same_day", "time_limit: same_day\n    note: ''\n    source:")
    procedure = read_pack(text, "a.yaml").procedures[0].record
    assert (procedure.note, procedure.source) == (None, None)


def test_a_record_that_is_no_map_is_named():
    assert complaints("fields: [HT]") == [
        (1, "fields[1]", "cần các mục “tên: giá trị”, không phải một chữ hoặc số")
    ]

"""Right tables that were called wrong, and wrong ones that passed."""

import pytest

from app.errors import BadInput
from app.reports.checking import Verdict, judged
from tests.reports.checking.papers import KINDS, as_csv, paper
from tests.reports.checking.seeds import T1, rows

GROWTH = """
STT|Lĩnh vực|Quý I|Quý II|Tăng so với kỳ trước (%)
1|Hộ tịch|200|250|25%
2|Chứng thực|400|300|-25%
Tổng cộng||600|550|-8,3%
"""
WEIGHT = """
STT|Lĩnh vực|Tiếp nhận|Đã giải quyết|Tỷ trọng trong tổng số (%)
1|Hộ tịch|300|290|30%
2|Chứng thực|700|690|70%
Tổng cộng||1000|980|100%
"""
YEARS = """
STT|Tên văn bản|Năm ban hành|Số điều
1|Quyết định A|2021|3
2|Quyết định B|2022|4
Tổng cộng|||7
"""
HOURS = """
STT|Lĩnh vực|Số TTHC|Hồ sơ|Thời gian trung bình (giờ)
1|Hộ tịch|3|30|2,5
2|Đất đai|4|7|1,5
Tổng cộng||7|37|2
"""
SECTIONS = """
STT|Đơn vị|Tiếp nhận|Đã giải quyết
I|Cấp huyện|30|30
1|Phòng A|10|10
2|Phòng B|20|20
II|Cấp xã|7|7
1|Xã C|3|3
2|Xã D|4|4
|TỔNG CỘNG|37|37
"""
LEVELS = """
STT|Đơn vị|Quá hạn
1|Cấp huyện|668
1.1|Đất đai|572
1.2|Môi trường|66
1.3|Xây dựng|33
2|Cấp xã|743
Tổng cộng||1.411
"""
AMONG = """
Nội dung|Số
Huyện quá hạn|668
Trong đó: Đất đai|572
- Môi trường|66
- Xây dựng|33
Xã|743
Tổng cộng|1.411
"""
SHARES = "STT|Đơn vị|Số giao|Số làm|Tỷ lệ\n(1)|(2)|(3)|(4)|(5)=(4)/(3)\n1|Xã|{}\n2|Huyện|9|9|100%"


def verdict_of(kind: str, text: str) -> Verdict:
    return judged(paper(kind, [], rows(text)))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("text", [GROWTH, WEIGHT, YEARS, HOURS, SECTIONS])
def test_it_passes(kind: str, text: str):
    verdict = verdict_of(kind, text)

    assert [fault.sentence() for fault in verdict.faults] == []
    assert not any("xuất hiện" in remark.what for remark in verdict.remarks)


def test_a_share_nobody_says_the_parts_of_is_worth_a_look_only():
    verdict = verdict_of(
        "csv", "Chỉ tiêu|Kế hoạch|Thực hiện|Tỷ lệ hài lòng\nX|100|90|98%\nY|7|7|100%"
    )

    assert verdict.clean
    assert any("không rõ tỷ lệ tính từ số nào" in remark.what for remark in verdict.remarks)


def test_a_running_number_twice_in_one_section_is_told():
    verdict = verdict_of("csv", SECTIONS.replace("2|Phòng B", "1|Phòng B"))

    assert [one.what for one in verdict.remarks if "STT" in one.what] == ["STT “1” xuất hiện 2 lần"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("text", [LEVELS, AMONG])
def test_parts_cannot_be_more_than_their_line(kind: str, text: str):
    (fault,) = verdict_of(kind, text).faults

    assert (fault.printed, fault.computed) == ("668", "671")
    assert "3 dòng chi tiết bên dưới cộng lại nhiều hơn dòng này" in fault.what
    assert verdict_of(kind, text.replace("572", "569")).clean


def test_parts_that_are_less_than_their_line_are_worth_a_look():
    verdict = verdict_of("csv", LEVELS.replace("572", "500"))

    assert verdict.clean
    assert any("cộng lại ít hơn dòng này" in remark.what for remark in verdict.remarks)


@pytest.mark.parametrize(
    ("line", "faults"),
    [("0|5|3%", 1), ("0|0|0%", 0), ("|5|3%", 1), ("10|5|50%", 0), ("9|3|-5%", 1)],
)
def test_a_share_of_nothing_is_none(line: str, faults: int):
    assert len(verdict_of("csv", SHARES.format(line)).faults) == faults


def test_a_percentage_with_many_digits_is_read():
    text = "STT|Tên|A|B|Tỷ lệ\n1|x|999999999999999|1|0,123456789012%\n2|y|1|1|100%"

    assert verdict_of("csv", text).clean


@pytest.mark.parametrize("year", ["9999", "0001", "1899"])
def test_a_year_no_report_is_about_is_told(year: str):
    title = [[f"Kỳ báo cáo từ ngày 01/01/{year} đến ngày 31/12/{year}"]]

    (fault,) = judged(as_csv(title, T1)).faults

    assert "ngày không có trong lịch" in fault.what


@pytest.mark.parametrize("before", [b"", b"%PDF-1.7", b"Cap;So\nXa;5\nTong cong;5\n"])
def test_what_is_wrong_with_the_file_before_is_said_of_it(before: bytes):
    with pytest.raises(BadInput, match="tệp kỳ trước") as caught:
        judged(as_csv([], T1), previous=before)

    assert caught.value.field == "previous"

"""Balances, sections, chains, periods and lists of figures, beyond the tables of the seeds."""

import pytest

from app.errors import BadInput
from app.reports.checking import judged
from tests.reports.checking.papers import KINDS, as_csv, paper
from tests.reports.checking.seeds import HEADS_002, HEADS_003, T1, TITLE_002, Lines, rows

PAUSED_OUTSIDE = """
1|Hộ tịch|8|4|3|1|5|3|1|1|2|1|1|1|1
2|Đất đai|3|0|3|0|2|2|0|0|1|1|0|0|0
TỔNG CỘNG|<|11|4|6|1|7|5|1|1|3|2|1|1|1
"""
SECTIONS = """
A|Cấp huyện|30|10|20|0|20|20|0|0|10|10|0
1|Đất đai|10|4|6|0|5|5|0|0|5|5|0
2|Hộ tịch|20|6|14|0|15|15|0|0|5|5|0
B|Cấp xã|7|7|0|0|7|7|0|0|0|0|0
1|Hộ tịch|7|7|0|0|7|7|0|0|0|0|0
TỔNG CỘNG|<|37|17|20|0|27|27|0|0|10|10|0
"""
SUBTOTALS = """
|A. Cấp huyện|||||||||||
1|Đất đai|10|4|6|0|5|5|0|0|5|5|0
2|Hộ tịch|20|6|14|0|15|15|0|0|5|5|0
|Cộng A|30|10|20|0|20|20|0|0|10|10|0
|B. Cấp xã|||||||||||
1|Hộ tịch|7|7|0|0|7|7|0|0|0|0|0
|Cộng B|7|7|0|0|7|7|0|0|0|0|0
TỔNG CỘNG|<|37|17|20|0|27|27|0|0|10|10|0
"""
BEFORE = """
1|Hộ tịch|90|0|90|0|8|8|0|0|82|82|0
2|Người có công|1|0|1|0|0|0|0|0|1|1|0
3|Đất đai|2|2|0|0|0|0|0|0|2|2|0
TỔNG CỘNG|<|93|2|91|0|8|8|0|0|85|85|0
"""
NOW = """
1|Lĩnh vực Hộ tịch|80|0|0|80|80|80|0|0|0|0|0
2|Người có công|1|0|0|1|1|1|0|0|0|0|0
TỔNG CỘNG|<|81|0|0|81|81|81|0|0|0|0|0
"""
OF_MAY = [["Kỳ báo cáo từ ngày 15/3/2023 đến ngày 14/6/2023"]]
OF_JULY = [["Kỳ báo cáo từ ngày 15/6/2023 đến ngày 14/9/2023"]]


def changed(text: str, old: str, new: str) -> Lines:
    assert text.count(old) == 1
    return rows(text.replace(old, new))


def told(content: bytes, **how: object) -> list[str]:
    return [fault.sentence() for fault in judged(content).faults]


def test_paused_cases_may_stand_beside_the_open_ones():
    assert judged(as_csv([], HEADS_002 + rows(PAUSED_OUTSIDE))).clean


def test_a_balance_names_both_sides():
    lines = changed(PAUSED_OUTSIDE, "2|Đất đai|3|0|3", "2|Đất đai|9|0|9")

    (balance,) = [one for one in told(as_csv([], HEADS_002 + lines)) if "tiếp nhận khác" in one]

    assert balance.startswith("dòng 2 (Đất đai), cột (3)")
    assert "(3) = (7) + (11) + “Dừng tính”; in 9, tính ra 3" in balance


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("text", [SECTIONS, SUBTOTALS])
def test_sections_add_up_to_the_total(kind, text):
    assert [one.sentence() for one in judged(paper(kind, [], HEADS_003 + rows(text))).faults] == []


def test_a_section_that_does_not_add_up_is_named():
    lines = changed(SECTIONS, "A|Cấp huyện|30|10|20", "A|Cấp huyện|31|11|20")

    found = judged(as_csv([], HEADS_003 + lines)).faults

    assert [fault.place for fault in found] == [
        "mục A (Cấp huyện), cột (3)",
        "mục A (Cấp huyện), cột (4)",
        "dòng TỔNG CỘNG, cột (3)",
        "dòng TỔNG CỘNG, cột (4)",
    ]


def test_what_was_left_open_must_be_carried_over():
    verdict = judged(
        as_csv(OF_JULY, HEADS_003 + rows(NOW)), previous=as_csv(OF_MAY, HEADS_003 + rows(BEFORE))
    )

    assert [(one.place, one.printed, one.computed) for one in verdict.faults] == [
        ("dòng 1 (Lĩnh vực Hộ tịch), cột (6)", "80", "82"),
        ("dòng TỔNG CỘNG, cột (6)", "81", "85"),
        ("", "0", "2"),
    ]
    assert "“Đất đai” kỳ trước còn 2 hồ sơ" in verdict.faults[2].what
    assert not any("kỳ trước" in one.what for one in verdict.remarks)


def test_the_same_period_twice_is_no_chain():
    now = as_csv(OF_JULY, HEADS_003 + rows(NOW))

    assert any("hai kỳ chồng lên nhau" in one.what for one in judged(now, previous=now).remarks)


def test_a_chain_needs_tables_with_both_stocks():
    now, bare = as_csv([], HEADS_003 + rows(NOW)), b"Cap;So\nXa;5\nTong cong;5\n"

    with pytest.raises(BadInput, match="tệp kỳ trước không có bảng"):
        judged(now, previous=bare)


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("từ ngày 15/03/2022 đến ngày 14/06/2023", "dài 15 tháng"),
        ("(Từ ngày 01/01/2023 đến 18/8/2022)", "trước khi bắt đầu"),
        ("Từ ngày 30/02/2023 đến ngày 14/3/2023", "không có trong lịch"),
        ("Quý II năm 2023 (từ ngày 15/6/2023 đến ngày 14/9/2023)", "tính ra Quý III năm 2023"),
    ],
)
def test_a_period_that_cannot_be_is_told(title, words):
    assert words in " ".join(told(as_csv([[title]], T1)))


@pytest.mark.parametrize(
    "title",
    [
        "Quý III năm 2023 (Từ ngày 15/6/2023 đến ngày 14/9/2023)",
        "từ ngày 15/12/2022 đến ngày 14/12/2023",
        "từ ngày 01/01/2024 đến ngày 31/12/2024",
    ],
)
def test_a_sane_period_is_left_alone(title):
    assert judged(as_csv([[title]], T1)).clean


REPORT = """
Nội dung|Số hồ sơ
Tổng số hồ sơ đã tiếp nhận|2074
Tiếp nhận mới|1985
Trực tuyến|384
Trực tiếp và bưu chính công ích|1601
Kỳ trước chuyển qua|89
Đã giải quyết|2011
Đang giải quyết|63
"""


@pytest.mark.parametrize("kind", KINDS)
def test_a_list_of_figures_agrees_with_itself_and_the_table(kind):
    assert judged(paper(kind, TITLE_002, T1, rows(REPORT))).clean


@pytest.mark.parametrize("kind", KINDS)
def test_a_list_of_figures_is_summed_like_a_row(kind):
    (fault,) = judged(paper(kind, [], changed(REPORT, "|2011", "|2001"))).faults

    assert fault.place == "dòng Tổng số hồ sơ đã tiếp nhận, cột “Số hồ sơ”"
    assert (fault.printed, fault.computed) == ("2074", "2.064")


def test_a_letter_among_figures_is_named():
    lines = [line if line[1] != "Chứng thực" else [*line[:2], "l587", *line[3:]] for line in T1]

    (fault,) = judged(as_csv([], lines)).faults

    assert fault.place == "dòng 7 (Chứng thực), cột (3)"
    assert "“l587” không phải là số" in fault.what


@pytest.mark.parametrize("kind", KINDS)
def test_a_column_sum_is_found_where_no_line_is_wrong(kind):
    lines = [[*line[:-1], "3"] if line[1] == "Hộ tịch" else line for line in T1]

    (fault,) = judged(paper(kind, [], lines)).faults

    assert fault.place == "dòng TỔNG CỘNG, cột “HS hủy”"
    assert (fault.printed, fault.computed) == ("0", "3")


def test_a_percentage_by_its_printed_formula():
    table = [
        ["STT", "Đơn vị", "Tiếp nhận", "Trực tuyến", "Tỷ lệ"],
        ["(1)", "(2)", "(3)", "(4)", "(5)=(4)/(3)*100"],
        ["1", "Xã", "200", "100", "50,0"],
        ["2", "Huyện", "300", "100", "33,4"],
    ]

    (fault,) = judged(as_csv([], table)).faults

    assert (fault.printed, fault.computed) == ("33,4", "33,3%")

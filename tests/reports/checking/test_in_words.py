"""The faults of domain.md 6.4 that stand in sentences around the tables, in the papers' words.

With those of inconsistencies.py that is every one of the list; what is right passes without a word.
"""

from dataclasses import dataclass

import pytest

from app.reports.checking import judged
from tests.reports.checking.inconsistencies import NUMBERED_WRONG
from tests.reports.checking.papers import KINDS, as_docx, paper
from tests.reports.checking.seeds import T1, T2, TITLE_002, TITLE_003, Lines, rows

PLAIN = rows("Đơn vị|Số hồ sơ\nXã|1765\nHuyện|287\nTổng cộng|2052")
LEVELS = rows(
    "Cấp|Đã tiếp nhận|Đã giải quyết|Đang giải quyết\nCấp tỉnh|88.539|86.363|2.176\n"
    "Cấp huyện|29.357|28.784|573\nCấp xã|231.848|231.350|498\nTổng cộng|349.744|346.497|3.247"
)
EVERY_NUMBER = set(range(1, 43))
READ_AS_NUMBERS = {42}  # "5.770", "08", "95,55%": tests/reports/checking/test_numbers.py


@dataclass(frozen=True, kw_only=True)
class Said:
    """Lines of a report, its table, and the words that have to be said of it in one remark."""

    number: int
    lines: tuple[str, ...]
    says: tuple[str, ...]
    table: Lines
    title: Lines


def said(number: int, *lines: str, says: str, table: Lines = PLAIN, title: Lines | None = None):
    return Said(
        number=number,
        lines=lines,
        says=tuple(says.split("|")),
        table=table,
        title=title or [],
    )


WRONG = [
    said(
        4,
        "+ Tổng hồ sơ được tiếp nhận và giải quyết mức độ 3, mức độ 4 trong kỳ: 2.052 hồ sơ.",
        "+ Đã tiếp nhận và trả kết quả trên môi trường trực tuyến là 4.953 hồ sơ.",
        says="4.953 hồ sơ|2.052|hai giá trị",
    ),
    said(
        6,
        "Số thủ tục hành chính mức độ 3, 4 trong quý 2: cấp huyện tổng 287/287 thủ tục.",
        "UBND huyện 287 HS (mức độ 3: 275/275 HS, mức độ 4: 12/12 HS)",
        says="số 287|thủ tục|hồ sơ",
    ),
    said(
        7,
        "Giải quyết đúng quy định, không phiền hà, không trễ hẹn, tăng cường trách nhiệm.",
        "+ Trong hạn: 120 hồ sơ, quá hạn: 25",
        says="không trễ hẹn|25 hồ sơ quá hạn",
    ),
    said(
        8,
        "I. TÌNH HÌNH, KẾT QUẢ",
        "II. ĐÁNH GIÁ CHUNG",
        "II. PHƯƠNG HƯỚNG, NHIỆM VỤ",
        "IV. KIẾN NGHỊ VÀ ĐỀ XUẤT",
        says="mục “II” đánh số hai lần|PHƯƠNG HƯỚNG",
    ),
    said(8, "I. MỘT", "II. HAI", "IV. BỐN", says="sau mục “II” đến mục “IV”"),
    said(
        8,
        "- Trong Quyết định số 82/KH-UBND ngày 05 tháng 01 năm 2023 của UBND huyện",
        says="“Quyết định số 82/KH-UBND…”|loại văn bản khác",
    ),
    said(8, "Bộ phận một cửa huyện và 14 xã 100 vượt chỉ tiêu.", says="số 100|đơn vị"),
    said(
        9,
        "Quá hạn: 25, do hồ sơ nhập từ khi tập huấn phần mềm không gỡ được nên vẫn bị treo.",
        says="tập huấn|còn nằm trong số liệu",
    ),
    said(
        12,
        "- Tổng số hồ sơ trực tuyến đã tiếp nhận là 383/476 hồ sơ, đạt tỷ lệ 80,46%",
        says="383/476|không rõ mẫu số",
        table=T1,
        title=TITLE_002,
    ),
    said(
        11,
        "- Tổng số hồ sơ trực tuyến đã tiếp nhận là 383/476 hồ sơ, đạt tỷ lệ 80,46%",
        says="383 hồ sơ|384|hai giá trị",
        table=T1,
        title=TITLE_002,
    ),
    said(
        16,
        "Tổng số hồ sơ chứng thực bản sao điện tử trong kỳ báo cáo: 1.374/1569 hồ sơ đạt 87,57%",
        says="1.374/1.569|không rõ mẫu số",
        table=T1,
        title=TITLE_002,
    ),
    said(
        27,
        "- Kết quả thực hiện chứng thực điện tử: trong kỳ được 1.390 hồ sơ.",
        says="1.390 hồ sơ|nhiều hơn 675|dòng 1 (Lĩnh vực Chứng thực)",
        table=T2,
        title=TITLE_003,
    ),
    said(29, "theo Nghị định số 61/2018/QĐ-TTg ngày 23/4/2018", says="Nghị định|loại văn bản khác"),
    said(29, "6. Môi trường điện tử", "9. Kiểm tra", says="sau mục “6.” đến mục “9.”"),
    said(
        40,
        "Tỷ lệ hồ sơ chứng thực điện tử thấp (378/488.926 hồ sơ), đạt tỷ lệ 0,08%",
        says="378/488.926|lớn hơn toàn bộ 349.744",
        table=LEVELS,
    ),
    said(
        41,
        "I. CHỈ ĐẠO",
        "II. KẾT QUẢ",
        "III. ĐÁNH GIÁ CHUNG",
        "III. NHIỆM VỤ 6 THÁNG CUỐI NĂM",
        says="mục “III” đánh số hai lần|NHIỆM VỤ",
    ),
    said(41, "Số: /BC-UBND", says="số văn bản còn để trống"),
    said(41, "Bắc Giang, ngày tháng 7 năm 2021", says="ngày, tháng của văn bản còn để trống"),
]
RIGHT = (
    "Số: 451/BC-UBND",
    "Phước Long, ngày 15 tháng 9 năm 2023",
    "Thực hiện Nghị định số 61/2018/NĐ-CP, Quyết định số 468/QĐ-TTg, Thông tư 01/2018/TT-VPCP,",
    "Kế hoạch số 280/KH-UBND, Nghị quyết 76/NQ-CP và Công văn số 1381/VP-KSTTHC ngày 01/12/2020.",
    "I. TÌNH HÌNH, KẾT QUẢ",
    "1. Công bố, công khai",
    "2. Rà soát",
    "a) Mới tiếp nhận trong kỳ 1.985 hồ sơ; trực tuyến 384 hồ sơ.",
    "3. Kết quả giải quyết: đã tiếp nhận trực tuyến là 384/1985 hồ sơ, đạt 19,35%.",
    "Đã giải quyết 2.011/2.074 hồ sơ; không có hồ sơ quá hạn. Chứng thực trong kỳ: 1.587 hồ sơ.",
    "Ngoài chứng thực còn 398/487 hồ sơ của các lĩnh vực khác; riêng hộ tịch 276/358 hồ sơ.",
    "Năm 2023 hồ sơ tăng 100% vượt chỉ tiêu đề ra; đã tập huấn phần mềm cho 12 công chức.",
    "II. ĐÁNH GIÁ CHUNG",
    "1. Ưu điểm: 178 thủ tục được công khai.",
    "III. PHƯƠNG HƯỚNG",
    "I. SỐ LƯỢNG TTHC (PHỤ LỤC)",
    "II. KẾT QUẢ “4 TẠI CHỖ”",
)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("wrong", WRONG, ids=lambda wrong: f"{wrong.number}-{wrong.says[0]}")
def test_it_is_found_and_named(kind: str, wrong: Said):
    title = [[line] for line in wrong.lines] + wrong.title

    told = [one.sentence() for one in judged(paper(kind, title, wrong.table)).remarks]

    assert any(all(words in one for words in wrong.says) for one in told), told


@pytest.mark.parametrize("kind", KINDS)
def test_words_that_go_with_their_table_pass(kind: str):
    alone = judged(paper(kind, TITLE_002, T1))
    around = judged(paper(kind, [*([line] for line in RIGHT), *TITLE_002], T1))

    assert around.clean
    assert [one.sentence() for one in around.remarks] == [one.sentence() for one in alone.remarks]


@pytest.mark.parametrize("wrong", WRONG, ids=lambda wrong: f"{wrong.number}-{wrong.says[0]}")
def test_words_alone_make_no_table_a_wrong_one(wrong: Said):
    title = [[line] for line in wrong.lines]

    assert judged(as_docx(title, PLAIN)).clean


def test_every_fault_of_the_list_has_its_test():
    in_tables = {int(each.number.rstrip("bc")) for each in NUMBERED_WRONG}

    assert in_tables | {each.number for each in WRONG} | READ_AS_NUMBERS == EVERY_NUMBER


def test_a_flood_of_sentences_is_told_in_few_remarks():
    lines = [[f"Đã giải quyết {n}/{n + 90_000} hồ sơ."] for n in range(3000)]

    verdict = judged(as_docx([*lines, *TITLE_002], T1))

    assert verdict.clean
    assert len(verdict.remarks) < 50

"""A form and facts make a sheet: every field present, or one sentence that says what is missing."""

import re
from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader

from app.letters.facts import MissingField, made, sample_facts, sheet_of
from app.letters.facts_words import in_full
from app.letters.forms import all_forms, form_for
from app.letters.pdf import pdf_of
from app.letters.sheet import Items, Line, Sheet, Table, Text
from tests.builders import case_of
from tests.letters.lettered import (
    BA_TU,
    ISSUE,
    OFFICE,
    one_of_each,
    recorded,
    surroundings,
    taken_in,
    told,
)
from tests.letters.sheets import PAPERS
from workflows.events import Applicant, Paper

DAYS = (date(2023, 6, 15), date(2026, 1, 5))
HOSTILE = '#panic("x") *đậm* {{ 7*7 }} {phone} [x] <b>$x$'


def texts(thing: object) -> Iterator[str]:
    if isinstance(thing, str):
        yield thing
    elif isinstance(thing, dict):
        for inside in thing.values():
            yield from texts(inside)
    elif isinstance(thing, list | tuple):
        for inside in thing:
            yield from texts(inside)


def words_of(sheet: Sheet) -> str:
    return "\n".join(texts(asdict(sheet)))


@pytest.mark.parametrize("form", all_forms().values(), ids=lambda form: form.name)
def test_every_form_takes_the_samples_and_leaves_no_mark(form):
    words = words_of(sheet_of(form, sample_facts()))

    assert not re.search(r"[{}\[\]]", words)
    assert "…" not in words


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("kind", sorted(one_of_each()))
def test_every_kind_of_letter_can_be_made_of_a_case(kind, day):
    case = one_of_each()[kind]
    facts = told(case, lines=recorded(case, "lan"))
    sheet = sheet_of(form_for(kind, day), facts)

    assert (sheet.kind, sheet.head.office) == (kind, in_full(OFFICE.name))
    assert sheet.head.place_date == "Phước Long, ngày 15 tháng 6 năm 2023"
    for value in ("H32.PL-230615-0001", "Nguyễn Thị Tư"):
        assert value in words_of(sheet)


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (
            "receipt",
            [
                "08 giờ 00 phút, ngày 20 tháng 6 năm 2023",
                "03 ngày làm việc",
                "12",
                "Tờ khai đăng ký khai sinh",
                "tu@example.vn",
                "8.000 đồng (chưa nộp)",
            ],
        ),
        ("supplement", ["giấy chứng sinh", "thiếu giấy tờ", "0258 000 0000"]),
        ("refusal", ["không đúng thẩm quyền", "Luật Hộ tịch, Điều 13"]),
        (
            "apology",
            [
                "14 giờ 00 phút, ngày 21 tháng 6 năm 2023",
                "chờ xác minh",
                "CHỦ TỊCH",
                "Phạm Văn Hùng",
                "08 giờ 00 phút, ngày 20 tháng 6 năm 2023",
            ],
        ),
        ("stop", ["công dân đổi ý", "Đơn xin rút", "Giấy chứng sinh", "CHỦ TỊCH"]),
        ("control", ["Trước hạn", "Lê Quang Minh", "Thụ lý", "không có"]),
        ("result", ["12/KS", "đồng ý", "11 giờ 20 phút, ngày 15 tháng 6 năm 2023"]),
        ("fee", ["8.000 đồng", "Tám nghìn đồng.", "tiền mặt", "BL-1"]),
    ],
)
def test_a_letter_says_what_its_form_asks_for(kind, said):
    words = words_of(sheet_of(form_for(kind, DAYS[0]), told(one_of_each()[kind])))

    assert [one for one in said if one not in words] == []


def test_blocks_come_out_by_kind():
    blocks = sheet_of(form_for("receipt", DAYS[0]), told(one_of_each()["receipt"])).blocks
    assert {type(block) for block in blocks} == {Line, Text, Table}

    asked = sheet_of(form_for("supplement", DAYS[0]), told(one_of_each()["supplement"])).blocks
    assert Items(texts=("giấy chứng sinh",)) in asked


def test_what_is_optional_and_empty_is_left_out():
    words = words_of(sheet_of(form_for("receipt", DAYS[0]), told(one_of_each()["receipt"])))

    assert "Người được ủy quyền" not in words


def test_a_case_without_papers_says_so():
    case = case_of(taken_in(papers=()))

    assert "không khai danh mục" in words_of(sheet_of(form_for("receipt", DAYS[0]), told(case)))


def test_a_missing_field_names_form_field_and_remedy():
    inside, _ = surroundings()
    nowhere = replace(inside, agency=replace(OFFICE, place=None))
    facts = told(case_of(taken_in()), on=nowhere)

    with pytest.raises(MissingField) as caught:
        sheet_of(form_for("receipt", DAYS[0]), facts)
    assert str(caught.value) == (
        "Mẫu số 01 – TT 01/2018/TT-VPCP: thiếu địa danh; hãy ghi khóa place của cơ quan H32.PL "
        "trong gói cấu hình rồi nạp bằng motcua load"
    )
    assert caught.value.field == "địa danh"


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("supplement", "thiếu giấy tờ phải bổ sung; hãy ghi giấy tờ cần bổ sung khi yêu cầu"),
        ("refusal", "thiếu lý do từ chối; hãy ghi lý do khi từ chối"),
        ("apology", "thiếu tình trạng trả kết quả so với ngày hẹn; hãy soạn thư xin lỗi trước"),
        ("stop", "thiếu ngày dừng giải quyết; hãy ghi việc trả lại hoặc rút hồ sơ trước"),
        ("result", "thiếu giờ, ngày có kết quả; hãy ghi kết quả của hồ sơ trước"),
        ("fee", "thiếu số tiền đã thu; hãy ghi việc nộp phí, lệ phí trước"),
        ("handover", "thiếu bên giao; hãy chọn bên giao"),
    ],
)
def test_a_letter_before_its_time_is_a_sentence_and_no_hole(kind, said):
    with pytest.raises(MissingField, match=re.escape(said)):
        sheet_of(form_for(kind, DAYS[0]), told(case_of(taken_in())))


def test_advice_that_needs_a_value_nobody_has_is_given_all_the_same():
    with pytest.raises(MissingField, match="của cơ quan trong gói"):
        sheet_of(
            form_for("register", DAYS[0]), made({"book": "1", "from_day": "1", "to_day": "1"}, {})
        )


def test_hostile_values_stay_text_in_every_form():
    case = one_of_each()
    for kind in case:
        old = case[kind]
        named = replace(old, applicant=replace(BA_TU, name=HOSTILE))
        sheet = sheet_of(form_for(kind, DAYS[1]), told(named))
        assert HOSTILE in words_of(sheet)


def test_a_line_end_in_a_name_cannot_forge_a_field():
    forged = replace(BA_TU, name="Tư\nHẹn trả: hôm qua")
    sheet = sheet_of(form_for("receipt", DAYS[0]), told(case_of(taken_in(applicant=forged))))

    lines = [value for block in sheet.blocks if isinstance(block, Line) for _, value in block.parts]
    assert "Tư Hẹn trả: hôm qua" in lines
    assert not any("\n" in value for value in lines)


def test_a_correction_names_what_it_replaces():
    facts = told(case_of(taken_in()), issue=replace(ISSUE, replaces="04/TNHS"))

    assert sheet_of(form_for("receipt", DAYS[0]), facts).subtitle == (
        "(Thay thế văn bản số 04/TNHS)"
    )


def test_the_foot_ties_paper_and_store_together():
    form = form_for("receipt", DAYS[0])
    sheet = sheet_of(form, told(case_of(taken_in())))

    assert sheet.code_line == f"H32.PL-230615-0001 · 05/TNHS · {form.ref}"


def test_a_notice_stands_on_the_sheet():
    sheet = sheet_of(form_for("receipt", DAYS[0]), told(case_of(taken_in(training=True))))

    assert sheet.notice == "HỒ SƠ TẬP HUẤN – KHÔNG CÓ GIÁ TRỊ"


@pytest.mark.parametrize("day", DAYS)
def test_a_receipt_of_eight_papers_for_a_long_name_is_one_page(day):
    inside, _ = surroundings()
    case = case_of(
        taken_in(
            papers=tuple(Paper(name=name, kind="copy", count=1) for name in PAPERS),
            agent=Applicant(name="Lê Văn Thay", id_no="000000000005", phone="0900000005"),
            applicant=replace(BA_TU, name="Công ty trách nhiệm hữu hạn một thành viên Mẫu"),
            training=True,
        )
    )
    noticed = replace(inside, agency=replace(OFFICE, notice="Số liệu mô phỏng. " * 9))
    pdf = pdf_of(sheet_of(form_for("receipt", day), told(case, on=noticed)), at=ISSUE.at)

    assert len(PdfReader(BytesIO(pdf)).pages) == 1

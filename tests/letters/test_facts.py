"""What a case says of itself in a letter, from the log and in the spelling of official papers."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from app.letters.facts import Issue, facts_of, made, sample_facts, sheet_of
from app.letters.facts_words import dong
from app.letters.forms import form_for
from app.letters.vocabulary import vocabulary
from sla.zone import VIETNAM
from tests.builders import ask, case_of, clock_at, grown, setting
from tests.letters.lettered import (
    AT,
    BA_TU,
    CITY,
    ISSUE,
    OFFICE,
    one_of_each,
    receipt,
    recorded,
    surroundings,
    taken_in,
    told,
)
from tests.people import HUNG, MINH
from workflows.events import Applicant, FeePaid


def test_facts_give_every_word_of_the_vocabulary_and_no_other():
    words = vocabulary()
    for facts in (told(case_of(taken_in())), sample_facts(), made({}, {})):
        assert list(facts.values) == list(words.values)
        assert list(facts.lists) == list(words.lists)


def test_rows_give_every_word_of_their_list():
    words = vocabulary().lists
    for case in one_of_each().values():
        for name, rows in told(case).lists.items():
            assert all(set(row) == set(words[name].columns) for row in rows), name


def test_a_receipt_says_who_what_and_when():
    values = told(case_of(taken_in())).values

    assert values["applicant"] == values["brought_by"] == "Nguyễn Thị Tư"
    assert values["accepted"] == "08 giờ 00 phút, ngày 15 tháng 6 năm 2023"
    assert values["due"] == "08 giờ 00 phút, ngày 20 tháng 6 năm 2023"
    assert values["limit"] == "03 ngày làm việc"
    assert (values["field"], values["sets"]) == ("Hộ tịch", "01")
    assert values["fee"] == "8.000 đồng (chưa nộp)"
    assert values["collect"] == "Bộ phận Tiếp nhận và Trả kết quả, Số 0 đường Ví Dụ"


def test_papers_have_number_name_kind_and_count():
    papers = told(case_of(taken_in())).lists["papers"]

    assert [tuple(row.values()) for row in papers] == [
        ("1", "Tờ khai đăng ký khai sinh", "Bản chính", "01"),
        ("2", "Giấy chứng sinh", "Bản sao", "02"),
    ]


def test_the_agent_brings_it_and_both_are_named():
    agent = Applicant(name="Lê Văn Thay", phone="0900000005")
    values = told(case_of(taken_in(agent=agent))).values

    assert (values["applicant"], values["agent"]) == ("Nguyễn Thị Tư", "Lê Văn Thay")
    assert (values["brought_by"], values["agent_phone"]) == ("Lê Văn Thay", "0900000005")


def test_what_the_applicant_did_not_tell_is_said_in_words():
    values = told(case_of(taken_in(applicant=Applicant(name="Tư")))).values

    assert {values[name] for name in ("address", "phone", "email")} == {"không khai báo"}
    assert values["id_no"] == ""


@pytest.mark.parametrize(
    ("channel", "where"),
    [
        ("direct", "Bộ phận Tiếp nhận và Trả kết quả, Số 0 đường Ví Dụ"),
        ("post", "Qua bưu chính công ích, gửi đến Tổ 4"),
        ("online", "Trực tuyến"),
    ],
)
def test_the_result_is_collected_where_the_citizen_chose(channel, where):
    assert told(case_of(taken_in(result_channel=channel))).values["collect"] == where


@pytest.mark.parametrize(
    ("fee", "payments", "words"),
    [
        (8_000, [], "8.000 đồng (chưa nộp)"),
        (8_000, [3_000], "8.000 đồng (đã nộp 3.000 đồng, còn 5.000 đồng)"),
        (8_000, [3_000, 5_000], "8.000 đồng (đã nộp)"),
        (0, [], "không thu"),
        (None, [], ""),
        (None, [120_000], "đã nộp 120.000 đồng"),
    ],
)
def test_the_fee_is_told_with_what_was_paid(fee, payments, words):
    paid = [ask("fee_paid", clock_at(1 + n), amount=sum_) for n, sum_ in enumerate(payments)]

    assert told(case_of(taken_in(fee=fee), *paid)).values["fee"] == words


def test_a_fee_receipt_spells_the_last_payment():
    case = case_of(
        taken_in(), ask("fee_paid", clock_at(3), amount=120_000, receipt_no="BL-7", method="online")
    )
    values = told(case).values

    assert values["paid"] == dong(120_000) == "120.000 đồng"
    assert values["paid_words"] == "Một trăm hai mươi nghìn đồng."
    assert (values["paid_method"], values["paid_receipt"]) == ("trực tuyến", "BL-7")


def test_the_first_receipt_is_the_place_in_the_register():
    case = grown(case_of(taken_in()), receipt(12), receipt(30))

    assert (told(case).values["book"], told(case).values["entry"]) == ("2023", "12")


@pytest.mark.parametrize(
    ("number", "entry"),
    [("05/TNHS", "05"), ("BẢN XEM TRƯỚC", "BẢN XEM TRƯỚC"), ("05/KSQT", ""), (None, "")],
)
def test_before_that_only_a_receipt_gives_the_place(number, entry):
    issue = replace(ISSUE, number=number)

    assert told(case_of(taken_in()), issue=issue).values["entry"] == entry


def test_the_place_of_a_number_to_come_is_the_receipts_alone():
    issue = replace(ISSUE, number="BẢN XEM TRƯỚC", kind="control")

    assert told(case_of(taken_in()), issue=issue).values["entry"] == ""


def test_the_square_code_leads_to_the_look_up():
    values = told(case_of(taken_in())).values
    case = values["case"]

    assert values["qr"] == f"https://motcua.example/track#{case}.7K2MX9QD"
    assert values["track"] == (
        f"Tra cứu tại https://motcua.example/track\nMã hồ sơ: {case}; mã tra cứu: 7K2MX9QD"
    )


@pytest.mark.parametrize("missing", [{"site": None}, {"lookup": None}])
def test_without_a_site_or_a_code_it_says_the_code_of_the_case(missing):
    values = told(case_of(taken_in()), issue=replace(ISSUE, **missing)).values

    assert values["qr"] == values["case"]
    code = "" if "lookup" in missing else "; mã tra cứu: 7K2MX9QD"
    assert values["track"] == f"Mã hồ sơ: {values['case']}{code}"


def test_a_moved_deadline_stands_beside_the_printed_one():
    case = case_of(
        taken_in(),
        ask("supplement_requested", clock_at(60)),
        ask("supplemented", clock_at(60 + 1_440)),
    )
    values = told(case).values

    assert values["promised"] == "08 giờ 00 phút, ngày 20 tháng 6 năm 2023"
    assert values["due"] == "08 giờ 00 phút, ngày 21 tháng 6 năm 2023"


def test_the_office_names_itself_and_the_one_above():
    values = told(case_of(taken_in())).values

    assert (values["office"], values["superior"]) == (OFFICE.name, "")
    own = replace(OFFICE, superior="UBND tỉnh", desk="Một cửa Phước Long")
    values = told(case_of(taken_in()), on=replace(surroundings()[0], agency=own)).values
    assert (values["superior"], values["desk"]) == ("UBND tỉnh", "Một cửa Phước Long")
    assert values["collect"].startswith("Một cửa Phước Long, ")


@pytest.mark.parametrize(
    ("name", "until", "printed"),
    [
        ("Phòng Tư pháp", None, CITY.name),
        ("Phòng Tư pháp", date(2023, 6, 14), ""),
        ("Phòng Tư pháp", date(2023, 6, 15), CITY.name),
        ("HĐND phường", None, ""),
        ("Ủy ban nhân dân phường", None, ""),
    ],
)
def test_the_one_above_is_named_for_who_needs_it_and_while_it_exists(name, until, printed):
    above = replace(CITY, valid_to=until)
    inside = replace(surroundings()[0], agency=replace(OFFICE, name=name))

    values = told(case_of(taken_in()), on=inside, offices=(above,)).values
    assert values["superior"] == printed


def test_the_head_of_a_letter_spells_the_office_in_full():
    case = case_of(taken_in())
    sheet = sheet_of(form_for("receipt", date(2024, 1, 2)), told(case))

    assert sheet.head.office == "Ủy ban nhân dân phường Phước Long"


def test_papers_name_who_did_it_and_not_who_prints_them():
    done = told(case_of(taken_in(), ask("fee_paid", clock_at(3)), ask("step_started", clock_at(9)),
                        ask("resolved", clock_at(20)), ask("delivered", clock_at(30))))  # fmt: skip
    names = ("accepted_by", "paid_to", "handed_by", "refused_by")
    assert [done.values[name] for name in names] == [ISSUE.by_name] * 4

    case = one_of_each()["result"]
    by = [HUNG.login if isinstance(event, FeePaid) else MINH.login for event in case.log]
    values = told(case, lines=recorded(case, *by)).values
    assert [values[name] for name in names] == [
        "Lê Quang Minh", "Phạm Văn Hùng", "Lê Quang Minh", ISSUE.by_name,
    ]  # fmt: skip
    refused = one_of_each()["refusal"]
    assert (
        told(refused, lines=recorded(refused, MINH.login)).values["refused_by"] == "Lê Quang Minh"
    )


@pytest.mark.parametrize(
    ("name", "you", "addressee"),
    [
        ("Nguyễn Thị Tư", "Ông/Bà", "Ông/Bà Nguyễn Thị Tư"),
        ("CÔNG TY TNHH Mẫu", "quý tổ chức", "CÔNG TY TNHH Mẫu"),
        ("Trường", "Ông/Bà", "Ông/Bà Trường"),
    ],
)
def test_persons_are_called_so_and_organisations_by_their_name(name, you, addressee):
    values = told(case_of(taken_in(applicant=Applicant(name=name)))).values

    assert (values["you"], values["addressee"]) == (you, addressee)


def test_the_desk_is_called_by_the_law_of_the_day_of_acceptance():
    later = datetime(2025, 7, 1, 8, tzinfo=VIETNAM)
    inside, _ = surroundings()

    assert told(case_of(taken_in(when=later)), on=inside).values["desk"] == (
        "Trung tâm Phục vụ hành chính công cấp xã"
    )


def test_training_and_made_up_data_are_said_on_every_letter():
    inside, setup = surroundings()
    case = case_of(taken_in(training=True))

    assert told(case).notice == "HỒ SƠ TẬP HUẤN – KHÔNG CÓ GIÁ TRỊ"
    made_up = replace(inside, agency=replace(OFFICE, notice="Số liệu mô phỏng."))
    facts = facts_of(case, made_up, setup, people={}, issue=ISSUE)
    assert facts.notice == "HỒ SƠ TẬP HUẤN – KHÔNG CÓ GIÁ TRỊ. Số liệu mô phỏng."
    assert told(case_of(taken_in())).notice is None


def test_hostile_values_stay_text_without_what_nobody_sees():
    hostile = '#panic("x") {{ 7*7 }} {phone} [x]\u202e\x00 <b>$x$'
    values = told(case_of(taken_in(applicant=replace(BA_TU, name=hostile)))).values

    assert values["applicant"] == '#panic("x") {{ 7*7 }} {phone} [x] <b>$x$'


def test_what_stands_in_no_log_comes_with_the_issue():
    extra = Issue(number=None, at=AT, by_name="Lan", extra={"head": "Phạm Văn Hùng"})

    assert told(case_of(taken_in()), issue=extra).values["head"] == "Phạm Văn Hùng"
    with pytest.raises(ValueError, match="not in the vocabulary: hed"):
        told(case_of(taken_in()), issue=replace(extra, extra={"hed": "x"}))


def test_a_procedure_without_a_limit_says_so():
    inside = replace(setting(None), agency=OFFICE)
    case = case_of(taken_in(due_at=clock_at(3_000)), on=inside)

    assert told(case, on=inside).values["limit"] == "không quy định"

"""What became of a case, as its letters tell it: refused, stopped, answered, late."""

from dataclasses import replace
from datetime import date

import pytest

from app.letters.facts import sheet_of
from app.letters.forms import form_for
from app.letters.sheet import Text
from tests.builders import ask, case_of, clock_at
from tests.letters.lettered import ISSUE, PEOPLE, apologetic, one_of_each, taken_in, told


def test_a_supplement_says_what_why_and_until_when():
    facts = told(one_of_each()["supplement"])

    assert facts.lists["asked"] == ({"no": "1", "name": "giấy chứng sinh"},)
    assert facts.values["ask_reason"] == "thiếu giấy tờ"
    assert facts.values["ask_until"] == "04 giờ 40 phút, ngày 20 tháng 6 năm 2023"


def test_a_refusal_says_reason_and_ground():
    values = told(one_of_each()["refusal"]).values

    assert values["refusal_reason"] == "không đúng thẩm quyền"
    assert values["refusal_ground"] == "Luật Hộ tịch, Điều 13"
    assert values["accepted"] == values["due"] == ""


@pytest.mark.parametrize(
    ("event", "kind", "ground"),
    [
        ("withdrawn", "Người nộp hồ sơ đề nghị rút hồ sơ", "Đơn số 3"),
        ("returned", "Hồ sơ được trả lại", ""),
    ],
)
def test_a_stop_says_whose_wish_it_was(event, kind, ground):
    more = {"document": ground} if ground else {}
    values = told(case_of(taken_in(), ask(event, clock_at(60), **more))).values

    assert (values["stop_kind"], values["stop_ground"]) == (kind, ground)
    assert values["stop_day"] == "ngày 15 tháng 6 năm 2023"


def test_a_result_says_who_has_it():
    values = told(one_of_each()["result"]).values

    assert (values["outcome"], values["result_no"]) == ("đồng ý", "12/KS")
    assert (values["collected_by"], values["delivered_by"]) == ("Nguyễn Thị Tư", "trực tiếp")
    assert values["verdict"] == "Trước hạn"


def test_before_it_is_handed_over_it_says_who_is_to_have_it_now():
    case = case_of(taken_in(), ask("step_started", clock_at(1)), ask("resolved", clock_at(9)))
    values = told(case, issue=replace(ISSUE, at=clock_at(40))).values

    assert values["delivered"] == "08 giờ 40 phút, ngày 15 tháng 6 năm 2023"
    assert values["collected_by"] == "Nguyễn Thị Tư"


def test_an_apology_shows_both_dates_the_unit_and_the_signature():
    facts = told(case_of(*apologetic()))
    values = facts.values

    assert facts.lists["promises"] == ({"old": values["due"], "new": values["new_due"]},)
    assert values["new_due"] == "14 giờ 00 phút, ngày 21 tháng 6 năm 2023"
    assert (values["late_unit"], values["late_step"]) == ("UBND phường Phước Long", "Thụ lý")
    assert values["late_officer"] == "Lê Quang Minh"
    assert (values["signer"], values["signer_title"]) == ("Phạm Văn Hùng", "CHỦ TỊCH")
    assert values["signed_mark"] == (
        "Đã ký trên hệ thống lúc 07:10 ngày 19/06/2023\nMã abababababab"
    )


def test_a_draft_is_told_before_it_is_signed():
    values = told(case_of(*apologetic()[:3])).values

    assert values["late_reason"] == "chờ xác minh."
    assert (values["signer"], values["signed_mark"]) == ("", "")
    assert values["signer_title"] == "CHỦ TỊCH"


def test_another_office_may_be_at_fault():
    values = told(case_of(*apologetic(unit="H32.TM"))).values

    assert values["late_unit"] == "UBND phường Tân Mai"


def test_an_apology_of_a_journal_needs_no_signing():
    case = case_of(taken_in(), ask("apology_issued", clock_at(60), signed_by="hung", title="PCT"))

    assert told(case).values["signer"] == PEOPLE["hung"]
    assert told(case).values["signer_title"] == "PCT"


@pytest.mark.parametrize(
    ("due", "signed", "lateness", "harm"),
    [
        (clock_at(5_712), False, "dự kiến chưa thể trả kết quả", "gây"),
        (clock_at(5_690), False, "đến nay chưa có kết quả để trả", "đã gây"),
        (clock_at(5_712), True, "dự kiến chưa thể trả kết quả", "gây"),
    ],
)
def test_an_apology_before_the_deadline_does_not_say_that_it_has_passed(
    due, signed, lateness, harm
):
    """What was signed before the deadline keeps its words when it is numbered after it."""
    story = apologetic()[: 4 if signed else 3]
    first = taken_in(due_at=due)
    issue = replace(ISSUE, at=clock_at(5_800) if signed else clock_at(5_705))
    values = told(case_of(first, *story[1:]), issue=issue).values

    assert (values["lateness"], values["harm"]) == (lateness, harm)


@pytest.mark.parametrize(("channel", "signers"), [("direct", 2), ("online", 1), ("post", 1)])
def test_only_who_stands_at_the_desk_signs_for_the_result_and_says_it_was_checked(channel, signers):
    case = case_of(
        taken_in(),
        ask("step_started", clock_at(60)),
        ask("resolved", clock_at(180)),
        ask("delivered", clock_at(200), channel=channel, proof="RR1"),
    )
    sheet = sheet_of(form_for("result", date(2024, 1, 2)), told(case))

    assert len(sheet.signatures) == signers
    checked = [one for one in sheet.blocks if isinstance(one, Text) and "đã kiểm tra" in one.text]
    assert len(checked) == signers - 1

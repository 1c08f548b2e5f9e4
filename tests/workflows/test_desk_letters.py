"""An apology at the desk: whose each part of it is, and that what goes out is what was signed."""

from dataclasses import replace
from typing import Any

import pytest

from sla.zone import later
from tests.builders import SETTING, START, ask, case_of, desk
from tests.sla.builders import at
from tests.workflows.apologies import (
    AGAIN,
    CORRECTED,
    DRAFT,
    ISSUED,
    LETTER,
    PUBLISHED,
    SIGN,
    WORKED,
    sorry,
)
from tests.workflows.at_the_desk import (
    AGENCIES,
    CITY,
    HUNG,
    LAN,
    MINH,
    SON,
    TAM,
    YEN,
    met,
    officer,
    primary,
    refused,
    with_city,
)
from workflows.agency import Role
from workflows.desk_letters import signed_apology
from workflows.desk_probes import refused_act
from workflows.desk_rights import Seat

L, S, H, V = Role.ONE_STOP, Role.SPECIALIST, Role.LEADER, Role.CLERK
OWED, DRAFTED = case_of(*WORKED), case_of(*WORKED, DRAFT)
SIGNED, PRINTED = case_of(*WORKED, DRAFT, SIGN), case_of(*sorry()[:-1])
NOW = at("Mon 2023-06-19 15:00")
OVERDUE = at("Tue 2023-06-20 09:00")


@pytest.mark.parametrize(
    ("case", "command", "may"),
    [
        (OWED, DRAFT, {L, S, H}),
        (DRAFTED, SIGN, {H}),
        (SIGNED, ISSUED, {V, H}),
        (PRINTED, PUBLISHED, {V, H, L}),
        (PRINTED, CORRECTED, {V, H}),
    ],
    ids=["draft", "sign", "issue", "publish", "correct"],
)
def test_each_part_is_for_its_roles_and_for_no_other(case, command, may):
    allowed = {role for role in Role if not refused(case, command, officer("hung", role))}

    assert allowed == may
    assert "việc này của" in refused(case, command, SON)


def test_the_office_that_works_on_a_step_drafts_and_the_one_at_fault_signs():
    on = with_city()
    begun = (
        desk(due_at=at("Tue 2023-06-20 08:00")),
        ask("step_started", START, step="city", assignee=None),
    )
    draft = replace(DRAFT, step="city", unit=CITY.code)
    theirs, head = officer("hoa", S, agency=CITY.code), officer("hung", H, agency=CITY.code)

    assert refused(case_of(*begun, on=on), draft, theirs, on) == ""
    drafted, ours = case_of(*begun, draft, on=on), case_of(*begun, replace(draft, unit=None), on=on)
    assert refused(drafted, SIGN, head, on) == ""
    assert "việc này của lãnh đạo" in refused(ours, SIGN, head, on)
    assert refused(drafted, SIGN, HUNG, on) == ""


def test_an_office_without_a_step_of_the_case_is_not_at_fault():
    assert refused(OWED, replace(DRAFT, unit="H32.TD"), LAN) == (
        "data.unit: cơ quan H32.TD không giải quyết bước nào của hồ sơ này"
    )


def test_there_is_no_draft_before_it_is_time():
    early = replace(DRAFT, at=at("Thu 2023-06-15 09:00"))
    words = "type: chưa đến ngày làm việc cuối trước hạn, và dự báo hồ sơ còn kịp"

    assert refused(OWED, early, LAN).startswith(words)
    untouched = case_of(desk())
    foreseen = replace(DRAFT, at=at("Fri 2023-06-16 14:00"), step=None, run=None)
    assert refused(untouched, foreseen, LAN) == ""


@pytest.mark.parametrize(
    ("again", "words"),
    [
        ("Mon 2023-06-19 10:00", "ngày hẹn lại phải sau lúc này"),
        ("Tue 2023-06-20 08:00",
         "ngày hẹn lại phải sau hạn trả của hồ sơ (thứ Ba 20/06/2023 08:00)"),
        ("Wed 2023-06-21 12:00", "thứ Tư 21/06/2023 12:00 không phải giờ làm việc"),
        ("Sat 2023-06-24 09:00", "thứ Bảy 24/06/2023 09:00 không phải giờ làm việc"),
        ("Wed 2023-06-21 17:31", "thứ Tư 21/06/2023 17:31 không phải giờ làm việc"),
    ],
)  # fmt: skip
def test_the_new_date_is_one_a_citizen_can_come_at(again, words):
    assert refused(OWED, replace(DRAFT, new_due_at=at(again)), LAN) == f"data.new_due_at: {words}"


@pytest.mark.parametrize(
    "again", ["Wed 2023-06-21 11:30", "Wed 2023-06-21 13:30", "Wed 2023-06-21 17:30"]
)
def test_opening_and_closing_times_are_such(again):
    assert refused(OWED, replace(DRAFT, new_due_at=at(again)), LAN) == ""


def test_a_date_beyond_the_calendar_is_told_and_no_error():
    far = replace(DRAFT, new_due_at=AGAIN.replace(year=2030))

    assert "chưa có ngày" in refused(OWED, far, LAN)


def test_a_draft_gives_its_reason():
    assert refused(OWED, replace(DRAFT, reason=" "), LAN) == "data.reason: phải ghi lý do"


def test_a_leader_signs_by_no_other_name_and_with_a_title():
    assert refused(DRAFTED, replace(SIGN, name="Thảo"), HUNG) == (
        "data.name: người ký phải chính là lãnh đạo đang ghi việc này"
    )
    assert refused(DRAFTED, replace(SIGN, title=" "), HUNG) == (
        "data.title: phải ghi chức danh của người ký"
    )


def test_what_is_not_signed_is_not_sent():
    assert refused(OWED, ISSUED, TAM) == "type: chưa có dự thảo nên chưa phát hành được thư xin lỗi"
    assert refused(DRAFTED, ISSUED, TAM) == (
        "type: dự thảo chưa được ký nên chưa phát hành được thư xin lỗi"
    )
    redrafted = case_of(*WORKED, DRAFT, SIGN, replace(DRAFT, at=ISSUED.at))
    assert refused(redrafted, ISSUED, TAM).startswith("type: dự thảo chưa được ký")


@pytest.mark.parametrize(
    "more",
    [
        {"reason": "lý do khác"},
        {"new_due_at": later(AGAIN, minutes=-60)},
        {"signed_by": "Thảo"},
        {"title": None},
        {"unit": None},
        {"public_reason": "lý do khác"},
    ],
    ids=str,
)
def test_what_is_sent_is_word_for_word_what_was_signed(more: dict[str, Any]):
    (field,) = more
    words = refused(SIGNED, replace(ISSUED, **more), TAM)

    assert words.startswith(f"data.{field}: ")
    assert words.endswith("khác với dự thảo đã ký; hãy phát hành đúng như đã ký")


def test_the_words_of_a_signed_draft_are_there_to_be_sent():
    assert signed_apology(SIGNED, at=ISSUED.at) == ISSUED
    assert signed_apology(DRAFTED, at=ISSUED.at) is None


def test_a_promise_that_has_passed_before_it_was_sent_needs_a_new_draft():
    tardy = replace(ISSUED, at=later(AGAIN, minutes=1))

    assert refused(SIGNED, tardy, TAM) == "data.new_due_at: ngày hẹn lại phải sau lúc này"


def test_a_journals_draft_for_a_year_without_a_calendar_is_not_sent():
    far = AGAIN.replace(year=2030)
    case = case_of(*WORKED, replace(DRAFT, new_due_at=far), SIGN)

    assert "chưa có ngày" in refused(case, replace(ISSUED, new_due_at=far), TAM)


def test_a_promise_beyond_the_calendar_leaves_the_reason_to_the_rules():
    case = case_of(desk(due_at=AGAIN.replace(year=2030)))
    seat = Seat(case=case, setting=SETTING, officer=LAN, agencies=AGENCIES)

    refusal = refused_act(seat, "draft_apology", NOW)
    assert refusal is not None
    assert "chưa có ngày" in refusal.message


def test_nothing_is_published_of_a_case_that_is_not_there():
    assert "hồ sơ chưa có" in refused(None, PUBLISHED, LAN)


def test_only_an_apology_is_public_and_only_the_one_that_holds():
    receipt = case_of(*WORKED, ask("letter_issued", NOW))
    corrected = case_of(*sorry()[:-1], CORRECTED)

    assert refused(receipt, ask("letter_published", NOW), TAM) == (
        "data.kind: chỉ thư xin lỗi được công khai"
    )
    assert refused(corrected, replace(PUBLISHED, at=CORRECTED.at), TAM) == (
        "data.number: thư số 1/PXL đã được thay bằng số 2/PXL; hãy công khai số đó"
    )
    assert not refused(corrected, replace(PUBLISHED, number="2/PXL", at=CORRECTED.at), TAM)


def test_a_letter_is_issued_by_the_rights_of_its_kind():
    receipt = ask("letter_issued", NOW)

    assert refused(OWED, receipt, LAN) == ""
    assert refused(OWED, receipt, MINH) == (
        "type: việc này của công chức một cửa hoặc lãnh đạo tại UBND phường Phước Long"
    )
    assert "việc này của văn thư hoặc lãnh đạo" in refused(PRINTED, LETTER, LAN)


@pytest.mark.parametrize(
    ("case", "who", "name"),
    [
        (OWED, HUNG, "draft_apology"),
        (OWED, officer("loan", L), "draft_apology"),
        (OWED, TAM, ""),
        (DRAFTED, HUNG, "sign_apology"),
        (DRAFTED, officer("loan", L), ""),
        (DRAFTED, TAM, ""),
        (SIGNED, TAM, "apologise"),
        (SIGNED, HUNG, "apologise"),
        (SIGNED, officer("loan", L), ""),
        (PRINTED, TAM, "publish_letter"),
        (PRINTED, LAN, "publish_letter"),
        (case_of(*sorry()), TAM, ""),
        (case_of(*sorry()), HUNG, ""),
    ],
)
def test_the_apology_goes_from_hand_to_hand(case, who, name):
    assert primary(case, who, now=OVERDUE if case is OWED else NOW) == name


def test_the_work_itself_comes_before_the_apology():
    assert primary(OWED, MINH, now=NOW) == "complete_step"


def test_no_apology_is_owed_by_a_case_that_is_in_time():
    assert primary(OWED, HUNG, now=at("Thu 2023-06-15 09:00")) == ""
    assert not met(OWED, HUNG, now=at("Thu 2023-06-15 09:00"))["draft_apology"].allowed


def test_a_case_given_back_late_with_an_unpublished_apology_is_still_to_be_published():
    late = at("Fri 2023-06-23 10:00")
    closed = case_of(*sorry()[:-1], ask("withdrawn", late))

    assert primary(closed, TAM, now=late) == "publish_letter"


def test_a_case_closed_in_time_after_an_apology_is_published_no_more():
    closed = case_of(*sorry()[:-1], ask("withdrawn", NOW))

    assert primary(closed, TAM, now=NOW) == ""
    assert "trong hạn" in refused(closed, replace(PUBLISHED, at=NOW), TAM)


def test_a_letter_that_corrects_what_stands_on_the_page_is_published_however_often_corrected():
    when = [later(LETTER.at, minutes=minute) for minute in (5, 10, 15, 20, 25)]
    public = replace(PUBLISHED, at=when[0])
    # The first correction bears the number it corrects: that of the next year.
    second = replace(LETTER, at=when[1], year=2024, replaces="1/PXL")
    third = replace(CORRECTED, at=when[2])
    end, command = ask("withdrawn", when[3]), replace(PUBLISHED, at=when[4], number="2/PXL")

    shown = case_of(*sorry()[:-1], public, second, third, end)
    assert refused(shown, command, TAM) == ""
    hidden = case_of(*sorry()[:-1], second, third, end)
    assert "trong hạn" in refused(hidden, command, TAM)


@pytest.mark.parametrize("name", ["draft_apology", "sign_apology", "apologise", "publish_letter"])
def test_an_act_that_cannot_be_done_says_why(name):
    for case in (OWED, DRAFTED, SIGNED, PRINTED, case_of(*sorry())):
        for who in (LAN, MINH, HUNG, TAM, YEN):
            act = met(case, who, now=NOW)[name]
            assert act.allowed != bool(act.why)
    assert met(OWED, TAM, now=NOW)["publish_letter"].why == "không có thư xin lỗi nào chờ công khai"
    assert met(OWED, TAM, now=NOW)["publish_letter"].moment == "other_state"
    assert met(case_of(*sorry()), HUNG, now=NOW)["draft_apology"].why == (
        "hồ sơ đã được xin lỗi, hẹn lại một lần; không được hẹn lại lần nữa"
    )

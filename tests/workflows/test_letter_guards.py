"""What the log itself refuses of apologies and letters, wherever they come from."""

from dataclasses import replace

import pytest

from tests.builders import WAYS, allowed, ask, case_of, refusal
from tests.sla.builders import at
from tests.workflows.apologies import (
    CORRECTED,
    DRAFT,
    ISSUED,
    LETTER,
    PUBLISHED,
    SIGN,
    WORKED,
    sorry,
)
from workflows import events as ev
from workflows.codec import from_data, to_data
from workflows.commands import Command
from workflows.log import Recorded, link

AFTER = at("Tue 2023-06-20 09:00")
ONCE = "type: hồ sơ đã được xin lỗi, hẹn lại một lần; không được hẹn lại lần nữa"


@pytest.mark.parametrize("command", [DRAFT, SIGN, ISSUED], ids=["draft", "sign", "issue"])
def test_a_second_apology_is_neither_drafted_nor_signed_nor_issued(command):
    for life in (sorry(), (*WORKED, ask("apology_issued", DRAFT.at))):
        assert refusal(case_of(*life), replace(command, at=AFTER)) == ONCE


def test_a_draft_blames_a_step_of_the_procedure():
    assert refusal(case_of(*WORKED), replace(DRAFT, step="dance")) == (
        "data.step: thủ tục 1.001193 không có bước “dance”"
    )
    assert allowed(case_of(*WORKED), replace(DRAFT, step=None, run=None))


def test_a_signature_names_the_newest_draft():
    undrafted, drafted = case_of(*WORKED), case_of(*WORKED, DRAFT)
    again = replace(DRAFT, at=at("Mon 2023-06-19 10:30"))

    assert refusal(undrafted, SIGN) == "data.draft: hồ sơ chưa có dự thảo thư xin lỗi để ký"
    assert refusal(drafted, replace(SIGN, draft=2)).startswith("data.draft: dự thảo đã đổi")
    assert allowed(drafted, SIGN)
    assert refusal(case_of(*WORKED, DRAFT, again), SIGN) == (
        "data.draft: dự thảo đã đổi: bản mới nhất là sự kiện số 4; hãy xem lại rồi ký"
    )


def test_a_correction_of_a_time_changes_no_number_of_a_draft():
    life = [*WORKED, DRAFT]
    case = case_of(*life, ask("corrected", AFTER, of=2, true_at=life[1].at))

    assert (case.drafted_as, case.signature) == (3, None)
    assert allowed(case, replace(SIGN, at=AFTER))


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"serial": 0}, "data.serial: phải là số lớn hơn 0"),
        ({"year": -1}, "data.year: phải là năm từ 1990 đến 9999"),
        ({"size": 0}, "data.size: phải là số lớn hơn 0"),
        ({"year": 10_000}, "data.year: phải là năm từ 1990 đến 9999"),
        ({"serial": 1}, "data.serial: hồ sơ đã có giấy tiếp nhận hồ sơ và hẹn trả kết quả "
         "mang số thứ tự 1 của năm 2023"),
        ({"number": "1/TNHS", "replaces": None},
         "data.number: hồ sơ đã có giấy tiếp nhận hồ sơ và hẹn trả kết quả số 1/TNHS"),
        ({"replaces": "7/TNHS"}, "data.replaces: hồ sơ không có giấy tiếp nhận hồ sơ và hẹn "
         "trả kết quả số 7/TNHS để thay"),
        ({"kind": "fee", "replaces": "1/TNHS"},
         "data.replaces: hồ sơ không có biên nhận thu phí, lệ phí số 1/TNHS để thay"),
        ({"agency": "H32", "replaces": "1/TNHS"}, "data.replaces: hồ sơ không có giấy tiếp nhận "
         "hồ sơ và hẹn trả kết quả số 1/TNHS để thay"),
        ({"kind": "apology"},
         "data.kind: phải ghi “xin lỗi, hẹn lại” trước khi phát hành thư xin lỗi"),
    ],
)  # fmt: skip
def test_a_letter_that_cannot_be(more, words):
    case = case_of(*WORKED, ask("letter_issued", AFTER))

    assert (
        refusal(case, ask("letter_issued", AFTER, **{"number": "2/TNHS", "serial": 2, **more}))
        == words
    )


def test_a_letter_is_corrected_once_and_the_correction_again():
    case = case_of(*WORKED, ask("letter_issued", AFTER), renewed(2, of=1))

    assert refusal(case, renewed(3, of=1)) == (
        "data.replaces: giấy tiếp nhận hồ sơ và hẹn trả kết quả số 1/TNHS "
        "đã được thay bằng số 2/TNHS"
    )
    assert allowed(case, renewed(3, of=2))


def renewed(serial: int, *, of: int) -> Command:
    number, old = f"{serial}/TNHS", f"{of}/TNHS"
    return ask("letter_issued", AFTER, serial=serial, number=number, replaces=old)


def test_another_offices_letter_may_have_the_same_number():
    case = case_of(*WORKED, ask("letter_issued", AFTER))

    assert allowed(case, ask("letter_issued", AFTER, agency="H32.NT"))
    assert refusal(case, ask("letter_issued", AFTER, agency="H32.PL")).startswith("data.number")


def test_one_letter_of_apology_holds_and_keeps_the_date():
    case = case_of(*sorry())
    second = replace(LETTER, number="2/PXL", serial=2, at=AFTER)

    assert refusal(case, second) == (
        "data.replaces: hồ sơ đã có thư xin lỗi số 1/PXL; chỉ phát hành bản thay cho số đó"
    )
    assert allowed(case, CORRECTED)
    assert case_of(*sorry(), CORRECTED).apology == case.apology


def test_only_a_letter_that_was_issued_is_published_and_once():
    private, public = case_of(*sorry()[:-1]), case_of(*sorry())
    name = "thư xin lỗi và hẹn lại ngày trả kết quả"

    unknown = replace(PUBLISHED, number="9/PXL")
    assert refusal(private, unknown) == f"data.number: hồ sơ không có {name} số 9/PXL"
    assert refusal(public, PUBLISHED) == f"data.number: {name} số 1/PXL đã được công khai"
    assert allowed(private, replace(PUBLISHED, agency="H32.PL"))
    assert refusal(public, replace(PUBLISHED, agency="H32.PL")).endswith("đã được công khai")


@pytest.mark.parametrize("start", ["resolved", "refused", "withdrawn", "voided"])
def test_letters_come_in_any_state_and_apologies_only_while_a_case_is_open(start):
    case = case_of(*WAYS[start])

    assert allowed(case, ask("letter_issued", AFTER))
    for command in (DRAFT, SIGN, ISSUED):
        assert "khi hồ sơ ở trạng thái" in refusal(case, replace(command, at=AFTER))


def test_an_old_apology_keeps_its_link_in_the_chain():
    """What a log of last year says of an apology is hashed as it was: new fields are left out."""
    event = ev.ApologyIssued(at=AFTER, reason="chậm", new_due_at=AFTER, signed_by="hung")
    line = Recorded(version=3, event=event, recorded_at=AFTER, by="hung", agency="H32.PL")

    assert set(to_data(event)) == {"reason", "new_due_at", "signed_by"}
    assert from_data("apology_issued", AFTER, to_data(event)) == event
    # Reckoned by the program as it was before drafts, signatures and letters.
    old = "09f0ab2f0333a1ee4dd2e42193076b23ebd48a43ab8f19cd03ceb6543998e031"
    assert link("c", line, "0" * 64) == old


def test_a_letter_says_only_what_is_out_of_the_ordinary():
    (event,) = allowed(case_of(*WORKED), ask("letter_issued", AFTER))

    assert {"agency", "replaces"}.isdisjoint(to_data(event))
    assert from_data("letter_issued", AFTER, to_data(event)) == event

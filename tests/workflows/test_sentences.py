"""Every event has a sentence a person can read, made in one place."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, get_args

import pytest

from sla.zone import VIETNAM
from tests.builders import DATA, procedure
from workflows import events as ev
from workflows.events import EVENT_TYPES
from workflows.readings import Reading
from workflows.sentences import STEPPED, sentence
from workflows.words import CHANNELS, LETTERS, METHODS, OUTCOMES, PAPERS, REASONS

AT = datetime(2023, 6, 15, 9, 10, tzinfo=VIETNAM)  # Thursday
DUE = datetime(2023, 6, 20, 9, 10, tzinfo=VIETNAM)
WHO = ev.Applicant(name="Bà Tư")
RULES = procedure()


def letter(**more: Any) -> ev.LetterIssued:
    usual = {**DATA["letter_issued"], "number": "12/TNHS", "serial": 12}
    return ev.LetterIssued(at=AT, **{**usual, **more})


SAID = [
    (
        ev.Submitted(at=AT, agency="X", procedure="P", channel="online", applicant=WHO),
        "Nộp trực tuyến",
    ),
    (
        ev.Accepted(at=AT, channel="direct", due_at=DUE),
        "Tiếp nhận trực tiếp, hẹn trả thứ Ba 20/06/2023 09:10",
    ),
    (ev.Accepted(at=AT), "Tiếp nhận"),
    (
        ev.SupplementRequested(at=AT, items=("CCCD", "đơn"), reason="thiếu"),
        "Yêu cầu bổ sung CCCD, đơn: thiếu",
    ),
    (ev.Supplemented(at=AT), "Bổ sung"),
    (
        ev.Refused(at=AT, reason="sai nơi", ground="NĐ 61/2018"),
        "Từ chối tiếp nhận: sai nơi (căn cứ NĐ 61/2018)",
    ),
    (ev.StepStarted(at=AT, step="intake", assignee="minh"), "Bắt đầu bước Tiếp nhận, giao minh"),
    (ev.StepStarted(at=AT, step="appraise"), "Bắt đầu bước Thụ lý"),
    (
        ev.Submitted(
            at=AT, agency="X", procedure="P", channel="post", applicant=WHO, training=True
        ),
        "Nộp qua bưu chính công ích; hồ sơ tập huấn",
    ),
    (
        ev.Accepted(
            at=AT,
            channel="direct",
            due_at=DUE,
            papers=(
                ev.Paper(name="Tờ khai", kind="original", count=1),
                ev.Paper(name="Căn cước", kind="copy", count=2),
            ),
            agent=ev.Applicant(name="Trần Bình"),
            result_channel="post",
            fee=8000,
            note="đến nhận buổi sáng",
        ),
        "Tiếp nhận trực tiếp, hẹn trả thứ Ba 20/06/2023 09:10; "
        "giấy tờ: Tờ khai (1 bản chính), Căn cước (2 bản sao); "
        "người được ủy quyền: Trần Bình; nhận kết quả qua bưu chính công ích; "
        "phí, lệ phí phải thu 8.000 đồng; ghi chú: đến nhận buổi sáng",
    ),
    (ev.Accepted(at=AT, fee=0), "Tiếp nhận; phí, lệ phí phải thu 0 đồng"),
    (
        ev.SupplementRequested(at=AT, items=("CCCD",), reason="mờ", until=DUE, approved_by="hung"),
        "Yêu cầu bổ sung CCCD: mờ; chậm nhất thứ Ba 20/06/2023 09:10; "
        "hung duyệt cho yêu cầu thêm một lần",
    ),
    (
        ev.StepAssigned(at=AT, step="appraise", assignee="lan", reason="minh nghỉ phép"),
        "Giao bước Thụ lý cho lan: minh nghỉ phép",
    ),
    (ev.StepAssigned(at=AT, step="sign", assignee="hung"), "Giao bước Ký duyệt cho hung"),
    (
        ev.Paused(
            at=AT,
            reason="consultation",
            note="hỏi phường cũ",
            document="12/UBND",
            approved_by="hung",
        ),
        "Tạm dừng: chờ lấy ý kiến cơ quan khác; hỏi phường cũ; văn bản 12/UBND; hung duyệt",
    ),
    (
        ev.Delivered(at=AT, channel="direct", collected_by="Trần Bình", proof="giấy ủy quyền"),
        "Trả kết quả trực tiếp cho Trần Bình; xác nhận: giấy ủy quyền",
    ),
    (
        ev.Withdrawn(at=AT, reason="đổi ý", document="đơn ngày 15/6"),
        "Công dân rút hồ sơ: đổi ý; văn bản đơn ngày 15/6",
    ),
    (ev.Digitised(at=AT, parts=1, name="tờ khai.pdf"), "Số hóa: tờ khai.pdf"),
    (ev.Rated(at=AT, score=4, comment="chờ lâu"), "Công dân đánh giá 4 điểm: chờ lâu"),
    (
        ev.StepCompleted(
            at=AT,
            step="sign",
            late=ev.Late(reason="mất điện", evidence="sổ giao nhận", approved_by="hung"),
        ),
        "Hoàn thành bước Ký duyệt (ghi muộn: lý do mất điện; căn cứ sổ giao nhận; hung duyệt)",
    ),
    (ev.StepCompleted(at=AT, step="sign"), "Hoàn thành bước Ký duyệt"),
    (ev.StepReturned(at=AT, step="appraise", reason="sót"), "Trả về bước Thụ lý: sót"),
    (ev.Paused(at=AT, reason="payment"), "Tạm dừng: chờ nghĩa vụ tài chính"),
    (ev.Resumed(at=AT), "Tiếp tục"),
    (ev.Resolved(at=AT, outcome="granted", result_no="12"), "Có kết quả (đồng ý), số 12"),
    (ev.Resolved(at=AT, outcome="rejected"), "Có kết quả (không đồng ý)"),
    (ev.Delivered(at=AT, channel="post"), "Trả kết quả qua bưu chính công ích"),
    (ev.Returned(at=AT, reason="thiếu"), "Trả lại hồ sơ: thiếu"),
    (ev.Withdrawn(at=AT, reason="đổi ý"), "Công dân rút hồ sơ: đổi ý"),
    (ev.Reopened(at=AT, reason="sai", approved_by="hung"), "Mở lại: sai (hung duyệt)"),
    (
        ev.ApologyIssued(at=AT, reason="chậm", new_due_at=DUE, signed_by="hung"),
        "Xin lỗi và hẹn lại thứ Ba 20/06/2023 09:10: chậm (hung ký)",
    ),
    (
        ev.ApologyIssued(
            at=AT, reason="chậm", new_due_at=DUE, signed_by="Lê Hùng", title="Chủ tịch", unit="X"
        ),
        "Xin lỗi và hẹn lại thứ Ba 20/06/2023 09:10: chậm (Lê Hùng, Chủ tịch ký)",
    ),
    (
        ev.ApologyDrafted(at=AT, reason="chậm", new_due_at=DUE),
        "Dự thảo thư xin lỗi, hẹn lại thứ Ba 20/06/2023 09:10: chậm",
    ),
    (
        ev.ApologyDrafted(
            at=AT, reason="chậm", new_due_at=DUE, step="appraise", run=1, unit="X", officer="minh"
        ),
        "Dự thảo thư xin lỗi, hẹn lại thứ Ba 20/06/2023 09:10: chậm; chậm ở bước Thụ lý",
    ),
    (
        ev.ApologySigned(at=AT, draft=3, name="Lê Hùng", title="Chủ tịch", text_hash="a" * 64),
        "Lê Hùng, Chủ tịch ký thư xin lỗi",
    ),
    (
        ev.ApologySigned(
            at=AT,
            draft=3,
            name="Lê Hùng",
            title="Chủ tịch",
            text_hash="a" * 64,
            file="b" * 64,
            certificate="LE HUNG",
        ),
        "Lê Hùng, Chủ tịch ký thư xin lỗi bằng chữ ký số của LE HUNG",
    ),
    (letter(), "Phát hành giấy tiếp nhận hồ sơ và hẹn trả kết quả số 12/TNHS"),
    (
        letter(kind="fee", number="8/BN", replaces="7/BN"),
        "Phát hành biên nhận thu phí, lệ phí số 8/BN, thay cho số 7/BN",
    ),
    (
        ev.LetterPublished(at=AT, kind="apology", number="12/PXL"),
        "Công khai thư xin lỗi và hẹn lại ngày trả kết quả số 12/PXL",
    ),
    (
        ev.DeadlineAdjusted(at=AT, new_due_at=DUE, reason="nghỉ bù", approved_by="QĐ 1"),
        "Điều chỉnh hạn thành thứ Ba 20/06/2023 09:10: nghỉ bù (QĐ 1 duyệt)",
    ),
    (
        ev.DeadlineMissed(at=DUE, clock="step", due_at=DUE, step="appraise", run=1),
        "Quá hạn bước Thụ lý, hạn thứ Ba 20/06/2023 09:10",
    ),
    (
        ev.DeadlineWarned(at=AT, clock="case", due_at=DUE),
        "Sắp đến hạn hồ sơ, hạn thứ Ba 20/06/2023 09:10",
    ),
    (
        ev.DeadlineWarned(at=AT, clock="case", due_at=DUE, rung="day_1"),
        "Còn 1 ngày làm việc đến hạn trả, hạn thứ Ba 20/06/2023 09:10",
    ),
    (
        ev.DeadlineWarned(at=AT, clock="step", due_at=DUE, step="appraise", run=1, rung="near"),
        "Bước Thụ lý đã dùng 75% thời hạn, hạn thứ Ba 20/06/2023 09:10",
    ),
    (
        ev.DeadlineWarned(at=AT, clock="case", due_at=AT, rung="no_movement"),
        "Không có chuyển động 5 ngày làm việc",
    ),
    (
        ev.DeadlineWarned(at=AT, clock="case", due_at=DUE, rung="of_old"),
        "Sắp đến hạn, hạn thứ Ba 20/06/2023 09:10",
    ),
    (
        ev.FeePaid(at=AT, amount=1250000, method="cash", receipt_no="7"),
        "Nộp 1.250.000 đồng tiền mặt, biên lai 7",
    ),
    (ev.FeePaid(at=AT, amount=8000, method="online"), "Nộp 8.000 đồng trực tuyến"),
    (ev.Digitised(at=AT, parts=2), "Số hóa"),
    (ev.Rated(at=AT, score=5), "Công dân đánh giá 5 điểm"),
    (
        ev.Corrected(at=DUE, of=3, true_at=AT, reason="mất điện", approved_by="hung"),
        "Đính chính sự kiện số 3: đúng là thứ Năm 15/06/2023 09:10 (mất điện; hung duyệt)",
    ),
    (ev.Voided(at=AT, reason="tập huấn", approved_by="hung"), "Hủy: tập huấn (hung duyệt)"),
]


@pytest.mark.parametrize(("event", "words"), SAID)
def test_an_event_reads_as(event, words):
    assert sentence(event, RULES) == words


def test_a_step_the_procedure_does_not_have_keeps_its_code():
    assert sentence(ev.StepStarted(at=AT, step="a"), RULES) == "Bắt đầu bước a"


def test_every_event_with_a_step_is_told_by_its_name():
    assert {kind for kind in EVENT_TYPES if "step" in kind.__annotations__} == set(STEPPED)


def test_no_event_type_is_without_a_sentence():
    assert {type(event) for event, _ in SAID} == set(EVENT_TYPES)


def test_every_word_of_the_vocabulary_has_its_vietnamese():
    def choices(kind, name):
        return set(kind.__annotations__[name].__args__)

    assert set(CHANNELS) == choices(ev.Submitted, "channel")
    assert set(REASONS) == choices(ev.Paused, "reason")
    assert set(OUTCOMES) == choices(ev.Resolved, "outcome")
    assert set(METHODS) == choices(ev.FeePaid, "method")
    assert set(PAPERS) == choices(ev.Paper, "kind")
    assert tuple(LETTERS) == get_args(ev.LetterKind)


RUNNING = Reading(
    name="step",
    step="appraise",
    run=2,
    started_at=AT,
    due_at=DUE,
    stopped_at=None,
    used=timedelta(hours=3),
    left=timedelta(hours=5),
    late=False,
)


def test_a_clock_names_its_step():
    assert RUNNING.in_words(RULES) == (
        "bước Thụ lý (lần 2): hạn thứ Ba 20/06/2023 09:10; đã dùng 3 giờ; còn 5 giờ"
    )


@pytest.mark.parametrize(("late", "words"), [(False, "trong hạn"), (True, "quá hạn")])
def test_a_clock_that_ended_is_done_and_not_paused(late, words):
    ended = replace(RUNNING, name="case", step=None, run=None, stopped_at=AT, late=late)
    assert ended.in_words(RULES).endswith(f"; đã xong, {words}")
